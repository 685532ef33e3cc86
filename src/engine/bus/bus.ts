/** One message on the bus. `sequence` counts every message of the bus, without gaps. */
export interface BusMessage {
  readonly topic: string;
  readonly sequence: number;
  readonly eventTime: number;
  readonly causationId: string | null;
  readonly payload: unknown;
}

/** In-process publish and subscribe. Delivery is synchronous and in order; a listener that throws harms no other. */
export class Bus {
  readonly #listeners = new Map<string, Set<(message: BusMessage) => void>>();
  readonly #onListenerError: (topic: string, error: unknown) => void;
  #sequence = 0;

  constructor(onListenerError: (topic: string, error: unknown) => void) {
    this.#onListenerError = onListenerError;
  }

  get sequence(): number {
    return this.#sequence;
  }

  publish(topic: string, eventTime: number, payload: unknown, causationId: string | null = null): void {
    this.#sequence += 1;
    const listeners = this.#listeners.get(topic);
    if (!listeners) return;
    const message: BusMessage = { topic, sequence: this.#sequence, eventTime, causationId, payload };
    for (const listener of listeners) {
      try {
        listener(message);
      } catch (error) {
        this.#onListenerError(topic, error);
      }
    }
  }

  /** Listens until the answer is called. */
  subscribe(topic: string, listener: (message: BusMessage) => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
}
