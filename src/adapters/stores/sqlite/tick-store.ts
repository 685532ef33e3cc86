import type Database from 'better-sqlite3';
import { OctopusError } from '#contract/errors';
import {
  QUOTE_FIELDS,
  type QuoteColumns,
  type TickKind,
  TRADE_FIELDS,
  type TradeColumns,
} from '#domain/market/tick-columns';
import type { TickPut, TickRange, TickSeriesSummary } from '#engine/ports/market-store';
import { createTickChunks, type TickPutCounts } from './tick-chunks.ts';
import type { TickTable } from './tick-table.ts';

/** Trades and quotes at rest, each call a transaction. All calls are synchronous. */
export interface TickStore {
  putTickBatches(batches: Iterable<TickPut>): TickPutCounts;
  join(ticksMax: number): number;
  readTrades(symbol: string, range: TickRange): TradeColumns;
  readQuotes(symbol: string, range: TickRange): QuoteColumns;
  series(): TickSeriesSummary[];
  deleteBefore(symbol: string, kind: TickKind, time: number): number;
  /** Bytes of the compressed ticks of a series. */
  bytesOf(symbol: string, kind: TickKind): number;
}

export function createTickStore(database: Database.Database): TickStore {
  const chunks = createTickChunks(database);
  const sumBytes = database
    .prepare<[string, string], number | null>(
      `SELECT sum(length(body)) FROM tick_chunks WHERE series = (SELECT id FROM tick_series WHERE symbol = ? AND kind = ?)`,
    )
    .pluck();

  const put = database.transaction((batches: Iterable<TickPut>) => {
    const counts = { stored: 0, duplicate: 0 };
    for (const batch of batches) {
      const table = tableOf(batch);
      assertOrdered(batch.symbol, batch.kind, table);
      const { stored, duplicate } = chunks.put(batch.symbol, batch.kind, table);
      counts.stored += stored;
      counts.duplicate += duplicate;
    }
    return counts;
  });
  const join = database.transaction((ticksMax: number) => chunks.join(ticksMax));
  const deleteBefore = database.transaction(chunks.deleteBefore);

  return {
    putTickBatches: (batches) => put.immediate(batches),
    join: (ticksMax) => join.immediate(ticksMax),
    readTrades(symbol, range) {
      const { length, columns } = chunks.read(symbol, 'trades', range);
      const [time, price, size, sequence] = columns as Columns<4>;
      return { length, time, price, size, sequence };
    },
    readQuotes(symbol, range) {
      const { length, columns } = chunks.read(symbol, 'quotes', range);
      const [time, bid, ask, bidSize, askSize, sequence] = columns as Columns<6>;
      return { length, time, bid, ask, bidSize, askSize, sequence };
    },
    series: chunks.series,
    deleteBefore: (symbol, kind, time) => deleteBefore.immediate(symbol, kind, time),
    bytesOf: (symbol, kind) => sumBytes.get(symbol, kind) ?? 0,
  };
}

type Columns<Count extends 4 | 6> = Count extends 4
  ? readonly [Float64Array, Float64Array, Float64Array, Float64Array]
  : readonly [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

function tableOf(batch: TickPut): TickTable {
  const { length } = batch.ticks;
  const columns =
    batch.kind === 'trades'
      ? TRADE_FIELDS.map((field) => batch.ticks[field])
      : QUOTE_FIELDS.map((field) => batch.ticks[field]);
  return { length, columns };
}

function assertOrdered(symbol: string, kind: TickKind, { columns, length }: TickTable): void {
  const time = columns[0]!;
  let before = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < length; i++) {
    const now = time[i]!;
    if (now >= before && now > Number.NEGATIVE_INFINITY && now < Number.POSITIVE_INFINITY) {
      before = now;
      continue;
    }
    throw new OctopusError(
      'BAD_REQUEST',
      `${symbol} ${kind} row ${i} of ${length}: its time ${now} does not follow ${time[i - 1] ?? 'anything'}; give ticks in the order of time`,
      { symbol, kind, index: i },
    );
  }
}
