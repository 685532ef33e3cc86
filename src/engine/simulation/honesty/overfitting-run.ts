import { OctopusError } from '#contract/errors';
import type { ParameterValues } from '#domain/indicators/indicator';
import { probabilityOfOverfitting } from '#domain/statistics/probability-of-overfitting';
import { backtestPaths, combinatorialPurgedFolds, type PurgedSplit } from '#domain/statistics/purged-folds';
import { sampledIndices } from '../search/trial-evidence.ts';
import { parametersAt } from '../sweep/combinations.ts';
import { refusing } from '../sweep/objective.ts';
import { runSweep, type SweepOutcome, type SweepRequest } from '../sweep/run-sweep.ts';
import type { TrialCompany } from '../sweep/trial-crew.ts';
import { trialReturns } from './trial-returns.ts';

export interface OverfittingRequest extends Omit<SweepRequest, 'top'> {
  /** Even number of blocks of the cross-validation. */
  readonly blocks: number;
  /** Trials looked at when there are more: drawn at random, the best among them. */
  readonly trialsMax: number;
  /** Groups of the purged cross-validation, how many are tested on, and periods left out after a test. */
  readonly groups: number;
  readonly testGroups: number;
  readonly embargo: number;
  readonly seed: number;
}

export interface OverfittingOutcome {
  readonly combinations: number;
  readonly trialsUsed: number;
  readonly probability: number;
  readonly probabilityOfLoss: number;
  readonly degradation: number | null;
  readonly splits: number;
  readonly logits: Float64Array;
  /** Annual Sharpe ratio of each path of the purged cross-validation, ascending. */
  readonly pathSharpes: Float64Array;
  readonly sweep: SweepOutcome;
  readonly elapsedMs: number;
}

/**
 * Whether choosing the best combination of a sweep is worth anything: the probability of overfitting by CSCV, and the
 * Sharpe ratios that the choice reaches along the paths of combinatorial purged cross-validation. Throws an
 * `OctopusError` BAD_REQUEST where the bars are too few for the blocks.
 */
export async function runOverfitting(
  request: OverfittingRequest,
  company: TrialCompany,
): Promise<OverfittingOutcome> {
  const startTime = company.monotonic();
  const sweep = await runSweep(
    { ...request, top: 1 },
    { ...company, onProgress: (fraction) => company.onProgress?.(fraction / 2) },
  );
  const width = request.strategy.parameters.length;
  const chosen = sampledIndices(sweep.combinations, request.trialsMax, request.seed);
  const combinations = chosen.map((index) => parametersAt(request.strategy, sweep.parameters, index * width));
  const columns: Float64Array[] = [];
  let periodsPerYear = 252;
  for (const parameters of withBest(combinations, sweep.best.parameters)) {
    const { returns, periodsPerYear: perYear } = trialReturns(request, parameters);
    columns.push(returns);
    periodsPerYear = perYear;
    await company.pause?.();
    company.signal?.throwIfAborted();
    company.onProgress?.(0.5 + (0.5 * columns.length) / combinations.length);
  }
  const report = refusing(() => probabilityOfOverfitting(columns, request.blocks));
  return {
    combinations: sweep.combinations,
    trialsUsed: columns.length,
    probability: report.probability,
    probabilityOfLoss: report.probabilityOfLoss,
    degradation: report.degradation,
    splits: report.splits,
    logits: report.logits,
    pathSharpes: pathSharpes(columns, request, periodsPerYear),
    sweep,
    elapsedMs: company.monotonic() - startTime,
  };
}

function withBest(combinations: readonly ParameterValues[], best: ParameterValues): ParameterValues[] {
  const name = JSON.stringify(best);
  const isThere = combinations.some((one) => JSON.stringify(one) === name);
  return isThere ? [...combinations] : [...combinations.slice(0, -1), best];
}

/** Along each path: every group's returns are of the trial that was best where that group's split was trained. */
function pathSharpes(
  columns: readonly Float64Array[],
  { groups, testGroups, embargo }: OverfittingRequest,
  periodsPerYear: number,
): Float64Array {
  const count = columns[0]?.length ?? 0;
  if (groups > count)
    throw new OctopusError('BAD_REQUEST', `${count} periods are too few for ${groups} groups; take fewer`);
  const splits = refusing(() => combinatorialPurgedFolds({ count, groups, testGroups, horizon: 1, embargo }));
  const best = splits.map((split) => bestOn(columns, split));
  const edges = Array.from({ length: groups + 1 }, (_, group) => Math.floor((group * count) / groups));
  return Float64Array.from(backtestPaths(splits, groups), (path) => {
    let sum = 0;
    let squares = 0;
    path.forEach((split, group) => {
      const column = columns[best[split]!]!;
      for (let i = edges[group]!; i < edges[group + 1]!; i++) {
        sum += column[i]!;
        squares += column[i]! ** 2;
      }
    });
    return sharpe(sum, squares, count) * Math.sqrt(periodsPerYear);
  }).sort();
}

function bestOn(columns: readonly Float64Array[], { train }: PurgedSplit): number {
  let best = 0;
  let bestSharpe = Number.NEGATIVE_INFINITY;
  columns.forEach((column, trial) => {
    let sum = 0;
    let squares = 0;
    let count = 0;
    for (const { from, to } of train) {
      for (let i = from; i < to; i++) {
        sum += column[i]!;
        squares += column[i]! ** 2;
      }
      count += to - from;
    }
    const value = sharpe(sum, squares, count);
    if (value <= bestSharpe) return;
    best = trial;
    bestSharpe = value;
  });
  return best;
}

/** Per period; zero when nothing varies. */
function sharpe(sum: number, squares: number, count: number): number {
  const average = sum / count;
  const variance = (squares - sum * average) / (count - 1);
  return variance > 1e-18 ? average / Math.sqrt(variance) : 0;
}
