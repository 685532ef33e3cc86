import type { Contract } from '@stoqey/ib';
import { partsOfPair } from '#domain/instruments/guess-asset-class';
import type { BrokerOrder } from '#engine/ports/broker';

type Asked = Pick<BrokerOrder['instrument'], 'symbol' | 'assetClass' | 'currency'>;

/**
 * What TWS is asked for to find an instrument: shares routed by SMART, currency pairs at IDEALPRO, coins at PAXOS. A
 * text says why it has none.
 */
export function contractQuery({ symbol, assetClass, currency }: Asked): Contract | string {
  switch (assetClass) {
    case 'equity':
      // A class of shares comes after a space there: BRK B.
      return contract(symbol.replace(/[.\-/]/g, ' '), 'STK', currency, 'SMART');
    case 'forex':
    case 'crypto': {
      const pair = partsOfPair(symbol);
      if (!pair) return `${symbol} is no pair; write it as EURUSD or BTCUSD`;
      return assetClass === 'forex'
        ? contract(pair.base, 'CASH', pair.quote, 'IDEALPRO')
        : contract(pair.base, 'CRYPTO', pair.quote, 'PAXOS');
    }
    case 'future':
    case 'option':
      return `${symbol}: ${assetClass}s are not sent to Interactive Brokers yet, as Octopus knows no expiry and multiplier of them; place it in TWS`;
    case 'index':
      return `${symbol} is an index and cannot be traded`;
  }
}

/** The symbol an instrument of TWS has here, when no order has named it. */
export function symbolOf({ symbol = '', secType, currency = '', localSymbol }: Contract): string {
  switch (String(secType)) {
    case 'STK':
      return symbol.replaceAll(' ', '.');
    case 'CASH':
    case 'CRYPTO':
      return symbol + currency;
    default:
      return localSymbol || symbol;
  }
}

function contract(symbol: string, secType: string, currency: string, exchange: string): Contract {
  return { symbol, secType, currency, exchange } as Contract;
}
