import { binance } from '#adapters/brokers/ccxt/binance';
import { coinbase } from '#adapters/brokers/ccxt/coinbase';
import { parseDecimal } from '#domain/values/decimal';
import { startBinanceVenue } from '../support/brokers/binance-venue.ts';
import type { BrokerVendor } from '../support/brokers/broker-vendor.ts';
import { coinbaseKeys, startCoinbaseVenue } from '../support/brokers/coinbase-venue.ts';
import { brokerContract } from './broker.ts';

const BINANCE_KEYS = {
  apiKey: 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A',
  secret: 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j',
};

const common: Omit<BrokerVendor, 'definition' | 'environment' | 'fields' | 'start'> = {
  instrument: {
    symbol: 'BTC-USD',
    assetClass: 'crypto',
    currency: 'USD',
    venue: 'CRYPTO',
    pricePrecision: 2,
  },
  quantity: parseDecimal('0.12345678'),
  part: parseDecimal('0.02345678'),
  answers: ['accept-silently', 'accept-and-cut', 'trouble', 'busy'],
  positions: [{ symbol: 'BTC-USD', quantity: parseDecimal('1.00000001'), averagePrice: 0n }],
  balances: [
    {
      currency: 'USD',
      cash: parseDecimal('90071992547409.93'),
      buyingPower: parseDecimal('1234.56'),
      equity: null,
    },
  ],
};

brokerContract({
  ...common,
  definition: binance,
  environment: 'paper',
  fields: { ...BINANCE_KEYS, currency: 'USD' },
  takes: (type, timeInForce) => {
    if (type === 'market') return timeInForce === 'ioc';
    return type.includes('limit') || timeInForce === 'gtc';
  },
  start: (now) => startBinanceVenue(now, BINANCE_KEYS),
});

const { publicKey, ...coinbaseFields } = coinbaseKeys();

brokerContract({
  ...common,
  definition: coinbase,
  environment: 'live',
  fields: { ...coinbaseFields, currency: 'USD' },
  takes: (type, timeInForce) => {
    if (type === 'market') return timeInForce === 'ioc' || timeInForce === 'fok';
    return type === 'limit' || timeInForce === 'gtc' || timeInForce === 'gtd';
  },
  start: (now) => startCoinbaseVenue(now, { ...coinbaseFields, publicKey }),
});
