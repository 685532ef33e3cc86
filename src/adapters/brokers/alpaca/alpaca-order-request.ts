import type { trading } from '@alpacahq/alpaca-trade-api/rest';
import { parseOptionSymbol } from '#domain/instruments/option-contract';
import type { OrderChange, OrderType, Side, TimeInForce } from '#domain/orders/order';
import type { PositionEffect } from '#domain/orders/position-effects';
import { DECIMAL_ONE, formatDecimal } from '#domain/values/decimal';
import { toldDecimal } from '#domain/values/told-number';
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

export const ALPACA_LEGS_MAX = 4;

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
  const { assetClass } = order.instrument;
  if (assetClass !== 'equity' && assetClass !== 'option')
    return `only shares and options are traded at Alpaca from here, and ${order.symbol} is of class ${assetClass}`;
  const fault = assetClass === 'option' ? optionFault(order) : undefined;
  if (fault !== undefined) return fault;
  if (quantity % DECIMAL_ONE !== 0n && timeInForce !== 'day')
    return `a part of a share is traded by day orders only; make the quantity whole or the order a day's`;
  return {
    clientOrderId: venueClientId({ clientOrderId: order.clientOrderId }),
    ...whatOf(order),
    type: ALPACA_TYPES[type],
    timeInForce: ALPACA_VALIDITIES[timeInForce],
    qty: formatDecimal(quantity),
    ...(limitPrice === undefined ? {} : { limitPrice: formatDecimal(limitPrice) }),
    ...(stopPrice === undefined ? {} : { stopPrice: formatDecimal(stopPrice) }),
    ...(trailAmount === undefined ? {} : { trailPrice: formatDecimal(trailAmount) }),
    ...(trailPercent === undefined ? {} : { trailPercent: formatDecimal(trailPercent) }),
  };
}

/** What is traded: of a combination its legs, in one order of class `mleg` (docs.alpaca.markets/docs/options-level-3-trading). */
function whatOf({
  symbol,
  side,
  legs,
  effects = [],
}: BrokerOrder): Pick<
  trading.PostOrderRequest,
  'symbol' | 'side' | 'orderClass' | 'legs' | 'positionIntent'
> {
  if (legs === undefined) {
    const [effect] = effects;
    return { symbol, side, ...(effect === undefined ? {} : { positionIntent: intentOf(side, effect) }) };
  }
  return {
    orderClass: 'mleg',
    legs: legs.map((leg, index) => ({
      symbol: leg.symbol,
      side: leg.side,
      ratioQty: String(leg.ratio),
      positionIntent: intentOf(leg.side, effects[index] ?? 'open'),
    })),
  };
}

function intentOf(side: Side, effect: PositionEffect): trading.PositionIntent {
  return `${side}_to_${effect}`;
}

function optionFault({ legs = [], timeInForce, quantity, type }: BrokerOrder): string | undefined {
  if (timeInForce !== 'day') return 'Alpaca takes options in day orders only';
  if (legs.length > 0 && type !== 'market' && type !== 'limit')
    return `Alpaca takes combinations as market and limit orders, not as ${type}`;
  if (type === 'trailing-stop') return 'Alpaca takes no trailing stops of options';
  if (quantity % DECIMAL_ONE !== 0n) return 'contracts of options are whole';
  if (legs.length > ALPACA_LEGS_MAX) return `Alpaca takes at most ${ALPACA_LEGS_MAX} legs in an order`;
  const share = legs.find(({ symbol }) => parseOptionSymbol(symbol) === undefined);
  return share && `only options are sent to Alpaca in one order, and ${share.symbol} is none`;
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
    return `${toldDecimal(filledQuantity)} have filled already, so none of ${toldDecimal(terms.quantity)} is left; cancel it instead`;
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
