import type Database from 'better-sqlite3';
import { allocateBars, type BarColumns, lowerBound, sliceBars } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { type ChunkBody, packBars, unpackBars } from './chunk-body.ts';

interface CutRow extends ChunkBody {
  readonly id: number;
  readonly bars: number;
}

/** Takes old bars out of the store. All calls are synchronous. */
export interface BarRemoval {
  /** Removes bars before `time`, and what they replaced; answers how many bars. */
  deleteBefore(symbol: string, timeframe: Timeframe, time: number): number;
  /** Bytes of the compressed bars of a series, replaced ones included. */
  bytesOf(symbol: string, timeframe: Timeframe): number;
}

export function createBarRemoval(database: Database.Database): BarRemoval {
  const seriesOf = database
    .prepare<[string, string], number>('SELECT id FROM series WHERE symbol = ? AND timeframe = ?')
    .pluck();
  const countWhole = database
    .prepare<[number, number], number>(
      'SELECT coalesce(sum(bars), 0) FROM chunks WHERE series = ? AND last_time < ?',
    )
    .pluck();
  const deleteWhole = database.prepare('DELETE FROM chunks WHERE series = ? AND last_time < ?');
  const selectCut = database.prepare<[number, number], CutRow>(
    'SELECT id, bars, form, payload_bytes, body FROM chunks WHERE series = ? AND first_time < ?',
  );
  const updateCut = database.prepare(
    `UPDATE chunks SET bars = ?, first_time = ?, hash = ?, form = ?, payload_bytes = ?, body = ? WHERE id = ?`,
  );
  const deleteReplaced = database.prepare('DELETE FROM replaced WHERE series = ? AND last_time < ?');
  const selectReplaced = database.prepare<[number, number], CutRow>(
    'SELECT id, bars, form, payload_bytes, body FROM replaced WHERE series = ? AND first_time < ?',
  );
  const updateReplaced = database.prepare(
    'UPDATE replaced SET bars = ?, first_time = ?, form = ?, payload_bytes = ?, body = ? WHERE id = ?',
  );
  const deleteProvenance = database.prepare('DELETE FROM provenance WHERE series = ? AND last_time < ?');
  const cutProvenance = database.prepare(
    'UPDATE provenance SET first_time = @time WHERE series = @series AND first_time < @time',
  );
  const recount = database.prepare(
    `UPDATE series SET (bars, first_time, last_time) =
       (SELECT coalesce(sum(bars), 0), coalesce(min(first_time), 0), coalesce(max(last_time), 0)
        FROM chunks WHERE series = series.id) WHERE id = ?`,
  );
  const sumBytes = database
    .prepare<{ series: number }, number>(
      `SELECT coalesce((SELECT sum(length(body)) FROM chunks WHERE series = @series), 0)
         + coalesce((SELECT sum(length(body)) FROM replaced WHERE series = @series), 0)`,
    )
    .pluck();

  const remove = database.transaction((series: number, time: number): number => {
    let removed = countWhole.get(series, time)!;
    deleteWhole.run(series, time);
    for (const row of selectCut.all(series, time)) {
      const kept = barsFrom(row, time);
      removed += row.bars - kept.length;
      const { hash, form, payload_bytes, body } = packBars(kept);
      updateCut.run(kept.length, kept.time[0], hash, form, payload_bytes, body, row.id);
    }
    deleteReplaced.run(series, time);
    for (const row of selectReplaced.all(series, time)) {
      const kept = barsFrom(row, time);
      const { form, payload_bytes, body } = packBars(kept);
      updateReplaced.run(kept.length, kept.time[0], form, payload_bytes, body, row.id);
    }
    deleteProvenance.run(series, time);
    cutProvenance.run({ series, time });
    if (removed > 0) recount.run(series);
    return removed;
  });

  return {
    deleteBefore(symbol, timeframe, time) {
      const series = seriesOf.get(symbol, timeframe);
      return series === undefined ? 0 : remove.immediate(series, time);
    },
    bytesOf(symbol, timeframe) {
      const series = seriesOf.get(symbol, timeframe);
      return series === undefined ? 0 : sumBytes.get({ series })!;
    },
  };
}

function barsFrom(row: CutRow, time: number): BarColumns {
  const bars = allocateBars(row.bars);
  unpackBars(row, bars, 0);
  return sliceBars(bars, lowerBound(bars, time), bars.length);
}
