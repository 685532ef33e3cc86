import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ImportMapping, ImportPreview, ImportReport } from '#contract/services/import';
import {
  COLUMN_ROLES,
  type ColumnRole,
  DATE_ORDERS,
  type DateOrder,
  QUOTE_SIDES,
  type QuoteSide,
} from '#domain/market/column-role';
import { PRICE_CONVENTIONS, type PriceConvention } from '#domain/market/price-convention';
import type { Timeframe } from '#domain/market/timeframe';
import { unknownName } from '#domain/values/nearest-names';
import { UsageError } from '../failure.ts';
import { dataOption, formatOption, timeframeOption } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface ImportOptions {
  readonly symbol?: string;
  readonly timeframe?: Timeframe;
  readonly prices?: PriceConvention;
  readonly map?: ImportMapping['columns'];
  readonly dateFormat?: DateOrder;
  readonly decimal?: '.' | ',';
  readonly delimiter?: ImportMapping['delimiter'];
  readonly zone?: string;
  readonly price?: QuoteSide;
  readonly as?: 'prices' | 'values';
  readonly preview?: true;
  readonly data?: string;
  readonly format: Format;
}

/** Rows that take a second or more. */
const LONG_IMPORT_MS = 2_000;

/** `octopus import FILE`: the rows of a file into the store, bad ones into quarantine. */
export function addImportCommand(program: Command, terminal: Terminal): void {
  program
    .command('import')
    .description('bring a price file into the store; rows that are no bar go to quarantine')
    .argument(
      '<file>',
      'CSV, JSON lines (either may be .gz) or Parquet: bars, closes, bid and ask, ticks, or a column a symbol',
    )
    .option('--symbol <symbol>', 'symbol the rows are stored under; a table names its own')
    .addOption(timeframeOption('length of a bar; found from the file unless told'))
    .addOption(
      new Option(
        '--prices <convention>',
        'raw: as traded; adjusted: restated for the splits the file tells; found from the file unless told',
      ).choices(PRICE_CONVENTIONS),
    )
    .addOption(
      new Option(
        '--map <columns>',
        'what columns are, such as Date=time,Last=close; by number from 1 without a header',
      ).argParser(parseMap),
    )
    .addOption(
      new Option('--date-format <order>', 'order of dates that do not begin with the year').choices(
        DATE_ORDERS,
      ),
    )
    .addOption(new Option('--decimal <sign>', 'decimal sign').choices(['.', ',']))
    .addOption(
      new Option('--delimiter <character>', 'what parts columns')
        .choices([',', ';', '|', 'tab'])
        .argParser(parseDelimiter),
    )
    .option('--zone <name>', 'zone of times without an offset, such as America/New_York; UTC unless told')
    .addOption(
      new Option('--price <side>', 'of bid and ask, what makes a bar; mid unless told').choices(QUOTE_SIDES),
    )
    .addOption(
      new Option('--as <kind>', 'values may be zero or below and are not traded: yields, returns').choices([
        'prices',
        'values',
      ]),
    )
    .option('--preview', 'show how the file would be read, and store nothing')
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Roles for --map: ${COLUMN_ROLES.join(', ')}. A column of role value is stored under its name, or role:SYMBOL.
JSON: { symbol, timeframe, source, content, rowsRead, rowsStored, rowsDuplicate, rowsQuarantined }; rowsRead is the sum of
the other three and of rowsBlank, where values were missing. A table has the counts of each symbol in series. Where the
file has columns dividend or split, also corporateActions (how many) and prices. Daily bars keep their date.

Example: octopus import AAPL.csv --symbol AAPL --timeframe 1d`,
    )
    .action(async (file: string, options: ImportOptions) => {
      const symbol = options.symbol?.trim();
      if (symbol !== undefined && !/^\S{1,32}$/.test(symbol))
        throw new UsageError(`symbol "${options.symbol}" must be 1 to 32 characters without spaces`);
      const { timeframe, prices } = options;
      const mapping = mappingOf(options);
      const { previewFile } = await import('#runtime/market-data/preview-file');
      // Looked at first: a file that cannot be read should not make a data folder.
      const preview = await previewFile(
        { path: file, mapping, ...(timeframe ? { timeframe } : {}) },
        Date.now(),
      );
      if (options.preview) return printPreview(terminal, options.format, preview);
      if (preview.content !== null && preview.content !== 'table' && symbol === undefined)
        throw new UsageError(
          `--symbol is needed: ${preview.fileName} names no symbol${preview.symbol === null ? '' : `; it may be --symbol ${preview.symbol}`}`,
        );
      const { withEngine } = await import('../open-engine.ts');
      const report = await withEngine(terminal, options.data, ({ collector }) =>
        collector.importFile(
          {
            path: file,
            mapping,
            ...(symbol ? { symbol } : {}),
            ...(timeframe ? { timeframe } : {}),
            ...(prices ? { prices } : {}),
          },
          { onProgress: progressNotes(terminal, preview.fileName) },
        ),
      );
      printImport(terminal, options.format, report);
    });
}

function mappingOf({ map, dateFormat, decimal, delimiter, zone, price, as }: ImportOptions): ImportMapping {
  return {
    ...(map ? { columns: map } : {}),
    ...(dateFormat ? { dateOrder: dateFormat } : {}),
    ...(decimal ? { decimal } : {}),
    ...(delimiter ? { delimiter } : {}),
    ...(zone ? { zone } : {}),
    ...(price ? { side: price } : {}),
    ...(as ? { as } : {}),
  };
}

function parseMap(text: string): NonNullable<ImportMapping['columns']> {
  return text.split(',').map((part) => {
    const match = /^\s*(.+?)\s*=\s*([a-z_]+)(?::(\S{1,32}))?\s*$/.exec(part);
    if (!match) throw new InvalidArgumentError('It must read column=role,column=role.');
    const [, column = '', role = '', symbol] = match;
    if (!(COLUMN_ROLES as readonly string[]).includes(role))
      throw new InvalidArgumentError(`${unknownName('role', role, COLUMN_ROLES)}.`);
    return { column, role: role as ColumnRole, ...(symbol === undefined ? {} : { symbol }) };
  });
}

function parseDelimiter(text: string): string {
  if (text === 'tab') return '\t';
  if ([',', ';', '|', '\t'].includes(text)) return text;
  throw new InvalidArgumentError('It must be a comma, a semicolon, | or tab.');
}

/** Says every tenth part of an import that takes its time. */
function progressNotes(terminal: Terminal, fileName: string): (fraction: number) => void {
  const started = Date.now();
  let told = 0;
  return (fraction) => {
    const tenth = Math.floor(fraction * 10);
    if (tenth <= told || Date.now() - started < LONG_IMPORT_MS) return;
    told = tenth;
    terminal.note(`importing ${fileName}: ${tenth * 10} %`);
  };
}

const COUNTS = ['rowsRead', 'rowsStored', 'rowsDuplicate', 'rowsQuarantined'] as const;

function printImport(terminal: Terminal, format: Format, report: ImportReport): void {
  const isBlank = (report.rowsBlank ?? 0) > 0;
  const rows = (report.series ?? [report]).map((one) => [
    one.symbol,
    report.timeframe,
    ...COUNTS.map((name) => one[name]),
    ...(isBlank ? [one.rowsBlank ?? 0] : []),
  ]);
  printReport(terminal, format, {
    columns: ['symbol', 'timeframe', ...COUNTS, ...(isBlank ? ['rowsBlank'] : [])],
    rows,
    json: report,
  });
  for (const warning of report.warnings ?? []) terminal.note(warning);
  if (report.corporateActions)
    terminal.note(
      `${report.corporateActions} splits and dividends are kept; prices are taken as ${report.prices === 'adjusted' ? 'restated for those splits already' : 'traded'} (--prices says otherwise)`,
    );
  if (report.timeframe === 'tick' && report.rowsStored > 0)
    terminal.note(
      `bars of them are made by: octopus ticks ${report.symbol} --kind ${report.content === 'trades' ? 'trades' : 'quotes'} --make-bars`,
    );
  if (report.rowsQuarantined > 0)
    terminal.note(
      `${report.rowsQuarantined} of ${report.rowsRead} rows went to quarantine; octopus quarantine says why`,
    );
}

function printPreview(terminal: Terminal, format: Format, preview: ImportPreview): void {
  const { columns, rows, error, content, timeframe, symbol, delimiter, decimal, dateOrder, zone } = preview;
  printReport(terminal, format, {
    columns: ['line', 'time', ...columns.map(({ name, role }) => `${name} (${role})`), 'problem'],
    rows: rows.map(({ line, time, cells, problem }) => [
      line,
      time === null ? null : new Date(time).toISOString(),
      ...columns.map((_, i) => cells[i] ?? null),
      problem,
    ]),
    json: preview,
    footer: [
      `${content ?? 'not to be imported as it is'}; timeframe ${timeframe ?? 'none'}, symbol ${symbol ?? 'not told'}`,
      `delimiter ${delimiter === '\t' ? 'tab' : delimiter}, decimal sign ${decimal}, dates ${dateOrder}, zone ${zone}`,
      `${preview.rowsWrong} of the first ${preview.rowsChecked} rows are wrong`,
    ],
  });
  for (const warning of preview.warnings) terminal.note(warning);
  if (error !== null) terminal.note(error);
}
