import type { BacktestResult } from '#contract/services/backtests';
import type { Timeframe } from '#domain/market/timeframe';
import type { InstrumentInput } from '#engine/simulation/backtest/account-request';
import { printStatistics, printTrades } from './backtest-report.ts';
import { type AskedRun, type BacktestRequestOptions, readBacktestRequest } from './backtest-request.ts';
import { barNotes } from './bar-notes.ts';
import { UsageError } from './failure.ts';
import { judgeRun } from './honest-report.ts';
import { countInFolder } from './lab-request.ts';
import type { Format } from './output.ts';
import type { Terminal } from './terminal.ts';

/** What a person says of a backtest and of what is printed of it. */
export interface PrintedBacktestOptions extends BacktestRequestOptions {
  readonly trades?: true;
  readonly fresh?: true;
  readonly honest?: true;
  readonly also?: Timeframe[];
  readonly resolution?: 'bar' | 'tick' | 'quote';
  readonly format: Format;
}

/** Runs a backtest, or recalls it, and prints its statistics or its trades. */
export async function printBacktest(
  terminal: Terminal,
  file: string | undefined,
  options: PrintedBacktestOptions,
): Promise<void> {
  const { rememberedBacktest } = await import('#runtime/lab/file-backtest-memo');
  const { dataFolder } = await import('#runtime/engine/data-folder');
  const asked = await readBacktestRequest(terminal, file, options);
  const instruments = await instrumentsBeside(terminal, file, options, asked);
  const result = instruments
    ? await computeCounted(terminal, options.data, { ...asked, work: { ...asked.work, instruments } })
    : await rememberedBacktest(asked.work, {
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
  for (const line of barNotes(asked.work.bars, asked.strategy.warmUpBars)) terminal.note(line);
  noteRefused(terminal, result);
  if (asked.work.file) for (const line of result.account?.notes ?? []) terminal.note(`${name}: ${line}`);
  if (options.trades) return printTrades(terminal, options.format, result.trades);
  const honest = options.honest ? await judgeRun(terminal, options.data, asked.work) : undefined;
  printStatistics(terminal, options.format, result, {
    name,
    timeframe: result.timeframe,
    honest: honest?.verdict,
    more: asked.lockedFrom === undefined ? {} : { lockedFrom: asked.lockedFrom },
  });
}

/** Says that orders were refused, and why the newest was: a strategy that believes in them trades otherwise than meant. */
export function noteRefused(terminal: Terminal, { account, options: { direction } }: BacktestResult): void {
  const refused = account?.orders.refused ?? 0;
  if (refused === 0 || account?.refusedBecause === undefined) return;
  const isShort = direction === 'long' && /short/.test(account.refusedBecause);
  const mend = isShort ? '; --direction long-short allows them' : '';
  const what = refused === 1 ? '1 order was refused' : `${refused} orders were refused, the newest`;
  terminal.note(`${what} because ${account.refusedBecause}${mend}`);
}

/** A run that may see more of its instrument than its bars. */
interface SeeingRun extends AskedRun {
  readonly work: AskedRun['work'] & { readonly instruments?: readonly InstrumentInput[] };
}

/** The instrument with further lengths of bar and ticks of the store; undefined where a person asks for none. */
async function instrumentsBeside(
  terminal: Terminal,
  file: string | undefined,
  { also = [], resolution = 'bar', from, to, asOf, data }: PrintedBacktestOptions,
  { work, lockedFrom }: AskedRun,
): Promise<readonly InstrumentInput[] | undefined> {
  if (also.length === 0 && resolution === 'bar') return undefined;
  if (file !== undefined)
    throw new UsageError('--also and --resolution are of stored data: import the file and name a --symbol');
  const { withEngine } = await import('./open-engine.ts');
  const { instrumentsOf } = await import('#runtime/engine/data-beside');
  const end = lockedFrom === undefined ? to : Math.min(to ?? lockedFrom, lockedFrom);
  const range = {
    ...(from === undefined ? {} : { from }),
    ...(end === undefined ? {} : { to: end }),
    ...(asOf === undefined ? {} : { asOf }),
  };
  return withEngine(terminal, data, (engine) => instrumentsOf(engine, work, { also, resolution, range }));
}

/** Runs what is not remembered, as a memory knows a run by its bars alone, and counts it. */
export async function computeCounted(
  terminal: Terminal,
  data: string | undefined,
  asked: SeeingRun,
): Promise<BacktestResult> {
  const { backtestWorkId } = await import('#engine/simulation/search/data-set-hash');
  const { runEvidence } = await import('#engine/simulation/search/trial-evidence');
  const result = await computeBacktest(terminal, asked);
  const { work } = asked;
  await countInFolder(terminal, data, work, {
    id: backtestWorkId(work.dataSet, result.options),
    kind: 'backtest',
    strategy: work.strategy,
    evidence: runEvidence(result.options, work.parameters),
  });
  return result;
}

/** Runs a backtest now. */
export async function computeBacktest(
  terminal: Terminal,
  { work, fileName }: SeeingRun,
): Promise<BacktestResult> {
  const { runLabTask } = await import('#runtime/lab/lab-machine');
  const result = await runLabTask('backtest', work, (done) =>
    terminal.progress(`backtest of ${fileName}`, done),
  );
  terminal.progressDone();
  return result;
}
