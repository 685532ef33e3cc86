import { alpaca } from '#adapters/brokers/alpaca/alpaca';
import { binance } from '#adapters/brokers/ccxt/binance';
import { coinbase } from '#adapters/brokers/ccxt/coinbase';
import type { BrokerDefinition } from '#engine/ports/broker';

/** Every broker, in the order they are listed. Each loads its vendor's library when it is opened, not before. */
export const BROKERS: readonly BrokerDefinition[] = [alpaca, coinbase, binance];
