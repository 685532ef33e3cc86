import { OctopusError } from '#contract/errors';
import type { Clock } from '../ports/clock.ts';
import type { JournalRecord, JournalStore, ProjectionChanges } from '../ports/journal-store.ts';
import { chainRecord, recordBody } from './chain.ts';
import { Projection } from './projection.ts';
import type { JournalEntry } from './record-kinds.ts';

/** What one commit made true; told to listeners only after it is durable. */
export interface Committed {
  readonly records: readonly JournalRecord[];
  readonly changes: Required<ProjectionChanges>;
}

/** Who keeps more than the projection: told of records as they are added, ahead of their commit. */
export interface JournalFollower {
  added?(entry: JournalEntry): void;
  /** What was added since the last commit never happened. */
  rolledBack(): void;
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
  readonly #followers = new Set<JournalFollower>();
  readonly projection: Projection;
  #last: { sequence: number; hash: string } | undefined;
  #pending: JournalRecord[] = [];
  /** A record could be applied in part only: nothing of this stretch may become durable. */
  #isBroken = false;

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

  /** Whether a record was refused since the last commit: all that was added since is undone by the next. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Throws when the record cannot follow; nothing added since the last commit can become durable then. */
  add(entry: JournalEntry): JournalRecord {
    const record = chainRecord(this.#last, entry, this.#clock.now());
    try {
      this.projection.apply(record, recordBody(entry));
    } catch (error) {
      this.#isBroken = true;
      throw error;
    }
    this.#pending.push(record);
    this.#last = record;
    for (const follower of this.#followers) follower.added?.(entry);
    return record;
  }

  /** Throws an OctopusError (STORE_FAILURE or STORE_READ_ONLY) with everything since the last commit undone. */
  commit(): void {
    if (this.#isBroken) {
      this.#undo();
      throw new OctopusError(
        'STORE_FAILURE',
        'the journal refused a record, so nothing of this change was kept',
      );
    }
    if (this.#pending.length === 0) return;
    const records = this.#pending;
    const changes = this.projection.takeChanges();
    this.#pending = [];
    try {
      this.#store.commit(records, changes);
    } catch (error) {
      this.#undo();
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
    if (this.#pending.length > 0 || this.#isBroken) this.#undo();
  }

  /** Adds and commits at once. */
  record(...entries: JournalEntry[]): void {
    for (const entry of entries) this.add(entry);
    this.commit();
  }

  follow(follower: JournalFollower): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  onCommitted(listener: (committed: Committed) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #undo(): void {
    this.#pending = [];
    this.#isBroken = false;
    this.projection.reset();
    this.#last = this.#store.last();
    for (const follower of this.#followers) follower.rolledBack();
  }
}
