import { type Command, Option } from 'commander';
import { OctopusError } from '#contract/errors';
import type { BacktestOptions } from '#contract/services/backtests';
import type { ParameterValues } from '#domain/indicators/indicator';
import { type BarColumns, lowerBound, sliceBars } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import type { ChosenStrategy, RunWork } from '#runtime/strategies/command-strategy';
import { type AccountOptions, accountOf, addAccountOptions } from './account-options.ts';
import { UsageError } from './failure.ts';
import { withoutLocked } from './locked-bars.ts';
import {
  dataOption,
  numberFrom,
  parameterOption,
  parseInstant,
  positiveNumber,
  timeframeOption,
} from './options.ts';
import type { Terminal } from './terminal.ts';

/** What a person says of the backtest they want. */
export interface BacktestRequestOptions
  extends AccountOptions,
    Pick<BacktestOptions, 'cash' | 'commission' | 'direction' | 'units' | 'fill' | 'closeAtEnd' | 'size'> {
  readonly strategy?: string;
  readonly param: ParameterValues;
  readonly symbol?: string;
  readonly timeframe?: Timeframe;
  readonly from?: number;
  readonly to?: number;
  readonly asOf?: number;
  readonly data?: string;
  /** Set by a command that tries or doubts parameters: where nobody can tell what is locked it does not begin. */
  readonly isTried?: true;
  /** Set by the one command that looks behind a lock. */
  readonly isReveal?: true;
}

/** The options that {@link readBacktestRequest} reads, in the order of help; parameters are numbers unless told. */
export function addBacktestOptions(command: Command, parameters: Option = parameterOption()): Command {
  command
    .addOption(new Option('-s, --strategy <name>', 'strategy, such as sma-crossover'))
    .addOption(parameters)
    .addOption(new Option('--cash <amount>', 'cash at the start').default(10_000).argParser(positiveNumber()))
    .addOption(
      new Option('--commission <fraction>', 'fee of each fill, as a fraction of its value')
        .default(0)
        .argParser(numberFrom(0, 0.5)),
    )
    .addOption(
      new Option('--direction <direction>', 'whether short positions are taken')
        .choices(['long', 'long-short'])
        .default('long'),
    )
    .addOption(
      new Option('--units <units>', 'whether parts of a share may be bought')
        .choices(['fractional', 'whole'])
        .default('fractional'),
    )
    .addOption(
      new Option('--fill <fill>', 'where an order decided at a close fills')
        .choices(['next-open', 'close'])
        .default('next-open'),
    )
    .addOption(
      new Option('--close-at-end <price>', 'where a position still open at the end is closed')
        .choices(['last-close', 'last-open', 'none'])
        .default('last-close'),
    )
    .addOption(
      new Option('--size <fraction>', 'fraction of equity, times --leverage, put into each position')
        .default(1)
        .argParser(positiveNumber(1)),
    );
  return addAccountOptions(command)
    .addOption(
      new Option('--symbol <symbol>', 'symbol the orders bear; the beginning of the file name unless told'),
    )
    .addOption(new Option('--from <date>', 'first date or time, included').argParser(parseInstant))
    .addOption(new Option('--to <date>', 'date or time to stop at, not included').argParser(parseInstant))
    .addOption(
      new Option(
        '--as-of <date>',
        'stored bars as they were known then, without what came or was revised later',
      ).argParser(parseInstant),
    )
    .addOption(timeframeOption('length of a bar; found from the file unless told'))
    .addOption(dataOption());
}

/** A run that a person asks for. */
export interface AskedRun {
  readonly work: RunWork;
  readonly strategy: ChosenStrategy;
  readonly fileName: string;
  /** Milliseconds from which bars were left out because they are locked. */
  readonly lockedFrom?: number;
}

/**
 * The backtest a person asks for, with the bars of a file or of the store. Throws a UsageError when the strategy, a
 * parameter or the bars are not named, or not known.
 */
export async function readBacktestRequest(
  terminal: Terminal,
  file: string | undefined,
  options: BacktestRequestOptions,
): Promise<AskedRun> {
  const { commandStrategy, labWorkOf } = await import('#runtime/strategies/command-strategy');
  const { dataFolder } = await import('#runtime/engine/data-folder');
  if (options.strategy === undefined)
    throw new UsageError('name a strategy with --strategy; octopus backtest --list shows them');
  const strategy = await asUsage(
    commandStrategy(options.strategy, options.param, dataFolder({ given: options.data })),
  );
  const { bars: all, fileName, timeframe, known } = await barsOf(terminal, file, options);
  const symbol = known ?? options.symbol ?? symbolOfFile(fileName);
  const { from, to, data } = options;
  const isTried = options.isTried ?? false;
  const looked = { symbol, timeframe, bars: all, from, to, isTried };
  const { bars, lockedFrom } = options.isReveal
    ? { bars: all, lockedFrom: undefined }
    : await withoutLocked(terminal, data, looked);
  const { values: parameters } = strategy;
  const asked = { ...accountTermsGiven(options), strategy: strategy.slug, parameters, symbol, timeframe };
  return {
    work: { ...labWorkOf(asked, strategy, bars), parameters },
    strategy,
    fileName,
    ...(lockedFrom === undefined ? {} : { lockedFrom }),
  };
}

/** What is wrong with a name or a parameter, as the mistake in the command that it is. */
async function asUsage<Found>(work: Promise<Found>): Promise<Found> {
  try {
    return await work;
  } catch (error) {
    const isUsage = error instanceof OctopusError && MISTAKES.includes(error.code);
    throw isUsage ? new UsageError(error.message) : error;
  }
}

const MISTAKES: readonly string[] = ['UNKNOWN_STRATEGY', 'UNKNOWN_PARAMETER'];

/** The options of a backtest that a person gave, strategy and parameters apart. */
export function accountTermsGiven(
  options: BacktestRequestOptions,
): Omit<BacktestOptions, 'strategy' | 'parameters'> {
  const { cash, commission, direction, units, fill, closeAtEnd, size } = options;
  return { cash, commission, direction, units, fill, closeAtEnd, size, ...accountOf(options) };
}

/** Bars of a file, or of the store under `known`. Throws a UsageError when neither is named. */
export async function barsOf(
  terminal: Terminal,
  file: string | undefined,
  {
    symbol,
    timeframe,
    from,
    to,
    asOf,
    data,
  }: Pick<BacktestRequestOptions, 'symbol' | 'timeframe' | 'from' | 'to' | 'asOf' | 'data'>,
): Promise<{ bars: BarColumns; fileName: string; timeframe: Timeframe; known?: string }> {
  if (file !== undefined) {
    if (asOf !== undefined)
      throw new UsageError('--as-of is for stored bars: leave the file out and name a --symbol');
    const { readPriceFile } = await import('./price-file.ts');
    const found = await readPriceFile(terminal, file, timeframe);
    return { ...found, bars: within(found.bars, file, { from, to }) };
  }
  if (symbol === undefined)
    throw new UsageError(
      'missing required argument "file" (or --symbol for stored bars); strategies are shown by: octopus backtest --list',
    );
  const { noteMadeOf, readStoredBars } = await import('./stored-bars.ts');
  const found = await readStoredBars(terminal, symbol, {
    timeframe: timeframe ?? '1d',
    adjust: 'none',
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(data === undefined ? {} : { data }),
  });
  noteMadeOf(terminal, timeframe ?? '1d', found.madeOf);
  return { bars: found.bars, fileName: found.symbol, timeframe: timeframe ?? '1d', known: found.symbol };
}

/** The bars of a file from one time on and before another. Throws a UsageError when none is left. */
function within(
  bars: BarColumns,
  file: string,
  {
    from = Number.NEGATIVE_INFINITY,
    to = Number.POSITIVE_INFINITY,
  }: { from?: number | undefined; to?: number | undefined },
): BarColumns {
  const part = sliceBars(bars, lowerBound(bars, from), lowerBound(bars, to));
  if (part.length > 0) return part;
  const date = (index: number): string => new Date(bars.time[index]!).toISOString().slice(0, 10);
  throw new UsageError(
    `${file} has no bars from --from up to --to; it has ${date(0)} to ${date(bars.length - 1)}`,
  );
}

/** `GOOG` of `GOOG_2000-2013.csv`: letters and digits up to the first other character. */
export function symbolOfFile(fileName: string): string {
  return (/^[A-Za-z0-9]+/.exec(fileName)?.[0] ?? fileName).toUpperCase().slice(0, 32);
}
