import { type Command, Option } from 'commander';
import type { BacktestOptions, BacktestResult, BacktestStatistics } from '#contract/services/backtests';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { unknownName } from '#domain/values/nearest-names';
import { UsageError } from '../failure.ts';
import {
  dataOption,
  formatOption,
  numberFrom,
  parameterOption,
  parseInstant,
  positiveNumber,
  resolveGiven,
  timeframeOption,
} from '../options.ts';
import { type Cell, type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface BacktestCommandOptions
  extends Pick<
    BacktestOptions,
    'cash' | 'commission' | 'direction' | 'units' | 'fill' | 'closeAtEnd' | 'size'
  > {
  readonly strategy?: string;
  readonly param: ParameterValues;
  readonly symbol?: string;
  readonly timeframe?: Timeframe;
  readonly from?: number;
  readonly to?: number;
  readonly asOf?: number;
  readonly trades?: true;
  readonly list?: true;
  readonly fresh?: true;
  readonly data?: string;
  readonly format: Format;
}

/** `octopus backtest FILE --strategy NAME`: a strategy over the bars of a file, with its statistics. */
export function addBacktestCommand(program: Command, terminal: Terminal): void {
  program
    .command('backtest')
    .description('run a strategy over a price file, or over stored bars, and print its statistics')
    .argument(
      '[file]',
      'CSV or CSV.gz with a header naming date, open, high, low, close, volume; stored bars of --symbol without it',
    )
    .addOption(new Option('-s, --strategy <name>', 'strategy, such as sma-crossover'))
    .addOption(parameterOption())
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
      new Option('--size <fraction>', 'fraction of equity put into each position')
        .default(1)
        .argParser(positiveNumber(1)),
    )
    .addOption(
      new Option('--symbol <symbol>', 'symbol the orders bear; the beginning of the file name unless told'),
    )
    .addOption(
      new Option('--from <date>', 'of stored bars, first date or time, included').argParser(parseInstant),
    )
    .addOption(
      new Option('--to <date>', 'of stored bars, date or time to stop at, not included').argParser(
        parseInstant,
      ),
    )
    .addOption(
      new Option(
        '--as-of <date>',
        'stored bars as they were known then, without what came or was revised later',
      ).argParser(parseInstant),
    )
    .addOption(timeframeOption('length of a bar; found from the file unless told'))
    .option('--trades', 'print the trades in place of the statistics')
    .option('--list', 'list every strategy with its parameters')
    .option('--fresh', 'compute again what an earlier run left in the data folder')
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
JSON: one object with equityFinal, returnPct, annualizedReturnPct, volatilityPct, sharpe, sortino, calmar,
maxDrawdownPct (negative), exposurePct, buyAndHoldReturnPct, trades, winRatePct, profitFactor, feesPaid, bars,
startDate, endDate, orderListHash, strategy, parameters, symbol, timeframe and options; null for what has no value.
A result computed before from the same bars, options and code is taken from the data folder, if there is one, and a note
says so.
With --trades: an array of { side, quantity, entryTime, entryPrice, exitTime, exitPrice, pnl, returnPct, bars }.

Examples:
  octopus backtest GOOG.csv --strategy sma-crossover --param fast=10 --param slow=30 --commission 0.002
  octopus backtest --symbol AAPL --as-of 2024-06-30 --strategy sma-crossover`,
    )
    .action(async (file: string | undefined, options: BacktestCommandOptions) => {
      if (options.list) return listStrategies(terminal, options.format);
      await backtest(terminal, file, options);
    });
}

async function backtest(
  terminal: Terminal,
  file: string | undefined,
  options: BacktestCommandOptions,
): Promise<void> {
  const { findStrategy, strategyNames } = await import('#domain/strategies/catalog');
  const { runBacktest } = await import('#engine/simulation/run-backtest');
  const { rememberedBacktest } = await import('#runtime/file-backtest-memo');
  const { dataFolder } = await import('#runtime/data-folder');
  if (options.strategy === undefined)
    throw new UsageError('name a strategy with --strategy; octopus backtest --list shows them');
  const strategy = findStrategy(options.strategy);
  if (!strategy) throw new UsageError(unknownName('strategy', options.strategy, strategyNames()));
  const parameters = resolveGiven(strategy, options.param);
  const { bars, fileName, timeframe, known } = await barsOf(terminal, file, options);
  const { cash, commission, direction, units, fill, closeAtEnd, size } = options;
  const request = {
    symbol: known ?? options.symbol ?? symbolOfFile(fileName),
    timeframe,
    bars,
    strategy,
    parameters,
    options: {
      strategy: strategy.slug,
      parameters,
      cash,
      commission,
      direction,
      units,
      fill,
      closeAtEnd,
      size,
    },
  };
  const result = rememberedBacktest(request, {
    folder: dataFolder({ given: options.data }),
    isFresh: options.fresh ?? false,
    compute: () =>
      runBacktest(request, {
        monotonic: () => performance.now(),
        onProgress: (done) => terminal.progress(`backtest of ${fileName}`, done),
      }),
  });
  terminal.progressDone();
  if (result.isCached && result.computedTime !== undefined)
    terminal.note(
      `cached, computed ${new Date(result.computedTime).toISOString().slice(0, 16)}Z; --fresh computes it again`,
    );
  if (options.trades) return printTrades(terminal, options.format, result.trades);
  const { symbol, options: used, statistics } = result;
  const rows: Cell[][] = LABELS.map(([name, label]) => [label, statistics[name]]);
  const flat = Object.entries(statistics) as [string, Cell][];
  printReport(terminal, options.format, {
    columns: options.format === 'table' ? ['statistic', 'value'] : ['name', 'value'],
    rows:
      options.format === 'table'
        ? [['Strategy', nameOfRun(strategy.name, parameters)], ['Symbol', `${symbol} ${timeframe}`], ...rows]
        : flat,
    json: { ...statistics, strategy: strategy.slug, parameters, symbol, timeframe, options: used },
  });
}

/** Bars of a file, or of the store under `known`. */
async function barsOf(
  terminal: Terminal,
  file: string | undefined,
  { symbol, timeframe, from, to, asOf, data }: BacktestCommandOptions,
): Promise<{ bars: BarColumns; fileName: string; timeframe: Timeframe; known?: string }> {
  const isOfStore = from !== undefined || to !== undefined || asOf !== undefined;
  if (file !== undefined) {
    if (isOfStore)
      throw new UsageError(
        '--from, --to and --as-of are for stored bars: leave the file out and name a --symbol',
      );
    const { readPriceFile } = await import('../price-file.ts');
    return readPriceFile(terminal, file, timeframe);
  }
  if (symbol === undefined)
    throw new UsageError(
      'missing required argument "file" (or --symbol for stored bars); strategies are shown by: octopus backtest --list',
    );
  const { readStoredBars } = await import('../stored-bars.ts');
  const found = await readStoredBars(terminal, symbol, {
    timeframe: timeframe ?? '1d',
    adjust: 'none',
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(data === undefined ? {} : { data }),
  });
  return { bars: found.bars, fileName: found.symbol, timeframe: timeframe ?? '1d', known: found.symbol };
}

const LABELS: readonly (readonly [keyof BacktestStatistics, string])[] = [
  ['startDate', 'First bar'],
  ['endDate', 'Last bar'],
  ['bars', 'Bars'],
  ['equityFinal', 'Equity at the end'],
  ['returnPct', 'Return, %'],
  ['buyAndHoldReturnPct', 'Buy and hold, %'],
  ['annualizedReturnPct', 'Return a year, %'],
  ['volatilityPct', 'Volatility a year, %'],
  ['sharpe', 'Sharpe ratio'],
  ['sortino', 'Sortino ratio'],
  ['calmar', 'Calmar ratio'],
  ['maxDrawdownPct', 'Deepest drawdown, %'],
  ['exposurePct', 'Time in the market, %'],
  ['trades', 'Trades'],
  ['winRatePct', 'Trades won, %'],
  ['profitFactor', 'Profit factor'],
  ['feesPaid', 'Fees paid'],
  ['orderListHash', 'Order list hash'],
];

function nameOfRun(name: string, parameters: ParameterValues): string {
  return `${name} (${Object.entries(parameters)
    .map(([parameter, value]) => `${parameter} ${value}`)
    .join(', ')})`;
}

/** `GOOG` of `GOOG_2000-2013.csv`: letters and digits up to the first other character. */
function symbolOfFile(fileName: string): string {
  return (/^[A-Za-z0-9]+/.exec(fileName)?.[0] ?? fileName).toUpperCase().slice(0, 32);
}

async function printTrades(terminal: Terminal, format: Format, trades: readonly Trade[]): Promise<void> {
  const { timeFormatter } = await import('../times.ts');
  const time = timeFormatter(
    Float64Array.from(
      trades.flatMap(({ entryTime, exitTime }) => (exitTime === null ? [entryTime] : [entryTime, exitTime])),
    ),
  );
  printReport(terminal, format, {
    columns: [
      'side',
      'quantity',
      'entryTime',
      'entryPrice',
      'exitTime',
      'exitPrice',
      'pnl',
      'returnPct',
      'bars',
    ],
    rows: trades.map((trade) => [
      trade.side,
      trade.quantity,
      time(trade.entryTime),
      trade.entryPrice,
      trade.exitTime === null ? null : time(trade.exitTime),
      trade.exitPrice,
      trade.pnl,
      trade.returnPct,
      trade.bars,
    ]),
  });
}

type Trade = BacktestResult['trades'][number];

async function listStrategies(terminal: Terminal, format: Format): Promise<void> {
  const { STRATEGIES } = await import('#domain/strategies/catalog');
  printReport(terminal, format, {
    columns: ['strategy', 'parameters', 'what it does'],
    rows: STRATEGIES.map(({ slug, parameters, summary }) => [
      slug,
      parameters.map((parameter) => `${parameter.name}=${parameter.default}`).join(' '),
      summary,
    ]),
    json: STRATEGIES.map(({ slug, name, summary, parameters }) => ({ slug, name, summary, parameters })),
  });
}
