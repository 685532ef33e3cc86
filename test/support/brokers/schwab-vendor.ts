import { schwab } from '#adapters/brokers/schwab/schwab';
import type { BrokerVendor } from './broker-vendor.ts';
import { exact } from './open-broker.ts';
import { SCHWAB_FIELDS, startSchwabVenue } from './schwab-venue.ts';

export const schwabVendor: BrokerVendor = {
  definition: schwab,
  environment: 'live',
  fields: SCHWAB_FIELDS,
  instrument: { symbol: 'AAPL', assetClass: 'equity', currency: 'USD', venue: 'NASDAQ', pricePrecision: 2 },
  quantity: exact('10'),
  part: exact('4'),
  answers: ['accept-silently', 'accept-and-cut', 'trouble', 'busy'],
  takes: (type, validity) =>
    ['day', 'gtc'].includes(validity) ||
    (type === 'limit' && ['ioc', 'fok', 'at-close'].includes(validity)) ||
    (type === 'market' && validity === 'at-close'),
  // It looks at its orders every second at most.
  pace: 100,
  start: startSchwabVenue,
};
