import { type Command, Option } from 'commander';
import { dataOption, formatOption, wholeNumberFrom } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface QuarantineOptions {
  readonly limit: number;
  readonly data?: string;
  readonly format: Format;
}

/** `octopus quarantine`: rows that were no bar, and why. */
export function addQuarantineCommand(program: Command, terminal: Terminal): void {
  program
    .command('quarantine')
    .description('list rows that imports set aside, newest first, and why')
    .addOption(
      new Option('--limit <count>', 'so many of them').default(200).argParser(wholeNumberFrom(1, 10_000)),
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nJSON: { total, rows: [{ id, symbol, source, line, reason, raw, receivedTime }] }.',
    )
    .action(async (options: QuarantineOptions) => {
      const { withEngine } = await import('../open-engine.ts');
      const found = await withEngine(terminal, options.data, ({ stores }) =>
        stores.market.quarantine(options.limit),
      );
      printReport(terminal, options.format, {
        columns: ['symbol', 'source', 'line', 'reason', 'raw'],
        rows: found.rows.map(({ symbol, source, line, reason, raw }) => [symbol, source, line, reason, raw]),
        json: found,
        footer: [`${found.total} in all`],
      });
    });
}
