import { OctopusError, unknownName } from '#contract/errors';
import type { ColumnRole, DateOrder, FileContent } from '#domain/market/column-role';
import { parseBarTime } from '../bar-time.ts';
import { ZoneClock } from '../zone-clock.ts';
import { guessRoles, namesReturns, namesTenors, plainName } from './column-names.ts';
import { columnOf, type FileColumn, type FileFormat, type FileMapping } from './file-format.ts';
import { type DecimalSign, parseFileNumber } from './file-number.ts';
import { jsonFields, jsonObject, splitLine } from './split-line.ts';
import { timeIndexColumn } from './time-index-column.ts';

export interface DetectedFormat {
  readonly format: FileFormat;
  /** Sentences about what was guessed and might be wrong. */
  readonly warnings: readonly string[];
}

const DELIMITERS = [',', ';', '\t', '|'];
const BAR_PRICES = ['open', 'high', 'low', 'close'] as const;
const SAMPLE_LINES = 2_000;

/**
 * Finds how a file is to be read from its first lines, `mapping` having the last word. Throws an OctopusError
 * FILE_UNREADABLE that names the file, what is missing and what to do; BAD_REQUEST for a mapping that fits no column.
 */
export function detectFormat(fileName: string, head: string, mapping: FileMapping = {}): DetectedFormat {
  const { format, content, problem, warnings } = inspectFile(fileName, head, mapping);
  if (problem) throw problem;
  return { format: { ...format, content: content! }, warnings };
}

/** What is found of a file even if it cannot be imported as it is; `content` is undefined then and `problem` says why. */
export interface InspectedFile {
  readonly format: Omit<FileFormat, 'content'>;
  readonly content: FileContent | undefined;
  readonly problem: OctopusError | undefined;
  readonly warnings: readonly string[];
  /** The lines it was found from, taken apart, the header left out. */
  readonly rows: readonly (readonly string[])[];
}

/** As {@link detectFormat}, but a file whose columns are not enough is described as well. */
export function inspectFile(fileName: string, head: string, mapping: FileMapping = {}): InspectedFile {
  if (head.includes('\0'))
    throw unreadable(
      fileName,
      'is not text (it holds zero bytes); give a CSV file with a header such as date,open,high,low,close,volume',
    );
  const lines = linesOf(head);
  const [first] = lines;
  if (first === undefined)
    throw unreadable(
      fileName,
      'is empty; give a CSV file with a header such as date,open,high,low,close,volume',
    );
  if (/^\s*<(!doctype|html|\?xml)/i.test(first))
    throw unreadable(
      fileName,
      'is a web page, not a file of prices: whoever gave it may have answered with an error; open it in a browser to see, and save the file again',
    );
  if (/^\s*\[/.test(first))
    throw unreadable(fileName, 'is a JSON array; give JSON lines: one object a line, without the brackets');
  const object = jsonObject(first);
  const warnings: string[] = [];
  const delimiter = object ? '\t' : (mapping.delimiter ?? findDelimiter(first, lines[1]));
  const keys = object ? Object.keys(object) : (splitLine(first, delimiter) ?? first.split(delimiter));
  const hasHeader = object ? false : (mapping.hasHeader ?? !looksLikeData(keys, mapping));
  const names = object || hasHeader ? keys.map((name) => name.trim()) : keys.map((_, i) => `column ${i + 1}`);
  const rows = lines
    .slice(hasHeader ? 1 : 0)
    .map((line) => (object ? jsonFields(line, names) : splitLine(line, delimiter)) ?? []);
  const roles = rolesOf(names, hasHeader || object !== undefined, mapping);
  const indexAt = hasHeader ? timeIndexColumn(names, roles, rows) : -1;
  if (indexAt >= 0 && mappedColumn(mapping, names, indexAt) === undefined) roles[indexAt] = 'time';
  const columns = names.map((name, i): FileColumn => {
    const symbol = mappedColumn(mapping, names, i)?.symbol;
    return { name, role: roles[i]!, ...(symbol === undefined ? {} : { symbol }) };
  });
  const isNamed = hasHeader || object !== undefined;
  const valueNames = columns.filter(({ role }) => role === 'value').map(({ name }) => name);
  const content = contentOf(columns);
  const isReturns = content === 'table' && mapping.as === undefined && namesReturns(valueNames);
  const problem = isReturns
    ? unreadable(
        fileName,
        `holds returns, not prices (column ${valueNames.join(', ')}): no bar can be made of them; give a price file, or import them as a series of values with --as values`,
      )
    : content === undefined
      ? missingColumns(fileName, first, columns, isNamed)
      : undefined;
  const isYield = content === 'table' && namesTenors(valueNames);
  if (isYield && mapping.as === undefined)
    warnings.push('columns are named by terms: taken as values (yields), which may be zero or below');
  const decimal = mapping.decimal ?? findDecimal(rows, columns, delimiter, warnings);
  const zone = mapping.zone ?? 'UTC';
  requireZone(zone);
  const format: Omit<FileFormat, 'content'> = {
    kind: object ? 'json' : 'separated',
    delimiter,
    decimal,
    hasHeader,
    columns,
    dateOrder: mapping.dateOrder ?? findDateOrder(rows, columns, warnings),
    zone,
    side: mapping.side ?? sideOf(columns),
    as: mapping.as ?? (isYield ? 'values' : 'prices'),
  };
  if (content === 'quote-bars')
    warnings.push(`bid and ask make bars of the ${format.side}; sizes quoted are no volume and are left out`);
  if (columnOf(format, 'adj_close') >= 0)
    warnings.push('adjusted closes are left out; prices are restated on reading, from splits and dividends');
  return { format, content: problem ? undefined : content, problem, warnings, rows };
}

function linesOf(head: string): string[] {
  const text = head.charCodeAt(0) === 0xfeff ? head.slice(1) : head;
  return text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_LINES);
}

function findDelimiter(first: string, second = ''): string {
  const count = (line: string, delimiter: string) => splitLine(line, delimiter)?.length ?? 0;
  // One that parts the second line just as often is no mark inside a name.
  const score = (delimiter: string) =>
    count(first, delimiter) + (count(first, delimiter) === count(second, delimiter) ? 0.5 : 0);
  return DELIMITERS.reduce((best, next) => (score(next) > score(best) ? next : best));
}

/** A first line that begins with a time, or names columns by number, is a row. */
function looksLikeData(cells: readonly string[], { columns }: FileMapping): boolean {
  const isMappedByNumber =
    columns !== undefined && columns.length > 0 && columns.every(({ column }) => /^\d+$/.test(column));
  const isTime = cells.some((cell) => !Number.isNaN(parseBarTime(cell, { isDaily: false })));
  return (
    isTime &&
    (isMappedByNumber || cells.filter((cell) => !Number.isNaN(parseFileNumber(cell, '.'))).length > 0)
  );
}

function rolesOf(names: readonly string[], isNamed: boolean, mapping: FileMapping): ColumnRole[] {
  const mapped = mapping.columns ?? [];
  for (const { column } of mapped) {
    if (!names.some((_, i) => mappedColumn({ columns: [{ column, role: 'ignore' }] }, names, i)))
      throw new OctopusError('BAD_REQUEST', unknownName('column', column, names), { known: names });
  }
  const told = names.map((_, i): ColumnRole | undefined => mappedColumn(mapping, names, i)?.role);
  const guessed: readonly ColumnRole[] = isNamed
    ? guessRoles(names.map((name, i) => (told[i] === undefined ? name : '')))
    : names.map((): ColumnRole => 'ignore');
  const tellsSeries = told.includes('value');
  // Beside told columns nothing is a series of its own by guess, unless one is told to be.
  const isTable =
    mapped.length === 0 ||
    tellsSeries ||
    told.every((role) => role === undefined || role === 'time' || role === 'ignore');
  return names.map((_, i) => {
    const role = told[i];
    if (role !== undefined) return role;
    const guess = guessed[i]!;
    const isTaken = told.includes(guess) && guess !== 'value';
    if (isTaken || (guess === 'value' && (!isTable || tellsSeries))) return 'ignore';
    return guess === 'time' && told.includes('date') ? 'ignore' : guess;
  });
}

function mappedColumn({ columns = [] }: FileMapping, names: readonly string[], at: number) {
  return columns.find(({ column }) => {
    const exact = names.indexOf(column);
    if (exact >= 0) return exact === at;
    const plain = names.findIndex((name) => plainName(name) === plainName(column));
    return plain >= 0 ? plain === at : /^\d+$/.test(column) && Number(column) === at + 1;
  });
}

function contentOf(columns: readonly FileColumn[]): FileContent | undefined {
  const has = (...roles: ColumnRole[]) =>
    roles.every((role) => columns.some((column) => column.role === role));
  if (!has('time') && !has('date')) return undefined;
  if (
    has('bid_open', 'bid_high', 'bid_low', 'bid_close') ||
    has('ask_open', 'ask_high', 'ask_low', 'ask_close')
  )
    return 'quote-bars';
  if (has(...BAR_PRICES)) return 'bars';
  if (has('open') || has('high') || has('low')) return undefined;
  if (has('bid', 'ask')) return 'quotes';
  if (has('close')) return 'closes';
  if (has('price')) return has('size') ? 'trades' : 'closes';
  return has('value') ? 'table' : undefined;
}

/** The middle, unless only one side is there. */
function sideOf(columns: readonly FileColumn[]): FileFormat['side'] {
  const has = (role: ColumnRole) => columns.some((column) => column.role === role);
  if (!has('ask_close') && has('bid_close')) return 'bid';
  return has('ask_close') && !has('bid_close') ? 'ask' : 'mid';
}

function findDecimal(
  rows: readonly (readonly string[])[],
  columns: readonly FileColumn[],
  delimiter: string,
  warnings: string[],
): DecimalSign {
  let comma = 0;
  let point = 0;
  let unclear = 0;
  for (const row of rows)
    for (const [i, { role }] of columns.entries()) {
      const cell = row[i]?.trim() ?? '';
      if (role === 'ignore' || role === 'time' || role === 'date' || role === 'clock' || !/[.,]/.test(cell))
        continue;
      const mark = Math.max(cell.lastIndexOf(','), cell.lastIndexOf('.'));
      const sign = cell[mark];
      const isBoth = cell.includes(',') && cell.includes('.');
      const isOnce = cell.indexOf(sign!) === mark;
      if (isBoth || (isOnce && !/^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(cell))) {
        if (sign === ',') comma++;
        else point++;
      } else if (sign === ',') unclear++;
    }
  if (comma > point) return ',';
  if (point === 0 && unclear > 0 && delimiter !== ',') {
    warnings.push(
      'a comma is taken as decimal sign, as in files parted by semicolons; --decimal . says otherwise',
    );
    return ',';
  }
  return '.';
}

function findDateOrder(
  rows: readonly (readonly string[])[],
  columns: readonly FileColumn[],
  warnings: string[],
): DateOrder {
  const at = columns.findIndex(({ role }) => role === 'time' || role === 'date');
  const parts = rows.flatMap((row) => {
    const match = /^\s*(\d{1,2})([-/.])(\d{1,2})\2(?:\d{4}|\d{2})\b/.exec(row[at] ?? '');
    if (!match) return [];
    return [{ cell: row[at]!.trim(), first: Number(match[1]), mark: match[2], second: Number(match[3]) }];
  });
  const [sample] = parts;
  if (!sample) return 'ymd';
  const isDay = parts.some(({ first }) => first > 12);
  const isMonth = parts.some(({ second }) => second > 12);
  if (isDay !== isMonth) return isDay ? 'dmy' : 'mdy';
  const order = sample.mark === '/' ? 'mdy' : 'dmy';
  warnings.push(
    `dates such as ${sample.cell} are read ${order === 'mdy' ? 'month' : 'day'} first; --date-format ${order === 'mdy' ? 'dmy reads the day' : 'mdy reads the month'} first`,
  );
  return order;
}

function requireZone(zone: string): void {
  try {
    new ZoneClock(zone);
  } catch (error) {
    throw new OctopusError(
      'BAD_REQUEST',
      `"${zone}" is no time zone (${error instanceof Error ? error.message : String(error)}); give a name such as America/New_York`,
    );
  }
}

function missingColumns(
  fileName: string,
  first: string,
  columns: readonly FileColumn[],
  isNamed: boolean,
): OctopusError {
  const has = (role: ColumnRole) => columns.some((column) => column.role === role);
  const missing = [
    ...(has('time') || has('date') ? [] : ['date']),
    ...BAR_PRICES.filter((role) => !has(role)),
  ];
  const found = first.length > 120 ? `${first.slice(0, 120)}…` : first;
  const example = isNamed ? 'Date=time,Last=close' : '1=time,2=open,3=high,4=low,5=close';
  return unreadable(
    fileName,
    `its first line names no ${missing.join(', ')} column (it reads "${found}"); begin the file with a header such as date,open,high,low,close,volume, or import it and say what its columns are (octopus import --map "${example}")`,
    { missing },
  );
}

function unreadable(fileName: string, what: string, details: Record<string, unknown> = {}): OctopusError {
  const text = what.startsWith('its ') ? `${fileName}: ${what}` : `${fileName} ${what}`;
  return new OctopusError('FILE_UNREADABLE', text, { file: fileName, ...details });
}
