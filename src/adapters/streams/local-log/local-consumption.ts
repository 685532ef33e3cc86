import type {
  Consumption,
  ConsumptionState,
  DeadLetter,
  RunningConsumption,
  StoredRecord,
  StreamRecord,
} from '#engine/ports/event-stream';

/** What a consumer needs of the log it reads. */
export interface LogSide {
  readonly partitions: number;
  committed(): number[];
  ends(): number[];
  read(partition: number, range: { from: number; limit: number }): StoredRecord[];
  commit(partition: number, next: number): void;
  deadLetter(record: StreamRecord): void;
  onProduced(listener: () => void): () => void;
}

const BATCH = 500;
/** After a failure of the log itself. */
const REST_MS = 1_000;

/** Reads partitions in turn, batch by batch, and waits for more; its place is kept after each batch. */
export class LocalConsumption implements RunningConsumption {
  readonly #consumption: Consumption;
  readonly #log: LogSide;
  readonly #places: number[];
  readonly #off: () => void;
  #wake: () => void = () => undefined;
  #hasMore = true;
  #isStopped = false;
  #processed = 0;
  #deadLettered = 0;
  #problem: string | null = null;
  #ended: Promise<void> = Promise.resolve();

  private constructor(consumption: Consumption, log: LogSide) {
    this.#consumption = consumption;
    this.#log = log;
    this.#places = log.committed();
    this.#off = log.onProduced(() => {
      this.#hasMore = true;
      this.#wake();
    });
  }

  static start(consumption: Consumption, log: LogSide): LocalConsumption {
    const running = new LocalConsumption(consumption, log);
    running.#ended = running.#loop();
    return running;
  }

  async state(): Promise<ConsumptionState> {
    const lag = this.#log.ends().reduce((sum, end, partition) => sum + end - this.#places[partition]!, 0);
    return { processed: this.#processed, deadLettered: this.#deadLettered, lag, problem: this.#problem };
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#off();
    this.#wake();
    await this.#ended;
  }

  async #loop(): Promise<void> {
    while (!this.#isStopped) {
      this.#hasMore = false;
      const taken = await this.#takeAll();
      if (taken > 0 || this.#hasMore) await new Promise(setImmediate);
      else await this.#wait(this.#problem === null ? null : REST_MS);
    }
  }

  /** A batch of every partition. What fails but the processing is the log itself: its words are kept, and it rests. */
  async #takeAll(): Promise<number> {
    let taken = 0;
    try {
      for (let partition = 0; partition < this.#log.partitions && !this.#isStopped; partition++)
        taken += await this.#takeBatch(partition);
      this.#problem = null;
      return taken;
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      return 0;
    }
  }

  #wait(limitMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = limitMs === null ? undefined : setTimeout(resolve, limitMs).unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#isStopped) this.#wake();
    });
  }

  async #takeBatch(partition: number): Promise<number> {
    const { batchMax = BATCH } = this.#consumption;
    const records = this.#log.read(partition, { from: this.#places[partition]!, limit: batchMax });
    let taken = 0;
    try {
      for (const record of records) {
        if (this.#isStopped) break;
        await this.#process(record);
        this.#places[partition] = record.offset + 1;
        taken += 1;
      }
    } finally {
      if (taken > 0) this.#log.commit(partition, this.#places[partition]!);
    }
    return taken;
  }

  async #process(record: StoredRecord): Promise<void> {
    const { group, process } = this.#consumption;
    try {
      await process(record);
      this.#processed += 1;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const { key, value, time, partition, offset } = record;
      const letter: DeadLetter = { group, partition, offset, reason, value };
      this.#log.deadLetter({ key, value: JSON.stringify(letter), time });
      this.#deadLettered += 1;
    }
  }
}
