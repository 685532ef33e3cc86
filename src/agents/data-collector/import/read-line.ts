import { parseBarTime, type TimeReading } from '../bar-time.ts';
import type { FileFormat } from './file-format.ts';
import { isBlankCell, parseFileNumber } from './file-number.ts';
import { CELL, CLOCK, type RowCells, TIME, VALUES_FROM } from './row-cells.ts';
import { jsonFields, splitLine } from './split-line.ts';

/**
 * Takes any line apart: quoted fields, all forms of times and numbers, JSON. Fills `cells`; the answer is what is wrong
 * with the row in words, or undefined. `places` are those of the format.
 */
export function readLine(
  raw: string,
  format: FileFormat,
  { places, reading, needed }: { places: Int16Array; reading: TimeReading; needed: number },
  cells: RowCells,
): string | undefined {
  const isJson = format.kind === 'json';
  const fields = isJson
    ? jsonFields(
        raw,
        format.columns.map(({ name }) => name),
      )
    : splitLine(raw, format.delimiter);
  if (!fields) return isJson ? 'it is no JSON object' : 'a quotation mark is not closed';
  if (fields.length < needed) return `it has ${fields.length} fields where ${needed} are needed`;
  const timeText = timeOf(fields, places);
  cells.time = parseBarTime(timeText, reading);
  if (Number.isNaN(cells.time)) return `"${timeText.trim()}" is not a date or time that can be read`;
  cells.problems.clear();
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    if (place < 0) continue;
    const isAmount = place === CELL.volume;
    // A row may end before its volume: none is told then, while a blank one is missing.
    const text = fields[i] ?? (isAmount ? '0' : '');
    const value = parseFileNumber(text, isJson ? '.' : format.decimal, isAmount);
    cells.values[place] = value;
    if (Number.isFinite(value)) continue;
    cells.values[place] = Number.NaN;
    if (place >= VALUES_FROM) {
      if (!isBlankCell(text)) cells.problems.set(place, `value "${text.trim()}" is not a number`);
      continue;
    }
    const problem = notANumber(text.trim(), format, i);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Fields a row must have: all but what may be left away at its end. */
export function neededFields(format: FileFormat): number {
  const optional = [
    'volume',
    'dividend',
    'split',
    'size',
    'bid_size',
    'ask_size',
    'value',
    'ignore',
    'adj_close',
  ];
  return format.columns.reduce((needed, { role }, i) => (optional.includes(role) ? needed : i + 1), 0);
}

function timeOf(fields: readonly string[], places: Int16Array): string {
  const at = places.indexOf(TIME);
  const clock = places.indexOf(CLOCK);
  return clock < 0 ? (fields[at] ?? '') : `${fields[at]!.trim()} ${fields[clock]!.trim()}`;
}

/** Blank is no error here: what a blank means is judged by what the row is. */
function notANumber(text: string, { columns, content }: FileFormat, at: number): string | undefined {
  const { role } = columns[at]!;
  const isBlank = content === 'closes' ? isBlankCell(text) : text === '';
  if (isBlank) return undefined;
  const name = role.replace('_', ' ');
  if (role === 'dividend') return `dividend "${text}" is not an amount`;
  return role === 'split' ? `split "${text}" is not a ratio` : `${name} "${text}" is not a number`;
}
