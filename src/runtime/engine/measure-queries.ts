import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteStores, type SqliteStores } from '#adapters/stores/sqlite/open-stores';
import type { StatementTiming } from '#adapters/stores/sqlite/statement-watch';
import { OctopusError } from '#contract/errors';

const ROUNDS = 5;
const SERIES_MAX = 20;
const NEWEST = 500;
const YEAR_MS = 365 * 86_400_000;

/** What a round of the usual questions to a store has cost. */
export interface QueryMeasurement {
  /** The dearest statements first. */
  readonly timings: readonly StatementTiming[];
  /** Series that were read, of those there are. */
  readonly seriesRead: number;
  readonly seriesKept: number;
}

/**
 * Asks the store of a data folder what screens, agents and commands ask it, a few times over, and tells what each
 * statement has cost. Opens the folder, so it fails while another process works in it; stores nothing. Throws NOT_FOUND
 * where no store is.
 */
export async function measureQueries(folder: string, now: number): Promise<QueryMeasurement> {
  if (!existsSync(join(folder, 'market.sqlite')))
    throw new OctopusError(
      'NOT_FOUND',
      `${folder} holds no store to ask; name another folder with --data, or import something first`,
    );
  const stores = openSqliteStores(folder, now, { isWatched: true });
  try {
    const kept = await stores.market.series();
    const largest = kept.toSorted((a, b) => b.bars - a.bars).slice(0, SERIES_MAX);
    for (let round = 0; round < ROUNDS; round++) {
      for (const { symbol, timeframe, lastTime } of largest) {
        await stores.market.readBars(symbol, timeframe, { limit: 1 });
        await stores.market.readBars(symbol, timeframe, { limit: NEWEST });
        await stores.market.readBars(symbol, timeframe, { from: lastTime - YEAR_MS, to: lastTime });
        await stores.market.readBars(symbol, timeframe, { limit: NEWEST, asOf: now });
        await stores.market.storeBytesOf(symbol, timeframe);
        await askAboutSymbol(stores, symbol, now);
      }
      await askAboutAll(stores, now);
    }
    return { timings: stores.statementTimings(), seriesRead: largest.length, seriesKept: kept.length };
  } finally {
    stores.close();
  }
}

async function askAboutSymbol({ market }: SqliteStores, symbol: string, now: number): Promise<void> {
  await market.corporateActions(symbol);
  await market.fundamentals(symbol);
  await market.headlines(symbol, now - YEAR_MS, now);
  await market.readTrades(symbol, { limit: NEWEST });
  await market.readQuotes(symbol, { limit: NEWEST });
}

async function askAboutAll({ market, journal, documents }: SqliteStores, now: number): Promise<void> {
  await market.series();
  await market.tickSeries();
  await market.instruments();
  await market.quarantine(NEWEST);
  await market.newestHeadlines({ limit: NEWEST });
  await market.searchHeadlines('market', { limit: NEWEST });
  await market.searchNotes('', { limit: NEWEST });
  documents.list('settings', now, NEWEST);
  journal.readNewest({ limit: NEWEST });
  journal.countDecisions();
  const session = journal.latestSession();
  if (!session) return;
  journal.orders(session.account, NEWEST);
  journal.openOrders(session.account);
  journal.fills(session.account, NEWEST);
  journal.positions(session.account);
  journal.decisions(session.id, { limit: NEWEST });
  journal.equity(session.id);
}
