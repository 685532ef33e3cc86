import type { Instrument } from '#domain/instruments/instrument';
import type { CorporateAction } from '#domain/market/corporate-action';
import type { MarketStore, TickLog } from '#engine/ports/market-store';
import { type BarChunks, createBarChunks } from './bar-chunks.ts';
import { createBarLedger } from './bar-ledger.ts';
import { createBarRemoval } from './bar-removal.ts';
import { createFundamentals } from './fundamentals.ts';
import { createHeadlineRows } from './headline-rows.ts';
import { createNotes } from './notes.ts';
import type { OpenedDatabase } from './open-database.ts';
import { createQuarantineTable } from './quarantine-table.ts';
import { withStoreErrors } from './store-failure.ts';
import { createTickStore } from './tick-store.ts';

type InstrumentRow = Omit<Instrument, 'isTradable'> & { readonly isTradable: 0 | 1 };
type ActionRow = Omit<CorporateAction, 'isInPrices'> & { readonly isInPrices: 0 | 1 };

/** What this store offers beyond its port. */
export interface SqliteMarketStore extends MarketStore, TickLog {
  contentHash(...parameters: Parameters<BarChunks['contentHash']>): Promise<string>;
}

/**
 * Market data in `market.sqlite`. Quarantine is listed newest first; instruments by symbol. `clock` (milliseconds)
 * tells when bars came.
 */
export function createMarketStore(
  { database, path }: OpenedDatabase,
  clock: () => number = Date.now,
): SqliteMarketStore {
  const chunks = createBarChunks(database);
  const removal = createBarRemoval(database);
  const ledger = createBarLedger(database);
  const ticks = createTickStore(database);
  const facts = createFundamentals(database);
  const notes = createNotes(database);

  const upsertInstrument = database.prepare(
    `INSERT INTO instruments (symbol, name, asset_class, currency, price_precision, venue, time_zone, source,
       is_tradable, sector)
     VALUES (@symbol, @name, @assetClass, @currency, @pricePrecision, @venue, @timeZone, @source, @isTradable, @sector)
     ON CONFLICT (symbol) DO UPDATE SET name = excluded.name, asset_class = excluded.asset_class,
       currency = excluded.currency, price_precision = excluded.price_precision, venue = excluded.venue,
       time_zone = excluded.time_zone, source = excluded.source, is_tradable = excluded.is_tradable,
       sector = coalesce(excluded.sector, sector)`,
  );
  const selectInstruments = database.prepare<[], InstrumentRow>(
    `SELECT symbol, name, asset_class AS assetClass, currency, price_precision AS pricePrecision, venue,
       time_zone AS timeZone, source, is_tradable AS isTradable, sector FROM instruments ORDER BY symbol`,
  );
  const upsertAction = database.prepare(
    `INSERT INTO corporate_actions (symbol, time, kind, value, is_in_prices, received_time) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (symbol, time, kind) DO UPDATE SET value = excluded.value, is_in_prices = excluded.is_in_prices,
       received_time = excluded.received_time
     WHERE value <> excluded.value OR is_in_prices <> excluded.is_in_prices`,
  );
  const selectActions = database.prepare<[string], ActionRow>(
    `SELECT kind, time, value, is_in_prices AS isInPrices FROM corporate_actions WHERE symbol = ? ORDER BY time, kind`,
  );
  const setAside = createQuarantineTable(database);
  const weighQuarantine = database.prepare<[number], { rows: number; bytes: number }>(
    `SELECT count(*) AS rows, coalesce(sum(length(raw) + length(reason)), 0) AS bytes FROM quarantine
     WHERE received_time < ?`,
  );
  const removeQuarantine = database.prepare('DELETE FROM quarantine WHERE received_time < ?');
  const headlines = createHeadlineRows(database);

  const putInstruments = database.transaction((instruments: readonly Instrument[]) => {
    for (const instrument of instruments)
      upsertInstrument.run({
        ...instrument,
        isTradable: instrument.isTradable ? 1 : 0,
        sector: instrument.sector ?? null,
      });
  });
  const putActions = database.transaction((symbol: string, actions: readonly CorporateAction[]) =>
    actions.reduce(
      (changed, { time, kind, value, isInPrices }) =>
        changed + upsertAction.run(symbol, time, kind, value, isInPrices ? 1 : 0, clock()).changes,
      0,
    ),
  );

  return withStoreErrors<SqliteMarketStore>(path, {
    putInstruments: async (instruments) => putInstruments.immediate(instruments),
    instruments: async () =>
      selectInstruments.all().map(({ sector, ...row }) => ({
        ...row,
        isTradable: row.isTradable === 1,
        ...(sector === null ? {} : { sector }),
      })),
    putBars: async (symbol, timeframe, bars, source) =>
      chunks.put(symbol, timeframe, bars, { receivedTime: clock(), source }),
    readBars: async (symbol, timeframe, range = {}) => chunks.read(symbol, timeframe, range),
    series: async () => chunks.series(),
    provenance: async (symbol, timeframe, range = {}) =>
      ledger.stretches(symbol, timeframe, await chunks.read(symbol, timeframe, range)),
    provenanceOf: async (symbol, timeframe, time) => {
      const bars = await chunks.read(symbol, timeframe, { from: time, to: time + 1 });
      return bars.time[0] === time ? ledger.provenanceOf(symbol, timeframe, bars) : undefined;
    },
    revisions: async (symbol, timeframe, range = {}) =>
      ledger.revisions(symbol, timeframe, await chunks.read(symbol, timeframe, range)),
    putCorporateActions: async (symbol, actions) => putActions.immediate(symbol, actions),
    corporateActions: async (symbol) =>
      selectActions.all(symbol).map((row) => ({ ...row, isInPrices: row.isInPrices === 1 })),
    contentHash: async (symbol, timeframe, range) => chunks.contentHash(symbol, timeframe, range),
    putQuarantine: async (entries) => setAside.put(entries),
    quarantine: async (limit, range = {}) => setAside.list(limit, range),
    quarantineGroups: async () => setAside.groups(),
    quarantined: async (ids) => setAside.entries(ids),
    changeQuarantined: async (id, raw, reason, isReleasable) =>
      setAside.change(id, raw, reason, isReleasable),
    removeQuarantined: async (ids) => setAside.remove(ids),
    quarantineBefore: async (time) => weighQuarantine.get(time) ?? { rows: 0, bytes: 0 },
    deleteQuarantineBefore: async (time) => removeQuarantine.run(time).changes,
    putHeadlines: async (all) => headlines.put(all),
    headlines: async (symbol, from, to) => headlines.ofSymbol(symbol, from, to),
    searchHeadlines: async (words, range) => headlines.search(words, range),
    newestHeadlines: async (range) => headlines.newest(range),
    putTrades: async (symbol, trades) => ticks.putTickBatches([{ symbol, kind: 'trades', ticks: trades }]),
    putQuotes: async (symbol, quotes) => ticks.putTickBatches([{ symbol, kind: 'quotes', ticks: quotes }]),
    readTrades: async (symbol, range = {}) => ticks.readTrades(symbol, range),
    readQuotes: async (symbol, range = {}) => ticks.readQuotes(symbol, range),
    tickSeries: async () => ticks.series(),
    putTickBatches: (batches) => ticks.putTickBatches(batches),
    joinTicks: (ticksMax) => ticks.join(ticksMax),
    deleteTicksBefore: async (symbol, kind, time) => ticks.deleteBefore(symbol, kind, time),
    deleteBarsBefore: async (symbol, timeframe, time) => removal.deleteBefore(symbol, timeframe, time),
    storeBytesOf: async (symbol, series) =>
      series === 'trades' || series === 'quotes'
        ? ticks.bytesOf(symbol, series)
        : removal.bytesOf(symbol, series),
    putFundamentals: async (all) => facts.put(all),
    fundamentals: async (symbol, asOf = Number.MAX_VALUE) => facts.read(symbol, asOf),
    putNote: async (note) => notes.put(note),
    searchNotes: async (words, range) => notes.search(words, range),
  });
}
