import type { DataType } from '#domain/market/data-type';
import type { Timeframe } from '#domain/market/timeframe';

/** Providers by type of data, asked in this order until one answers. */
export const PROVIDER_CHAINS: Readonly<Record<DataType, readonly string[]>> = {
  equity: ['yahoo-finance', 'alpha-vantage', 'finnhub'],
  index: ['yahoo-finance'],
  forex: ['yahoo-finance', 'finnhub'],
  crypto: ['binance', 'coingecko', 'yahoo-finance'],
  economic: ['fred'],
};

/** Days a download reaches back unless told; without an entry, all there is. */
export const DAYS_BACK: Readonly<Partial<Record<Timeframe, number>>> = {
  '1s': 1,
  '1m': 7,
  '5m': 30,
  '1h': 365,
};
