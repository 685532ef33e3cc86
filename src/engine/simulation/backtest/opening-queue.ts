/** Openings that orders wait for, earliest first, by instrument where they are equal. Few: bars do not go through it. */
export class OpeningQueue {
  readonly #times: number[] = [];
  readonly #instruments: number[] = [];

  get length(): number {
    return this.#times.length;
  }

  /** Of the earliest opening; NaN, and −1, when none is waited for. */
  get time(): number {
    return this.#times[this.#times.length - 1] ?? Number.NaN;
  }

  get instrument(): number {
    return this.#instruments[this.#instruments.length - 1] ?? -1;
  }

  push(time: number, instrument: number): void {
    // Kept latest first: what opens next is at the end, where most are put and all are taken.
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#times[middle]!;
      if (other > time || (other === time && this.#instruments[middle]! > instrument)) low = middle + 1;
      else high = middle;
    }
    this.#times.splice(low, 0, time);
    this.#instruments.splice(low, 0, instrument);
  }

  pop(): void {
    this.#times.pop();
    this.#instruments.pop();
  }
}
