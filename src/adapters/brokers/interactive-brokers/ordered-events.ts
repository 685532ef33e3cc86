import type { BrokerEvent } from '#engine/ports/broker';

interface Slot {
  event: BrokerEvent | null;
}

/** Tells events of one order in the order they came, also while a fill still waits for its fee. */
export class OrderedEvents {
  readonly #tell: (event: BrokerEvent) => void;
  readonly #queues = new Map<string, Slot[]>();

  constructor(tell: (event: BrokerEvent) => void) {
    this.#tell = tell;
  }

  /** `key` names the order. */
  tell(key: string, event: BrokerEvent): void {
    const queue = this.#queues.get(key);
    if (queue) queue.push({ event });
    else this.#tell(event);
  }

  /** Keeps a place for an event that is not complete yet; the answer fills it, once. */
  hold(key: string): (event: BrokerEvent) => void {
    const slot: Slot = { event: null };
    const queue = this.#queues.get(key) ?? [];
    queue.push(slot);
    this.#queues.set(key, queue);
    return (event) => {
      slot.event ??= event;
      this.#drain(key, queue);
    };
  }

  #drain(key: string, queue: Slot[]): void {
    for (let event = queue[0]?.event; event; event = queue[0]?.event) {
      queue.shift();
      this.#tell(event);
    }
    if (queue.length === 0 && this.#queues.get(key) === queue) this.#queues.delete(key);
  }
}
