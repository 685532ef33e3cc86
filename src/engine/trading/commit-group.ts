import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../ports/clock.ts';

interface Work {
  readonly run: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: what is asked for within one turn of the loop shares one transaction and one wait for the disk. Each is
 * answered when it is durable. One that fails harms no other: what it had added is undone, and the others run again.
 */
export class CommitGroup {
  readonly #journal: Journal;
  readonly #clock: Pick<Clock, 'after'>;
  #waiting: Work[] = [];

  constructor(journal: Journal, clock: Pick<Clock, 'after'>) {
    this.#journal = journal;
    this.#clock = clock;
  }

  /** Rejects with what `work` throws, or with why the journal could not be written. `work` may run more than once. */
  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run: work, resolve: (value) => resolve(value as T), reject });
      if (this.#waiting.length === 1) this.#clock.after(0, () => this.#flush());
    });
  }

  #flush(): void {
    let works = this.#waiting;
    this.#waiting = [];
    while (works.length > 0) {
      const spoiler = this.#commit(works);
      works = spoiler ? works.filter((work) => work !== spoiler) : [];
    }
  }

  /** Runs all and commits; the one that failed after it had added something, when nothing was committed because of it. */
  #commit(works: readonly Work[]): Work | undefined {
    const answers: (() => void)[] = [];
    try {
      const spoiler = this.#journal.store.reading(() => this.#run(works, answers));
      if (spoiler) return spoiler;
      this.#journal.commit();
    } catch (error) {
      for (const work of works) work.reject(error);
      this.#journal.rollback();
      return undefined;
    }
    for (const answer of answers) answer();
    return undefined;
  }

  /** Runs all, and notes how each is to be answered; the one that failed after it had added something, with nothing left of any. */
  #run(works: readonly Work[], answers: (() => void)[]): Work | undefined {
    for (const work of works) {
      const { length } = this.#journal;
      try {
        const value = work.run();
        answers.push(() => work.resolve(value));
      } catch (error) {
        if (this.#journal.length !== length || this.#journal.isBroken) {
          this.#journal.rollback();
          work.reject(error);
          return work;
        }
        answers.push(() => work.reject(error));
      }
    }
    return undefined;
  }
}
