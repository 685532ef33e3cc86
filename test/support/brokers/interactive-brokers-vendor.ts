import { interactiveBrokers } from '#adapters/brokers/interactive-brokers/interactive-brokers';
import { parseDecimal } from '#domain/values/decimal';
import type { BrokerVendor } from './broker-vendor.ts';
import { GatewayDouble, type GatewayDoubleOptions } from './gateway/gateway-double.ts';

export interface GatewayVendor extends BrokerVendor {
  start(now: () => number): Promise<GatewayDouble>;
}

/** Interactive Brokers for the contract suite, against a Gateway of this message version. */
export function interactiveBrokersVendor(options: Omit<GatewayDoubleOptions, 'now'> = {}): GatewayVendor {
  return {
    definition: interactiveBrokers,
    environment: 'paper',
    fields: { clientId: '47', account: 'DU1234567' },
    instrument: {
      symbol: 'AAPL',
      assetClass: 'equity',
      currency: 'USD',
      venue: 'NASDAQ',
      pricePrecision: 2,
    },
    quantity: parseDecimal('10'),
    part: parseDecimal('4'),
    answers: ['accept-silently', 'accept-and-cut'],
    // An auction takes orders at the market and limits; TWS has no other types for it.
    takes: (type, timeInForce) =>
      type === 'market' || type === 'limit' || (timeInForce !== 'at-open' && timeInForce !== 'at-close'),
    // It says of an expired order that it was cancelled.
    ends: ['cancelled', 'rejected'],
    start: (now) => GatewayDouble.start({ ...options, now }),
  };
}
