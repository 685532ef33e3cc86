import { type Command, Option } from 'commander';
import { TIMEFRAMES } from '#domain/market/timeframe';
import { addBacktestOptions } from '../backtest-request.ts';
import { formatOption } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import { type PrintedBacktestOptions, printBacktest } from '../run-backtest.ts';
import type { Terminal } from '../terminal.ts';

interface BacktestCommandOptions extends PrintedBacktestOptions {
  readonly list?: true;
}

/** `octopus backtest FILE --strategy NAME`: a strategy over the bars of a file, with its statistics. */
export function addBacktestCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('backtest')
    .description('run a strategy over a price file, or over stored bars, and print its statistics')
    .argument(
      '[file]',
      'CSV or CSV.gz with a header naming date, open, high, low, close, volume; stored bars of --symbol without it',
    );
  addBacktestOptions(command)
    .option('--trades', 'print the trades in place of the statistics')
    .option('--list', 'list every strategy with its parameters')
    .option('--fresh', 'compute again what an earlier run left in the data folder')
    .addOption(
      new Option(
        '--also <timeframes...>',
        'of stored data, further lengths of bar: orders match on the shortest',
      ).choices(TIMEFRAMES),
    )
    .addOption(
      new Option(
        '--resolution <data>',
        'of stored data, what orders match on: bars, trades or quotes',
      ).choices(['bar', 'tick', 'quote']),
    )
    .option('--honest', 'count the run among the trials of these bars, and say how sure its result is')
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
JSON: one object with equityFinal, returnPct, annualizedReturnPct, volatilityPct, sharpe, sortino, calmar,
maxDrawdownPct (negative), averageDrawdownPct, maxDrawdownDays, averageDrawdownDays, exposurePct, buyAndHoldReturnPct,
trades, winRatePct, profitFactor, expectancyPct, bestTradePct, worstTradePct, averageTradePct (geometric),
maxTradeDays, averageTradeDays, systemQualityNumber, kellyCriterion, feesPaid, equityPeak, cagrPct, bars, startDate,
endDate, orderListHash, strategy, parameters, symbol, timeframe, options and orders (placed, filled, cancelled,
expired, refused, ambiguousBars); null for what has no value.
A result computed before from the same bars, options and code is taken from the data folder, if there is one, and a note
says so.
With --honest also: honest, with verdict, sentence, reasons, trials, evaluations, independentTrials,
probabilisticSharpe, deflatedSharpe, chanceSharpe, minimumPeriods, randomEntryPValue, outOfSample (the newest 30 % of the bars), lookAhead, warmUp and sensitivity.
With --trades: an array of { side, quantity, entryTime, entryPrice, exitTime, exitPrice, pnl, returnPct, bars }.

Examples:
  octopus backtest GOOG.csv --strategy sma-crossover --param fast=10 --param slow=30 --commission 0.002
  octopus backtest GOOG.csv --strategy ./my-idea.ts --param fast=10
  octopus backtest GOOG.csv --strategy my-idea
  octopus backtest --symbol EURUSD --timeframe 1h --also 1m 1d --resolution quote --strategy ./my-idea.ts
  octopus backtest --symbol AAPL --as-of 2024-06-30 --strategy sma-crossover`,
    )
    .action(async (file: string | undefined, options: BacktestCommandOptions) => {
      if (options.list) return listStrategies(terminal, options.format);
      await printBacktest(terminal, file, options);
    });
}

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
