import type { MarketStore } from '../ports/market-store.ts';
import type { TieredCache } from './tiered-cache.ts';

/** Tags of cached answers, by what they were made from. */
export const cacheTags = {
  bars: (symbol: string): string => `bars:${symbol}`,
  corporateActions: (symbol: string): string => `corporate-actions:${symbol}`,
  /** The list of series: changes with any bar. */
  series: 'series',
  instruments: 'instruments',
} as const;

/** The same store; what is written to it drops the cached answers that were made from it. */
export function noteMarketWrites<Store extends MarketStore>(store: Store, cache: TieredCache): Store {
  return {
    ...store,
    async putBars(symbol, timeframe, bars, source) {
      try {
        return await store.putBars(symbol, timeframe, bars, source);
      } finally {
        cache.dropTags(cacheTags.bars(symbol), cacheTags.series);
      }
    },
    async putCorporateActions(symbol, actions) {
      try {
        return await store.putCorporateActions(symbol, actions);
      } finally {
        cache.dropTags(cacheTags.corporateActions(symbol));
      }
    },
    async deleteBarsBefore(symbol, timeframe, time) {
      try {
        return await store.deleteBarsBefore(symbol, timeframe, time);
      } finally {
        cache.dropTags(cacheTags.bars(symbol), cacheTags.series);
      }
    },
    async putInstruments(instruments) {
      try {
        await store.putInstruments(instruments);
      } finally {
        cache.dropTags(cacheTags.instruments);
      }
    },
  } satisfies Store & Pick<MarketStore, 'putBars'>;
}
