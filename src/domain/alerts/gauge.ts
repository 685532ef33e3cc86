/**
 * The newest value of one measure, and the one before it. Every event in a market (a tick, a closed bar, a moment) has
 * a number; a gauge knows by which it was set last.
 */
export class Gauge {
  value = Number.NaN;
  /** Value before the newest event that set this one. */
  previous = Number.NaN;
  /** Number of the event that set it last. */
  event = -1;

  /** Takes a value; one that is no finite number changes nothing. */
  set(value: number, event: number): void {
    if (!Number.isFinite(value)) return;
    if (this.event !== event) this.previous = this.value;
    this.value = value;
    this.event = event;
  }

  /** Value as it was before the event of this number. */
  before(event: number): number {
    return this.event === event ? this.previous : this.value;
  }

  /** Forgets its values: another market begins. */
  clear(): void {
    this.value = this.previous = Number.NaN;
  }
}
