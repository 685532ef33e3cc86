import { comboSymbol } from '#domain/orders/combo';
import type { OrderTerms } from '#domain/orders/order';
import { contractDataFields, type FieldReader, type WireContract, wireFrame } from './gateway-wire.ts';
import type { PlacedOrder } from './placed-order.ts';

const PRICE_RULE = 26;

/** All that the double knows of. */
export const GATEWAY_CONTRACTS: readonly WireContract[] = [
  contract(265_598, 'AAPL', 'STK', 'SMART', 'NASDAQ', 'USD', 'AAPL'),
  contract(4_347_086, 'BRK B', 'STK', 'SMART', 'NYSE', 'USD', 'BRK B'),
  contract(12_087_792, 'EUR', 'CASH', 'IDEALPRO', '', 'USD', 'EUR.USD'),
  contract(479_624_278, 'BTC', 'CRYPTO', 'PAXOS', '', 'USD', 'BTC.USD'),
  contract(734_100_001, 'AAPL', 'OPT', 'SMART', '', 'USD', 'AAPL  261218C00150000'),
  contract(734_100_002, 'AAPL', 'OPT', 'SMART', '', 'USD', 'AAPL  261218C00160000'),
];
/** What TWS calls combinations. */
export const BAG = contract(28_812_380, 'AAPL', 'BAG', 'SMART', '', 'USD', 'AAPL');

/** What the rest of a REQ_CONTRACT_DATA asks for: all of it that is known. */
export function askedContracts(reader: FieldReader): WireContract[] {
  reader.skip(1);
  const symbol = reader.text();
  const secType = reader.text();
  const option = optionPart(reader);
  const exchange = reader.text();
  reader.skip(1);
  const currency = reader.text();
  return GATEWAY_CONTRACTS.filter(
    (one) =>
      one.symbol === symbol &&
      one.secType === secType &&
      one.localSymbol.endsWith(option) &&
      one.exchange === exchange &&
      one.currency === currency,
  );
}

/** Each contract in a message of its own, then that this was all. */
export function contractFrames(
  requestId: number,
  contracts: readonly WireContract[],
  terms: { readonly sizeStep: string; readonly version: number },
): Buffer[] {
  const told = contracts.map((one) =>
    wireFrame(contractDataFields(requestId, one, { ruleId: PRICE_RULE, ...terms })),
  );
  return [...told, wireFrame([52, 1, requestId])];
}

/** The legs of an order, by what their numbers stand for. */
export function comboOf({ legs, action }: PlacedOrder): Pick<OrderTerms, 'symbol' | 'legs'> | undefined {
  if (legs.length === 0) return undefined;
  if (action !== 'BUY') throw new Error('a combination is bought as its legs stand');
  const told = legs.map(({ conId, ratio, action: side }) => ({
    symbol: GATEWAY_CONTRACTS.find((one) => one.conId === conId)?.localSymbol.replaceAll(' ', '') ?? '',
    side: side === 'BUY' ? ('buy' as const) : ('sell' as const),
    ratio,
  }));
  return { symbol: comboSymbol(told), legs: told };
}

/** Date, right and strike of an option as its symbol ends; nothing of what has none. */
function optionPart(reader: FieldReader): string {
  const date = reader.text();
  const strike = Number(reader.text());
  const right = reader.text();
  const multiplier = reader.text();
  if (date === '') return '';
  if (multiplier !== '100') throw new Error(`an option of ${multiplier} units`);
  return `${date.slice(2)}${right}${String(Math.round(strike * 1_000)).padStart(8, '0')}`;
}

function contract(
  ...[conId, symbol, secType, exchange, primaryExchange, currency, localSymbol]: [
    number,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
): WireContract {
  const tradingClass = secType === 'STK' ? 'NMS' : localSymbol;
  return { conId, symbol, secType, exchange, primaryExchange, currency, localSymbol, tradingClass };
}
