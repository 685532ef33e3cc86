/**
 * Largest of the newest `period` values, NaN until there are as many; amortised constant time per value.
 *
 * Keeps only the values that may still become the largest, in falling order, in a ring. The smallest of a window is
 * the negated largest of the negated values.
 */
export class RollingMaximum {
  private readonly candidates: Float64Array;
  private readonly indices: Float64Array;
  private head = 0;
  private size = 0;
  private count = 0;

  constructor(period: number) {
    this.candidates = new Float64Array(period);
    this.indices = new Float64Array(period);
  }

  get isReady(): boolean {
    return this.count >= this.candidates.length;
  }

  push(value: number): number {
    const candidates = this.candidates;
    const period = candidates.length;
    if (this.size > 0 && this.indices[this.head]! <= this.count - period) {
      this.head = this.head + 1 === period ? 0 : this.head + 1;
      this.size--;
    }
    let tail = this.head + this.size;
    if (tail >= period) tail -= period;
    while (this.size > 0) {
      const last = tail === 0 ? period - 1 : tail - 1;
      if (candidates[last]! > value) break;
      tail = last;
      this.size--;
    }
    candidates[tail] = value;
    this.indices[tail] = this.count;
    this.size++;
    this.count++;
    return this.count < period ? Number.NaN : candidates[this.head]!;
  }
}
