import { alpaca } from '#adapters/brokers/alpaca/alpaca';
import { ALPACA_KEYS, startAlpacaVenue } from '#test/support/brokers/alpaca-venue';
import { exact } from '#test/support/brokers/open-broker';
import { brokerContract } from './broker.ts';

brokerContract({
  definition: alpaca,
  environment: 'paper',
  fields: ALPACA_KEYS,
  instrument: { symbol: 'AAPL', assetClass: 'equity', currency: 'USD', venue: 'NASDAQ', pricePrecision: 2 },
  quantity: exact('10'),
  part: exact('4'),
  answers: ['accept-silently', 'accept-and-cut', 'trouble', 'busy'],
  // Alpaca has opening and closing auctions for market and limit orders, and no other for stops than day and gtc.
  takes: (type, validity) =>
    ['day', 'gtc'].includes(validity) ||
    (['market', 'limit'].includes(type) && validity !== 'gtd') ||
    (type === 'stop-limit' && validity === 'ioc'),
  start: startAlpacaVenue,
});
