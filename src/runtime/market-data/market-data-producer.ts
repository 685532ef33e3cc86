import {
  MARKET_DATA_VERSION,
  type MarketDataMessage,
  type MarketDataUpdate,
  parseMarketDataMessage,
} from '#contract/stream/market-data-message';
import { topics } from '#contract/topics';
import type { Clock } from '#engine/ports/clock';
import type { EventStream, StreamRecord, TopicOptions } from '#engine/ports/event-stream';

export interface MarketDataProducerOptions {
  readonly stream: EventStream;
  readonly clock: Clock;
  readonly topic?: string;
  readonly topicOptions?: TopicOptions;
  /** Messages wait at most so long to be written together. */
  readonly lingerMs?: number;
  /** Messages waiting at most; more are refused and counted. */
  readonly waitingMax?: number;
  /** Told of a write that failed; its messages wait for the next. */
  readonly onProblem: (error: unknown) => void;
}

const WEEK_MS = 7 * 86_400_000;
const DEFAULTS: Required<Omit<MarketDataProducerOptions, 'stream' | 'clock' | 'onProblem'>> = {
  topic: topics.marketDataStream,
  topicOptions: { partitions: 4, keptMs: WEEK_MS, bytesMax: 256 * 1024 * 1024 },
  lingerMs: 20,
  waitingMax: 200_000,
};

/**
 * Writes market data to the event stream, in batches. Its sequence goes on where the topic's messages end, so that a
 * stop, a restart or a crash repeats no number. One producer a topic.
 */
export class MarketDataProducer {
  readonly #options: Required<MarketDataProducerOptions>;
  #waiting: StreamRecord[] = [];
  #sequence = 0;
  #stopTimer: (() => void) | null = null;
  #write: Promise<void> = Promise.resolve();
  #dropped = 0;

  constructor(options: MarketDataProducerOptions) {
    this.#options = { ...DEFAULTS, ...options };
  }

  /** Messages refused because too many waited, or because it was not started. */
  get dropped(): number {
    return this.#dropped;
  }
  get isStarted(): boolean {
    return this.#stopTimer !== null;
  }

  /** Makes the topic if need be and begins to write. A second call does nothing. */
  async start(): Promise<void> {
    if (this.isStarted) return;
    const { stream, topic, topicOptions, clock, lingerMs } = this.#options;
    await stream.openTopic(topic, topicOptions);
    this.#sequence = Math.max(this.#sequence, (await lastSequence(stream, topic)) + 1);
    this.#stopTimer = clock.every(lingerMs, () => void this.flush());
  }

  /** Takes one update; it is written within the linger. False when it was refused. */
  publish(symbol: string, data: MarketDataUpdate): boolean {
    if (!this.isStarted || this.#waiting.length >= this.#options.waitingMax) {
      this.#dropped += 1;
      return false;
    }
    const message: MarketDataMessage = {
      version: MARKET_DATA_VERSION,
      symbol,
      ...data,
      sequence: this.#sequence++,
    };
    this.#waiting.push({ key: symbol, value: JSON.stringify(message), time: data.timestamp });
    return true;
  }

  /** Writes what waits; answers when it is written, or was kept for the next time. */
  flush(): Promise<void> {
    this.#write = this.#write.then(async () => {
      const records = this.#waiting;
      if (records.length === 0) return;
      this.#waiting = [];
      try {
        await this.#options.stream.produce(this.#options.topic, records);
      } catch (error) {
        this.#waiting = records.concat(this.#waiting);
        this.#options.onProblem(error);
      }
    });
    return this.#write;
  }

  /** Writes what waits and takes nothing more. */
  async stop(): Promise<void> {
    this.#stopTimer?.();
    this.#stopTimer = null;
    await this.flush();
  }
}

/** The highest sequence among the newest messages of the partitions; −1 in an empty topic. */
async function lastSequence(stream: EventStream, topic: string): Promise<number> {
  let last = -1;
  for (const { partition, first, end } of await stream.partitions(topic)) {
    if (end === first) continue;
    const [record] = await stream.read(topic, partition, { from: end - 1, limit: 1 });
    if (record) last = Math.max(last, sequenceOf(record.value));
  }
  return last;
}

function sequenceOf(text: string): number {
  try {
    return parseMarketDataMessage(text).sequence ?? -1;
  } catch {
    // Somebody else's message: it bears no number of ours.
    return -1;
  }
}
