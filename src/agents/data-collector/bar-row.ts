import type { Bar } from '#domain/market/bar';
import type { BarHeader } from './bar-header.ts';
import { parseBarTime } from './bar-time.ts';

/** One bar to be filled again for each row, so that reading allocates little. */
export type BarRow = { -readonly [Field in keyof Bar]: Bar[Field] } & {
  /** 0 when there was none. */
  dividend: number;
  /** 1 when there was none. */
  split: number;
};

const FIELDS = ['open', 'high', 'low', 'close'] as const;

/** Fills `row` from one line; the answer is what is wrong with it in words, or undefined. `latest` is inclusive. */
export function readBarRow(
  raw: string,
  header: BarHeader,
  { isDaily, latest }: { isDaily: boolean; latest: number },
  row: BarRow,
): string | undefined {
  const fields = header.keys ? jsonFields(raw, header.keys) : textFields(raw, header.separator);
  if (!fields) return header.keys ? 'it is no JSON object' : 'a quotation mark is not closed';
  if (fields.length < header.columns)
    return `it has ${fields.length} fields where ${header.columns} are needed`;
  const timeText =
    header.clock < 0
      ? fields[header.time]!
      : `${fields[header.time]!.trim()} ${fields[header.clock]!.trim()}`;
  row.time = parseBarTime(timeText, isDaily);
  if (Number.isNaN(row.time)) return `"${timeText.trim()}" is not a date or time that can be read`;
  for (const name of FIELDS) {
    const value = parseNumber(fields[header[name]]!);
    if (!(value > 0 && value < Number.POSITIVE_INFINITY))
      return notAPrice(name, fields[header[name]]!.trim(), value);
    row[name] = value;
  }
  const { open, high, low, close } = row;
  if (high < low) return `high ${high} is below low ${low}`;
  if (high < open || high < close)
    return `high ${high} is below ${high < open ? `open ${open}` : `close ${close}`}`;
  if (low > open || low > close)
    return `low ${low} is above ${low > open ? `open ${open}` : `close ${close}`}`;
  const volumeText = header.volume < 0 ? '0' : fields[header.volume];
  row.volume = volumeText === undefined ? 0 : parseNumber(volumeText);
  if (!Number.isFinite(row.volume))
    return volumeText?.trim() ? `volume "${volumeText.trim()}" is not a number` : 'volume is missing';
  if (row.volume < 0) return `volume ${row.volume} is below zero`;
  row.dividend = optionalNumber(fields[header.dividend]);
  if (!(row.dividend >= 0)) return `dividend "${fields[header.dividend]!.trim()}" is not an amount`;
  const split = optionalNumber(fields[header.split]);
  if (!(split >= 0)) return `split "${fields[header.split]!.trim()}" is not a ratio`;
  // Some sources write 0 where nothing was split.
  row.split = split === 0 ? 1 : split;
  if (row.time > latest) return `${new Date(row.time).toISOString()} is in the future`;
  return undefined;
}

function notAPrice(name: string, text: string, value: number): string {
  if (text === '') return `${name} is missing`;
  return value <= 0 ? `${name} ${text} is not above zero` : `${name} "${text}" is not a number`;
}

/** 0 for what is not there or blank, NaN for what is no number. */
function optionalNumber(text: string | undefined): number {
  return text === undefined || text.trim() === '' ? 0 : parseNumber(text);
}

/** A plain decimal number; NaN for anything else, blanks, `0x10` and `Infinity` included. */
function parseNumber(text: string): number {
  const value = Number(text);
  if (value === 0 && text.trim() === '') return Number.NaN;
  const mayHavePrefix = text.charCodeAt(0) <= 48 && /^\s*0[xob]/i.test(text);
  return Number.isFinite(value) && !mayHavePrefix ? value : Number.NaN;
}

function textFields(raw: string, separator: string): string[] | undefined {
  return raw.includes('"') ? splitQuoted(raw, separator) : raw.split(separator);
}

/** Values of an object by key, blank where it has none, or undefined when the text is no object. */
function jsonFields(raw: string, keys: readonly string[]): string[] | undefined {
  let row: unknown;
  try {
    row = JSON.parse(raw);
  } catch {
    return undefined;
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return undefined;
  const values = row as Readonly<Record<string, unknown>>;
  return keys.map((key) => (values[key] === undefined || values[key] === null ? '' : String(values[key])));
}

/** Fields of a line with quotation marks (doubled inside), or undefined when one is never closed. */
function splitQuoted(line: string, separator: string): string[] | undefined {
  const fields: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!;
    if (character === '"') {
      if (isQuoted && line[i + 1] === '"') field += line[++i];
      else isQuoted = !isQuoted;
    } else if (character === separator && !isQuoted) {
      fields.push(field);
      field = '';
    } else field += character;
  }
  fields.push(field);
  return isQuoted ? undefined : fields;
}
