import { keys } from '#contract/topics';
import type { MarketStore } from '../ports/market-store.ts';
import type { QuoteBoard } from './quote-board.ts';
import type { CacheLevel, TieredCache } from './tiered-cache.ts';

/** Older quotes are stale: shown with their age, never as live. */
export const QUOTE_FRESH_MS = 5 * 60_000;

/** The newest price known of a symbol, where it comes from, and how old it is. */
export interface LatestQuote {
  readonly symbol: string;
  readonly price: number;
  /** Null where only trades or bars are known. */
  readonly bid: number | null;
  readonly ask: number | null;
  readonly eventTime: number;
  readonly level: CacheLevel;
  /** By the clock the symbol lives by: wall time, or that of the replay it is in. */
  readonly ageMs: number;
  readonly isStale: boolean;
  readonly source: 'board' | 'bar';
}

type KnownQuote = Pick<LatestQuote, 'price' | 'bid' | 'ask' | 'eventTime' | 'source'>;

export interface LatestQuotesPorts {
  readonly board: QuoteBoard;
  readonly market: MarketStore;
  readonly cache: TieredCache;
  /** The moment a symbol lives in; wall time unless it is being replayed. */
  readonly nowOf: (symbol: string) => number;
}

/**
 * Newest quotes under `market_data:{symbol}:latest`: the quote board (L1), what the team's cache has (L2), the close
 * of the newest stored bar (L3). Whatever the level, a quote older than five minutes is stale.
 */
export class LatestQuotes {
  readonly #ports: LatestQuotesPorts;

  constructor(ports: LatestQuotesPorts) {
    this.#ports = ports;
  }

  /** Undefined when nothing is known of the symbol. */
  async latest(symbol: string): Promise<LatestQuote | undefined> {
    const shown = this.#onBoard(symbol);
    if (shown) return this.#answer(symbol, shown, 'L1');
    const { value, level } = await this.#ports.cache.read<KnownQuote | undefined>({
      key: keys.latestQuote(symbol),
      tags: [`bars:${symbol}`],
      load: () => this.#newestBar(symbol),
    });
    return value && this.#answer(symbol, value, level);
  }

  #onBoard(symbol: string): KnownQuote | undefined {
    const { board } = this.#ports;
    const slot = board.find(symbol);
    if (slot === undefined || Number.isNaN(board.last[slot])) return undefined;
    return {
      price: board.last[slot]!,
      bid: knownOrNull(board.bid[slot]),
      ask: knownOrNull(board.ask[slot]),
      eventTime: board.eventTime[slot]!,
      source: 'board',
    };
  }

  async #newestBar(symbol: string): Promise<KnownQuote | undefined> {
    const { market } = this.#ports;
    const series = (await market.series()).filter((one) => one.symbol === symbol);
    const newest = series.reduce<(typeof series)[number] | undefined>(
      (best, one) => (best === undefined || one.lastTime > best.lastTime ? one : best),
      undefined,
    );
    if (!newest) return undefined;
    const bars = await market.readBars(symbol, newest.timeframe, { limit: 1 });
    const price = bars.close[bars.length - 1];
    if (price === undefined) return undefined;
    return { price, bid: null, ask: null, eventTime: bars.time[bars.length - 1]!, source: 'bar' };
  }

  #answer(symbol: string, quote: KnownQuote, level: CacheLevel): LatestQuote {
    const ageMs = Math.max(0, this.#ports.nowOf(symbol) - quote.eventTime);
    return { symbol, ...quote, level, ageMs, isStale: ageMs > QUOTE_FRESH_MS };
  }
}

function knownOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
