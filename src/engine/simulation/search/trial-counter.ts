import type { DocumentStore } from '../../ports/market-store.ts';
import { FIELD, ROW_WIDTH } from '../sweep/trial-statistics.ts';

/** How the Sharpe ratios of some trials spread, not annualised; sums that can be joined. */
export interface SharpeSpread {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared distances from the mean. */
  readonly squares: number;
}

/** One piece of work that tried parameters on a set of bars. */
export interface TrialEntry {
  readonly id: string;
  readonly kind: 'backtest' | 'sweep' | 'search' | 'walk-forward';
  readonly strategy: string;
  readonly trials: number;
  readonly spread: SharpeSpread;
  /** Milliseconds of wall time: when it was first counted. */
  readonly firstTime: number;
}

/** Everything ever tried on one set of bars. */
export interface TrialCount {
  readonly dataSet: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly bars: number;
  readonly trials: number;
  /** Sample variance of all their Sharpe ratios, not annualised; null of fewer than two. */
  readonly sharpeVariance: number | null;
  readonly entries: readonly TrialEntry[];
}

interface Stored {
  readonly symbol: string;
  readonly timeframe: string;
  readonly bars: number;
  /** Entries too many to be kept one by one, by their sums. */
  readonly folded: { readonly trials: number; readonly spread: SharpeSpread };
  readonly entries: readonly TrialEntry[];
}

const COLLECTION = 'trial-counts';
const ENTRIES_MAX = 500;
const NOTHING: SharpeSpread = { count: 0, mean: 0, squares: 0 };

/**
 * Counts every trial per set of bars, for ever: the number behind the deflated Sharpe ratio. The same work over the
 * same bars counts once, however often it is run or resumed; a longer run of it counts what it adds.
 */
export class TrialCounter {
  readonly #documents: DocumentStore;
  readonly #now: () => number;

  constructor(documents: DocumentStore, now: () => number) {
    this.#documents = documents;
    this.#now = now;
  }

  /** What has been tried on a set of bars; undefined when nothing has. */
  count(dataSet: string): TrialCount | undefined {
    const stored = this.#documents.get(COLLECTION, dataSet, this.#now()) as Stored | undefined;
    return stored && summary(dataSet, stored);
  }

  /** Every set of bars that something was tried on, newest first. */
  list(limit: number): TrialCount[] {
    return this.#documents
      .list(COLLECTION, this.#now(), limit)
      .map(({ id, document }) => summary(id, document as Stored));
  }

  /** Counts work and answers what has been tried on its bars by now. */
  add(
    data: Pick<TrialCount, 'dataSet' | 'symbol' | 'timeframe' | 'bars'>,
    work: Omit<TrialEntry, 'firstTime'>,
  ): TrialCount {
    const { dataSet, symbol, timeframe, bars } = data;
    const stored = (this.#documents.get(COLLECTION, dataSet, this.#now()) as Stored | undefined) ?? {
      symbol,
      timeframe,
      bars,
      folded: { trials: 0, spread: NOTHING },
      entries: [],
    };
    const known = stored.entries.find(({ id }) => id === work.id);
    if (known && known.trials >= work.trials) return summary(dataSet, stored);
    const entry = { ...work, firstTime: known?.firstTime ?? this.#now() };
    const entries = [...stored.entries.filter(({ id }) => id !== work.id), entry];
    const surplus = entries.splice(0, Math.max(0, entries.length - ENTRIES_MAX));
    const folded = surplus.reduce(
      (sum, { trials, spread }) => ({
        trials: sum.trials + trials,
        spread: joinSpreads(sum.spread, spread),
      }),
      stored.folded,
    );
    const next = { ...stored, folded, entries };
    this.#documents.put(COLLECTION, dataSet, next);
    return summary(dataSet, next);
  }
}

/** The spread of the Sharpe ratios in trials' rows; rows without one do not count. */
export function spreadOfRows(rows: Float64Array): SharpeSpread {
  let spread = NOTHING;
  for (let row = 0; row < rows.length; row += ROW_WIDTH) {
    const sharpe = rows[row + FIELD.periodSharpe]!;
    if (Number.isFinite(sharpe)) spread = joinSpreads(spread, { count: 1, mean: sharpe, squares: 0 });
  }
  return spread;
}

/** The spread of two samples together (Chan, Golub & LeVeque 1983). */
export function joinSpreads(a: SharpeSpread, b: SharpeSpread): SharpeSpread {
  const count = a.count + b.count;
  if (count === 0) return NOTHING;
  const distance = b.mean - a.mean;
  return {
    count,
    mean: a.mean + (distance * b.count) / count,
    squares: a.squares + b.squares + (distance * distance * a.count * b.count) / count,
  };
}

function summary(dataSet: string, { symbol, timeframe, bars, folded, entries }: Stored): TrialCount {
  const spread = entries.reduce((sum, entry) => joinSpreads(sum, entry.spread), folded.spread);
  return {
    dataSet,
    symbol,
    timeframe,
    bars,
    trials: entries.reduce((sum, entry) => sum + entry.trials, folded.trials),
    sharpeVariance: spread.count < 2 ? null : spread.squares / (spread.count - 1),
    entries,
  };
}
