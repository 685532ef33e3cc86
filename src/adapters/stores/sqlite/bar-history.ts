import type Database from 'better-sqlite3';
import { OctopusError } from '#contract/errors';
import { allocateBars, BAR_FIELDS, type BarColumns, lowerBound } from '#domain/market/bar';
import type { BarSource } from '#engine/ports/provenance';
import { type ChunkBody, packBars, unpackBars } from './chunk-body.ts';
import { createProvenance, UNKNOWN_SOURCE } from './provenance.ts';

/** Bars new to a series from `first` to `last` (both inclusive), with no bar between them that was there before. */
export interface Arrival {
  readonly first: number;
  readonly last: number;
}

/** When bars came, by the store's clock (milliseconds), and where from. */
export interface PutStamp {
  readonly receivedTime: number;
  readonly source?: BarSource | undefined;
}

/** What a merge changed: the bars that others took the place of, and runs of new or changed ones. */
interface MergedRuns {
  readonly replaced: BarColumns;
  readonly written: readonly Arrival[];
}

interface ReplacedRow extends ChunkBody {
  readonly bars: number;
}

/**
 * When bars came and what they replaced. Bars of a store that did not yet note it count as known ever since.
 * Times are milliseconds. All calls are synchronous.
 */
export interface BarHistory {
  /** Notes bars that are new; runs that border on one another are joined by the caller. */
  noteArrivals(series: number, stamp: PutStamp, arrivals: readonly Arrival[]): void;
  /** Keeps the bars that were replaced, and notes whose the new and changed ones are. */
  noteMerged(series: number, stamp: PutStamp, merged: MergedRuns): void;
  /** `bars` of now, in place, as they were known at `asOf`; the answer leaves out what had not come by then. */
  restore(series: number, asOf: number, bars: BarColumns): BarColumns;
}

/** The tables `arrivals` and `replaced` of a market database. */
export function createBarHistory(database: Database.Database): BarHistory {
  const insertArrival = database.prepare(
    'INSERT INTO arrivals (series, received_time, first_time, last_time) VALUES (?, ?, ?, ?)',
  );
  const insertReplaced = database.prepare(
    `INSERT INTO replaced (series, received_time, first_time, last_time, bars, form, payload_bytes, body, source, replaced_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const provenance = createProvenance(database);
  const selectArrivals = database.prepare<[number, number, number, number], Arrival>(
    `SELECT first_time AS first, last_time AS last FROM arrivals
     WHERE series = ? AND received_time > ? AND last_time >= ? AND first_time <= ?`,
  );
  const selectReplaced = database.prepare<[number, number, number, number], ReplacedRow>(
    `SELECT bars, form, payload_bytes, body FROM replaced
     WHERE series = ? AND received_time > ? AND last_time >= ? AND first_time <= ? ORDER BY received_time DESC, id DESC`,
  );

  return {
    noteArrivals(series, { receivedTime }, arrivals) {
      for (const { first, last } of arrivals) insertArrival.run(series, receivedTime, first, last);
    },
    noteMerged(series, { receivedTime, source = UNKNOWN_SOURCE }, { replaced, written }) {
      if (written.length === 0) return;
      const by = provenance.idOf(source);
      for (const { bars, owner } of provenance.byOwner(series, replaced)) {
        const { time, length } = bars;
        const { form, payload_bytes, body } = packBars(bars);
        const last = time[length - 1];
        insertReplaced.run(
          ...[series, receivedTime, time[0], last, length, form, payload_bytes, body, owner, by],
        );
      }
      for (const run of written) provenance.note(series, run, by, source.receivedTime ?? receivedTime);
    },
    restore(series, asOf, bars) {
      if (bars.length === 0) return bars;
      const range = [series, asOf, bars.time[0]!, bars.time[bars.length - 1]!] as const;
      // From the newest backwards, so that the first replacement after that moment has the last word.
      for (const row of selectReplaced.iterate(...range)) {
        const before = allocateBars(row.bars);
        unpackReplaced(row, before);
        putBack(before, bars);
      }
      return without(bars, selectArrivals.all(...range));
    },
  };
}

function unpackReplaced(row: ReplacedRow, before: BarColumns): void {
  try {
    unpackBars(row, before, 0);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new OctopusError(
      'STORE_FAILURE',
      `bars that were replaced are damaged in the store (${problem}); bars as of an earlier time cannot be told, those of now are sound`,
    );
  }
}

function putBack(before: BarColumns, bars: BarColumns): void {
  for (let i = 0; i < before.length; i++) {
    const at = lowerBound(bars, before.time[i]!);
    if (at === bars.length || bars.time[at] !== before.time[i]) continue;
    for (const field of BAR_FIELDS) bars[field][at] = before[field][i]!;
  }
}

function without(bars: BarColumns, arrivals: readonly Arrival[]): BarColumns {
  const isUnknown = new Uint8Array(bars.length);
  for (const { first, last } of arrivals) {
    const start = lowerBound(bars, first);
    let end = lowerBound(bars, last);
    if (bars.time[end] === last) end++;
    isUnknown.fill(1, start, end);
  }
  const length = isUnknown.reduce((sum, flag) => sum - flag, bars.length);
  if (length === bars.length) return bars;
  const known = allocateBars(length);
  for (let i = 0, at = 0; i < bars.length; i++) {
    if (isUnknown[i]) continue;
    for (const field of BAR_FIELDS) known[field][at] = bars[field][i]!;
    at++;
  }
  return known;
}
