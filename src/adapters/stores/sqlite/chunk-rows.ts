import type Database from 'better-sqlite3';
import { OctopusError } from '#contract/errors';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import type { Arrival } from './bar-history.ts';
import { type ChunkBody, packBars, unpackBars } from './chunk-body.ts';
import { allocateUnfilledBars } from './unfilled-bars.ts';

const DAY_MS = 86_400_000;

/** Span of one chunk: long enough to compress and to fill pages, short enough to be rewritten for one new bar. */
export const PERIOD_MS: Record<Timeframe, number> = {
  '1s': DAY_MS / 12,
  '1m': 28 * DAY_MS,
  '5m': 112 * DAY_MS,
  '1h': 728 * DAY_MS,
  '1d': 1461 * DAY_MS,
};

/** Chunks looked up at a time: the newest bars of a long series need no more. */
export const PERIODS_A_PAGE = 16;

export interface SeriesRow {
  readonly id: number;
  readonly bars: number;
  readonly first_time: number;
  readonly last_time: number;
}

/** A chunk without its body. */
export interface PeriodRow {
  readonly period: number;
  readonly bars: number;
  readonly first_time: number;
  readonly last_time: number;
}

export interface ChunkRow extends PeriodRow, ChunkBody {
  readonly hash: Uint8Array;
}

/** Bars of a chunk ready to be written. */
export interface PackedChunk extends ReturnType<typeof packBars> {
  readonly period: number;
  readonly bars: number;
  readonly firstTime: number;
  readonly lastTime: number;
}

/** The tables `series` and `chunks` of a market database. All calls are synchronous. */
export interface ChunkRows {
  findSeries(symbol: string, timeframe: Timeframe): SeriesRow | undefined;
  addSeries(symbol: string, timeframe: Timeframe): number;
  /** Notes that a series holds `added` bars more, which came in these runs. Costs the same however long the series is. */
  growSeries(series: number, added: number, arrivals: readonly Arrival[]): void;
  /** Counts anew what the chunks of a series hold. */
  recountSeries(series: number): void;
  find(series: number, period: number): ChunkRow | undefined;
  hashOf(series: number, period: number): Uint8Array | undefined;
  /** The newest chunks, {@link PERIODS_A_PAGE} at most, of two periods (both inclusive) and those between; newest first. */
  between(series: number, first: number, last: number): PeriodRow[];
  write(series: number, chunk: PackedChunk): void;
}

export function createChunkRows(database: Database.Database): ChunkRows {
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
  const growSeries = database.prepare(
    `UPDATE series SET bars = bars + @added,
       first_time = iif(bars = 0, @first, min(first_time, @first)),
       last_time = iif(bars = 0, @last, max(last_time, @last)) WHERE id = @series`,
  );
  const selectChunk = database.prepare<[number, number], ChunkRow>(
    'SELECT period, bars, first_time, last_time, hash, form, payload_bytes, body FROM chunks WHERE series = ? AND period = ?',
  );
  const selectHash = database
    .prepare<[number, number], Uint8Array>('SELECT hash FROM chunks WHERE series = ? AND period = ?')
    .pluck();
  const selectPeriods = database.prepare<[number, number, number], PeriodRow>(
    `SELECT period, bars, first_time, last_time FROM chunks WHERE series = ? AND period BETWEEN ? AND ? ORDER BY period DESC
     LIMIT ${PERIODS_A_PAGE}`,
  );
  const upsertChunk = database.prepare(
    `INSERT INTO chunks (series, period, bars, first_time, last_time, hash, form, payload_bytes, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (series, period) DO UPDATE SET bars = excluded.bars, first_time = excluded.first_time,
       last_time = excluded.last_time, hash = excluded.hash, form = excluded.form,
       payload_bytes = excluded.payload_bytes, body = excluded.body`,
  );
  return {
    findSeries: (symbol, timeframe) => selectSeries.get(symbol, timeframe),
    addSeries: (symbol, timeframe) => Number(insertSeries.run(symbol, timeframe).lastInsertRowid),
    growSeries(series, added, arrivals) {
      growSeries.run({ series, added, first: arrivals[0]!.first, last: arrivals.at(-1)!.last });
    },
    recountSeries: (series) => {
      updateSeries.run(series);
    },
    find: (series, period) => selectChunk.get(series, period),
    hashOf: (series, period) => selectHash.get(series, period),
    between: (series, first, last) => selectPeriods.all(series, first, last),
    write(series, { period, bars, firstTime, lastTime, hash, form, payload_bytes, body }) {
      upsertChunk.run(series, period, bars, firstTime, lastTime, hash, form, payload_bytes, body);
    },
  };
}

/** The chunk as it is to be written. `bars` holds at least one. */
export function packChunk(period: number, bars: BarColumns): PackedChunk {
  const { length, time } = bars;
  return { period, bars: length, firstTime: time[0]!, lastTime: time[length - 1]!, ...packBars(bars) };
}

/** Writes the bars of a chunk of the series `name` into `target` from `offset` on. */
export function decodeChunk(name: string, chunk: ChunkRow, target: BarColumns, offset: number): void {
  let problem: string;
  try {
    const length = unpackBars(chunk, target, offset);
    if (length === chunk.bars) return;
    problem = `${length} bars where ${chunk.bars} were expected`;
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  const days = `${isoDate(chunk.first_time)} to ${isoDate(chunk.last_time)}`;
  throw new OctopusError(
    'STORE_FAILURE',
    `${name} bars of ${days} are damaged in the store (${problem}); import that stretch again`,
    { symbol: name },
  );
}

/** The bars of a chunk of the series `name`. */
export function readChunk(name: string, chunk: ChunkRow): BarColumns {
  const bars = allocateUnfilledBars(chunk.bars);
  decodeChunk(name, chunk, bars, 0);
  return bars;
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
