import { OctopusError } from '#contract/errors';
import type { ReturnMoments } from '#domain/statistics/return-moments';
import { createSeededRandom, mixSeed } from '#domain/values/seeded-random';
import type { LoggedTrials, TrialLog } from '../../ports/trial-log.ts';
import { enumerateCombinations, soundness } from '../sweep/combinations.ts';
import { estimateSweepSeconds } from '../sweep/estimate-sweep.ts';
import { readConstraint, readObjective } from '../sweep/objective.ts';
import { inFull, momentsOf, type RankedTrial, rank, type SweepRequest } from '../sweep/run-sweep.ts';
import { type TrialCompany, TrialCrew } from '../sweep/trial-crew.ts';
import { OBJECTIVE, PRUNED, ROW_WIDTH } from '../sweep/trial-statistics.ts';
import { geneticSearch } from './genetic-search.ts';
import { MedianPruning } from './median-pruning.ts';
import { proposeBatch } from './propose-batch.ts';
import { randomSearch } from './random-search.ts';
import type { PastTrial, SearchMethod } from './search-method.ts';
import { pointKey, pointOf, type SearchSpace, valuesOf } from './search-space.ts';
import { treeParzenSearch } from './tree-parzen-search.ts';

export const SEARCH_METHODS = ['grid', 'random', 'bayesian', 'genetic'] as const;
export type SearchMethodName = (typeof SEARCH_METHODS)[number];

export interface SearchRequest extends SweepRequest {
  readonly method: SearchMethodName;
  /** Trials wanted in all, those of earlier runs of the same search counted; a grid has as many as it has. */
  readonly trials: number;
  readonly seed: number;
  /** Whether hopeless trials are given up half-way. */
  readonly isPruning: boolean;
}

export interface SearchOutcome {
  readonly method: SearchMethodName;
  readonly objective: string;
  /** Trials in all, those given up half-way counted. */
  readonly trials: number;
  readonly pruned: number;
  /** Trials found in the log of an earlier run, not run again. */
  readonly resumed: number;
  /** Every combination has been tried. */
  readonly isExhausted: boolean;
  readonly best: RankedTrial;
  /** Of the returns of the best, per period; null where they have none. */
  readonly bestMoments: ReturnMoments | null;
  readonly top: RankedTrial[];
  readonly elapsedMs: number;
  readonly workers: number;
  readonly parameters: Float64Array;
  readonly rows: Float64Array;
}

const METHODS: Readonly<Record<Exclude<SearchMethodName, 'grid'>, SearchMethod>> = {
  random: randomSearch,
  bayesian: treeParzenSearch,
  genetic: geneticSearch,
};
const GRID_BATCH_TRIALS = 1_024;

/**
 * Searches for the parameters with the largest objective, batch after batch, each durable in the log before the next
 * begins. With the log of an earlier run it goes on where that ended: the outcome is the one an undisturbed run has,
 * and no trial is run or counted twice. Throws an `OctopusError` BAD_REQUEST for what cannot be searched.
 */
export async function runSearch(
  request: SearchRequest,
  company: TrialCompany & { readonly log?: TrialLog },
): Promise<SearchOutcome> {
  const startTime = company.monotonic();
  const { strategy, ranges, seed } = request;
  const objective = readObjective(request.objective, strategy);
  const constraint = readConstraint(request.constraint, strategy);
  // Deflation needs the Sharpe ratio of every trial, so that the return-only form is of no use here.
  const { onProgress, ...quietCompany } = company;
  const crew = new TrialCrew({ ...request, objective, form: 'statistics' }, quietCompany);
  const space: SearchSpace = { ranges, isSound: soundness({ strategy, constraint }) };
  const pruning = request.isPruning ? new MedianPruning(request.bars.length) : undefined;
  const past: PastTrial[] = [];
  const known = new Set<string>();
  const done: LoggedTrials[] = [];
  const grid =
    request.method === 'grid'
      ? enumerateCombinations({
          strategy,
          ranges,
          constraint,
          estimateSeconds: (trials) => estimateSweepSeconds(request, company, trials),
        }).parameters
      : undefined;
  const wanted = grid ? grid.length / ranges.length : request.trials;

  const take = (trials: LoggedTrials): void => {
    done.push(trials);
    pruning?.learn(trials.rows);
    for (let i = 0; i * ROW_WIDTH < trials.rows.length; i++) {
      const point = pointOf(space, trials.parameters, i * ranges.length);
      const value = trials.rows[i * ROW_WIDTH + OBJECTIVE]!;
      known.add(pointKey(point));
      past.push({ point, objective: Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value });
    }
  };
  const nextBatch = (): Float64Array => {
    const left = wanted - past.length;
    if (grid) {
      const from = past.length * ranges.length;
      return sharedCopy(grid.subarray(from, from + Math.min(left, GRID_BATCH_TRIALS) * ranges.length));
    }
    const method = METHODS[request.method as keyof typeof METHODS];
    const count = Math.min(left, method.batchTrials - (past.length % method.batchTrials));
    const random = createSeededRandom(mixSeed(seed, 'search', past.length));
    const points = proposeBatch({ method, past, space, random, count, known });
    return sharedCopy(Float64Array.from(points.flatMap((point) => [...valuesOf(space, point)])));
  };

  try {
    for (const trials of company.log?.read() ?? []) take(trials);
    const resumed = past.length;
    let isExhausted = false;
    while (past.length < wanted) {
      company.signal?.throwIfAborted();
      const parameters = nextBatch();
      if (parameters.length === 0) {
        isExhausted = true;
        break;
      }
      const rows = await crew.evaluate(parameters, pruning?.rule());
      const trials = { parameters, rows };
      company.log?.append(trials);
      take(trials);
      onProgress?.(past.length / wanted);
      await company.pause?.();
    }
    if (past.length === 0)
      throw new OctopusError('BAD_REQUEST', 'no combination is sound; look at the constraint and the ranges');
    const parameters = joined(done.map((trials) => trials.parameters));
    const rows = joined(done.map((trials) => trials.rows));
    const top = rank(rows, past.length, request.top).map((index) => inFull(request, parameters, rows, index));
    return {
      method: request.method,
      objective: objective.text,
      trials: past.length,
      pruned: countPruned(rows),
      resumed,
      isExhausted: isExhausted || grid !== undefined,
      best: top[0]!,
      bestMoments: momentsOf(request, top[0]!),
      top,
      elapsedMs: company.monotonic() - startTime,
      workers: crew.size,
      parameters,
      rows,
    };
  } finally {
    crew.close();
  }
}

function countPruned(rows: Float64Array): number {
  let count = 0;
  for (let row = 0; row < rows.length; row += ROW_WIDTH) count += rows[row + PRUNED]!;
  return count;
}

/** Rows that other threads may read. */
function sharedCopy(values: Float64Array): Float64Array {
  const shared = new Float64Array(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
