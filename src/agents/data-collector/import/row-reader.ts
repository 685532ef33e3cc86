import type { CorporateAction } from '#domain/market/corporate-action';
import type { Timeframe } from '#domain/market/timeframe';
import { type ByteCursor, scanDecimal } from '#domain/values/scan-decimal';
import type { TimeReading } from '../bar-time.ts';
import { ZoneClock } from '../zone-clock.ts';
import { BarBatch } from './bar-batch.ts';
import { type FileFormat, valueColumns } from './file-format.ts';
import { FileTicks } from './file-ticks.ts';
import { createRowJudge, type RowProblem } from './judge-row.ts';
import { neededFields, readLine } from './read-line.ts';
import { allocateCells, cellPlaces, TIME } from './row-cells.ts';
import { decodeText, lineEnd, RowPlaces } from './row-places.ts';
import { TimeScanner } from './scan-time.ts';

/** A row, or a value of a table's row, that did not pass. */
export interface RejectedRow {
  /** Series of the table; -1 for the whole row. */
  readonly series: number;
  /** 1-based line of the file. */
  readonly line: number;
  /** `high 9.8 is below low 10.1` */
  readonly reason: string;
  readonly raw: string;
  /** A person may take it as it is: only a rule of thumb is broken. */
  readonly isReleasable?: true;
}

export interface RowReaderOptions {
  /** Undefined for ticks. */
  readonly timeframe: Timeframe | undefined;
  /** Milliseconds; rows beyond it are rejected. */
  readonly now: number;
  readonly isReleased?: boolean;
}

/** A daily bar bears its exchange's date, which may be ahead of UTC by as much as this. */
const DATE_AHEAD_MS_MAX = 14 * 3_600_000;
const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const FIRST_CAPACITY = 1_024;

/**
 * Turns the bytes of a file's rows into columns. Whole lines go in; bars and ticks gather in `batches` and `ticks`,
 * rows that are none in `rejected`, until whoever reads takes them out. Rows of the usual forms are read byte by byte;
 * every other one is taken apart as text.
 */
export class RowReader {
  readonly batches: readonly BarBatch[];
  readonly ticks = new FileTicks(FIRST_CAPACITY);
  readonly places = new RowPlaces();
  readonly actions: CorporateAction[] = [];
  rejected: RejectedRow[] = [];
  rowsRead = 0;
  /** Rows without a value, by series. */
  readonly blanks: Float64Array;
  readonly #format: FileFormat;
  readonly #cells;
  readonly #columns: Int16Array;
  readonly #delimiter: number;
  readonly #isPlain: boolean;
  readonly #times: TimeScanner;
  readonly #reading: TimeReading;
  readonly #needed: number;
  readonly #judge;
  readonly #cursor: ByteCursor = { at: 0 };
  #line = 0;
  #isHeaderNext: boolean;
  #place = 0;

  constructor(format: FileFormat, { timeframe, now, isReleased = false }: RowReaderOptions) {
    const isDaily = timeframe === '1d';
    const series = format.content === 'table' ? valueColumns(format).length : 1;
    this.#format = format;
    this.#isHeaderNext = format.hasHeader;
    this.batches = Array.from({ length: series }, () => new BarBatch(FIRST_CAPACITY));
    this.blanks = new Float64Array(series);
    this.#cells = allocateCells(format);
    this.#columns = cellPlaces(format);
    this.#delimiter = format.delimiter.charCodeAt(0);
    this.#isPlain = format.kind === 'separated' && format.decimal === '.';
    this.#reading = {
      isDaily,
      order: format.dateOrder,
      clock: format.zone === 'UTC' ? undefined : new ZoneClock(format.zone),
    };
    this.#times = new TimeScanner(this.#reading);
    this.#needed = neededFields(format);
    this.#judge = createRowJudge(
      format,
      { latest: now + (isDaily ? DATE_AHEAD_MS_MAX : 0), isReleased },
      {
        batches: this.batches,
        ticks: this.ticks,
        actions: this.actions,
        rejectValue: (at, reason) => this.#reject(at, { reason }),
        noteBlank: (at) => {
          this.blanks[at]!++;
        },
      },
    );
  }

  /** Reads whole lines; only the last of a file may lack its end. */
  read(bytes: Uint8Array): void {
    this.places.addChunk(bytes);
    const end = bytes.length;
    for (let start = 0; start < end; ) {
      this.#line++;
      const first = bytes[start]!;
      if (first === NEWLINE || first === RETURN) {
        start = behind(bytes, start);
        continue;
      }
      const next = this.#isPlain && !this.#isHeaderNext ? this.#scan(bytes, start, end) : -1;
      if (next > 0) {
        this.#take(start, undefined);
        start = next;
        continue;
      }
      const lineStop = lineEnd(bytes, start);
      this.#readSlowly(bytes, start, lineStop);
      start = behind(bytes, lineStop);
    }
  }

  #readSlowly(bytes: Uint8Array, start: number, stop: number): void {
    const raw = decodeText(bytes.subarray(start, stop));
    if (raw.trim() === '' || raw === '\uFEFF') return;
    if (this.#isHeaderNext) {
      this.#isHeaderNext = false;
      return;
    }
    const problem = readLine(
      raw,
      this.#format,
      { places: this.#columns, reading: this.#reading, needed: this.#needed },
      this.#cells,
    );
    this.#take(start, problem);
  }

  #take(start: number, problem: string | undefined): void {
    this.rowsRead++;
    this.#place = this.places.add(this.#line, start);
    const found = problem ?? this.#judge(this.#cells, this.#place);
    if (this.#cells.problems.size > 0) this.#cells.problems.clear();
    if (found === undefined) return;
    this.#reject(-1, typeof found === 'string' ? { reason: found } : found);
  }

  #reject(series: number, { reason, isReleasable }: RowProblem): void {
    const place = this.#place;
    this.rejected.push({
      series,
      line: this.places.line(place),
      reason,
      raw: this.places.raw(place),
      ...(isReleasable ? { isReleasable } : {}),
    });
  }

  /** Fills the cells from a row of the usual forms and answers where the next line begins, or -1 for another form. */
  #scan(bytes: Uint8Array, start: number, end: number): number {
    const columns = this.#columns;
    const { values } = this.#cells;
    const delimiter = this.#delimiter;
    const cursor = this.#cursor;
    const last = columns.length - 1;
    let at = start;
    for (let i = 0; i <= last; i++) {
      const place = columns[i]!;
      if (place >= 0) {
        const byte = bytes[at];
        if (at === end || byte === delimiter || byte === NEWLINE || byte === RETURN)
          values[place] = Number.NaN;
        else {
          cursor.at = at;
          const value = scanDecimal(bytes, cursor, end);
          if (!(value - value === 0)) return -1;
          values[place] = value;
          at = cursor.at;
        }
      } else if (place === TIME) {
        cursor.at = at;
        const time = this.#times.scan(bytes, cursor, end);
        if (!(time - time === 0)) return -1;
        this.#cells.time = time;
        at = cursor.at;
      } else {
        if (place < TIME) return -1;
        for (; at < end; at++) {
          const byte = bytes[at]!;
          if (byte === delimiter || byte === NEWLINE || byte === RETURN) break;
          if (byte === QUOTE) return -1;
        }
      }
      if (i < last && bytes[at++] !== delimiter) return -1;
    }
    if (at === end) return end;
    const byte = bytes[at];
    return byte === NEWLINE || byte === RETURN ? behind(bytes, at) : -1;
  }
}

/** Where the next line begins, given where this one ends. */
function behind(bytes: Uint8Array, stop: number): number {
  return bytes[stop] === RETURN && bytes[stop + 1] === NEWLINE ? stop + 2 : stop + 1;
}
