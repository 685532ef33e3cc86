import { useMemo } from 'react';
import { quoteOf, useQuote } from '../stores/quotes.ts';
import type { MarketPrices } from './price-order.ts';

const NONE: MarketPrices = { bid: null, ask: null, last: null };

/** The newest prices of a symbol; all null without one. */
export function marketPrices(symbol: string | null): MarketPrices {
  return (symbol === null ? null : quoteOf(symbol)) ?? NONE;
}

/** {@link marketPrices}, redrawing the caller when one of them changes. */
export function useMarketPrices(symbol: string | null): MarketPrices {
  const { bid, ask, last } = useQuote(symbol) ?? NONE;
  return useMemo(() => ({ bid, ask, last }), [bid, ask, last]);
}
