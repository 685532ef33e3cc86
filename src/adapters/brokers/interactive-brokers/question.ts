import { BrokerError } from '#engine/ports/broker-error';
import type { Clock } from '#engine/ports/clock';

const ANSWER_MS = 10_000;

/** A question TWS answers in several messages and an end. Settles once; what comes later is dropped. */
export class Question<Item> {
  readonly answer: Promise<readonly Item[]>;
  readonly #items: Item[] = [];
  readonly #offTimer: () => void;
  #resolve: (items: readonly Item[]) => void = () => undefined;
  #reject: (error: BrokerError) => void = () => undefined;

  constructor(clock: Clock, what: string) {
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever asked hears of a failure; nobody else has to.
    this.answer.catch(() => undefined);
    this.#offTimer = clock.after(ANSWER_MS, () => {
      const sentence = `TWS did not tell ${what} within ${ANSWER_MS / 1_000} s; ask again`;
      this.fail(new BrokerError('unavailable', 'Interactive Brokers', sentence));
    });
  }

  add(item: Item): void {
    this.#items.push(item);
  }

  end(): void {
    this.#offTimer();
    this.#resolve(this.#items);
  }

  fail(error: BrokerError): void {
    this.#offTimer();
    this.#reject(error);
  }
}
