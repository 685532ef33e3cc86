/** Equity at every instant something happened, grown as it comes. */
export class EquityRecord {
  length = 0;
  #time: Float64Array;
  #value: Float64Array;

  constructor(capacity: number) {
    this.#time = new Float64Array(Math.max(1, capacity));
    this.#value = new Float64Array(Math.max(1, capacity));
  }

  /** Views, valid until more is added. */
  get time(): Float64Array {
    return this.#time.subarray(0, this.length);
  }

  get value(): Float64Array {
    return this.#value.subarray(0, this.length);
  }

  add(time: number, value: number): void {
    const at = this.length;
    // Several ticks of one instant are one point, the newest.
    const place = at > 0 && this.#time[at - 1] === time ? at - 1 : at;
    if (place === this.#time.length) this.#grow();
    this.#time[place] = time;
    this.#value[place] = value;
    this.length = place + 1;
  }

  replaceLast(value: number): void {
    if (this.length > 0) this.#value[this.length - 1] = value;
  }

  #grow(): void {
    const time = new Float64Array(this.#time.length * 2);
    const value = new Float64Array(this.#time.length * 2);
    time.set(this.#time);
    value.set(this.#value);
    this.#time = time;
    this.#value = value;
  }
}
