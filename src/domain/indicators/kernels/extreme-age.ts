/**
 * Bars since the highest of the newest `period` values, NaN until there are as many; of equals the newest counts, or, with
 * `isOldestFirst`, the oldest.
 * A queue of falling values holds every candidate, so a value costs constant time on average. The lowest is found by
 * pushing negated values.
 */
export class ExtremeAge {
  /** The highest value itself. */
  extreme = Number.NaN;
  declare private readonly queue: Float64Array;
  declare private readonly places: Float64Array;
  private head = 0;
  private size = 0;
  private taken = 0;
  declare private readonly isOldestFirst: boolean;

  constructor(period: number, isOldestFirst = false) {
    this.isOldestFirst = isOldestFirst;
    this.queue = new Float64Array(period);
    this.places = new Float64Array(period);
  }

  push(value: number): number {
    const { queue, places } = this;
    const period = queue.length;
    if (this.size > 0 && places[this.head]! <= this.taken - period) {
      this.head = this.head + 1 === period ? 0 : this.head + 1;
      this.size--;
    }
    while (this.size > 0 && this.isBeaten(queue[(this.head + this.size - 1) % period]!, value)) this.size--;
    const tail = (this.head + this.size) % period;
    queue[tail] = value;
    places[tail] = this.taken;
    this.size++;
    this.taken++;
    if (this.taken < period) return Number.NaN;
    this.extreme = queue[this.head]!;
    return this.taken - 1 - places[this.head]!;
  }

  private isBeaten(earlier: number, value: number): boolean {
    return this.isOldestFirst ? earlier < value : earlier <= value;
  }
}
