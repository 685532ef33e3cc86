import type { Command } from 'commander';
import type { RunComparison, RunSummary } from '#contract/services/runs';
import { FIGURE_LABELS } from '../figure-labels.ts';
import { dataOption, formatOption } from '../options.ts';
import { type Cell, type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface CompareOptions {
  readonly data?: string;
  readonly format: Format;
}

/** `octopus compare RUN RUN…`: saved runs side by side, and the first trade in which they part. */
export function addCompareCommand(program: Command, terminal: Terminal): void {
  program
    .command('compare')
    .description('put saved runs side by side: figures, options, and the first trade that differs')
    .argument(
      '<runs...>',
      'two or more saved runs, by id, name or "latest"; the first is what the others are compared with',
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
JSON: { runs, differences, curves, trades }: the runs with their statistics and trialCount; the options in which they differ; each
account as 100 at the start; for each run but the first how many trades are equal and the first that is not.

Example: octopus compare "GOOG 10/30" "GOOG 20/50"`,
    )
    .action(async (runs: string[], { data, format }: CompareOptions) => {
      const { withRunLibrary } = await import('#runtime/lab/open-run-library');
      const { dataFolder } = await import('#runtime/engine/data-folder');
      const { UsageError } = await import('../failure.ts');
      if (runs.length < 2) throw new UsageError('name two runs or more; octopus runs list shows them');
      const comparison = await withRunLibrary(dataFolder({ given: data }), (library) =>
        library.compare(runs),
      );
      printReport(terminal, format, {
        columns: ['', ...comparison.runs.map(titleOf)],
        rows: rowsOf(comparison),
        json: comparison,
        footer: comparison.trades.map((difference) => sentenceOf(difference, comparison.runs)),
      });
    });
}

function rowsOf({ runs, differences }: RunComparison): Cell[][] {
  const tried = (label: string, count: keyof NonNullable<RunSummary['trialCount']>): Cell[] => [
    label,
    ...runs.map(({ trialCount }) => trialCount?.[count] ?? null),
  ];
  return [
    ...differences.map(({ name, values }): Cell[] => [name, ...values.map(shortened)]),
    ...FIGURE_LABELS.flatMap(([figure, label]): Cell[][] => [
      [label, ...runs.map(({ statistics }) => statistics[figure] ?? null)],
      ...(figure === 'sharpe'
        ? [tried('Trials on its bars', 'trials'), tried('Independent trials', 'independentTrials')]
        : []),
    ]),
  ];
}

function sentenceOf(
  { id, equalTrades, first }: RunComparison['trades'][number],
  runs: readonly RunSummary[],
): string {
  const other = titleOf(runs.find((run) => run.id === id)!);
  const base = titleOf(runs[0]!);
  if (!first) return `${other}: the same ${equalTrades} trades as ${base}`;
  const when = first.other ?? first.base;
  const date = when ? new Date(when.entryTime).toISOString().slice(0, 10) : '';
  return `${other}: trade ${equalTrades + 1} is the first that differs from ${base}: ${first.reason} (${date})`;
}

function titleOf({ name, id }: RunSummary): string {
  return name ?? id;
}

/** Hashes are known by their beginning. */
function shortened(value: string | number | null): Cell {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? value.slice(0, 12) : value;
}
