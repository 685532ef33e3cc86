import type Database from 'better-sqlite3';
import { OctopusError } from '#contract/errors';
import { type BarColumns, lowerBound, sliceBars } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { type Arrival, createBarHistory, type PutStamp } from './bar-history.ts';
import {
  type ChunkRow,
  type ChunkRows,
  type PackedChunk,
  PERIOD_MS,
  packChunk,
  readChunk,
} from './chunk-rows.ts';
import type { Steps } from './in-turns.ts';
import { firstBars, type MergedBars, mergeBars } from './merge-bars.ts';

/** Bars merged and compressed before others have a turn: well below 20 ms. */
const STEP_BARS = 40_000;
/** Bars of one transaction, all of them stored or none; more are several. */
const COMMIT_BARS = 1_000_000;

export interface PutCounts {
  stored: number;
  duplicate: number;
  revised: number;
}

/** A stretch of bars merged with what its chunk held when that was read. */
interface Prepared {
  readonly period: number;
  readonly incoming: BarColumns;
  readonly merged: MergedBars;
  /** Hash of the chunk as it was read, if there was one. */
  readonly hashBefore: Uint8Array | undefined;
  /** Undefined when every bar was there already. */
  readonly packed: PackedChunk | undefined;
  /** Whether bars were there that could not be read and are gone. */
  readonly isRepair: boolean;
}

/** Stores bars that came at a moment from a source, a transaction for each million of them at most. */
export type PutBars = (
  symbol: string,
  timeframe: Timeframe,
  bars: BarColumns,
  stamp: PutStamp,
) => Steps<PutCounts>;

/** Writes bars into chunks. What a chunk held is read, merged and compressed in steps, then written in one go. */
export function createBarWriter(database: Database.Database, rows: ChunkRows): PutBars {
  const history = createBarHistory(database);

  function prepare(series: number | undefined, name: string, period: number, incoming: BarColumns): Prepared {
    const existing = series === undefined ? undefined : rows.find(series, period);
    const readable = existing && readIfSound(name, existing);
    const merged = readable ? mergeBars(readable, incoming) : firstBars(incoming);
    const packed = merged.duplicate < incoming.length ? packChunk(period, merged.bars) : undefined;
    const isRepair = existing !== undefined && readable === undefined;
    return { period, incoming, merged, hashBefore: existing?.hash, packed, isRepair };
  }

  const commit = database.transaction(
    (symbol: string, timeframe: Timeframe, prepared: readonly Prepared[], stamp: PutStamp): PutCounts => {
      const series = rows.findSeries(symbol, timeframe)?.id ?? rows.addSeries(symbol, timeframe);
      const counts = { stored: 0, duplicate: 0, revised: 0 };
      const arrivals: Arrival[] = [];
      let periodBefore = Number.NaN;
      let lastBefore: number | undefined;
      let isRepaired = false;
      for (const early of prepared) {
        const { period, incoming } = early;
        const isStale = !isSameHash(rows.hashOf(series, period), early.hashBefore);
        const { merged, packed, isRepair } = isStale
          ? prepare(series, `${symbol} ${timeframe}`, period, incoming)
          : early;
        if (packed) rows.write(series, packed);
        isRepaired ||= isRepair;
        history.noteMerged(series, stamp, merged);
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
      }
      history.noteArrivals(series, stamp, arrivals);
      if (isRepaired) rows.recountSeries(series);
      else if (counts.stored > 0) rows.growSeries(series, counts.stored, arrivals);
      return counts;
    },
  );

  return function* put(symbol, timeframe, bars, stamp) {
    const total = { stored: 0, duplicate: 0, revised: 0 };
    if (bars.length === 0) return total;
    const name = `${symbol} ${timeframe}`;
    const periodMs = PERIOD_MS[timeframe];
    const series = rows.findSeries(symbol, timeframe)?.id;
    let prepared: Prepared[] = [];
    let committed = 0;
    let rested = 0;
    for (let start = 0; start < bars.length; ) {
      const period = Math.floor(bars.time[start]! / periodMs);
      const end = lowerBound(bars, (period + 1) * periodMs);
      prepared.push(prepare(series, name, period, sliceBars(bars, start, end)));
      start = end;
      if (end - rested >= STEP_BARS) {
        rested = end;
        yield;
      }
      if (end < bars.length && end - committed < COMMIT_BARS) continue;
      committed = end;
      const counts = commit.immediate(symbol, timeframe, prepared, stamp);
      total.stored += counts.stored;
      total.duplicate += counts.duplicate;
      total.revised += counts.revised;
      prepared = [];
    }
    return total;
  };
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

function isSameHash(now: Uint8Array | undefined, before: Uint8Array | undefined): boolean {
  if (!now || !before) return now === before;
  return Buffer.compare(now, before) === 0;
}
