/** Equity at every instant something happened, grown as it comes. */
export class EquityRecord {
  length = 0;
  #time: Float64Array;
  #value: Float64Array;

  /** Room for so many instants at first; or exactly these, one after the other, which need no copy. */
  constructor(capacity: number, times?: Float64Array) {
    this.#time = times ?? new Float64Array(Math.max(1, capacity));
    this.#value = new Float64Array(times?.length ?? Math.max(1, capacity));
  }

  /** The whole column of values, to be written in place where the instants are given; `length` is then set by the writer. */
  get values(): Float64Array {
    return this.#value;
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
