import type { OrderType, TimeInForce } from '#domain/orders/order';
import { formatDecimal, multiplyDecimal } from '#domain/values/decimal';
import { numberOf, objectOf, textOf } from '#domain/values/json-value';
import { type BrokerFill, type BrokerOrder, type BrokerOrderReport, ownVenueId } from '#engine/ports/broker';
import { UnreadableAnswer } from './ccxt-client.ts';
import { averageOf, exactAmount, optionalAmount } from './exact-amount.ts';
import type { OrderParameters } from './exchange-dialect.ts';

/** A pair of Binance: `BTCUSDT` is our `BTC-USDT`. */
export interface BinancePair {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
}

type Row = Readonly<Record<string, unknown>>;

/** Types by Binance's names (developers.binance.com, Spot, Trading endpoints, New order). */
const TYPES: Readonly<Partial<Record<OrderType, string>>> = {
  market: 'MARKET',
  limit: 'LIMIT',
  stop: 'STOP_LOSS',
  'stop-limit': 'STOP_LOSS_LIMIT',
  'market-if-touched': 'TAKE_PROFIT',
  'limit-if-touched': 'TAKE_PROFIT_LIMIT',
};
const VALIDITIES: Readonly<Partial<Record<TimeInForce, string>>> = { gtc: 'GTC', ioc: 'IOC', fok: 'FOK' };
const OUR_TYPES = new Map(Object.entries(TYPES).map(([ours, theirs]) => [theirs, ours as OrderType]));
const OUR_VALIDITIES = new Map(
  Object.entries(VALIDITIES).map(([ours, theirs]) => [theirs, ours as TimeInForce]),
);
const STATUSES: Readonly<Record<string, BrokerOrderReport['status']>> = {
  NEW: 'working',
  PENDING_NEW: 'sent',
  PARTIALLY_FILLED: 'partially-filled',
  FILLED: 'filled',
  CANCELED: 'cancelled',
  PENDING_CANCEL: 'pending-cancel',
  REJECTED: 'rejected',
  EXPIRED: 'expired',
  EXPIRED_IN_MATCH: 'expired',
};

/** `BTCUSDT` of `BTC-USDT`. */
export function binancePairName(symbol: string): string {
  return symbol.toUpperCase().replaceAll(/[-/]/g, '');
}

/** The parameters of a new order, or the sentence why Binance does not take it. */
export function binanceOrderParameters(order: BrokerOrder): OrderParameters | string {
  const { type, timeInForce, limitPrice, stopPrice, displayQuantity, isPostOnly } = order;
  const theirs = TYPES[type];
  const validity = VALIDITIES[timeInForce];
  const hasLimit = limitPrice !== undefined;
  if (order.legs) return 'Binance takes no combinations: its spot market knows one pair an order';
  if (!theirs) return `Binance takes no ${type} order`;
  if (!validity) return `Binance takes no order of validity ${timeInForce}; its markets never close: use gtc`;
  if (order.isReduceOnly) return 'Binance takes no reduce-only order on its spot market';
  if (isPostOnly && (type !== 'limit' || timeInForce !== 'gtc'))
    return 'Binance takes post-only for limit orders of validity gtc alone';
  if (displayQuantity !== undefined && (!hasLimit || timeInForce !== 'gtc'))
    return 'Binance takes icebergs with a limit and validity gtc alone';
  if (!hasLimit && type !== 'market' && timeInForce !== 'gtc')
    return `Binance takes a ${type} order of validity gtc alone`;
  if (type === 'market' && timeInForce === 'fok')
    return 'Binance takes no market order of validity fok; use ioc';
  return {
    symbol: binancePairName(order.symbol),
    side: order.side.toUpperCase(),
    type: isPostOnly ? 'LIMIT_MAKER' : theirs,
    ...(hasLimit && !isPostOnly ? { timeInForce: validity } : {}),
    quantity: formatDecimal(order.quantity),
    ...(hasLimit ? { price: formatDecimal(limitPrice) } : {}),
    ...(stopPrice === undefined ? {} : { stopPrice: formatDecimal(stopPrice) }),
    ...(displayQuantity === undefined ? {} : { icebergQty: formatDecimal(displayQuantity) }),
    newClientOrderId: order.clientOrderId,
    newOrderRespType: 'ACK',
  };
}

/** An order as `GET /api/v3/order` and its like tell it. */
export function readBinanceOrder(row: Row, { symbol }: BinancePair): BrokerOrderReport {
  const filledQuantity = exactAmount(row['executedQty'], 'executedQty');
  return report(
    {
      id: textOf(row['origClientOrderId']) ?? textOf(row['clientOrderId']),
      number: row['orderId'],
      side: row['side'],
      type: row['type'],
      validity: row['timeInForce'],
      status: row['status'],
      time: row['updateTime'] ?? row['transactTime'] ?? row['time'],
    },
    {
      symbol,
      quantity: exactAmount(row['origQty'], 'origQty'),
      filledQuantity,
      averagePrice: averageOf(exactAmount(row['cummulativeQuoteQty'], 'cummulativeQuoteQty'), filledQuantity),
      ...prices(row['price'], row['stopPrice']),
    },
  );
}

/** An `executionReport` of the user's stream: how the order stands, and its fill when it is of a trade. */
export function readExecutionReport(
  row: Row,
  pair: BinancePair,
): { readonly report: BrokerOrderReport; readonly fill?: BrokerFill } {
  const filledQuantity = exactAmount(row['z'], 'z');
  const reason = textOf(row['r']);
  const told = report(
    {
      // Of a cancel, `c` is the id of the cancel and `C` that of the order.
      id: textOf(row['C']) ?? textOf(row['c']),
      number: row['i'],
      side: row['S'],
      type: row['o'],
      validity: row['f'],
      status: row['X'],
      time: row['T'],
    },
    {
      symbol: pair.symbol,
      quantity: exactAmount(row['q'], 'q'),
      filledQuantity,
      averagePrice: averageOf(exactAmount(row['Z'], 'Z'), filledQuantity),
      ...prices(row['p'], row['P']),
      ...(reason && reason !== 'NONE' ? { reason } : {}),
    },
  );
  if (row['x'] !== 'TRADE') return { report: told };
  const fill = readBinanceTrade(
    {
      id: row['t'],
      orderId: row['i'],
      qty: row['l'],
      price: row['L'],
      commission: row['n'],
      commissionAsset: row['N'],
      time: row['T'],
      isBuyer: row['S'] === 'BUY',
      isMaker: row['m'],
    },
    pair,
  );
  return { report: told, fill: { ...fill, clientOrderId: told.clientOrderId } };
}

/** A trade as `GET /api/v3/myTrades` tells it, without the order's id of ours. Numbers of trades are unique in a pair. */
export function readBinanceTrade(row: Row, { symbol, base, quote }: BinancePair): BrokerFill {
  const quantity = exactAmount(row['qty'], 'qty');
  const price = exactAmount(row['price'], 'price');
  const asset = row['commissionAsset'];
  const commission = optionalAmount(row['commission'], 'commission') ?? 0n;
  // A purchase pays in what is bought: worth its price. What is paid in a third coin (BNB) has no price here.
  const fee =
    asset === quote || commission === 0n
      ? commission
      : asset === base
        ? multiplyDecimal(commission, price)
        : null;
  return {
    fillId: `${symbol}:${idOf(row['id'], 'trade')}`,
    clientOrderId: null,
    venueOrderId: idOf(row['orderId'], 'orderId'),
    symbol,
    side: row['isBuyer'] === true ? 'buy' : 'sell',
    quantity,
    price,
    fee,
    eventTime: timeOf(row['time']),
    liquidity: row['isMaker'] === true ? 'maker' : 'taker',
  };
}

/** A whole number as text. */
export function idOf(value: unknown, field: string): string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || text === '')
    throw new UnreadableAnswer(`${field} is no number of an order or trade`);
  return text;
}

export function timeOf(value: unknown): number {
  const time = numberOf(value);
  if (Number.isNaN(time)) throw new UnreadableAnswer('a time is missing');
  return time;
}

/** The row as an object. Throws an `UnreadableAnswer` for anything else. */
export function rowOf(value: unknown, what: string): Row {
  const row = objectOf(value);
  if (!row) throw new UnreadableAnswer(`${what} is no object`);
  return row;
}

type Amounts = Pick<
  BrokerOrderReport,
  'symbol' | 'quantity' | 'filledQuantity' | 'averagePrice' | 'limitPrice' | 'stopPrice' | 'reason'
>;

function report(
  said: Readonly<Record<'id' | 'number' | 'side' | 'type' | 'validity' | 'status' | 'time', unknown>>,
  amounts: Amounts,
): BrokerOrderReport {
  const type = said.type === 'LIMIT_MAKER' ? 'limit' : OUR_TYPES.get(String(said.type));
  const status = STATUSES[String(said.status)];
  if (!type || !status)
    throw new UnreadableAnswer(`an order of type ${said.type} and status ${said.status} is unknown`);
  return {
    ...amounts,
    clientOrderId: typeof said.id === 'string' ? ownVenueId(said.id) : null,
    venueOrderId: idOf(said.number, 'orderId'),
    side: said.side === 'BUY' ? 'buy' : 'sell',
    type,
    timeInForce: OUR_VALIDITIES.get(String(said.validity)) ?? 'gtc',
    status,
    updatedTime: timeOf(said.time),
  };
}

function prices(limit: unknown, stop: unknown): Pick<Amounts, 'limitPrice' | 'stopPrice'> {
  const limitPrice = optionalAmount(limit, 'price');
  const stopPrice = optionalAmount(stop, 'stopPrice');
  return { ...(limitPrice ? { limitPrice } : {}), ...(stopPrice ? { stopPrice } : {}) };
}
