import { alpaca } from '#adapters/brokers/alpaca/alpaca';
import { binance } from '#adapters/brokers/ccxt/binance';
import { coinbase } from '#adapters/brokers/ccxt/coinbase';
import { interactiveBrokers } from '#adapters/brokers/interactive-brokers/interactive-brokers';
import { schwab } from '#adapters/brokers/schwab/schwab';
import type { BrokerDefinition } from '#engine/ports/broker';

/** Every broker, in the order they are listed. Each loads its vendor's library when it is opened, not before. */
export const BROKERS: readonly BrokerDefinition[] = [alpaca, interactiveBrokers, schwab, coinbase, binance];
