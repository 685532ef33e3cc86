import { type MarketDataMessage, parseMarketDataMessage } from '#contract/stream/market-data-message';
import { topics } from '#contract/topics';
import type { Clock } from '#engine/ports/clock';
import type { ConsumptionState, EventStream, RunningConsumption } from '#engine/ports/event-stream';

export interface MarketDataConsumerOptions {
  readonly stream: EventStream;
  readonly clock: Clock;
  readonly group: string;
  readonly topic?: string;
  /** Takes a message: updates the cache, publishes it. What it throws sends the message to the dead letters. */
  readonly onMessage: (message: MarketDataMessage) => void | Promise<void>;
  /** Raises a task for a symbol; called at most once a symbol and window. */
  readonly triggerTask?: (symbol: string, message: MarketDataMessage) => void;
  readonly throttleMs?: number;
}

const THROTTLE_MS = 1_000;

/** Reads market data from the event stream; a bad message goes to the dead letters and the next follows. */
export class MarketDataConsumer {
  readonly #options: MarketDataConsumerOptions;
  /** Monotonic time of each symbol's last task. */
  readonly #triggered = new Map<string, number>();
  #running: RunningConsumption | null = null;

  constructor(options: MarketDataConsumerOptions) {
    this.#options = options;
  }

  /** Goes on where the group stands. A second call does nothing. */
  async start(): Promise<void> {
    const { stream, group, topic = topics.marketDataStream } = this.#options;
    this.#running ??= await stream.consume({
      topic,
      group,
      process: ({ value }) => this.processMessage(value),
    });
  }

  /** Handles one message as text. Throws what makes it a dead letter. */
  async processMessage(text: string): Promise<void> {
    const message = parseMarketDataMessage(text);
    await this.#options.onMessage(message);
    this.#trigger(message);
  }

  /** Null while it is stopped. */
  async state(): Promise<ConsumptionState | null> {
    return (await this.#running?.state()) ?? null;
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    await running?.stop();
  }

  #trigger(message: MarketDataMessage): void {
    const { triggerTask, clock, throttleMs = THROTTLE_MS } = this.#options;
    if (!triggerTask) return;
    const now = clock.monotonic();
    const last = this.#triggered.get(message.symbol);
    if (last !== undefined && now - last < throttleMs) return;
    this.#triggered.set(message.symbol, now);
    triggerTask(message.symbol, message);
  }
}
