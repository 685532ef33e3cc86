import { alpaca } from '#adapters/brokers/alpaca/alpaca';
import { ALPACA_KEYS, startAlpacaVenue } from './alpaca-venue.ts';
import type { BrokerVendor } from './broker-vendor.ts';
import { exact } from './open-broker.ts';

export const alpacaVendor: BrokerVendor = {
  definition: alpaca,
  environment: 'paper',
  fields: ALPACA_KEYS,
  instrument: { symbol: 'AAPL', assetClass: 'equity', currency: 'USD', venue: 'NASDAQ', pricePrecision: 2 },
  quantity: exact('10'),
  part: exact('4'),
  answers: ['accept-silently', 'accept-and-cut', 'trouble', 'busy'],
  // Auctions are for market and limit orders; stops are good for the day or till cancelled.
  takes: (type, validity) => ['day', 'gtc'].includes(validity) || ['market', 'limit'].includes(type),
  start: startAlpacaVenue,
};
