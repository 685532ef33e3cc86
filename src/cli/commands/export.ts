import { type Command, Option } from 'commander';
import { formatOption } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import { noteMadeOf, readStoredBars, type StoredBarsOptions, storedBarsOptions } from '../stored-bars.ts';
import type { Terminal } from '../terminal.ts';

interface ExportOptions extends StoredBarsOptions {
  readonly output: string;
  readonly format: Format;
}

/** `octopus export SYMBOL --output FILE`: stored bars into a file that others, and `import`, can read. */
export function addExportCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('export')
    .description('write stored bars to a file: CSV, JSON lines or Parquet')
    .argument('<symbol>', 'symbol as imported, such as AAPL')
    .addOption(
      new Option(
        '--output <file>',
        'ends in .csv, .csv.gz, .jsonl, .jsonl.gz or .parquet; a file of that name is replaced',
      ).makeOptionMandatory(),
    );
  for (const option of storedBarsOptions()) command.addOption(option);
  command
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
JSON: { symbol, timeframe, bars, file, bytes }. Prices are written with every digit they need to be read back equal.
A length that is not stored is made of shorter bars that are, and that is said.

Example: octopus export AAPL --from 2012-01-01 --adjust all --output aapl.parquet`,
    )
    .action(async (given: string, options: ExportOptions) => {
      const { exportBars, exportFormat } = await import('#runtime/market-data/export-bars');
      const { output: file, timeframe } = options;
      exportFormat(file);
      const { symbol, bars, madeOf } = await readStoredBars(terminal, given, options);
      if (bars.length === 0)
        throw new Error(`${symbol} has no ${timeframe} bars in that range; nothing was written`);
      const bytes = await exportBars(file, bars);
      printReport(terminal, options.format, {
        columns: ['symbol', 'timeframe', 'bars', 'file', 'bytes'],
        rows: [[symbol, timeframe, bars.length, file, bytes]],
        json: { symbol, timeframe, bars: bars.length, file, bytes },
      });
      noteMadeOf(terminal, timeframe, madeOf);
    });
}
