import type { SqliteStores } from '#adapters/stores/sqlite/open-stores';
import type { CachesState } from '#contract/services/caches';
import { LatestQuotes } from '#engine/cache/latest-quotes';
import { noteMarketWrites } from '#engine/cache/note-market-writes';
import type { QuoteBoard } from '#engine/cache/quote-board';
import { ResultMemo } from '#engine/cache/result-memo';
import { TieredCache } from '#engine/cache/tiered-cache';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { SharedCache } from '#engine/ports/shared-cache';

export interface EngineCachesPorts {
  readonly stores: SqliteStores;
  readonly clock: Clock;
  readonly log: Log;
  readonly board: QuoteBoard;
  /** The moment a symbol lives in; wall time unless it is being replayed. */
  readonly nowOf: (symbol: string) => number;
  readonly shared?: SharedCache | undefined;
}

/** Every cache of an engine, and its stores as they have to be used: what is written to them drops cached answers. */
export class EngineCaches {
  readonly stores: SqliteStores;
  /** Answers read from the market store. */
  readonly market: TieredCache;
  readonly memo: ResultMemo;
  readonly quotes: LatestQuotes;

  constructor({ stores, clock, log, board, nowOf, shared }: EngineCachesPorts) {
    this.market = new TieredCache({
      name: 'market data',
      clock,
      shared,
      onProblem: (error) => log.warn('a stale answer could not be loaded anew', { error: String(error) }),
    });
    this.stores = { ...stores, market: noteMarketWrites(stores.market, this.market) };
    this.memo = new ResultMemo({ documents: stores.documents, clock, isWritable: !stores.isReadOnly });
    this.quotes = new LatestQuotes({ board, market: this.stores.market, cache: this.market, nowOf });
  }

  state(): CachesState {
    return { caches: [this.market.report()], memo: this.memo.report() };
  }
}
