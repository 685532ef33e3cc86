import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { OctopusError } from '#contract/errors';
import { allocateBars, BAR_FIELDS, type BarColumns, lowerBound, sliceBars } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import type { BarRange, SeriesSummary } from '#engine/ports/market-store';
import { BAR_FORM } from './bar-codec.ts';
import { type Arrival, createBarHistory } from './bar-history.ts';
import { barsHash, type ChunkBody, packBars, unpackBars } from './chunk-body.ts';
import { firstBars, mergeBars } from './merge-bars.ts';

const DAY_MS = 86_400_000;

/** Span of one chunk: long enough to compress and to fill pages, short enough to be rewritten for one new bar. */
const PERIOD_MS: Record<Timeframe, number> = {
  '1s': DAY_MS / 12,
  '1m': 28 * DAY_MS,
  '5m': 112 * DAY_MS,
  '1h': 728 * DAY_MS,
  '1d': 1461 * DAY_MS,
};

interface SeriesRow {
  readonly id: number;
  readonly bars: number;
  readonly first_time: number;
  readonly last_time: number;
}

interface PeriodRow {
  readonly period: number;
  readonly bars: number;
  readonly first_time: number;
  readonly last_time: number;
}

interface ChunkRow extends PeriodRow, ChunkBody {
  readonly hash: Uint8Array;
}

/** Bars of one chunk that a range wants: all of them, still to be decoded, or some. */
interface Piece {
  readonly period: number;
  readonly length: number;
  readonly part?: BarColumns;
}

export interface PutCounts {
  stored: number;
  duplicate: number;
  revised: number;
}

/** Bars of every series as compressed columns, one row a {@link PERIOD_MS}. All calls are synchronous. */
export interface BarChunks {
  /** Stores bars that came at `receivedTime` (milliseconds). */
  put(symbol: string, timeframe: Timeframe, bars: BarColumns, receivedTime: number): PutCounts;
  read(symbol: string, timeframe: Timeframe, range: BarRange): BarColumns;
  series(): SeriesSummary[];
  /**
   * SHA-256 (hex) over the values of the bars with `from` ≤ time < `to`: equal on every machine that holds equal
   * bars, whatever the order in which they came.
   */
  contentHash(symbol: string, timeframe: Timeframe, range: { from?: number; to?: number }): string;
}

export function createBarChunks(database: Database.Database): BarChunks {
  const history = createBarHistory(database);
  const selectSeries = database.prepare<[string, string], SeriesRow>(
    'SELECT id, bars, first_time, last_time FROM series WHERE symbol = ? AND timeframe = ?',
  );
  const insertSeries = database.prepare(
    'INSERT INTO series (symbol, timeframe, bars, first_time, last_time) VALUES (?, ?, 0, 0, 0)',
  );
  const updateSeries = database.prepare(
    `UPDATE series SET (bars, first_time, last_time) =
       (SELECT sum(bars), min(first_time), max(last_time) FROM chunks WHERE series = series.id) WHERE id = ?`,
  );
  const listSeries = database.prepare<[], SeriesSummary>(
    `SELECT symbol, timeframe, bars, first_time AS firstTime, last_time AS lastTime,
       (SELECT coalesce(sum(bars), 0) FROM replaced WHERE series = series.id) AS revisions
     FROM series WHERE bars > 0 ORDER BY symbol, timeframe`,
  );
  const selectChunk = database.prepare<[number, number], ChunkRow>(
    'SELECT period, bars, first_time, last_time, hash, form, payload_bytes, body FROM chunks WHERE series = ? AND period = ?',
  );
  const selectPeriods = database.prepare<[number, number, number], PeriodRow>(
    `SELECT period, bars, first_time, last_time FROM chunks WHERE series = ? AND period BETWEEN ? AND ? ORDER BY period DESC`,
  );
  const upsertChunk = database.prepare(
    `INSERT INTO chunks (series, period, bars, first_time, last_time, hash, form, payload_bytes, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (series, period) DO UPDATE SET bars = excluded.bars, first_time = excluded.first_time,
       last_time = excluded.last_time, hash = excluded.hash, form = excluded.form,
       payload_bytes = excluded.payload_bytes, body = excluded.body`,
  );

  function writeChunk(series: number, period: number, bars: BarColumns): void {
    const last = bars.time[bars.length - 1];
    const { hash, form, payload_bytes, body } = packBars(bars);
    upsertChunk.run(series, period, bars.length, bars.time[0], last, hash, form, payload_bytes, body);
  }

  function decodeChunk(name: string, chunk: ChunkRow, target: BarColumns, offset: number): number {
    try {
      return unpackBars(chunk, target, offset);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const days = `${isoDate(chunk.first_time)} to ${isoDate(chunk.last_time)}`;
      throw new OctopusError(
        'STORE_FAILURE',
        `${name} bars of ${days} are damaged in the store (${problem}); import that stretch again`,
        { symbol: name },
      );
    }
  }

  function readChunk(name: string, chunk: ChunkRow): BarColumns {
    const bars = allocateBars(chunk.bars);
    decodeChunk(name, chunk, bars, 0);
    return bars;
  }

  /** A damaged chunk is begun anew by the next bars put there, so that importing again repairs it. */
  function readIfSound(name: string, chunk: ChunkRow): BarColumns | undefined {
    try {
      return readChunk(name, chunk);
    } catch (error) {
      if (error instanceof OctopusError) return undefined;
      throw error;
    }
  }

  const put = database.transaction(
    (symbol: string, timeframe: Timeframe, bars: BarColumns, receivedTime: number): PutCounts => {
      const counts = { stored: 0, duplicate: 0, revised: 0 };
      const periodMs = PERIOD_MS[timeframe];
      const series =
        selectSeries.get(symbol, timeframe)?.id ??
        Number(insertSeries.run(symbol, timeframe).lastInsertRowid);
      const arrivals: Arrival[] = [];
      let periodBefore = Number.NaN;
      let lastBefore: number | undefined;
      for (let start = 0; start < bars.length; ) {
        const period = Math.floor(bars.time[start]! / periodMs);
        const end = lowerBound(bars, (period + 1) * periodMs);
        const incoming = sliceBars(bars, start, end);
        const existing = selectChunk.get(series, period);
        const readable = existing && readIfSound(`${symbol} ${timeframe}`, existing);
        const merged = readable ? mergeBars(readable, incoming) : firstBars(incoming);
        if (merged.duplicate < incoming.length) writeChunk(series, period, merged.bars);
        if (merged.revised > 0) history.keepReplaced(series, receivedTime, merged.replaced);
        const [first, ...rest] = merged.arrivals;
        const isJoined = period === periodBefore + 1 && merged.bars.time[0] === first?.first;
        const open = arrivals.at(-1);
        if (first && open && isJoined && open.last === lastBefore)
          arrivals.splice(-1, 1, { first: open.first, last: first.last }, ...rest);
        else arrivals.push(...merged.arrivals);
        periodBefore = period;
        lastBefore = merged.bars.time[merged.bars.length - 1];
        counts.stored += merged.stored;
        counts.duplicate += merged.duplicate;
        counts.revised += merged.revised;
        start = end;
      }
      history.noteArrivals(series, receivedTime, arrivals);
      if (counts.stored + counts.revised > 0) updateSeries.run(series);
      return counts;
    },
  );

  /** Chunks that can hold bars of the range, newest first. */
  function periodsIn(series: SeriesRow, timeframe: Timeframe, { from, to }: BarRange) {
    const start = Math.max(from ?? series.first_time, series.first_time);
    const end = Math.min(to ?? Number.POSITIVE_INFINITY, series.last_time + 1);
    if (!(start < end)) return [];
    const periodMs = PERIOD_MS[timeframe];
    const periods = selectPeriods.all(series.id, Math.floor(start / periodMs), Math.floor(end / periodMs));
    return periods.filter((chunk) => chunk.last_time >= start && chunk.first_time < end);
  }

  /** The whole range is restored before the newest of it are taken: some of them may not have come by then. */
  function readAsOf(symbol: string, timeframe: Timeframe, range: BarRange, asOf: number): BarColumns {
    const { limit = Number.POSITIVE_INFINITY, from, to } = range;
    const bars = read(symbol, timeframe, {
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
    const series = selectSeries.get(symbol, timeframe);
    const known = series ? history.restore(series.id, asOf, bars) : bars;
    if (known.length <= limit) return known;
    const newest = allocateBars(Math.max(0, limit));
    const part = sliceBars(known, known.length - newest.length, known.length);
    for (const field of BAR_FIELDS) newest[field].set(part[field]);
    return newest;
  }

  function read(symbol: string, timeframe: Timeframe, range: BarRange): BarColumns {
    if (range.asOf !== undefined) return readAsOf(symbol, timeframe, range, range.asOf);
    const series = selectSeries.get(symbol, timeframe);
    const limit = range.limit ?? Number.POSITIVE_INFINITY;
    if (!series || limit <= 0) return allocateBars(0);
    const name = `${symbol} ${timeframe}`;
    const pieces: Piece[] = [];
    let total = 0;
    for (const chunk of periodsIn(series, timeframe, range)) {
      const piece = pieceOf(name, series.id, chunk, range, limit - total);
      if (piece.length > 0) pieces.push(piece);
      total += piece.length;
      if (total >= limit) break;
    }
    const bars = allocateBars(total);
    let offset = 0;
    for (const { period, length, part } of pieces.reverse()) {
      if (!part) decodeChunk(name, selectChunk.get(series.id, period)!, bars, offset);
      else for (const field of BAR_FIELDS) bars[field].set(part[field], offset);
      offset += length;
    }
    return bars;
  }

  /** A chunk cut by the range is decoded apart, so that the answer holds no more than was asked for. */
  function pieceOf(name: string, series: number, chunk: PeriodRow, range: BarRange, room: number): Piece {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = range;
    const { period } = chunk;
    if (chunk.first_time >= from && chunk.last_time < to && chunk.bars <= room)
      return { period, length: chunk.bars };
    const bars = readChunk(name, selectChunk.get(series, period)!);
    const end = lowerBound(bars, to);
    const part = sliceBars(bars, Math.max(lowerBound(bars, from), end - room), end);
    return { period, length: part.length, part };
  }

  return {
    put(symbol, timeframe, bars, receivedTime) {
      assertAscending(symbol, timeframe, bars);
      return bars.length === 0
        ? { stored: 0, duplicate: 0, revised: 0 }
        : put.immediate(symbol, timeframe, bars, receivedTime);
    },
    read,
    series: () => listSeries.all(),
    contentHash(symbol, timeframe, { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }) {
      const digest = createHash('sha256').update(`${symbol} ${timeframe}`);
      const series = selectSeries.get(symbol, timeframe);
      if (!series) return digest.digest('hex');
      for (const chunk of periodsIn(series, timeframe, { from, to }).reverse()) {
        const row = selectChunk.get(series.id, chunk.period)!;
        if (row.form === BAR_FORM && chunk.first_time >= from && chunk.last_time < to) {
          digest.update(row.hash);
          continue;
        }
        const bars = readChunk(`${symbol} ${timeframe}`, row);
        const part = sliceBars(bars, lowerBound(bars, from), lowerBound(bars, to));
        if (part.length > 0) digest.update(barsHash(part));
      }
      return digest.digest('hex');
    },
  };
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function assertAscending(symbol: string, timeframe: Timeframe, { time, length }: BarColumns): void {
  for (let i = 0; i < length; i++) {
    const isOrdered =
      i === 0 ? Number.isFinite(time[0]) : time[i]! > time[i - 1]! && time[i]! < Number.POSITIVE_INFINITY;
    if (!isOrdered) {
      throw new OctopusError(
        'BAD_REQUEST',
        `${symbol} ${timeframe} bar ${i} of ${length}: its time ${time[i]} does not follow ${time[i - 1] ?? 'anything'}; give bars in ascending time`,
        { symbol, timeframe, index: i },
      );
    }
  }
}
