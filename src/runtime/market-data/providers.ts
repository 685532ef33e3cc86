import { alphaVantage } from '#adapters/providers/alpha-vantage/alpha-vantage';
import { binance } from '#adapters/providers/binance/binance';
import { coingecko } from '#adapters/providers/coingecko/coingecko';
import { defillama } from '#adapters/providers/defillama/defillama';
import { etherscan } from '#adapters/providers/etherscan/etherscan';
import { finnhub } from '#adapters/providers/finnhub/finnhub';
import { fred } from '#adapters/providers/fred/fred';
import { kraken } from '#adapters/providers/kraken/kraken';
import { simulated } from '#adapters/providers/simulated/simulated';
import { worldBank } from '#adapters/providers/world-bank/world-bank';
import { yahooFinance } from '#adapters/providers/yahoo-finance/yahoo-finance';
import type { DataProviderDefinition } from '#engine/ports/data-provider';

/** Every source of past bars, in the order they are listed. */
export const PROVIDERS: readonly DataProviderDefinition[] = [
  yahooFinance,
  alphaVantage,
  finnhub,
  binance,
  coingecko,
  kraken,
  fred,
  worldBank,
  defillama,
  etherscan,
  simulated,
];
