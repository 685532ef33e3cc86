import type { BacktestResult } from '#contract/services/backtests';
import { printStatistics, printTrades } from './backtest-report.ts';
import { type AskedRun, type BacktestRequestOptions, readBacktestRequest } from './backtest-request.ts';
import { judgeRun } from './honest-report.ts';
import type { Format } from './output.ts';
import type { Terminal } from './terminal.ts';

/** What a person says of a backtest and of what is printed of it. */
export interface PrintedBacktestOptions extends BacktestRequestOptions {
  readonly trades?: true;
  readonly fresh?: true;
  readonly honest?: true;
  readonly format: Format;
}

/** Runs a backtest, or recalls it, and prints its statistics or its trades. */
export async function printBacktest(
  terminal: Terminal,
  file: string | undefined,
  options: PrintedBacktestOptions,
): Promise<void> {
  const { rememberedBacktest } = await import('#runtime/file-backtest-memo');
  const { dataFolder } = await import('#runtime/data-folder');
  const asked = await readBacktestRequest(terminal, file, options);
  const result = await rememberedBacktest(asked.work, {
    version: asked.strategy.version,
    folder: dataFolder({ given: options.data }),
    isFresh: options.fresh ?? false,
    onNotKept: (why) => terminal.note(`this result is neither remembered nor counted: ${why}`),
    compute: () => computeBacktest(terminal, asked),
  });
  if (result.isCached && result.computedTime !== undefined)
    terminal.note(
      `cached, computed ${new Date(result.computedTime).toISOString().slice(0, 16)}Z; --fresh computes it again`,
    );
  const { name } = asked.strategy;
  if (asked.work.file) for (const line of result.account?.notes ?? []) terminal.note(`${name}: ${line}`);
  if (options.trades) return printTrades(terminal, options.format, result.trades);
  const honest = options.honest ? await judgeRun(terminal, options.data, asked.work) : undefined;
  printStatistics(terminal, options.format, result, {
    name,
    timeframe: result.timeframe,
    honest: honest?.verdict,
  });
}

/** Runs a backtest now. */
export async function computeBacktest(
  terminal: Terminal,
  { work, fileName }: AskedRun,
): Promise<BacktestResult> {
  const { runLabTask } = await import('#runtime/lab-machine');
  const result = await runLabTask('backtest', work, (done) =>
    terminal.progress(`backtest of ${fileName}`, done),
  );
  terminal.progressDone();
  return result;
}
