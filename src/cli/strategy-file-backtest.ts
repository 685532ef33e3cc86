import type { BacktestResult } from '#contract/services/backtests';
import type { BarColumns } from '#domain/market/bar';
import { printStatistics, printTrades } from './backtest-report.ts';
import { accountTermsGiven, type BacktestRequestOptions, barsOf, symbolOfFile } from './backtest-request.ts';
import type { Format } from './output.ts';
import type { Terminal } from './terminal.ts';

/** What a person says of the run of a strategy file. */
export interface StrategyFileOptions extends BacktestRequestOptions {
  readonly trades?: true;
  readonly format: Format;
}

/** Runs a strategy file and prints its statistics, or its trades. */
export async function printStrategyFileBacktest(
  terminal: Terminal,
  strategy: string,
  file: string | undefined,
  options: StrategyFileOptions,
): Promise<void> {
  const { result, name } = await runStrategyFileBacktest(terminal, strategy, file, options);
  if (options.trades) return printTrades(terminal, options.format, result.trades);
  printStatistics(terminal, options.format, result, { name, timeframe: result.timeframe });
}

/** Runs a strategy file, named by path or by its name in the data folder, over the bars of a file or the store. */
export async function runStrategyFileBacktest(
  terminal: Terminal,
  strategy: string,
  file: string | undefined,
  options: BacktestRequestOptions,
): Promise<{ readonly result: BacktestResult; readonly bars: BarColumns; readonly name: string }> {
  const { dataFolder } = await import('#runtime/data-folder');
  const { readStrategyFile, strategyFolder } = await import('#runtime/strategy-files');
  const { runStrategyFile } = await import('#runtime/strategy-sandbox');
  const { accountTermsOf } = await import('#engine/simulation/backtest/account-terms-of');
  const source = readStrategyFile(strategy, strategyFolder(dataFolder({ given: options.data })));
  const { bars, fileName, timeframe, known } = await barsOf(terminal, file, options);
  const symbol = known ?? options.symbol ?? symbolOfFile(fileName);
  const used = accountTermsGiven(options);
  const { direction, units } = used;
  const startTime = performance.now();
  const step = units === 'whole' ? { quantityStep: 1 } : {};
  const account = accountTermsOf({ ...used, strategy: source.path, parameters: {} });
  const { outcome, parameters, name } = await runStrategyFile(
    source,
    {
      instruments: [{ symbol, series: [{ timeframe, bars }], ...step }],
      account: { ...account, allowsShort: direction === 'long-short' },
      parameters: options.param,
    },
    { onProgress: (done) => terminal.progress(`backtest of ${fileName}`, done) },
  );
  terminal.progressDone();
  for (const line of outcome.account?.notes ?? []) terminal.note(`${name}: ${line}`);
  const result: BacktestResult = {
    symbol,
    timeframe,
    options: { ...used, strategy: source.path, parameters },
    ...outcome,
    elapsedMs: performance.now() - startTime,
  };
  return { result, bars, name };
}
