import type Database from 'better-sqlite3';
import { OctopusError } from '#contract/errors';
import type { TickKind } from '#domain/market/tick-columns';
import type { TickRange, TickSeriesSummary } from '#engine/ports/market-store';
import { mergeTicks } from './merge-ticks.ts';
import { COLD_FORM, HOT_FORM, packTicks, type TickBody, unpackTicks } from './tick-body.ts';
import {
  allocateTable,
  copyTable,
  cutTable,
  lowerBoundTick,
  sliceTable,
  type TickTable,
} from './tick-table.ts';

/** Ticks of a whole chunk: enough for an entropy coder, few enough to be written again for a late one. */
const CHUNK_TICKS = 8_192;
/** Chunks at the end below this are joined, once so many or as many ticks as a chunk have gathered. */
const SMALL_TICKS = 4_096;
const SMALL_CHUNKS = 16;
/** Ticks from which compressing pays at once. */
const COLD_TICKS = 512;

interface TickSeriesRow {
  readonly id: number;
  readonly ticks: number;
  readonly first_time: number;
  readonly last_time: number;
}

interface ChunkSpan {
  readonly id: number;
  readonly ticks: number;
  readonly first_time: number;
  readonly last_time: number;
}

interface ChunkRow extends ChunkSpan, TickBody {}

export interface TickPutCounts {
  stored: number;
  duplicate: number;
}

/** Trades and quotes of every symbol as compressed columns. All calls are synchronous; times never overlap between chunks. */
export interface TickChunks {
  /** Adds ticks in the order of time. Call it within a transaction. */
  put(symbol: string, kind: TickKind, ticks: TickTable): TickPutCounts;
  read(symbol: string, kind: TickKind, range: TickRange): TickTable;
  series(): TickSeriesSummary[];
  /** Removes ticks before `time` and answers how many. Call it within a transaction. */
  deleteBefore(symbol: string, kind: TickKind, time: number): number;
  /**
   * Joins small chunks at the ends of series put to since the store was opened, `ticksMax` ticks of them or what one
   * series needs; answers how many ticks it wrote anew, 0 when there is nothing to join. Call it within a transaction.
   */
  join(ticksMax: number): number;
}

export function createTickChunks(database: Database.Database): TickChunks {
  const selectSeries = database.prepare<[string, string], TickSeriesRow>(
    'SELECT id, ticks, first_time, last_time FROM tick_series WHERE symbol = ? AND kind = ?',
  );
  const insertSeries = database.prepare(
    'INSERT INTO tick_series (symbol, kind, ticks, first_time, last_time) VALUES (?, ?, 0, 0, 0)',
  );
  const updateSeries = database.prepare(
    'UPDATE tick_series SET ticks = ?, first_time = ?, last_time = ? WHERE id = ?',
  );
  const recountSeries = database.prepare(
    `UPDATE tick_series SET (ticks, first_time, last_time) =
       (SELECT coalesce(sum(ticks), 0), coalesce(min(first_time), 0), coalesce(max(last_time), 0)
        FROM tick_chunks WHERE series = tick_series.id) WHERE id = ?`,
  );
  const listSeries = database.prepare<[], TickSeriesSummary>(
    `SELECT symbol, kind, ticks, first_time AS firstTime, last_time AS lastTime FROM tick_series
     WHERE ticks > 0 ORDER BY symbol, kind`,
  );
  const nameOfSeries = database.prepare<[number], { symbol: string; kind: TickKind }>(
    'SELECT symbol, kind FROM tick_series WHERE id = ?',
  );
  const insertChunk = database.prepare(
    `INSERT INTO tick_chunks (series, first_time, last_time, ticks, form, payload_bytes, body) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const deleteChunk = database.prepare('DELETE FROM tick_chunks WHERE id = ?');
  const selectBody = database.prepare<[number], ChunkRow>(
    'SELECT id, ticks, first_time, last_time, form, payload_bytes, body FROM tick_chunks WHERE id = ?',
  );
  /** Chunks that may hold ticks from one time to another (both inclusive), oldest first. */
  const selectSpans = database.prepare<[number, number, number, number], ChunkSpan>(
    `SELECT id, ticks, first_time, last_time FROM tick_chunks WHERE series = ? AND first_time <= ? AND first_time >=
       coalesce((SELECT max(first_time) FROM tick_chunks WHERE series = ? AND first_time <= ?), -1e308)
     ORDER BY first_time`,
  );
  const selectNewest = database.prepare<[number], ChunkSpan>(
    `SELECT id, ticks, first_time, last_time FROM tick_chunks WHERE series = ? ORDER BY first_time DESC LIMIT ${SMALL_CHUNKS * 4}`,
  );
  /** Small chunks and their ticks at the end of each series, as far as known. */
  const tails = new Map<number, { chunks: number; ticks: number }>();
  const toJoin = new Set<number>();
  const joinRoom = { trades: allocateTable('trades', 0), quotes: allocateTable('quotes', 0) };

  function writeChunk(series: number, kind: TickKind, ticks: TickTable): void {
    const time = ticks.columns[0]!;
    const { form, payload_bytes, body } = packTicks(
      kind,
      ticks,
      ticks.length < COLD_TICKS ? HOT_FORM : COLD_FORM,
    );
    insertChunk.run(series, time[0], time[ticks.length - 1], ticks.length, form, payload_bytes, body);
  }

  function writeChunks(series: number, kind: TickKind, ticks: TickTable): void {
    for (const piece of cutTable(ticks, CHUNK_TICKS)) writeChunk(series, kind, piece);
  }

  function decodeChunk(
    symbol: string,
    kind: TickKind,
    id: number,
    target: TickTable,
    offset: number,
  ): number {
    const chunk = selectBody.get(id)!;
    try {
      return unpackTicks(kind, chunk, target, offset);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      throw new OctopusError(
        'STORE_FAILURE',
        `${symbol} ${kind} from ${isoTime(chunk.first_time)} to ${isoTime(chunk.last_time)} are damaged in the store (${problem}); put that stretch in again`,
        { symbol, kind },
      );
    }
  }

  function readChunk(symbol: string, kind: TickKind, { id, ticks }: ChunkSpan): TickTable {
    const table = allocateTable(kind, ticks);
    decodeChunk(symbol, kind, id, table, 0);
    return table;
  }

  /** A damaged chunk is begun anew by the next ticks put there, so that putting them in again repairs it. */
  function readIfSound(symbol: string, kind: TickKind, chunk: ChunkSpan): TickTable | undefined {
    try {
      return readChunk(symbol, kind, chunk);
    } catch (error) {
      if (error instanceof OctopusError) return undefined;
      throw error;
    }
  }

  function noteAppended(series: number, ticks: number): void {
    if (ticks >= SMALL_TICKS) {
      tails.set(series, { chunks: 0, ticks: 0 });
      return;
    }
    let tail = tails.get(series);
    if (tail) {
      tail.chunks++;
      tail.ticks += ticks;
    } else {
      const small = smallTail(series);
      tail = { chunks: small.length, ticks: ticksOf(small) };
      tails.set(series, tail);
    }
    if (tail.chunks >= SMALL_CHUNKS || (tail.chunks > 1 && tail.ticks >= CHUNK_TICKS)) toJoin.add(series);
  }

  function smallTail(series: number): ChunkSpan[] {
    const newest = selectNewest.all(series);
    const end = newest.findIndex((chunk) => chunk.ticks >= SMALL_TICKS);
    return (end < 0 ? newest : newest.slice(0, end)).reverse();
  }

  function put(symbol: string, kind: TickKind, incoming: TickTable): TickPutCounts {
    if (incoming.length === 0) return { stored: 0, duplicate: 0 };
    const known = selectSeries.get(symbol, kind);
    const id = known?.id ?? Number(insertSeries.run(symbol, kind).lastInsertRowid);
    const time = incoming.columns[0]!;
    const [first, last] = [time[0]!, time[incoming.length - 1]!];
    const none = sliceTable(incoming, 0, 0);
    if (!known || known.ticks === 0 || first > known.last_time) {
      const { ticks, stored, duplicate } = mergeTicks(none, incoming);
      writeChunks(id, kind, ticks);
      updateSeries.run(
        (known?.ticks ?? 0) + stored,
        known && known.ticks > 0 ? known.first_time : first,
        last,
        id,
      );
      noteAppended(id, stored);
      return { stored, duplicate };
    }
    return mergeIn(symbol, kind, known, incoming);
  }

  /** Each chunk takes what is older than its end, and the last of them also a little that is newer. */
  function mergeIn(
    symbol: string,
    kind: TickKind,
    series: TickSeriesRow,
    incoming: TickTable,
  ): TickPutCounts {
    const counts = { stored: 0, duplicate: 0 };
    const time = incoming.columns[0]!;
    const spans = selectSpans
      .all(series.id, time[incoming.length - 1]!, series.id, time[0]!)
      .filter((chunk) => chunk.last_time >= time[0]!);
    let start = 0;
    let isDamaged = false;
    const add = (existing: TickTable, end: number, replaced?: ChunkSpan): void => {
      const merged = mergeTicks(existing, sliceTable(incoming, start, end));
      counts.stored += merged.stored;
      counts.duplicate += merged.duplicate;
      start = end;
      if (merged.stored === 0) return;
      if (replaced) deleteChunk.run(replaced.id);
      writeChunks(series.id, kind, merged.ticks);
    };
    spans.forEach((chunk, index) => {
      let end = lowerBoundTick(incoming, chunk.last_time);
      while (end < incoming.length && time[end] === chunk.last_time) end++;
      const isLast = index === spans.length - 1;
      if (isLast && chunk.ticks + incoming.length - end < CHUNK_TICKS) end = incoming.length;
      if (end === start) return;
      const existing = readIfSound(symbol, kind, chunk);
      isDamaged ||= existing === undefined;
      add(existing ?? allocateTable(kind, 0), end, chunk);
    });
    if (start < incoming.length) add(allocateTable(kind, 0), incoming.length);
    tails.delete(series.id);
    if (isDamaged) recountSeries.run(series.id);
    else if (counts.stored > 0) {
      const newest = Math.max(series.last_time, time[incoming.length - 1]!);
      updateSeries.run(
        series.ticks + counts.stored,
        Math.min(series.first_time, time[0]!),
        newest,
        series.id,
      );
    }
    return counts;
  }

  /** The answer lies in columns that the next call uses again, as there are many of them a second. */
  function joinChunks(symbol: string, kind: TickKind, small: readonly ChunkSpan[]): TickTable | undefined {
    const length = ticksOf(small);
    if (joinRoom[kind].length < length) joinRoom[kind] = allocateTable(kind, length * 2);
    let offset = 0;
    try {
      for (const chunk of small) offset += decodeChunk(symbol, kind, chunk.id, joinRoom[kind], offset);
    } catch (error) {
      if (error instanceof OctopusError) return undefined;
      throw error;
    }
    return sliceTable(joinRoom[kind], 0, length);
  }

  function join(ticksMax: number): number {
    let written = 0;
    for (const series of toJoin) {
      if (written >= ticksMax) break;
      toJoin.delete(series);
      tails.delete(series);
      const name = nameOfSeries.get(series);
      const small = smallTail(series);
      if (!name || small.length < 2) continue;
      const { symbol, kind } = name;
      const joined = joinChunks(symbol, kind, small);
      // Damaged ones stay as they are, to be told of by who reads them.
      if (!joined) continue;
      for (const chunk of small) deleteChunk.run(chunk.id);
      writeChunks(series, kind, joined);
      written += joined.length;
    }
    return written;
  }

  function read(symbol: string, kind: TickKind, range: TickRange): TickTable {
    const {
      from = Number.NEGATIVE_INFINITY,
      to = Number.POSITIVE_INFINITY,
      limit = Number.POSITIVE_INFINITY,
    } = range;
    const series = selectSeries.get(symbol, kind);
    if (!series || limit <= 0 || !(from < to)) return allocateTable(kind, 0);
    const lowest = Math.max(from, series.first_time);
    const spans = selectSpans
      .all(series.id, Math.min(to, series.last_time), series.id, lowest)
      .filter((chunk) => chunk.last_time >= from && chunk.first_time < to);
    const pieces: { readonly chunk: ChunkSpan; readonly length: number; readonly part?: TickTable }[] = [];
    let total = 0;
    for (const chunk of spans.reverse()) {
      if (total >= limit) break;
      if (chunk.first_time >= from && chunk.last_time < to && chunk.ticks <= limit - total) {
        pieces.push({ chunk, length: chunk.ticks });
        total += chunk.ticks;
        continue;
      }
      const ticks = readChunk(symbol, kind, chunk);
      const end = lowerBoundTick(ticks, to);
      const part = sliceTable(ticks, Math.max(lowerBoundTick(ticks, from), end - (limit - total)), end);
      if (part.length > 0) pieces.push({ chunk, length: part.length, part });
      total += part.length;
    }
    const table = allocateTable(kind, total);
    let offset = 0;
    for (const { chunk, length, part } of pieces.reverse()) {
      if (part) copyTable(part, table, offset);
      else decodeChunk(symbol, kind, chunk.id, table, offset);
      offset += length;
    }
    return table;
  }

  function deleteBefore(symbol: string, kind: TickKind, time: number): number {
    const series = selectSeries.get(symbol, kind);
    if (!series || !(series.first_time < time)) return 0;
    let removed = 0;
    for (const chunk of selectSpans.all(
      series.id,
      Math.min(time, series.last_time),
      series.id,
      series.first_time,
    )) {
      if (chunk.first_time >= time) break;
      if (chunk.last_time < time) removed += chunk.ticks;
      else {
        const ticks = readChunk(symbol, kind, chunk);
        const keep = lowerBoundTick(ticks, time);
        removed += keep;
        writeChunks(series.id, kind, sliceTable(ticks, keep, ticks.length));
      }
      deleteChunk.run(chunk.id);
    }
    recountSeries.run(series.id);
    tails.delete(series.id);
    return removed;
  }

  return { put, read, series: () => listSeries.all(), deleteBefore, join };
}

function ticksOf(chunks: readonly ChunkSpan[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.ticks, 0);
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}
