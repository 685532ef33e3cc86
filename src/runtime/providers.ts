import { alphaVantage } from '#adapters/providers/alpha-vantage/alpha-vantage';
import { binance } from '#adapters/providers/binance/binance';
import { coingecko } from '#adapters/providers/coingecko/coingecko';
import { finnhub } from '#adapters/providers/finnhub/finnhub';
import { fred } from '#adapters/providers/fred/fred';
import { simulated } from '#adapters/providers/simulated/simulated';
import { yahooFinance } from '#adapters/providers/yahoo-finance/yahoo-finance';
import type { DataProviderDefinition } from '#engine/ports/data-provider';

/** Every source of past bars, in the order they are listed. */
export const PROVIDERS: readonly DataProviderDefinition[] = [
  yahooFinance,
  alphaVantage,
  finnhub,
  binance,
  coingecko,
  fred,
  simulated,
];
