import { independentTrials, type TrialTally } from '#domain/statistics/trial-tally';
import type { DocumentStore } from '../../ports/market-store.ts';
import { countDistinct, formatDistinct, joinDistinct, parseDistinct } from './distinct-trials.ts';
import { joinSpreads, NO_SPREAD, type SharpeSpread, type TrialEvidence } from './trial-evidence.ts';

/** A piece of work that tried parameters on a set of bars. */
export interface TrialWorkDone {
  readonly id: string;
  readonly kind: 'backtest' | 'sweep' | 'search' | 'walk-forward';
  readonly strategy: string;
  readonly evidence: TrialEvidence;
}

/** What is kept of one piece of work. */
export interface TrialEntry extends Omit<TrialWorkDone, 'evidence'>, Omit<TrialEvidence, 'distinct'> {
  /** Milliseconds of wall time: when it was first counted. */
  readonly firstTime: number;
}

/** Everything ever tried on one set of bars. */
export interface TrialCount extends TrialTally {
  readonly dataSet: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly bars: number;
  /** Sample variance of all their Sharpe ratios, not annualised; null of fewer than two. */
  readonly sharpeVariance: number | null;
  readonly entries: readonly TrialEntry[];
}

type DataSet = Pick<TrialCount, 'dataSet' | 'symbol' | 'timeframe' | 'bars'>;

/** What was tried of one strategy. */
interface StrategyTrials {
  /** Text of the set of its configurations. */
  readonly distinct: string;
  /** Configurations of the largest work, and of all works together: their number lies between the two. */
  readonly largest: number;
  readonly sum: number;
  /** Mean correlation between the returns of its trials, over the trials of the works that told one. */
  readonly correlation: { readonly trials: number; readonly mean: number };
}

interface Stored extends Omit<DataSet, 'dataSet'> {
  /** Entries too many to be kept one by one, by their sums. */
  readonly folded: { readonly evaluations: number; readonly spread: SharpeSpread };
  readonly entries: readonly TrialEntry[];
  readonly strategies: Readonly<Record<string, StrategyTrials>>;
}

const COLLECTION = 'trials-of-bars';
const ENTRIES_MAX = 500;

/**
 * Counts every trial per set of bars, for ever: the numbers behind the deflated Sharpe ratio. A configuration counts
 * once, whichever works ran it; a work's runs count once, however often it is run or resumed, and a longer run of it
 * counts what it adds.
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
  add(data: DataSet, work: TrialWorkDone): TrialCount {
    const { dataSet } = data;
    const stored = this.#documents.get(COLLECTION, dataSet, this.#now()) as Stored | undefined;
    const known = stored?.entries.find(({ id }) => id === work.id);
    if (stored && known && known.evaluations >= work.evidence.evaluations) return summary(dataSet, stored);
    const next = withWork(stored ?? emptyOf(data), work, known?.firstTime ?? this.#now());
    this.#documents.put(COLLECTION, dataSet, next);
    return summary(dataSet, next);
  }
}

/** The count of work where none can be kept: of that work alone. */
export function countAlone(data: DataSet, work: TrialWorkDone): TrialCount {
  return summary(data.dataSet, withWork(emptyOf(data), work, 0));
}

function emptyOf({ symbol, timeframe, bars }: DataSet): Stored {
  const folded = { evaluations: 0, spread: NO_SPREAD };
  return { symbol, timeframe, bars, folded, entries: [], strategies: {} };
}

function withWork(stored: Stored, work: TrialWorkDone, firstTime: number): Stored {
  const { id, kind, strategy, evidence } = work;
  const { trials, distinct, evaluations, spread, correlation } = evidence;
  const known = stored.entries.find((one) => one.id === id);
  const entry = { id, kind, strategy, trials, evaluations, spread, correlation, firstTime };
  const entries = [...stored.entries.filter((one) => one.id !== id), entry];
  const surplus = entries.splice(0, Math.max(0, entries.length - ENTRIES_MAX));
  const folded = surplus.reduce(
    (sum, one) => ({
      evaluations: sum.evaluations + one.evaluations,
      spread: joinSpreads(sum.spread, one.spread),
    }),
    stored.folded,
  );
  const before = stored.strategies[strategy];
  const all = before ? joinDistinct(parseDistinct(before.distinct), distinct) : distinct;
  const of = {
    distinct: formatDistinct(all),
    largest: Math.max(before?.largest ?? 0, trials),
    sum: (before?.sum ?? 0) - (known?.trials ?? 0) + trials,
    correlation: joinedCorrelation(before?.correlation ?? { trials: 0, mean: 0 }, trials, correlation),
  };
  return { ...stored, folded, entries, strategies: { ...stored.strategies, [strategy]: of } };
}

function joinedCorrelation(
  before: StrategyTrials['correlation'],
  trials: number,
  correlation: number | null,
): StrategyTrials['correlation'] {
  if (correlation === null) return before;
  const both = before.trials + trials;
  return { trials: both, mean: before.mean + ((correlation - before.mean) * trials) / both };
}

/** Trials of different strategies are taken as independent of each other, which errs on the strict side. */
function summary(
  dataSet: string,
  { symbol, timeframe, bars, folded, entries, strategies }: Stored,
): TrialCount {
  const spread = entries.reduce((sum, entry) => joinSpreads(sum, entry.spread), folded.spread);
  let trials = 0;
  let independent = 0;
  for (const { distinct, largest, sum, correlation } of Object.values(strategies)) {
    const count = Math.min(sum, Math.max(largest, countDistinct(parseDistinct(distinct))));
    trials += count;
    independent += independentTrials(count, correlation.trials === 0 ? null : correlation.mean);
  }
  return {
    dataSet,
    symbol,
    timeframe,
    bars,
    trials,
    evaluations: entries.reduce((sum, entry) => sum + entry.evaluations, folded.evaluations),
    independentTrials: independent,
    sharpeVariance: spread.count < 2 ? null : spread.squares / (spread.count - 1),
    entries,
  };
}
