import type { z } from 'zod';
import type { BacktestOptions } from '#contract/services/backtests';
import type { sweepInput } from '#contract/services/lab';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { completeRanges, type ParameterRange, parseParameterRange } from '#domain/strategies/parameter-range';
import { readEnoughBars } from '#engine/market/read-enough-bars';
import type { BarRange, MarketStore } from '#engine/ports/market-store';
import type { HoldOutBook } from '#engine/simulation/honesty/hold-out-book';
import { dataSetHash } from '#engine/simulation/search/data-set-hash';
import type { StrategySource } from '#engine/simulation/strategy-source';
import { refusing } from '#engine/simulation/sweep/objective';
import { openRange } from './open-range.ts';
import { type ChosenStrategy, chooseStrategy, optionsOf, type StrategyFiles } from './strategy-of.ts';

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
  /** Where the strategy is one's own. */
  readonly file?: StrategySource;
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

/** What work of the lab is gathered from. */
export interface LabSources {
  readonly market: MarketStore;
  readonly holdOuts: HoldOutBook;
  readonly files?: StrategyFiles | undefined;
}

/** Gathers bars and account. Bars that are locked are left out; where nothing else is left it says so. */
async function gatherLabWork(
  { market, holdOuts }: LabSources,
  { input, strategy, minimum }: { input: LabInput; strategy: ChosenStrategy; minimum: number },
): Promise<LabWork> {
  const { symbol, timeframe, from, to, asOf } = input;
  const { range: open, lockedFrom } = openRange(holdOuts, [symbol], timeframe, { from, to });
  const range: BarRange = { ...open, ...(asOf === undefined ? {} : { asOf }) };
  const bars = await readEnoughBars(market, { symbol, timeframe, range, minimum });
  return { ...labWorkOf(input, strategy, bars), lockedFrom };
}

/** The work over bars that are at hand. */
export function labWorkOf(
  input: Omit<LabInput, 'from' | 'to' | 'asOf'>,
  strategy: ChosenStrategy,
  bars: BarColumns,
): LabWork {
  const { symbol, timeframe } = input;
  const { slug, file } = strategy;
  return {
    symbol,
    timeframe,
    bars,
    strategy: slug,
    ...(file ? { file } : {}),
    options: optionsOf(input, strategy),
    dataSet: dataSetHash(bars),
    lockedFrom: null,
  };
}

/** The same for a task that tries parameters. */
export async function gatherRangedWork(sources: LabSources, input: RangesInput): Promise<RangedWork> {
  const strategy = await chooseStrategy(input.strategy, {}, sources.files);
  const ranges = rangesOf(strategy, input.ranges);
  const { constraint, objective, workers } = input;
  return {
    ...(await gatherLabWork(sources, { input, strategy, minimum: 3 })),
    ranges,
    objective,
    ...(constraint === undefined ? {} : { constraint }),
    ...(workers === undefined ? {} : { workers }),
  };
}

/** The same for a task about a single choice of parameters. */
export async function gatherRunWork(
  sources: LabSources,
  input: LabInput,
): Promise<LabWork & { readonly parameters: ParameterValues }> {
  const strategy = await chooseStrategy(input.strategy, input.parameters, sources.files);
  const minimum = strategy.warmUpBars + 1;
  return { ...(await gatherLabWork(sources, { input, strategy, minimum })), parameters: strategy.values };
}

/**
 * Ranges as text to ranges of values, one a parameter; the strategy's own where none is given. Throws an `OctopusError`
 * BAD_REQUEST naming what is wrong.
 */
export function rangesOf(
  strategy: Pick<ChosenStrategy, 'slug' | 'parameters' | 'ranges'>,
  given: Readonly<Record<string, string>>,
  uncheckedAbove?: number,
): ParameterRange[] {
  const wanted = Object.entries(Object.keys(given).length === 0 ? strategy.ranges : given);
  return refusing(() =>
    completeRanges(
      strategy,
      wanted.map(([name, text]) => parseParameterRange(name, text)),
      uncheckedAbove,
    ),
  );
}
