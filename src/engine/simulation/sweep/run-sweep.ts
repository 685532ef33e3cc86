import { OctopusError } from '#contract/errors';
import type { BacktestOptions, BacktestStatistics } from '#contract/services/backtests';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { periodReturns } from '#domain/statistics/period-returns';
import { type ReturnMoments, returnMoments } from '#domain/statistics/return-moments';
import type { ParameterRange } from '#domain/strategies/parameter-range';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import { enumerateCombinations, parametersAt } from './combinations.ts';
import { carriesOver, EngineTrial } from './engine-trial.ts';
import { estimateSweepSeconds } from './estimate-sweep.ts';
import { readConstraint, readObjective } from './objective.ts';
import { type TrialCompany, TrialCrew } from './trial-crew.ts';
import { FIELD, OBJECTIVE, PRUNED, ROW_WIDTH } from './trial-statistics.ts';

export interface SweepRequest {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly bars: BarColumns;
  readonly strategy: StrategyDefinition;
  /** One a parameter, in the order of the strategy. */
  readonly ranges: readonly ParameterRange[];
  readonly constraint?: string | undefined;
  readonly objective: string;
  readonly options: BacktestOptions;
  /** How many of the best are told in full. */
  readonly top: number;
}

/** A combination with the whole statistics of the event engine. */
export interface RankedTrial {
  readonly parameters: ParameterValues;
  readonly objective: number | null;
  readonly statistics: BacktestStatistics;
}

export interface SweepOutcome {
  readonly combinations: number;
  readonly refused: number;
  readonly objective: string;
  readonly best: RankedTrial;
  /** Of the returns of the best, per period; null where they have none. */
  readonly bestMoments: ReturnMoments | null;
  readonly top: RankedTrial[];
  /** Columns, trials and ranking; the event engine's word on the best comes after. */
  readonly elapsedMs: number;
  readonly workers: number;
  /** Bytes of the shared indicator columns. */
  readonly columnBytes: number;
  /** Every combination, row after row, and the rows of `TRIAL_FIELDS` they gave. */
  readonly parameters: Float64Array;
  readonly rows: Float64Array;
}

/** Bars that a thread must have to go through: half a second of them, several times what its start and its compiler take. */
const BARS_WORTH_A_THREAD = 200_000_000;
/** The same where each bar is handled by the event engine. */
const EVENTS_WORTH_A_THREAD = 5_000_000;

/**
 * Runs every combination of the ranges and ranks them. Throws an `OctopusError` BAD_REQUEST for a sweep too large, with
 * the count and a time measured on a sample of it.
 */
export async function runSweep(request: SweepRequest, company: TrialCompany): Promise<SweepOutcome> {
  const startTime = company.monotonic();
  const { strategy, ranges, bars, options } = request;
  const objective = readObjective(request.objective, strategy);
  const constraint = readConstraint(request.constraint, strategy);
  const work = { ...request, objective, form: objective.form, options };
  const combinations = enumerateCombinations({
    strategy,
    ranges,
    constraint,
    estimateSeconds: (wanted) => estimateSweepSeconds(request, company, wanted),
  });
  const wanted = company.workers ?? 1 + (company.threads?.spare ?? 0);
  const worth = strategy.module ? EVENTS_WORTH_A_THREAD : BARS_WORTH_A_THREAD;
  const worthwhile = Math.ceil((combinations.count * bars.length) / worth);
  const workers = company.workers ?? Math.max(1, Math.min(wanted, worthwhile));
  const crew = new TrialCrew(work, { ...company, workers });
  try {
    const rows = await crew.evaluate(combinations.parameters);
    const best = rank(rows, combinations.count, request.top);
    const elapsedMs = company.monotonic() - startTime;
    const top = best.map((index) => inFull(request, combinations.parameters, rows, index));
    return {
      combinations: combinations.count,
      refused: combinations.refused,
      objective: objective.text,
      best: top[0]!,
      bestMoments: momentsOf(request, top[0]!),
      top,
      elapsedMs,
      workers: crew.size,
      columnBytes: crew.columnBytes,
      parameters: combinations.parameters,
      rows,
    };
  } finally {
    crew.close();
  }
}

/** Indices of the best rows, the best first; equals in their order, without an objective last, given up not at all. */
export function rank(rows: Float64Array, count: number, top: number): number[] {
  const best: number[] = [];
  const values: number[] = [];
  for (let index = 0; index < count; index++) {
    if (rows[index * ROW_WIDTH + PRUNED] === 1) continue;
    const objective = rows[index * ROW_WIDTH + OBJECTIVE]!;
    const value = Number.isNaN(objective) ? Number.NEGATIVE_INFINITY : objective;
    if (best.length === top && value <= values[top - 1]!) continue;
    let place = best.length;
    while (place > 0 && values[place - 1]! < value) place -= 1;
    best.splice(place, 0, index);
    values.splice(place, 0, value);
    if (best.length > top) {
      best.pop();
      values.pop();
    }
  }
  return best;
}

/** Moments of the returns of a trial per period; null where they have none. */
export function momentsOf(request: SweepRequest, { parameters }: RankedTrial): ReturnMoments | null {
  const { equity } = new EngineTrial(request).examine(parameters);
  return returnMoments(periodReturns(request.bars.time, equity).returns);
}

/** The event engine's own word on a combination. The kernel must have traded the same. */
export function inFull(
  request: SweepRequest,
  parameters: Float64Array,
  rows: Float64Array,
  index: number,
): RankedTrial {
  const { strategy } = request;
  const values = parametersAt(strategy, parameters, index * strategy.parameters.length);
  const { statistics } = new EngineTrial(request).backtest(values);
  const row = index * ROW_WIDTH;
  const apart = Math.abs(rows[row + FIELD.equityFinal]! - statistics.equityFinal);
  const isSame =
    rows[row + FIELD.trades] === statistics.trades &&
    apart <= 1e-6 * Math.max(request.options.cash, Math.abs(statistics.equityFinal));
  if (!isSame && strategy.module)
    throw new OctopusError(
      'BAD_REQUEST',
      carriesOver(strategy.name, rows[row + FIELD.trades]!, statistics.trades),
    );
  if (!isSame)
    throw new OctopusError(
      'INTERNAL_SERVER_ERROR',
      `${strategy.slug} ${JSON.stringify(values)}: the sweep found ${rows[row + FIELD.trades]} trades and ` +
        `${rows[row + FIELD.equityFinal]}, the event engine ${statistics.trades} and ${statistics.equityFinal}`,
    );
  const objective = rows[row + OBJECTIVE]!;
  return { parameters: values, objective: Number.isNaN(objective) ? null : objective, statistics };
}
