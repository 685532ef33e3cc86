import type { BacktestOptions } from '#contract/services/backtests';
import type { ParameterValues } from '#domain/indicators/indicator';
import { returnMoments } from '#domain/statistics/return-moments';
import { meanCorrelation } from '#domain/statistics/trial-tally';
import { createSeededRandom } from '#domain/values/seeded-random';
import { type HonestWork, trialReturns } from '../honesty/trial-returns.ts';
import { parametersAt } from '../sweep/combinations.ts';
import { FIELD, ROW_WIDTH } from '../sweep/trial-statistics.ts';
import { type DistinctTrials, distinctTrials } from './distinct-trials.ts';

/** How the Sharpe ratios of some trials spread, not annualised; sums that can be joined. */
export interface SharpeSpread {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared distances from the mean. */
  readonly squares: number;
}

/** What a piece of work tried, as the count of trials needs it. */
export interface TrialEvidence {
  /** Configurations tried, exact. */
  readonly trials: number;
  readonly distinct: DistinctTrials;
  /** Runs made. */
  readonly evaluations: number;
  /** Of ratios over the whole of the bars. */
  readonly spread: SharpeSpread;
  /** Mean correlation of the returns of its trials; null where it is not known. */
  readonly correlation: number | null;
}

export const NO_SPREAD: SharpeSpread = { count: 0, mean: 0, squares: 0 };

/** Trials that are run again for their returns, drawn at random: their mean correlation is that of all, to a few percent. */
const SAMPLE = { most: 64, fewest: 8, bars: 5_000_000, seed: 1 } as const;

/**
 * The evidence of trials over the whole of some bars. `rows` are the statistics they gave; without them, and where they
 * hold no Sharpe ratio, the spread is that of the sample which tells the correlation.
 */
export function trialEvidence(
  work: HonestWork,
  {
    parameters,
    rows,
    evaluations,
  }: {
    readonly parameters: Float64Array;
    readonly rows?: Float64Array;
    /** Runs made, where they are more than rows of parameters. */
    readonly evaluations?: number;
  },
): TrialEvidence {
  const { strategy, bars } = work;
  const names = strategy.parameters.map(({ name }) => name);
  const count = names.length === 0 ? 1 : parameters.length / names.length;
  const most = Math.max(SAMPLE.fewest, Math.min(SAMPLE.most, Math.floor(SAMPLE.bars / bars.length)));
  const sample = sampledIndices(count, most, SAMPLE.seed).map(
    (index) => trialReturns(work, parametersAt(strategy, parameters, index * names.length)).returns,
  );
  const known = rows ? spreadOfRows(rows) : NO_SPREAD;
  return {
    trials: count,
    distinct: distinctTrials({ ...work.options, strategy: strategy.slug }, names, parameters),
    evaluations: evaluations ?? count,
    spread: known.count > 0 ? known : spreadOf(sample.map((returns) => returnMoments(returns)?.sharpe)),
    correlation: meanCorrelation(sample),
  };
}

/** The evidence of a single run. */
export function runEvidence(options: BacktestOptions, parameters: ParameterValues): TrialEvidence {
  const names = Object.keys(parameters);
  const values = Float64Array.from(names, (name) => parameters[name]!);
  return {
    trials: 1,
    distinct: distinctTrials(options, names, values),
    evaluations: 1,
    spread: NO_SPREAD,
    correlation: null,
  };
}

/** Indices of so many of some trials, drawn at random; all, in order, when there are no more. */
export function sampledIndices(count: number, wanted: number, seed: number): number[] {
  const indices = Array.from({ length: count }, (_, i) => i);
  if (count <= wanted) return indices;
  const random = createSeededRandom(seed);
  for (let i = 0; i < wanted; i++) {
    const other = random.nextInteger(i, count - 1);
    [indices[i], indices[other]] = [indices[other]!, indices[i]!];
  }
  return indices.slice(0, wanted);
}

/** The spread of two samples together (Chan, Golub & LeVeque 1983). */
export function joinSpreads(a: SharpeSpread, b: SharpeSpread): SharpeSpread {
  const count = a.count + b.count;
  if (count === 0) return NO_SPREAD;
  const distance = b.mean - a.mean;
  return {
    count,
    mean: a.mean + (distance * b.count) / count,
    squares: a.squares + b.squares + (distance * distance * a.count * b.count) / count,
  };
}

/** The spread of the Sharpe ratios in trials' rows. */
function spreadOfRows(rows: Float64Array): SharpeSpread {
  return spreadOf(
    Array.from({ length: rows.length / ROW_WIDTH }, (_, i) => rows[i * ROW_WIDTH + FIELD.periodSharpe]),
  );
}

/** Ratios that have no value do not count. */
function spreadOf(ratios: readonly (number | undefined)[]): SharpeSpread {
  let spread = NO_SPREAD;
  for (const ratio of ratios)
    if (ratio !== undefined && Number.isFinite(ratio))
      spread = joinSpreads(spread, { count: 1, mean: ratio, squares: 0 });
  return spread;
}
