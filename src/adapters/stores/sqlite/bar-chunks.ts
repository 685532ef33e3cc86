import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { OctopusError } from '#contract/errors';
import { allocateBars, BAR_FIELDS, type BarColumns, lowerBound, sliceBars } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import type { BarRange, SeriesSummary } from '#engine/ports/market-store';
import { BAR_FORM } from './bar-codec.ts';
import type { PutStamp } from './bar-history.ts';
import { createBarHistory } from './bar-history.ts';
import { createBarWriter, type PutCounts } from './bar-writer.ts';
import { barsHash } from './chunk-body.ts';
import {
  type ChunkRow,
  createChunkRows,
  decodeChunk,
  PERIOD_MS,
  PERIODS_A_PAGE,
  type PeriodRow,
  readChunk,
  type SeriesRow,
} from './chunk-rows.ts';
import { createDecodedChunks } from './decoded-chunks.ts';
import { inTurns, type Steps } from './in-turns.ts';
import { allocateUnfilledBars } from './unfilled-bars.ts';

/** Bars decoded before others have a turn: well below 20 ms. */
const STEP_BARS = 120_000;

/** Bars of one chunk that a range wants: all of them, still to be decoded, or some. */
interface Piece {
  readonly length: number;
  readonly chunk?: ChunkRow;
  readonly part?: BarColumns;
}

/** Bars of every series as compressed columns, a row each {@link PERIOD_MS}. */
export interface BarChunks {
  /**
   * Stores bars that came at a moment, from a source. Few are stored when this returns; many in turns of the
   * event loop, whole transactions each, and what is put to the series meanwhile waits.
   */
  put(symbol: string, timeframe: Timeframe, bars: BarColumns, stamp: PutStamp): Promise<PutCounts>;
  /** The bars as they were when asked for, many of them decoded in turns of the event loop. */
  read(symbol: string, timeframe: Timeframe, range: BarRange): Promise<BarColumns>;
  series(): SeriesSummary[];
  /**
   * SHA-256 (hex) over the values of the bars with `from` ≤ time < `to`: equal on every machine that holds equal
   * bars, whatever the order in which they came.
   */
  contentHash(symbol: string, timeframe: Timeframe, range: { from?: number; to?: number }): string;
}

export function createBarChunks(database: Database.Database): BarChunks {
  const history = createBarHistory(database);
  const rows = createChunkRows(database);
  const write = createBarWriter(database, rows);
  const decoded = createDecodedChunks();
  const listSeries = database.prepare<[], SeriesSummary>(
    `SELECT symbol, timeframe, bars, first_time AS firstTime, last_time AS lastTime,
       (SELECT coalesce(sum(bars), 0) FROM replaced WHERE series = series.id) AS revisions
     FROM series WHERE bars > 0 ORDER BY symbol, timeframe`,
  );
  /** Puts under way, by series. */
  const puts = new Map<string, Promise<PutCounts>>();

  function put(symbol: string, timeframe: Timeframe, bars: BarColumns, stamp: PutStamp): Promise<PutCounts> {
    assertAscending(symbol, timeframe, bars);
    const name = `${symbol} ${timeframe}`;
    const start = (): Promise<PutCounts> => inTurns(write(symbol, timeframe, bars, stamp));
    const before = puts.get(name);
    const counts = before ? before.then(start, start) : start();
    const forget = (): void => {
      if (puts.get(name) === counts) puts.delete(name);
    };
    puts.set(name, counts);
    counts.then(forget, forget);
    return counts;
  }

  /** Chunks that can hold bars of the range, newest first. */
  function* periodsIn(
    series: SeriesRow,
    timeframe: Timeframe,
    { from, to }: BarRange,
  ): Generator<PeriodRow, void, void> {
    const start = Math.max(from ?? series.first_time, series.first_time);
    const end = Math.min(to ?? Number.POSITIVE_INFINITY, series.last_time + 1);
    if (!(start < end)) return;
    const periodMs = PERIOD_MS[timeframe];
    const first = Math.floor(start / periodMs);
    let page: PeriodRow[] = [];
    for (let last = Math.floor(end / periodMs); ; last = page.at(-1)!.period - 1) {
      page = rows.between(series.id, first, last);
      yield* page.filter((chunk) => chunk.last_time >= start && chunk.first_time < end);
      if (page.length < PERIODS_A_PAGE) return;
    }
  }

  /** The whole range is restored before the newest of it are taken: some of them may not have come by then. */
  function* readAsOf(symbol: string, timeframe: Timeframe, range: BarRange, asOf: number): Steps<BarColumns> {
    const { limit = Number.POSITIVE_INFINITY, from, to } = range;
    const bars = yield* read(symbol, timeframe, {
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
    const series = rows.findSeries(symbol, timeframe);
    const known = series ? history.restore(series.id, asOf, bars) : bars;
    if (known.length <= limit) return known;
    const newest = allocateBars(Math.max(0, limit));
    const part = sliceBars(known, known.length - newest.length, known.length);
    for (const field of BAR_FIELDS) newest[field].set(part[field]);
    return newest;
  }

  function* read(symbol: string, timeframe: Timeframe, range: BarRange): Steps<BarColumns> {
    if (range.asOf !== undefined) return yield* readAsOf(symbol, timeframe, range, range.asOf);
    const series = rows.findSeries(symbol, timeframe);
    const limit = range.limit ?? Number.POSITIVE_INFINITY;
    if (!series || limit <= 0) return allocateBars(0);
    const name = `${symbol} ${timeframe}`;
    // All chunks are taken before the first is decoded: what is put between two turns is not seen in part.
    const pieces: Piece[] = [];
    let total = 0;
    for (const period of periodsIn(series, timeframe, range)) {
      const piece = pieceOf(name, series.id, period, range, limit - total);
      if (piece.length > 0) pieces.push(piece);
      total += piece.length;
      if (total >= limit) break;
    }
    const bars = allocateUnfilledBars(total);
    let offset = 0;
    let rested = 0;
    for (const { length, chunk, part } of pieces.reverse()) {
      if (offset - rested >= STEP_BARS) {
        rested = offset;
        yield;
      }
      if (chunk) decodeChunk(name, chunk, bars, offset);
      if (part) for (const field of BAR_FIELDS) bars[field].set(part[field], offset);
      offset += length;
    }
    return bars;
  }

  /** A chunk cut by the range is decoded apart, so that the answer holds no more than was asked for. */
  function pieceOf(name: string, series: number, row: PeriodRow, range: BarRange, room: number): Piece {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = range;
    if (row.first_time >= from && row.last_time < to && row.bars <= room)
      return { length: row.bars, chunk: rows.find(series, row.period)! };
    const bars = decoded.get(series, row.period, rows.hashOf(series, row.period)!) ?? decode();
    const end = lowerBound(bars, to);
    const part = sliceBars(bars, Math.max(lowerBound(bars, from), end - room), end);
    return { length: part.length, part };

    function decode(): BarColumns {
      const chunk = rows.find(series, row.period)!;
      const whole = readChunk(name, chunk);
      decoded.keep(series, row.period, chunk.hash, whole);
      return whole;
    }
  }

  return {
    put,
    read: (symbol, timeframe, range) => inTurns(read(symbol, timeframe, range)),
    series: () => listSeries.all(),
    contentHash(symbol, timeframe, { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }) {
      const digest = createHash('sha256').update(`${symbol} ${timeframe}`);
      const series = rows.findSeries(symbol, timeframe);
      if (!series) return digest.digest('hex');
      for (const { period } of [...periodsIn(series, timeframe, { from, to })].reverse()) {
        const chunk = rows.find(series.id, period)!;
        if (chunk.form === BAR_FORM && chunk.first_time >= from && chunk.last_time < to) {
          digest.update(chunk.hash);
          continue;
        }
        const bars = readChunk(`${symbol} ${timeframe}`, chunk);
        const part = sliceBars(bars, lowerBound(bars, from), lowerBound(bars, to));
        if (part.length > 0) digest.update(barsHash(part));
      }
      return digest.digest('hex');
    },
  };
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
