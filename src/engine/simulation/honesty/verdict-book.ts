import type { BacktestOptions } from '#contract/services/backtests';
import type { DocumentStore } from '../../ports/market-store.ts';
import { backtestWorkId } from '../search/data-set-hash.ts';
import type { HonestVerdict } from './honest-verdict.ts';

const COLLECTION = 'verdicts';

/** Keeps what runs were found to be worth, so that every page that tells of a run can say so; the newest word on a run stands. */
export class VerdictBook {
  readonly #documents: DocumentStore;
  readonly #now: () => number;

  constructor(documents: DocumentStore, now: () => number) {
    this.#documents = documents;
    this.#now = now;
  }

  /** What was found of a run on a set of bars; undefined when nobody examined it with this engine. */
  find(dataSet: string, options: BacktestOptions): HonestVerdict | undefined {
    const found = this.#documents.get(COLLECTION, backtestWorkId(dataSet, options), this.#now());
    return found as HonestVerdict | undefined;
  }

  /** `options` bear the parameters of the run. */
  put(dataSet: string, options: BacktestOptions, verdict: HonestVerdict): void {
    this.#documents.put(COLLECTION, backtestWorkId(dataSet, options), verdict);
  }
}
