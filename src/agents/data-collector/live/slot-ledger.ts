import type { TickBatch } from '#domain/market/tick-batch';

/** What was judged of one slot since its source began. */
export interface SlotCounts {
  readonly accepted: number;
  /** Repeats and refused rows together. */
  readonly rejected: number;
  /** NaN before the first. */
  readonly lastEventTime: number;
  readonly lastReceivedTime: number;
}

/** What came in and what was accepted, by slot, since the slot's source began. Allocates nothing but room for new slots. */
export class SlotLedger {
  #seen = new Float64Array(64);
  #accepted = new Float64Array(64);
  #eventTime = new Float64Array(64).fill(Number.NaN);
  #receivedTime = new Float64Array(64).fill(Number.NaN);

  /** Counts rows before they are judged. */
  seen({ length, slot }: TickBatch): void {
    for (let row = 0; row < length; row++) {
      const place = slot[row]!;
      if (place >= this.#seen.length) this.#grow(place);
      this.#seen[place]!++;
    }
  }

  /** Counts rows that passed. */
  accepted({ length, slot, eventTime, receivedTime }: TickBatch): void {
    for (let row = 0; row < length; row++) {
      const place = slot[row]!;
      this.#accepted[place]!++;
      this.#eventTime[place] = eventTime[row]!;
      this.#receivedTime[place] = receivedTime[row]!;
    }
  }

  /** A slot starts anew. */
  clear(slot: number): void {
    if (slot >= this.#seen.length) this.#grow(slot);
    this.#seen[slot] = 0;
    this.#accepted[slot] = 0;
    this.#eventTime[slot] = Number.NaN;
    this.#receivedTime[slot] = Number.NaN;
  }

  of(slot: number): SlotCounts {
    if (slot >= this.#seen.length) this.#grow(slot);
    return {
      accepted: this.#accepted[slot]!,
      rejected: this.#seen[slot]! - this.#accepted[slot]!,
      lastEventTime: this.#eventTime[slot]!,
      lastReceivedTime: this.#receivedTime[slot]!,
    };
  }

  #grow(slot: number): void {
    const capacity = Math.max(slot + 1, this.#seen.length * 2);
    this.#seen = widened(this.#seen, capacity, 0);
    this.#accepted = widened(this.#accepted, capacity, 0);
    this.#eventTime = widened(this.#eventTime, capacity, Number.NaN);
    this.#receivedTime = widened(this.#receivedTime, capacity, Number.NaN);
  }
}

function widened(column: Float64Array, capacity: number, empty: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(capacity).fill(empty);
  wider.set(column);
  return wider;
}
