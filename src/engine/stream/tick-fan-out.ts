import { OctopusError } from '#contract/errors';
import type { TickBatch } from '#domain/market/tick-batch';

/** Who takes judged ticks. The batch is good during the call only and is not to be written to. */
export interface TickConsumer {
  readonly name: string;
  /** `sequence` counts batches from 1 without gaps: the cause of whatever is done about one. */
  take(batch: TickBatch, sequence: number): void;
}

/**
 * The one place where judged ticks are published. Every consumer gets every batch, in the order they joined, before the
 * next one comes: nothing waits, so nothing can grow. A consumer that throws is counted, and harms no other.
 */
export class TickFanOut {
  /** Replaced, never changed: one who joins or leaves during a batch does so from the next one on. */
  #consumers: readonly TickConsumer[] = [];
  readonly #failures = new Map<string, number>();
  readonly #onFailure: (consumer: string, error: unknown, sequence: number) => void;
  #sequence = 0;
  #rows = 0;
  #isPublishing = false;

  constructor(onFailure: (consumer: string, error: unknown, sequence: number) => void) {
    this.#onFailure = onFailure;
  }

  /** Number of the newest batch. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Rows published so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Times each consumer threw. */
  get failures(): ReadonlyMap<string, number> {
    return this.#failures;
  }

  /** The consumer gets every batch from the next one on, until the answer is called. */
  add(consumer: TickConsumer): () => void {
    this.#consumers = [...this.#consumers, consumer];
    return () => {
      this.#consumers = this.#consumers.filter((other) => other !== consumer);
    };
  }

  /** Publishes a batch and answers its number; an empty one is none. Throws when a consumer publishes from within `take`. */
  publish(batch: TickBatch): number {
    if (this.#isPublishing)
      throw new OctopusError(
        'INTERNAL_SERVER_ERROR',
        'tick fan-out: a consumer published while it was taking a batch',
      );
    if (batch.length === 0) return this.#sequence;
    this.#isPublishing = true;
    const sequence = ++this.#sequence;
    this.#rows += batch.length;
    try {
      for (const consumer of this.#consumers) this.#give(consumer, batch, sequence);
    } finally {
      this.#isPublishing = false;
    }
    return sequence;
  }

  #give(consumer: TickConsumer, batch: TickBatch, sequence: number): void {
    try {
      consumer.take(batch, sequence);
    } catch (error) {
      this.#failures.set(consumer.name, (this.#failures.get(consumer.name) ?? 0) + 1);
      this.#onFailure(consumer.name, error, sequence);
    }
  }
}
