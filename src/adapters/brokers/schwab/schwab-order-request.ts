import type { OrderLeg, OrderType, TimeInForce } from '#domain/orders/order';
import {
  absoluteDecimal,
  DECIMAL_ONE,
  type Decimal,
  decimalToNumber,
  formatDecimal,
} from '#domain/values/decimal';
import type { BrokerOrder } from '#engine/ports/broker';
import { legCollection, SCHWAB_LEGS_MAX, strategyOf } from './schwab-legs.ts';

/** Our words for what Schwab takes of shares, and its own (developer.schwab.com, Trader API, order object). */
export const SCHWAB_TYPES = {
  market: 'MARKET',
  limit: 'LIMIT',
  stop: 'STOP',
  'stop-limit': 'STOP_LIMIT',
  'trailing-stop': 'TRAILING_STOP',
} as const satisfies Partial<Record<OrderType, string>>;

export const SCHWAB_VALIDITIES = {
  day: 'DAY',
  gtc: 'GOOD_TILL_CANCEL',
  ioc: 'IMMEDIATE_OR_CANCEL',
  fok: 'FILL_OR_KILL',
} as const satisfies Partial<Record<TimeInForce, string>>;

/** At the close they are types of their own, good for the day. */
export const SCHWAB_AT_CLOSE = { market: 'MARKET_ON_CLOSE', limit: 'LIMIT_ON_CLOSE' } as const;

/** The body of an order; a sentence where Schwab has no such order. */
export function schwabOrderRequest(order: BrokerOrder): Readonly<Record<string, unknown>> | string {
  const { type, timeInForce, quantity, limitPrice, stopPrice, trailAmount, trailPercent } = order;
  if (!isKey(SCHWAB_TYPES, type)) return `Schwab takes no orders of type ${type} from here`;
  const isAtClose = timeInForce === 'at-close';
  if (isAtClose && !isKey(SCHWAB_AT_CLOSE, type))
    return `at the close Schwab takes market and limit orders, no ${type}`;
  if (!isAtClose && !isKey(SCHWAB_VALIDITIES, timeInForce))
    return `Schwab takes no orders that are good ${timeInForce}`;
  if (order.isPostOnly) return 'Schwab takes no post-only orders';
  if (order.isReduceOnly) return 'Schwab takes no reduce-only orders';
  if (order.displayQuantity !== undefined) return 'Schwab takes no iceberg orders';
  const { assetClass } = order.instrument;
  if (assetClass !== 'equity' && assetClass !== 'option')
    return `only shares and options are traded at Schwab from here, and ${order.symbol} is of class ${assetClass}`;
  if (quantity % DECIMAL_ONE !== 0n)
    return 'Schwab takes whole shares and contracts only; make the quantity whole';
  if (type === 'trailing-stop' && stopPrice !== undefined)
    return 'a trailing stop begins at the market there; leave its first price out';
  if (order.legs !== undefined) return comboRequest(order, order.legs);
  return {
    session: 'NORMAL',
    duration: isAtClose || !isKey(SCHWAB_VALIDITIES, timeInForce) ? 'DAY' : SCHWAB_VALIDITIES[timeInForce],
    orderType: isAtClose && isKey(SCHWAB_AT_CLOSE, type) ? SCHWAB_AT_CLOSE[type] : SCHWAB_TYPES[type],
    complexOrderStrategyType: 'NONE',
    orderStrategyType: 'SINGLE',
    ...(limitPrice === undefined ? {} : { price: formatDecimal(limitPrice) }),
    ...(stopPrice === undefined ? {} : { stopPrice: formatDecimal(stopPrice) }),
    ...(type === 'trailing-stop'
      ? {
          stopPriceLinkBasis: 'LAST',
          stopPriceLinkType: trailAmount === undefined ? 'PERCENT' : 'VALUE',
          stopPriceOffset: formatDecimal(trailAmount ?? trailPercent ?? 0n),
        }
      : {}),
    orderLegCollection: legCollection(order),
  };
}

/** Several legs in one order: a limit is a net that is paid, received, or none. */
function comboRequest(
  order: BrokerOrder,
  legs: readonly OrderLeg[],
): Readonly<Record<string, unknown>> | string {
  const { type, timeInForce, limitPrice, quantity } = order;
  if (type !== 'market' && type !== 'limit')
    return `Schwab takes combinations as market and limit orders, not as ${type}`;
  if (timeInForce !== 'day' && timeInForce !== 'gtc')
    return `Schwab takes combinations for the day or till cancelled, not ${timeInForce}`;
  if (legs.length > SCHWAB_LEGS_MAX) return `at most ${SCHWAB_LEGS_MAX} legs go to Schwab in one order`;
  return {
    session: 'NORMAL',
    duration: SCHWAB_VALIDITIES[timeInForce],
    orderType: limitPrice === undefined ? 'MARKET' : netType(limitPrice),
    complexOrderStrategyType: strategyOf(legs),
    orderStrategyType: 'SINGLE',
    quantity: decimalToNumber(quantity),
    ...(limitPrice === undefined ? {} : { price: formatDecimal(absoluteDecimal(limitPrice)) }),
    orderLegCollection: legCollection(order),
  };
}

function netType(limitPrice: Decimal): string {
  if (limitPrice === 0n) return 'NET_ZERO';
  return limitPrice > 0n ? 'NET_DEBIT' : 'NET_CREDIT';
}

function isKey<Table extends object>(table: Table, key: PropertyKey): key is keyof Table {
  return Object.hasOwn(table, key);
}
