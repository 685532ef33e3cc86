import type { Command } from 'commander';
import { cleanUpReport } from '#contract/services/retention';
import { dataOption, formatOption } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface CleanupOptions {
  readonly preview?: true;
  readonly data?: string;
  readonly format: Format;
}

/** `octopus cleanup`: removes what is older than the settings keep it, or says what that would be. */
export function addCleanupCommand(program: Command, terminal: Terminal): void {
  program
    .command('cleanup')
    .description('remove data that is older than the settings keep it')
    .option('--preview', 'only count what would go')
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Ticks are kept 90 days, quarantined rows a year, tasks that were given up 90 days, bars for ever, unless the settings say
otherwise. The journal is never touched.
JSON: { isPreview, time, items: [{ kind, name, rows, bytes, before }], rows, bytes }; times in milliseconds.`,
    )
    .action(async (options: CleanupOptions) => {
      const { withEngine } = await import('../open-engine.ts');
      const isPreview = options.preview ?? false;
      const report = await withEngine(terminal, options.data, async ({ orchestrator }) =>
        cleanUpReport.parse(
          await orchestrator.run({ agent: 'data_warehouse', type: 'cleanup', data: { isPreview }, lane: 2 }),
        ),
      );
      const { items, rows, bytes } = report;
      printReport(terminal, options.format, {
        columns: ['kind', 'what', 'rows', 'bytes', 'older than'],
        rows: items.map((item) => [
          item.kind,
          item.name,
          item.rows,
          item.bytes,
          new Date(item.before).toISOString().slice(0, 10),
        ]),
        json: report,
        footer: ['', `${rows} rows, about ${bytes} bytes ${isPreview ? 'would go' : 'removed'}`],
      });
    });
}
