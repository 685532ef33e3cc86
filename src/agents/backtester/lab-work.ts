import type { z } from 'zod';
import { OctopusError } from '#contract/errors';
import { type BacktestOptions, backtestOptions } from '#contract/services/backtests';
import type { sweepInput } from '#contract/services/lab';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { completeRanges, type ParameterRange, parseParameterRange } from '#domain/strategies/parameter-range';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import { readEnoughBars } from '#engine/market/read-enough-bars';
import type { BarRange, MarketStore } from '#engine/ports/market-store';
import type { HoldOutBook } from '#engine/simulation/honesty/hold-out-book';
import { dataSetHash } from '#engine/simulation/search/data-set-hash';
import { refusing } from '#engine/simulation/sweep/objective';
import { parametersOf, strategyOf } from './strategy-of.ts';

type SweepInput = z.output<typeof sweepInput>;
/** What every task of the lab is told. */
export type LabInput = Pick<
  SweepInput,
  keyof BacktestOptions | 'symbol' | 'timeframe' | 'from' | 'to' | 'asOf'
>;
/** What those that try parameters are told. */
export type RangesInput = LabInput & Pick<SweepInput, 'ranges' | 'constraint' | 'objective' | 'workers'>;

/** What every task of the lab works on; survives a structured clone. */
export interface LabWork {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly bars: BarColumns;
  /** By its slug: definitions are code. */
  readonly strategy: string;
  readonly options: BacktestOptions;
  readonly dataSet: string;
  /** Milliseconds from which bars were left out because they are locked. */
  readonly lockedFrom: number | null;
}

/** What tasks that try parameters work on besides. */
export interface RangedWork extends LabWork {
  readonly ranges: readonly ParameterRange[];
  readonly constraint?: string;
  readonly objective: string;
  readonly workers?: number;
}

/** Gathers bars and account. Bars that are locked are left out; where nothing else is left it says so. */
export async function gatherLabWork(
  { market, holdOuts }: { readonly market: MarketStore; readonly holdOuts: HoldOutBook },
  input: LabInput,
  minimum: number,
): Promise<LabWork> {
  const { symbol, timeframe, from, to, asOf } = input;
  const lockedFrom = holdOuts.find(symbol, timeframe)?.from ?? null;
  const end = lockedFrom === null ? to : Math.min(to ?? Number.POSITIVE_INFINITY, lockedFrom);
  if (from !== undefined && end !== undefined && end <= from)
    throw new OctopusError(
      'BAD_REQUEST',
      `no bars of ${symbol} ${timeframe} are left: those from ${new Date(end).toISOString().slice(0, 10)} on are locked`,
    );
  const range: BarRange = {
    ...(from === undefined ? {} : { from }),
    ...(end === undefined ? {} : { to: end }),
    ...(asOf === undefined ? {} : { asOf }),
  };
  const bars = await readEnoughBars(market, { symbol, timeframe, range, minimum });
  return { ...labWorkOf(input, bars), lockedFrom: end === lockedFrom ? lockedFrom : null };
}

/** The work over bars that are at hand. */
export function labWorkOf(input: Omit<LabInput, 'from' | 'to' | 'asOf'>, bars: BarColumns): LabWork {
  const { symbol, timeframe } = input;
  const strategy = strategyOf(input.strategy).slug;
  return {
    symbol,
    timeframe,
    bars,
    strategy,
    options: backtestOptions.parse({ ...input, strategy }),
    dataSet: dataSetHash(bars),
    lockedFrom: null,
  };
}

/** The same for a task that tries parameters. */
export async function gatherRangedWork(
  stores: { readonly market: MarketStore; readonly holdOuts: HoldOutBook },
  input: RangesInput,
): Promise<RangedWork> {
  const ranges = rangesOf(strategyOf(input.strategy), input.ranges);
  const { constraint, objective, workers } = input;
  return {
    ...(await gatherLabWork(stores, input, 3)),
    ranges,
    objective,
    ...(constraint === undefined ? {} : { constraint }),
    ...(workers === undefined ? {} : { workers }),
  };
}

/** Ranges as text to ranges of values, one a parameter. Throws an `OctopusError` BAD_REQUEST naming what is wrong. */
export function rangesOf(
  strategy: StrategyDefinition,
  given: Readonly<Record<string, string>>,
): ParameterRange[] {
  return refusing(() =>
    completeRanges(
      strategy,
      Object.entries(given).map(([name, text]) => parseParameterRange(name, text)),
    ),
  );
}

/** The parameters a single run is told, completed. */
export function runParameters(input: LabInput): ParameterValues {
  return parametersOf(strategyOf(input.strategy), input.parameters);
}
