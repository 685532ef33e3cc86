import type { TaskView } from '#contract/services/agents';
import { keys } from '#contract/topics';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { DocumentStore } from '../ports/market-store.ts';

/** A task that ended, with what it gave; null where it gave nothing. */
export interface TaskOutcome {
  readonly task: TaskView;
  readonly result: unknown;
}

const COLLECTION = 'task-results';
const KEPT_MS = 24 * 3_600_000;
/** Results kept in memory because the store did not take them. */
const UNSTORED_MAX = 100;

/** What tasks gave, for a day, restarts included; in memory alone while the store takes nothing. */
export class TaskResults {
  readonly #documents: DocumentStore;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #log: Log;
  readonly #unstored = new Map<string, TaskOutcome>();

  constructor(ports: { documents: DocumentStore; clock: Pick<Clock, 'now'>; log: Log }) {
    this.#documents = ports.documents;
    this.#clock = ports.clock;
    this.#log = ports.log;
  }

  put(outcome: TaskOutcome): void {
    const { id } = outcome.task;
    try {
      this.#documents.put(COLLECTION, keys.taskResult(id), outcome, this.#clock.now() + KEPT_MS);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#log.warn('a task result is kept in memory only', { id, error: text });
      this.#unstored.set(id, outcome);
      const [oldest] = this.#unstored.keys();
      if (this.#unstored.size > UNSTORED_MAX && oldest !== undefined) this.#unstored.delete(oldest);
    }
  }

  get(id: string): TaskOutcome | undefined {
    const stored = this.#documents.get(COLLECTION, keys.taskResult(id), this.#clock.now());
    return this.#unstored.get(id) ?? (stored as TaskOutcome | undefined);
  }
}
