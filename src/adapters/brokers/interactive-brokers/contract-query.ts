import type { Contract } from '@stoqey/ib';
import { partsOfPair } from '#domain/instruments/guess-asset-class';
import { parseOptionSymbol } from '#domain/instruments/option-contract';
import { isComboSymbol } from '#domain/orders/combo';
import type { OrderLeg } from '#domain/orders/order';
import type { BrokerOrder } from '#engine/ports/broker';
import { wireNumber } from './exact-number.ts';

/** What a combination is called whose legs were never met. */
const UNKNOWN_LEGS = 'combo of ';

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
    case 'option':
      return optionContract(symbol, currency);
    case 'future':
      return `${symbol}: futures are not sent to Interactive Brokers, as Octopus knows no expiry and multiplier of them; place it in TWS`;
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
    case 'OPT':
      // As the OCC writes it, with spaces behind its root.
      return (localSymbol ?? '').replaceAll(' ', '') || symbol;
    case 'BAG':
      return `${UNKNOWN_LEGS}${symbol}`;
    default:
      return localSymbol || symbol;
  }
}

/** An option by what its symbol tells; its class is the root, which parts the weeklies of an index from the monthlies. */
function optionContract(symbol: string, currency: string): Contract | string {
  const option = parseOptionSymbol(symbol);
  if (!option) return `${symbol} is no symbol of an option; write it as AAPL261218C00150000`;
  return {
    ...contract(option.underlying.replace('.', ' '), 'OPT', currency, 'SMART'),
    lastTradeDateOrContractMonth: option.expiration.replaceAll('-', ''),
    strike: wireNumber(option.strike),
    right: option.right === 'call' ? 'C' : 'P',
    multiplier: option.multiplier,
    tradingClass: symbol.slice(0, -15).trim(),
  } as Contract;
}

/** A combination as one contract of several legs, which TWS trades whole or not at all. */
export function comboContract(
  legs: readonly (Pick<OrderLeg, 'symbol' | 'side' | 'ratio'> & { readonly number: number })[],
  currency: string,
): Contract {
  const symbols = legs.map(({ symbol }) => parseOptionSymbol(symbol)?.underlying ?? symbol);
  const comboLegs = legs.map(({ side, ratio, number }) => ({
    conId: number,
    ratio,
    action: side === 'buy' ? 'BUY' : 'SELL',
    exchange: 'SMART',
    // Zero says: as the account's kind has it, the only way for an account of a person.
    openClose: 0,
    shortSaleSlot: 0,
    designatedLocation: '',
    exemptCode: -1,
  }));
  const symbol = [...new Set(symbols)].join(',').replaceAll('.', ' ');
  return { ...contract(symbol, 'BAG', currency, 'SMART'), conId: 0, comboLegs } as Contract;
}

/** Whether a contract is a combination. */
export function isCombo({ secType }: Contract): boolean {
  return String(secType) === 'BAG';
}

/** Whether a name is that of a combination, its legs known or not. */
export function isComboName(symbol: string): boolean {
  return isComboSymbol(symbol) || symbol.startsWith(UNKNOWN_LEGS);
}

function contract(symbol: string, secType: string, currency: string, exchange: string): Contract {
  return { symbol, secType, currency, exchange } as Contract;
}
