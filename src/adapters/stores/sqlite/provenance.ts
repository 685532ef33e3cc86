import type Database from 'better-sqlite3';
import { type BarColumns, lowerBound, sliceBars } from '#domain/market/bar';
import type { SourceKind } from '#domain/market/source-kind';
import type { BarSource, BarStretch } from '#engine/ports/provenance';

/** Whose bars are when nobody said so; row 1 of `bar_sources`. */
export const UNKNOWN_SOURCE: BarSource = { source: 'unknown', kind: 'unknown' };
const UNKNOWN_ID = 1;
const SOURCE_LENGTH_MAX = 200;

/** Times of the first and last bar, both inclusive. */
interface Run {
  readonly first: number;
  readonly last: number;
}

interface StretchRow {
  readonly first_time: number;
  readonly last_time: number;
  readonly source: number;
  readonly first_received: number | null;
  readonly last_received: number;
}

interface NamedStretchRow extends StretchRow {
  readonly name: string;
  readonly kind: SourceKind;
}

/**
 * Whose every bar is: stretches that never overlap, those of one source that border on one another joined, so that a
 * stream which writes each minute keeps one row. Times are milliseconds. All calls are synchronous.
 */
export interface Provenance {
  /** The id of a source, noted on its first use. */
  idOf(source: BarSource): number;
  /** Notes that the bars of a run, with none of another source between them, are now of a source. */
  note(series: number, run: Run, source: number, receivedTime: number): void;
  /** Bars in parts, each of one source. */
  byOwner(series: number, bars: BarColumns): { owner: number; bars: BarColumns }[];
  /** Stretches that hold at least one of `bars`, counted in them. */
  stretches(series: number, bars: BarColumns): BarStretch[];
}

/** The tables `bar_sources` and `provenance` of a market database. */
export function createProvenance(database: Database.Database): Provenance {
  const findSource = database
    .prepare<[string, string], number>('SELECT id FROM bar_sources WHERE name = ? AND kind = ?')
    .pluck();
  const insertSource = database.prepare('INSERT INTO bar_sources (name, kind) VALUES (?, ?)');
  const selectTouched = database.prepare<{ series: number; first: number; last: number }, StretchRow>(
    `SELECT first_time, last_time, source, first_received, last_received FROM provenance WHERE series = @series
       AND first_time >= coalesce((SELECT max(first_time) FROM provenance WHERE series = @series AND first_time < @first), @first)
       AND first_time <= coalesce((SELECT min(first_time) FROM provenance WHERE series = @series AND first_time > @last), @last)
     ORDER BY first_time`,
  );
  const remove = database.prepare('DELETE FROM provenance WHERE series = ? AND first_time = ?');
  const insert = database.prepare(
    `INSERT INTO provenance (series, first_time, last_time, source, first_received, last_received)
     VALUES (@series, @first_time, @last_time, @source, @first_received, @last_received)`,
  );
  const selectStretches = database.prepare<[number, number, number], NamedStretchRow>(
    `SELECT first_time, last_time, source, first_received, last_received, name, kind
     FROM provenance JOIN bar_sources ON bar_sources.id = source
     WHERE series = ? AND last_time >= ? AND first_time <= ? ORDER BY first_time`,
  );

  function within(series: number, bars: BarColumns): { row: NamedStretchRow; start: number; end: number }[] {
    if (bars.length === 0) return [];
    const rows = selectStretches.all(series, bars.time[0]!, bars.time[bars.length - 1]!);
    return rows
      .map((row) => ({
        row,
        start: lowerBound(bars, row.first_time),
        end: endOf(bars, row.last_time),
      }))
      .filter(({ start, end }) => start < end);
  }

  return {
    idOf({ source, kind }) {
      const name = source.slice(0, SOURCE_LENGTH_MAX);
      return findSource.get(name, kind) ?? Number(insertSource.run(name, kind).lastInsertRowid);
    },
    note(series, { first, last }, source, receivedTime) {
      let joined: StretchRow = {
        first_time: first,
        last_time: last,
        source,
        first_received: receivedTime,
        last_received: receivedTime,
      };
      const touched = selectTouched.all({ series, first, last });
      const others = touched.filter((row) => row.source !== source);
      const isKeptBefore = others.some((row) => row.first_time < first && row.last_time >= first);
      const isKeptAfter = others.some((row) => row.last_time > last && row.first_time <= last);
      for (const row of touched) {
        const isBefore = row.last_time < first;
        const isAfter = row.first_time > last;
        const isApart =
          row.source === source
            ? (isBefore && isKeptBefore) || (isAfter && isKeptAfter)
            : isBefore || isAfter;
        if (isApart) continue;
        remove.run(series, row.first_time);
        if (row.source === source) joined = together(row, joined);
        else {
          // Times of bars are at least a millisecond apart, whatever their length.
          if (row.first_time < first) insert.run({ series, ...row, last_time: first - 1 });
          if (row.last_time > last) insert.run({ series, ...row, first_time: last + 1 });
        }
      }
      insert.run({ series, ...joined });
    },
    byOwner(series, bars) {
      const parts: { owner: number; bars: BarColumns }[] = [];
      let done = 0;
      const take = (owner: number, end: number): void => {
        if (end > done) parts.push({ owner, bars: sliceBars(bars, done, end) });
        done = Math.max(done, end);
      };
      for (const { row, start, end } of within(series, bars)) {
        take(UNKNOWN_ID, start);
        take(row.source, end);
      }
      take(UNKNOWN_ID, bars.length);
      return parts;
    },
    stretches(series, bars) {
      const found: BarStretch[] = [];
      for (const { row, start, end } of within(series, bars)) {
        const before = found.at(-1);
        const received = { receivedFirst: row.first_received, receivedLast: row.last_received };
        const stretch = {
          source: row.name,
          kind: row.kind,
          from: bars.time[start]!,
          to: bars.time[end - 1]!,
          bars: end - start,
          ...received,
        };
        // A row between them may have lost its last bar to another source.
        if (before && before.source === stretch.source && before.kind === stretch.kind)
          found.splice(-1, 1, {
            ...stretch,
            from: before.from,
            bars: before.bars + stretch.bars,
            receivedFirst: earlier(before.receivedFirst, stretch.receivedFirst),
            receivedLast: Math.max(before.receivedLast, stretch.receivedLast),
          });
        else found.push(stretch);
      }
      return found;
    },
  };
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.min(a, b);
}

function endOf(bars: BarColumns, last: number): number {
  const at = lowerBound(bars, last);
  return bars.time[at] === last ? at + 1 : at;
}

function together(a: StretchRow, b: StretchRow): StretchRow {
  return {
    first_time: Math.min(a.first_time, b.first_time),
    last_time: Math.max(a.last_time, b.last_time),
    source: a.source,
    first_received: earlier(a.first_received, b.first_received),
    last_received: Math.max(a.last_received, b.last_received),
  };
}
