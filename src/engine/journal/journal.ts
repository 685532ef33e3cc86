import { OctopusError } from '#contract/errors';
import type { Clock } from '../ports/clock.ts';
import type { JournalRecord, JournalStore, ProjectionChanges } from '../ports/journal-store.ts';
import { chainRecord } from './chain.ts';
import { Projection } from './projection.ts';
import type { JournalEntry } from './record-kinds.ts';

/** What one commit made true; told to listeners only after it is durable. */
export interface Committed {
  readonly records: readonly JournalRecord[];
  readonly changes: Required<ProjectionChanges>;
}

/**
 * The append-only record of every decision. `add` chains and projects in memory; `commit` makes everything added
 * since the last commit durable in one transaction and only then tells the listeners. A commit that fails undoes
 * the additions, so memory never runs ahead of the disk.
 */
export class Journal {
  readonly #store: JournalStore;
  readonly #clock: Clock;
  readonly #onListenerError: (error: unknown) => void;
  readonly #listeners = new Set<(committed: Committed) => void>();
  readonly projection: Projection;
  #last: { sequence: number; hash: string } | undefined;
  #pending: JournalRecord[] = [];

  /** `onListenerError` is told of a listener that threw; what was committed stays committed. */
  constructor(store: JournalStore, clock: Clock, onListenerError: (error: unknown) => void) {
    this.#store = store;
    this.#clock = clock;
    this.#onListenerError = onListenerError;
    this.projection = new Projection(store);
    this.#last = store.last();
  }

  get store(): JournalStore {
    return this.#store;
  }

  /** Records so far, including those not committed yet. */
  get length(): number {
    return this.#last?.sequence ?? 0;
  }

  get hasPending(): boolean {
    return this.#pending.length > 0;
  }

  add(entry: JournalEntry): JournalRecord {
    const record = chainRecord(this.#last, entry, this.#clock.now());
    this.projection.apply(record);
    this.#pending.push(record);
    this.#last = record;
    return record;
  }

  /** Throws an OctopusError (STORE_FAILURE or STORE_READ_ONLY) with everything since the last commit undone. */
  commit(): void {
    if (this.#pending.length === 0) return;
    const records = this.#pending;
    const changes = this.projection.takeChanges();
    this.#pending = [];
    try {
      this.#store.commit(records, changes);
    } catch (error) {
      this.rollback();
      if (error instanceof OctopusError) throw error;
      throw new OctopusError(
        'STORE_FAILURE',
        `the journal could not be written: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    for (const listener of this.#listeners) {
      try {
        listener({ records, changes });
      } catch (error) {
        this.#onListenerError(error);
      }
    }
  }

  /** Undoes what was added since the last commit. */
  rollback(): void {
    this.#pending = [];
    this.projection.reset();
    this.#last = this.#store.last();
  }

  /** Adds and commits at once. */
  record(...entries: JournalEntry[]): void {
    for (const entry of entries) this.add(entry);
    this.commit();
  }

  onCommitted(listener: (committed: Committed) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
