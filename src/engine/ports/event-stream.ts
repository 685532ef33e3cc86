/** One message on its way into a topic. Messages of one key keep their order. */
export interface StreamRecord {
  /** Decides the partition; the symbol, for market data. */
  readonly key: string;
  /** Text, as a versioned schema has it. */
  readonly value: string;
  /** Event time in milliseconds. */
  readonly time: number;
}

export interface StoredRecord extends StreamRecord {
  readonly partition: number;
  /** Counts the messages of the partition, from 0, without gaps. */
  readonly offset: number;
}

export interface TopicOptions {
  readonly partitions: number;
  /** What is older than this may be removed, in milliseconds before the newest message. */
  readonly keptMs?: number;
  /** What makes a partition larger than this may be removed, oldest first, but for what was produced at once. */
  readonly bytesMax?: number;
}

export interface PartitionState {
  readonly partition: number;
  /** Offset of the oldest message still there. */
  readonly first: number;
  /** Offset that the next message gets. */
  readonly end: number;
  readonly bytes: number;
}

export interface Consumption {
  readonly topic: string;
  /** Consumers of one name share a place: it is kept, and a restart goes on there. */
  readonly group: string;
  /** Messages between two commits of the place, at most; 500 unless told. */
  readonly batchMax?: number;
  /**
   * Called for one message after the other of a partition. What throws goes to the topic's dead letters with its reason,
   * and the next follows. A message may come twice after a crash: its place is kept after it was processed.
   */
  process(record: StoredRecord): void | Promise<void>;
}

export interface ConsumptionState {
  readonly processed: number;
  readonly deadLettered: number;
  /** Messages in the topic that come after the group's place. */
  readonly lag: number;
  /** Why nothing is processed at the moment; it is tried again by itself. */
  readonly problem: string | null;
}

/** A consumer at work. */
export interface RunningConsumption {
  state(): Promise<ConsumptionState>;
  /** Ends after the message being processed; its place is kept. */
  stop(): Promise<void>;
}

/**
 * Topics of messages in partitions, each an append-only log. Every adapter passes `test/contract/event-stream.ts`.
 * Throws NOT_FOUND for a topic that was never opened.
 */
export interface EventStream {
  /** Makes a topic, or finds it. Throws BAD_REQUEST when it has another number of partitions. */
  openTopic(topic: string, options: TopicOptions): Promise<void>;
  /** Appends messages, all of them or none; they survive the end of this process once the answer is there. */
  produce(topic: string, records: readonly StreamRecord[]): Promise<void>;
  partitions(topic: string): Promise<PartitionState[]>;
  /** Messages of a partition from an offset on (inclusive), at most `limit`; from the oldest when it is gone. */
  read(topic: string, partition: number, range: { from: number; limit: number }): Promise<StoredRecord[]>;
  consume(consumption: Consumption): Promise<RunningConsumption>;
  /** Offset a group goes on at, by partition; 0 where it never was. */
  committed(topic: string, group: string): Promise<number[]>;
  /** {@link hashRecords} over the messages with `from` ≤ offset < `to`. */
  rangeHash(topic: string, partition: number, range: { from: number; to: number }): Promise<string>;
  /** Removes what the topic's options no longer keep; answers how many messages. */
  trim(topic: string): Promise<number>;
  close(): Promise<void>;
}

/** Where messages go that could not be processed; values are {@link DeadLetter} as JSON. */
export function deadLetterTopic(topic: string): string {
  return `${topic}.dead-letters`;
}

/** A message that could not be processed, and why. */
export interface DeadLetter {
  readonly group: string;
  readonly partition: number;
  readonly offset: number;
  readonly reason: string;
  readonly value: string;
}
