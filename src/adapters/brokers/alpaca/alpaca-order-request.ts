import type { trading } from '@alpacahq/alpaca-trade-api/rest';
import type { OrderChange, OrderType, TimeInForce } from '#domain/orders/order';
import { DECIMAL_ONE, formatDecimal } from '#domain/values/decimal';
import { type BrokerOrder, venueClientId } from '#engine/ports/broker';

/** Our words for what Alpaca takes of shares, and its own (docs.alpaca.markets/docs/orders-at-alpaca). */
export const ALPACA_TYPES = {
  market: 'market',
  limit: 'limit',
  stop: 'stop',
  'stop-limit': 'stop_limit',
  'trailing-stop': 'trailing_stop',
} as const satisfies Partial<Record<OrderType, trading.OrderType>>;

export const ALPACA_VALIDITIES = {
  day: 'day',
  gtc: 'gtc',
  ioc: 'ioc',
  fok: 'fok',
  'at-open': 'opg',
  'at-close': 'cls',
} as const satisfies Partial<Record<TimeInForce, trading.TimeInForce>>;

/** The request for an order; a sentence where Alpaca has no such order. */
export function alpacaOrderRequest(order: BrokerOrder): trading.PostOrderRequest | string {
  const { type, timeInForce, quantity, limitPrice, stopPrice, trailAmount, trailPercent } = order;
  if (!isKey(ALPACA_TYPES, type)) return `Alpaca takes no orders of type ${type}`;
  if (!isKey(ALPACA_VALIDITIES, timeInForce)) return `Alpaca takes no orders that are good ${timeInForce}`;
  if (type === 'trailing-stop' && stopPrice !== undefined)
    return 'a trailing stop begins at the market there; leave its first price out';
  if (order.isPostOnly) return 'Alpaca takes no post-only orders';
  if (order.isReduceOnly) return 'Alpaca takes no reduce-only orders';
  if (order.displayQuantity !== undefined) return 'Alpaca takes no iceberg orders';
  if (order.instrument.assetClass !== 'equity')
    return `only shares are traded at Alpaca from here, and ${order.symbol} is of class ${order.instrument.assetClass}`;
  if (quantity % DECIMAL_ONE !== 0n && timeInForce !== 'day')
    return `a part of a share is traded by day orders only; make the quantity whole or the order a day's`;
  return {
    clientOrderId: venueClientId({ clientOrderId: order.clientOrderId }),
    symbol: order.symbol,
    side: order.side,
    type: ALPACA_TYPES[type],
    timeInForce: ALPACA_VALIDITIES[timeInForce],
    qty: formatDecimal(quantity),
    ...(limitPrice === undefined ? {} : { limitPrice: formatDecimal(limitPrice) }),
    ...(stopPrice === undefined ? {} : { stopPrice: formatDecimal(stopPrice) }),
    ...(trailAmount === undefined ? {} : { trailPrice: formatDecimal(trailAmount) }),
    ...(trailPercent === undefined ? {} : { trailPercent: formatDecimal(trailPercent) }),
  };
}

/**
 * The request for a replacement. Alpaca opens a new order for all of `qty`, and for the whole of the old quantity when
 * none is given, whatever has filled (github.com/alpacahq/Alpaca-API/issues/165): so it is told what is left.
 */
export function alpacaReplaceRequest(
  venueId: string,
  change: OrderChange,
  terms: BrokerOrder,
  filledQuantity: bigint,
): trading.PatchOrderRequest | string {
  const left = terms.quantity - filledQuantity;
  if (left <= 0n)
    return `${formatDecimal(filledQuantity)} have filled already, so none of ${formatDecimal(terms.quantity)} is left; cancel it instead`;
  const isQuantityTold = change.quantity !== undefined || filledQuantity > 0n;
  const { limitPrice, stopPrice, trailAmount } = change;
  return {
    clientOrderId: venueId,
    ...(isQuantityTold ? { qty: formatDecimal(left) } : {}),
    ...(limitPrice === undefined ? {} : { limitPrice: formatDecimal(limitPrice) }),
    ...(stopPrice === undefined ? {} : { stopPrice: formatDecimal(stopPrice) }),
    ...(trailAmount === undefined ? {} : { trail: formatDecimal(trailAmount) }),
  };
}

function isKey<Table extends object>(table: Table, key: PropertyKey): key is keyof Table {
  return Object.hasOwn(table, key);
}
