/** Times a page of bits covers. */
const PAGE_BITS = 4_096;

/**
 * Which times of a series have come, in a bit each where they fall on the grid of the timeframe: a file of any length
 * is remembered in little memory.
 */
export class SeenTimes {
  readonly #stepMs: number;
  readonly #pages = new Map<number, Uint32Array>();
  readonly #others = new Set<number>();
  #number = Number.NaN;
  #page: Uint32Array = new Uint32Array(0);
  #latest = Number.NEGATIVE_INFINITY;

  constructor(stepMs: number) {
    this.#stepMs = stepMs;
  }

  /** The latest time added. */
  get latest(): number {
    return this.#latest;
  }

  add(times: Float64Array): void {
    for (const time of times) {
      if (time > this.#latest) this.#latest = time;
      const step = time / this.#stepMs;
      if (Math.floor(step) !== step) this.#others.add(time);
      else {
        const bit = this.#seek(step, true);
        this.#page[bit >>> 5]! |= 1 << (bit & 31);
      }
    }
  }

  has(time: number): boolean {
    const step = time / this.#stepMs;
    if (Math.floor(step) !== step) return this.#others.has(time);
    const bit = this.#seek(step, false);
    return bit >= 0 && (this.#page[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  }

  /** Turns to the page of a step; answers its bit there, -1 when there is no such page and none is wanted. */
  #seek(step: number, isWanted: boolean): number {
    const number = Math.floor(step / PAGE_BITS);
    if (number !== this.#number) {
      let page: Uint32Array | undefined = this.#pages.get(number);
      if (!page) {
        if (!isWanted) return -1;
        page = new Uint32Array(PAGE_BITS / 32);
        this.#pages.set(number, page);
      }
      this.#number = number;
      this.#page = page;
    }
    return step - number * PAGE_BITS;
  }
}
