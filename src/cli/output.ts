import { oneLine } from './one-line.ts';
import type { Terminal } from './terminal.ts';

export const FORMATS = ['table', 'json', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

export type Cell = string | number | boolean | null;

/** What a command has to say, in a form each format is made from. */
export interface Report {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** The documented JSON; one object a row, by column name, unless given. */
  readonly json?: unknown;
  /** Places after the point that a table shows of what is no whole number; four unless told. */
  readonly decimals?: number;
  /** Lines under a table, for people. */
  readonly footer?: readonly string[];
}

const ROWS_A_WRITE = 10_000;

/** Prints a report to the terminal in a format. */
export function printReport(terminal: Terminal, format: Format, report: Report): void {
  if (format === 'json') printJson(terminal, report);
  else if (format === 'csv') printLines(terminal, [csvLine(report.columns), ...report.rows.map(csvLine)]);
  else printTable(terminal, report);
}

function printJson(terminal: Terminal, { json, columns, rows }: Report): void {
  const value =
    json ?? rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null])));
  if (!Array.isArray(value)) terminal.out(`${JSON.stringify(value, null, 2)}\n`);
  else if (value.length === 0) terminal.out('[]\n');
  else
    printLines(
      terminal,
      value.map(
        (item, i) => `${i === 0 ? '[' : ''}${JSON.stringify(item)}${i === value.length - 1 ? ']' : ','}`,
      ),
    );
}

function printTable(terminal: Terminal, { columns, rows, decimals = 4, footer = [] }: Report): void {
  const isNumeric = columns.map((_, i) => rows.every((row) => row[i] === null || typeof row[i] === 'number'));
  const cells = rows.map((row) => columns.map((_, i) => tableText(row[i] ?? null, decimals)));
  const widths = columns.map((column, i) =>
    cells.reduce((width, row) => Math.max(width, row[i]!.length), column.length),
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => (isNumeric[i] ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  printLines(terminal, [
    line(columns),
    line(widths.map((width) => '-'.repeat(width))),
    ...cells.map(line),
    ...footer,
  ]);
}

function printLines(terminal: Terminal, lines: readonly string[]): void {
  for (let i = 0; i < lines.length; i += ROWS_A_WRITE)
    terminal.out(`${lines.slice(i, i + ROWS_A_WRITE).join('\n')}\n`);
}

/** Whole numbers as they are, others to so many places, or four digits when small; blank for what is not there. */
function tableText(cell: Cell, decimals: number): string {
  if (cell === null) return '';
  if (typeof cell !== 'number') return oneLine(String(cell));
  if (Number.isInteger(cell)) return String(cell);
  return Math.abs(cell) >= 0.01 ? cell.toFixed(decimals) : cell.toPrecision(4);
}

function csvLine(cells: readonly Cell[]): string {
  return cells.map((cell) => csvText(cell)).join(',');
}

function csvText(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
