import { type Command, Option } from 'commander';
import type { RunSummary } from '#contract/services/runs';
import type { RunLibrary } from '#engine/runs/run-library';
import { UsageError } from '../failure.ts';
import { dataOption, formatOption, wholeNumberFrom } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface LibraryOptions {
  readonly data?: string;
  readonly format: Format;
}

/** `octopus runs list|show|source|name|export|delete`: the library of finished backtests. */
export function addRunsCommand(program: Command, terminal: Terminal): void {
  const group = program.command('runs').description('the library of finished backtests');
  const add = (name: string, description: string, isDefault = false): Command =>
    group
      .command(name, { isDefault })
      .description(description)
      .addOption(dataOption())
      .addOption(formatOption());

  add('list', 'runs that are kept, newest first', true)
    .addOption(new Option('--text <text>', 'only those with this in name, tags, notes, symbol or strategy'))
    .addOption(new Option('--limit <count>', 'at most so many').default(50).argParser(wholeNumberFrom(1)))
    .addHelpText(
      'after',
      `
JSON: an array of { id, savedTime, name, tags, notes, symbol, timeframe, strategy, options, asOf, contentHash,
engineVersion, statistics, bytes, dataSet, trialCount }; trialCount is null or { trials, evaluations, independentTrials } of
its bars by now, to be read beside its Sharpe ratio (docs/concepts/overfitting.md).
The newest 200 runs that nobody named, tagged or wrote a note to are kept, and all that somebody did.`,
    )
    .action(async ({ data, format, text, limit }: LibraryOptions & { text?: string; limit: number }) => {
      const runs = await inLibrary(data, (library) =>
        library.list(text === undefined ? { limit } : { text, limit }),
      );
      printReport(terminal, format, {
        columns: [
          'run',
          'name',
          'saved',
          'symbol',
          'strategy',
          'returnPct',
          'sharpe',
          'tried',
          'maxDrawdownPct',
          'trades',
          'tags',
        ],
        rows: runs.map(
          ({ id, name, savedTime, symbol, timeframe, strategy, options, statistics, tags, trialCount }) => [
            id,
            name,
            new Date(savedTime).toISOString().slice(0, 16).replace('T', ' '),
            `${symbol} ${timeframe}`,
            [strategy, ...Object.values(options.parameters)].join(' '),
            statistics.returnPct,
            statistics.sharpe,
            trialCount?.trials ?? null,
            statistics.maxDrawdownPct,
            statistics.trades,
            tags.join(' '),
          ],
        ),
        json: runs,
      });
    });

  add('show', 'one run with its options and statistics')
    .argument('<run>', 'id, four or more digits of it, name, or "latest"')
    .action(async (reference: string, { data, format }: LibraryOptions) => {
      const run = await inLibrary(data, (library) => library.find(reference));
      printRun(terminal, format, run);
    });

  group
    .command('source')
    .description('the text of the strategy file as it was when the run was made')
    .argument('<run>', 'id, four or more digits of it, name, or "latest"')
    .addOption(dataOption())
    .action(async (reference: string, { data }: LibraryOptions) => {
      const { summary, record } = await inLibrary(data, (library) => library.record(reference));
      if (record.source === undefined)
        throw new UsageError(
          `run ${summary.id} is of ${summary.strategy}, which is no file with a source of its own`,
        );
      terminal.out(record.source);
    });

  add('name', 'name, tag or annotate a run, so that it is kept')
    .argument('<run>', 'id, four or more digits of it, name, or "latest"')
    .argument('[name]', 'its new name')
    .addOption(new Option('--tag <tag...>', 'its tags, in place of those it has'))
    .addOption(new Option('--notes <text>', 'its notes, in place of those it has'))
    .action(
      async (
        reference: string,
        name: string | undefined,
        { data, format, tag, notes }: LibraryOptions & { tag?: string[]; notes?: string },
      ) => {
        const run = await inLibrary(data, (library) => library.rename(reference, { name, tags: tag, notes }));
        printRun(terminal, format, run);
      },
    );

  add('export', 'write a run to a file: CSV, JSON or Parquet')
    .argument('<run>', 'id, four or more digits of it, name, or "latest"')
    .addOption(
      new Option(
        '--output <file>',
        'ends in .csv, .csv.gz, .json, .json.gz or .parquet',
      ).makeOptionMandatory(),
    )
    .addOption(
      new Option('--table <table>', 'what CSV and Parquet hold')
        .choices(['trades', 'equity'])
        .default('trades'),
    )
    .action(
      async (
        reference: string,
        { data, format, output, table }: LibraryOptions & { output: string; table: 'trades' | 'equity' },
      ) => {
        const { exportRun } = await import('#runtime/lab/export-run');
        const found = await inLibrary(data, (library) => library.record(reference));
        const bytes = await exportRun(output, found, table);
        printReport(terminal, format, {
          columns: ['run', 'file', 'bytes'],
          rows: [[found.summary.id, output, bytes]],
          json: { run: found.summary.id, file: output, bytes },
        });
      },
    );

  add('delete', 'remove runs from the library')
    .argument('<runs...>', 'ids, four or more digits of them, or names')
    .action(async (references: string[], { data, format }: LibraryOptions) => {
      const removed = await inLibrary(data, (library) => {
        const ids = references.map((reference) => library.find(reference).id);
        return ids.map((id) => library.remove(id));
      });
      printReport(terminal, format, {
        columns: ['removed'],
        rows: removed.map((id) => [id]),
        json: { removed },
      });
    });
}

async function inLibrary<Answer>(
  data: string | undefined,
  work: (library: RunLibrary) => Answer,
): Promise<Answer> {
  const { withRunLibrary } = await import('#runtime/lab/open-run-library');
  const { dataFolder } = await import('#runtime/engine/data-folder');
  return withRunLibrary(dataFolder({ given: data }), work);
}

function printRun(terminal: Terminal, format: Format, run: RunSummary): void {
  const { options, statistics, tags, trialCount, ...rest } = run;
  const { parameters, ...settings } = options;
  printReport(terminal, format, {
    columns: ['name', 'value'],
    rows: [
      ...Object.entries({ ...rest, savedTime: new Date(run.savedTime).toISOString() }),
      ['tags', tags.join(' ')],
      ...Object.entries(parameters),
      ...Object.entries(settings).flatMap(([name, value]) =>
        typeof value === 'object' ? [] : [[name, value]],
      ),
      ...Object.entries(statistics),
      ...Object.entries(trialCount ?? {}),
    ].map(([name, value]) => [String(name), value as string | number | null]),
    json: run,
  });
}
