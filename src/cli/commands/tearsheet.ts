import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { BacktestResult } from '#contract/services/backtests';
import type { TearSheet } from '#domain/reports/tear-sheet';
import type { TearSheetInput } from '#domain/reports/tear-sheet-input';
import type { NamedBars } from '#engine/runs/market-beside';
import type { RunWork } from '#runtime/strategies/command-strategy';
import { addBacktestOptions, type BacktestRequestOptions, readBacktestRequest } from '../backtest-request.ts';
import { UsageError } from '../failure.ts';
import { formatOption } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface TearSheetOptions extends BacktestRequestOptions {
  readonly out?: string;
  readonly pdf?: string;
  readonly save?: string;
  readonly benchmark?: string;
  readonly factor?: string[];
  readonly account?: string;
  readonly run?: string;
  readonly verdict: boolean;
  readonly format: Format;
}

/** `octopus tearsheet FILE|SYMBOL|RUN`: a report of a backtest, run now or saved before, as HTML and PDF. */
export function addTearSheetCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('tearsheet')
    .description('write the tear sheet of a backtest: one HTML file, and a PDF')
    .argument(
      '[what]',
      'with --strategy: a price file, or a symbol of the store, to run it on; without: a saved run, by id, name or "latest"',
    );
  addBacktestOptions(command)
    .addOption(
      new Option('-o, --out <file>', 'HTML file to write; named after the run in this folder unless told'),
    )
    .addOption(
      new Option('--pdf <file>', 'PDF file to write, printed by Chromium, Chrome or Edge of this machine'),
    )
    .addOption(new Option('--save <name>', 'keep the run in the library under this name'))
    .option(
      '--no-verdict',
      'leave out the examination: chance, costs, delay, the future, the newest bars alone',
    )
    .addOption(
      new Option(
        '--benchmark <file or symbol>',
        'what the run is held against; buying and holding its own symbol unless told',
      ),
    )
    .addOption(
      new Option(
        '--factor <file or symbol...>',
        'prices whose returns are to explain those of the run, by regression',
      ),
    )
    .addOption(
      new Option('--account <name>', 'of this account, from its journal, in the place of a backtest'),
    )
    .addOption(new Option('--run <id>', 'the same of the orders of one strategy run'))
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
The HTML file needs nothing else: no script, no network. It follows the colour scheme of its reader and prints on A4.
What is saved, with its figures explained: docs/guides/read-a-tear-sheet.md.

JSON: { file, pdf, run, sheet } with every figure, curve and table of the sheet; pdf and run are null without --pdf and
--save or a saved run.

Examples:
  octopus tearsheet GOOG.csv --strategy sma-crossover --param fast=10 --param slow=30 --out goog.html --pdf goog.pdf
  octopus tearsheet AAPL --strategy rsi-reversal --save "AAPL first idea"
  octopus tearsheet GOOG.csv --strategy ./my-idea.ts --out my-idea.html
  octopus tearsheet --account paper-1 --out paper.html
  octopus tearsheet latest --benchmark SPY --factor SPX MTUM --out latest.html`,
    )
    .action(async (what: string | undefined, options: TearSheetOptions) => {
      const { sheet, run } = await sheetOf(terminal, what, options);
      await writeSheet(terminal, sheet, run, options);
    });
}

interface Found {
  readonly sheet: TearSheet;
  /** Id in the library. */
  readonly run: string | null;
}

function sheetOf(terminal: Terminal, what: string | undefined, options: TearSheetOptions): Promise<Found> {
  if (options.account !== undefined || options.run !== undefined) return sheetOfAccount(terminal, options);
  return options.strategy === undefined
    ? sheetOfRun(terminal, what, options)
    : sheetOfBacktest(terminal, what, options);
}

/** What an account, or one strategy's orders in it, came to by its journal. */
async function sheetOfAccount(terminal: Terminal, { account, run, data }: TearSheetOptions): Promise<Found> {
  const { withEngineClient } = await import('../engine-client.ts');
  const sheet = await withEngineClient(terminal, data, ({ strategyRuns }) =>
    strategyRuns.tearSheet({ ...(account ? { account } : {}), ...(run ? { run } : {}) }),
  );
  return { sheet, run: null };
}

async function sheetOfRun(
  terminal: Terminal,
  what: string | undefined,
  options: TearSheetOptions,
): Promise<Found> {
  const { data, save } = options;
  if (what === undefined || existsSync(what))
    throw new UsageError(
      what === undefined
        ? 'name a price file or symbol with --strategy, or a saved run; octopus runs list shows them'
        : `${what} is a file: name a --strategy to run on it; octopus backtest --list shows them`,
    );
  const { withRunLibrary } = await import('#runtime/lab/open-run-library');
  const { dataFolder } = await import('#runtime/engine/data-folder');
  const { buildTearSheet } = await import('#domain/reports/build-tear-sheet');
  const { id, input } = await withRunLibrary(dataFolder({ given: data }), (library) => {
    if (save !== undefined) library.rename(what, { name: save });
    const { summary, input } = library.sheetInput(save ?? what);
    return { id: summary.id, input };
  });
  return { sheet: buildTearSheet(await heldAgainst(terminal, input, options)), run: id };
}

/** The run with the benchmark and the factors that a person named. */
async function heldAgainst(
  terminal: Terminal,
  input: TearSheetInput,
  { benchmark, factor = [], data }: TearSheetOptions,
): Promise<TearSheetInput> {
  if (benchmark === undefined && factor.length === 0) return input;
  const { withBenchmark, withFactors } = await import('#engine/runs/market-beside');
  const read = async (what: string): Promise<NamedBars> => {
    if (existsSync(what)) {
      const { readPriceFile } = await import('../price-file.ts');
      const { bars, fileName } = await readPriceFile(terminal, what, undefined);
      return { name: fileName.replace(/\.[^.]*(\.gz)?$/, ''), bars };
    }
    const { readStoredBars } = await import('../stored-bars.ts');
    const found = await readStoredBars(terminal, what, {
      timeframe: '1d',
      adjust: 'none',
      ...(data === undefined ? {} : { data }),
    });
    return { name: found.symbol, bars: found.bars };
  };
  const factors: NamedBars[] = [];
  for (const one of factor) factors.push(await read(one));
  const against = benchmark === undefined ? input : withBenchmark(input, await read(benchmark));
  return withFactors(against, factors);
}

async function sheetOfBacktest(
  terminal: Terminal,
  what: string | undefined,
  options: TearSheetOptions,
): Promise<Found> {
  const { inputOfBacktest } = await import('#runtime/lab/run-keeper');
  const { buildTearSheet } = await import('#domain/reports/build-tear-sheet');
  const { result, work } = await runNow(terminal, what, options);
  const { bars, dataSet, file } = work;
  const { save: name, data } = options;
  const judged = options.verdict ? await examine(terminal, data, work) : undefined;
  if (name === undefined) {
    const input = { ...inputOfBacktest({ result, bars }, undefined), ...judged };
    return { sheet: buildTearSheet(await heldAgainst(terminal, input, options)), run: null };
  }
  const { withRunLibrary } = await import('#runtime/lab/open-run-library');
  const { dataFolder } = await import('#runtime/engine/data-folder');
  const plain = { ...inputOfBacktest({ result, bars }, undefined), ...judged };
  // Stored bars are read before the folder is held for the library.
  const input = await heldAgainst(terminal, plain, options);
  return withRunLibrary(
    dataFolder({ given: data }),
    (library) => {
      const source = file ? { source: file.source } : {};
      const { id } = library.save({ result, input, contentHash: dataSet, dataSet, name, ...source });
      return { sheet: library.tearSheet(id), run: id };
    },
    { isMade: true },
  );
}

/** The run that a person asks for, and what it came to. */
async function runNow(
  terminal: Terminal,
  what: string | undefined,
  options: TearSheetOptions,
): Promise<{ readonly result: BacktestResult; readonly work: RunWork }> {
  const isSymbol = what !== undefined && !existsSync(what) && !/[./\\]/.test(what);
  const { computeBacktest } = await import('../run-backtest.ts');
  const asked = isSymbol
    ? await readBacktestRequest(terminal, undefined, { ...options, symbol: what })
    : await readBacktestRequest(terminal, what, options);
  return { result: await computeBacktest(terminal, asked), work: asked.work };
}

/** Doubts the run from every side, and counts it among the trials of its bars. */
async function examine(
  terminal: Terminal,
  data: string | undefined,
  work: RunWork,
): Promise<Pick<TearSheetInput, 'checks'> & Required<Pick<TearSheetInput, 'verdict'>>> {
  const { judgeRun } = await import('../honest-report.ts');
  terminal.progress('examination', 0);
  const { runTrialsOf } = await import('#runtime/lab/run-keeper');
  const { verdict, count } = await judgeRun(terminal, data, work);
  terminal.progressDone();
  return { verdict, checks: { trialCount: runTrialsOf(count), ambiguousBars: null } };
}

async function writeSheet(
  terminal: Terminal,
  sheet: TearSheet,
  run: string | null,
  { out, pdf, format }: TearSheetOptions,
): Promise<void> {
  const { renderTearSheetHtml } = await import('#domain/reports/html/render-tear-sheet-html');
  const { writeText } = await import('#runtime/engine/write-text');
  const html = renderTearSheetHtml(sheet);
  const file = out ?? `${sheet.name.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}-tearsheet.html`;
  const bytes = await writeText(file, html);
  const rows = [['HTML', file, bytes]] as (string | number)[][];
  if (pdf !== undefined) {
    const { printPdf } = await import('#runtime/lab/print-pdf');
    rows.push(['PDF', pdf, await printPdf(html, pdf)]);
  }
  for (const { severity, text } of sheet.warnings) if (severity === 'warning') terminal.note(text);
  printReport(terminal, format, {
    columns: ['what', 'file', 'bytes'],
    rows,
    json: { file, pdf: pdf ?? null, run, sheet },
    footer: run === null ? [] : [`run ${run}`],
  });
}
