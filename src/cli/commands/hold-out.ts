import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import type { HoldOut } from '#engine/simulation/honesty/hold-out-book';
import { printStatistics } from '../backtest-report.ts';
import {
  addBacktestOptions,
  type BacktestRequestOptions,
  barsOf,
  symbolOfFile,
} from '../backtest-request.ts';
import { UsageError } from '../failure.ts';
import { readRunRequest } from '../lab-request.ts';
import { dataOption, formatOption, parseInstant, positiveNumber, timeframeOption } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface SeriesOptions {
  readonly symbol?: string;
  readonly timeframe?: Timeframe;
  readonly data?: string;
  readonly format: Format;
}

const SERIES = 'price file, or the symbol of stored bars';

/** `octopus hold-out lock|reveal|show FILE`: the newest bars kept out of every search until one choice is judged on them. */
export function addHoldOutCommand(program: Command, terminal: Terminal): void {
  const group = program
    .command('hold-out')
    .description(
      'keep the newest bars of a series out of every backtest and search, and judge one choice on them',
    );
  const add = (name: string, description: string): Command =>
    group
      .command(name)
      .description(description)
      .argument('<what>', SERIES)
      .addOption(new Option('--symbol <symbol>', 'symbol of a file; the beginning of its name unless told'))
      .addOption(timeframeOption('length of a bar; found from the file, a day of stored bars, unless told'))
      .addOption(dataOption())
      .addOption(formatOption());

  add('lock', 'lock the bars from a day on, for ever')
    .addOption(new Option('--from <date>', 'first date or time that is locked').argParser(parseInstant))
    .addOption(
      new Option('--share <fraction>', 'or: lock the newest share of the bars').argParser(
        positiveNumber(0.9),
      ),
    )
    .addHelpText('after', HELP)
    .action(async (what: string, options: SeriesOptions & { from?: number; share?: number }) => {
      const { from, share } = options;
      if ((from === undefined) === (share === undefined))
        throw new UsageError('say where the lock begins: --from 2012-01-01, or --share 0.2');
      const series = await seriesOf(terminal, what, options);
      const first = from ?? firstOfShare(series.bars, share!);
      const { withHoldOuts } = await import('#runtime/lab/hold-outs');
      const { dataFolder } = await import('#runtime/engine/data-folder');
      const lock = withHoldOuts(dataFolder({ given: options.data }), (book) =>
        book.lock(series.symbol, series.timeframe, first),
      );
      printLock(terminal, options.format, lock);
    });

  add('show', 'the lock on a series, and how often somebody looked behind it').action(
    async (what: string, options: SeriesOptions) => {
      const { symbol, timeframe } = await seriesOf(terminal, what, options);
      const { findHoldOut } = await import('#runtime/lab/hold-outs');
      const { dataFolder } = await import('#runtime/engine/data-folder');
      const lock = findHoldOut(dataFolder({ given: options.data }), symbol, timeframe);
      if (lock) return printLock(terminal, options.format, lock);
      printReport(terminal, options.format, {
        columns: [],
        rows: [],
        json: null,
        footer: ['nothing is locked'],
      });
    },
  );

  addBacktestOptions(
    group
      .command('reveal')
      .description('judge one strategy with its parameters on the locked bars, and count the look')
      .argument('<what>', SERIES),
  )
    .addOption(formatOption())
    .addHelpText('after', HELP)
    .action(async (what: string, options: BacktestRequestOptions & { readonly format: Format }) => {
      await reveal(terminal, what, options);
    });
}

const HELP = `
Locked bars are left out of every other command that runs a strategy, from backtest to walk-forward; a range that reaches
behind the lock is refused. A lock is known by symbol and length of bar, and can neither be moved nor taken back.
Only the first look behind it judges in full: every further choice is counted, in "reveals".

Example:
  octopus hold-out lock GOOG.csv --from 2012-01-01
  octopus sweep GOOG.csv --strategy sma-crossover --param fast=5:50 --param slow=20:200
  octopus hold-out reveal GOOG.csv --strategy sma-crossover --param fast=12 --param slow=60`;

async function reveal(
  terminal: Terminal,
  what: string,
  options: BacktestRequestOptions & { readonly format: Format },
): Promise<void> {
  if (options.from !== undefined || options.to !== undefined || options.asOf !== undefined)
    throw new UsageError('a reveal looks at all locked bars: leave --from, --to and --as-of out');
  const { barsBehindLock } = await import('#engine/simulation/honesty/hold-out-bars');
  const { dataSetHash, trialWorkId } = await import('#engine/simulation/search/data-set-hash');
  const { withHoldOuts } = await import('#runtime/lab/hold-outs');
  const { dataFolder } = await import('#runtime/engine/data-folder');
  const { runLabTask } = await import('#runtime/lab/lab-machine');
  const folder = dataFolder({ given: options.data });
  const { work, strategy, fileName } = await readRunRequest(terminal, what, {
    ...options,
    isReveal: true,
  });
  const { symbol, timeframe, parameters } = work;
  const locked = withHoldOuts(folder, (book) => book.require(symbol, timeframe));
  const { bars, quietBars } = barsBehindLock(work.bars, locked, strategy.warmUpBars);
  const dataSet = dataSetHash(bars);
  const judged = { ...work, bars, dataSet, options: { ...work.options, parameters }, quietBars };
  const result = await runLabTask('reveal', judged, (done) => terminal.progress(`look at ${fileName}`, done));
  terminal.progressDone();
  const id = trialWorkId('reveal', dataSet, { strategy: judged.strategy, options: judged.options });
  const lock = withHoldOuts(folder, (book) => book.reveal(symbol, timeframe, id));
  const looks = lock.reveals.findIndex(({ workId }) => workId === id) + 1;
  printStatistics(terminal, options.format, result, {
    name: strategy.name,
    timeframe,
    more: { holdOut: viewOf(lock), look: looks },
    footer: [
      looks === 1
        ? 'the first look behind the lock: nothing was chosen by these bars'
        : `look number ${looks} behind the lock: of several choices the best looks better than it is`,
    ],
  });
}

/** The symbol, the length and the bars of a file, or of the store. */
async function seriesOf(
  terminal: Terminal,
  what: string,
  options: SeriesOptions,
): Promise<{ symbol: string; timeframe: Timeframe; bars: BarColumns }> {
  const { symbol, timeframe, data } = options;
  const isFile = existsSync(what);
  const wanted = isFile ? symbol : what;
  const asked = {
    ...(wanted === undefined ? {} : { symbol: wanted }),
    ...(timeframe === undefined ? {} : { timeframe }),
    ...(data === undefined ? {} : { data }),
  };
  const found = await barsOf(terminal, isFile ? what : undefined, asked);
  return {
    symbol: found.known ?? symbol ?? symbolOfFile(found.fileName),
    timeframe: found.timeframe,
    bars: found.bars,
  };
}

function firstOfShare({ time, length }: BarColumns, share: number): number {
  return time[Math.min(length - 1, Math.max(1, Math.round(length * (1 - share))))]!;
}

function viewOf({ reveals, ...lock }: HoldOut) {
  return { ...lock, reveals: reveals.length };
}

function printLock(terminal: Terminal, format: Format, lock: HoldOut): void {
  const { symbol, timeframe, from, lockedTime, reveals } = viewOf(lock);
  const text = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ');
  printReport(terminal, format, {
    columns: ['series', 'lockedFrom', 'lockedTime', 'reveals'],
    rows: [[`${symbol} ${timeframe}`, text(from), text(lockedTime), reveals]],
    json: viewOf(lock),
  });
}
