import { type Command, Option } from 'commander';
import { PRICE_CONVENTIONS, type PriceConvention } from '#domain/market/price-convention';
import type { Timeframe } from '#domain/market/timeframe';
import { UsageError } from '../failure.ts';
import { dataOption, formatOption, timeframeOption } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface ImportOptions {
  readonly symbol: string;
  readonly timeframe?: Timeframe;
  readonly prices?: PriceConvention;
  readonly data?: string;
  readonly format: Format;
}

/** Characters of a file that take a second or more. */
const LONG_TEXT = 20_000_000;

/** `octopus import FILE --symbol S --timeframe T`: bars of a file into the store, bad rows into quarantine. */
export function addImportCommand(program: Command, terminal: Terminal): void {
  program
    .command('import')
    .description('bring a price file into the store; rows that are no bar go to quarantine')
    .argument(
      '<file>',
      'CSV, JSON lines (either may be .gz) or Parquet, with columns date, open, high, low, close, volume',
    )
    .requiredOption('--symbol <symbol>', 'symbol the bars are stored under, such as AAPL')
    .addOption(timeframeOption('length of a bar; found from the file unless told'))
    .addOption(
      new Option(
        '--prices <convention>',
        'raw: as traded; adjusted: restated for the splits the file tells; found from the file unless told',
      ).choices(PRICE_CONVENTIONS),
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
JSON: { symbol, timeframe, source, rowsRead, rowsStored, rowsDuplicate, rowsQuarantined }; rowsRead is the sum of the
other three. Where the file has columns dividend or split, also corporateActions (how many) and prices. Times without an offset are taken as UTC; daily bars keep their date.

Example: octopus import AAPL.csv --symbol AAPL --timeframe 1d`,
    )
    .action(async (file: string, options: ImportOptions) => {
      const symbol = options.symbol.trim();
      if (!/^\S{1,32}$/.test(symbol))
        throw new UsageError(`symbol "${options.symbol}" must be 1 to 32 characters without spaces`);
      const { findTimeframe, readNamedFile } = await import('#runtime/bar-files');
      const { withEngine } = await import('../open-engine.ts');
      // Read first: a file that cannot be read should not make a data folder.
      const { fileName, text } = await readNamedFile(file);
      const timeframe = options.timeframe ?? findTimeframe({ fileName, text, now: Date.now() });
      if (text.length > LONG_TEXT)
        terminal.note(`importing ${fileName}, ${Math.round(text.length / 1e6)} MB`);
      const report = await withEngine(terminal, options.data, async ({ collector }) => {
        return await collector.importText({
          fileName,
          text,
          symbol,
          timeframe,
          ...(options.prices ? { prices: options.prices } : {}),
        });
      });
      const { rowsRead, rowsStored, rowsDuplicate, rowsQuarantined } = report;
      printReport(terminal, options.format, {
        columns: ['symbol', 'timeframe', 'rowsRead', 'rowsStored', 'rowsDuplicate', 'rowsQuarantined'],
        rows: [[report.symbol, report.timeframe, rowsRead, rowsStored, rowsDuplicate, rowsQuarantined]],
        json: report,
      });
      if (report.corporateActions)
        terminal.note(
          `${report.corporateActions} splits and dividends are kept; prices are taken as ${report.prices === 'adjusted' ? 'restated for those splits already' : 'traded'} (--prices says otherwise)`,
        );
      if (rowsQuarantined > 0)
        terminal.note(
          `${rowsQuarantined} of ${rowsRead} rows went to quarantine; octopus quarantine says why`,
        );
    });
}
