import type { OrderType, TimeInForce } from '#domain/orders/order';
import { formatDecimal } from '#domain/values/decimal';
import { objectOf, textOf } from '#domain/values/json-value';
import { type BrokerFill, type BrokerOrder, type BrokerOrderReport, ownVenueId } from '#engine/ports/broker';
import { UnreadableAnswer } from './ccxt-client.ts';
import { averageAmount, exactAmount, optionalAmount } from './exact-amount.ts';
import type { OrderParameters } from './exchange-dialect.ts';

type Row = Readonly<Record<string, unknown>>;

/** The member of `order_configuration` that an order of this type and validity is written in. */
const CONFIGURATIONS: Readonly<Partial<Record<`${OrderType} ${TimeInForce}`, string>>> = {
  'market ioc': 'market_market_ioc',
  'market fok': 'market_market_fok',
  'limit gtc': 'limit_limit_gtc',
  'limit gtd': 'limit_limit_gtd',
  'limit ioc': 'sor_limit_ioc',
  'limit fok': 'limit_limit_fok',
  'stop-limit gtc': 'stop_limit_stop_limit_gtc',
  'stop-limit gtd': 'stop_limit_stop_limit_gtd',
  'limit-if-touched gtc': 'stop_limit_stop_limit_gtc',
  'limit-if-touched gtd': 'stop_limit_stop_limit_gtd',
};
const OURS: Readonly<Record<string, readonly [OrderType, TimeInForce]>> = {
  market_market_ioc: ['market', 'ioc'],
  market_market_fok: ['market', 'fok'],
  limit_limit_gtc: ['limit', 'gtc'],
  limit_limit_gtd: ['limit', 'gtd'],
  sor_limit_ioc: ['limit', 'ioc'],
  limit_limit_fok: ['limit', 'fok'],
  stop_limit_stop_limit_gtc: ['stop-limit', 'gtc'],
  stop_limit_stop_limit_gtd: ['stop-limit', 'gtd'],
};
const STATUSES: Readonly<Record<string, BrokerOrderReport['status']>> = {
  PENDING: 'sent',
  QUEUED: 'sent',
  OPEN: 'working',
  EDIT_QUEUED: 'working',
  CANCEL_QUEUED: 'pending-cancel',
  FILLED: 'filled',
  CANCELLED: 'cancelled',
  EXPIRED: 'expired',
  FAILED: 'rejected',
};
const STREAM_VALIDITIES: Readonly<Record<string, TimeInForce>> = {
  GOOD_UNTIL_CANCELLED: 'gtc',
  GOOD_UNTIL_DATE_TIME: 'gtd',
  IMMEDIATE_OR_CANCEL: 'ioc',
  FILL_OR_KILL: 'fok',
};

/** The body of Create Order (docs.cdp.coinbase.com, Advanced Trade), or the sentence why Coinbase does not take it. */
export function coinbaseOrderParameters(order: BrokerOrder): OrderParameters | string {
  const { type, timeInForce, side, limitPrice, stopPrice, expireTime, isPostOnly } = order;
  // A market order never rests: to let it stand until cancelled is to trade it at once.
  const validity = type === 'market' && timeInForce === 'gtc' ? 'ioc' : timeInForce;
  const configuration = CONFIGURATIONS[`${type} ${validity}`];
  if (order.legs) return 'Coinbase takes no combinations: its spot market knows one pair an order';
  if (!configuration) return `Coinbase takes no ${type} order of validity ${timeInForce}`;
  if (order.isReduceOnly) return 'Coinbase takes no reduce-only order on its spot market';
  if (order.displayQuantity !== undefined) return 'Coinbase takes no iceberg order';
  if (isPostOnly && configuration !== 'limit_limit_gtc' && configuration !== 'limit_limit_gtd')
    return 'Coinbase takes post-only for limit orders of validity gtc or gtd alone';
  if (timeInForce === 'gtd' && expireTime === undefined)
    return 'an order of validity gtd needs the time it ends at';
  // Stops trigger when the price runs away, orders if touched when it comes nearer.
  const isUp = (side === 'buy') === (type === 'stop-limit');
  return {
    client_order_id: order.clientOrderId,
    product_id: order.symbol.toUpperCase(),
    side: side.toUpperCase(),
    order_configuration: {
      [configuration]: {
        base_size: formatDecimal(order.quantity),
        ...(limitPrice === undefined ? {} : { limit_price: formatDecimal(limitPrice) }),
        ...(stopPrice === undefined
          ? {}
          : {
              stop_price: formatDecimal(stopPrice),
              stop_direction: isUp ? 'STOP_DIRECTION_STOP_UP' : 'STOP_DIRECTION_STOP_DOWN',
            }),
        ...(timeInForce === 'gtd' && expireTime !== undefined
          ? { end_time: new Date(expireTime).toISOString() }
          : {}),
        ...(isPostOnly ? { post_only: true } : {}),
      },
    },
  };
}

/** An order as Get Order and List Orders tell it. */
export function readCoinbaseOrder(row: Row): BrokerOrderReport {
  const [[name = '', value] = []] = Object.entries(objectOf(row['order_configuration']) ?? {});
  const terms = objectOf(value);
  const [type, timeInForce] = OURS[name] ?? [];
  if (!terms || !type || !timeInForce)
    throw new UnreadableAnswer(`an order of the configuration ${name || 'none'} is unknown`);
  const stop = terms['stop_price'];
  const side = row['side'] === 'BUY' ? 'buy' : 'sell';
  const isTouched =
    type === 'stop-limit' && (terms['stop_direction'] === 'STOP_DIRECTION_STOP_UP') !== (side === 'buy');
  const filledQuantity = exactAmount(row['filled_size'] || '0', 'filled_size');
  const reason = textOf(row['reject_message']) ?? textOf(row['cancel_message']);
  return {
    clientOrderId: ownVenueId(textOf(row['client_order_id']) ?? ''),
    venueOrderId: textIn(row, 'order_id'),
    symbol: textIn(row, 'product_id'),
    side,
    type: isTouched ? 'limit-if-touched' : type,
    timeInForce,
    // An order to spend an amount of money has no quantity of its own.
    quantity:
      terms['base_size'] === undefined ? filledQuantity : exactAmount(terms['base_size'], 'base_size'),
    ...limitAndStop(terms['limit_price'], stop),
    status: statusOf(row['status'], filledQuantity),
    filledQuantity,
    averagePrice: averageAmount(row['average_filled_price'], 'average_filled_price'),
    ...(reason ? { reason } : {}),
    updatedTime: timeIn(row, ['last_update_time', 'last_fill_time', 'created_time']),
  };
}

/** An order as the channel `user` tells it. */
export function readCoinbaseNews(row: Row, eventTime: number): BrokerOrderReport {
  const filledQuantity = exactAmount(row['cumulative_quantity'], 'cumulative_quantity');
  const side = textIn(row, 'order_side').toUpperCase() === 'BUY' ? 'buy' : 'sell';
  const kind = textIn(row, 'order_type').toUpperCase().replaceAll(/[ -]/g, '_');
  const reason = textOf(row['reject_reason']) ?? textOf(row['cancel_reason']);
  return {
    clientOrderId: ownVenueId(textOf(row['client_order_id']) ?? ''),
    venueOrderId: textIn(row, 'order_id'),
    symbol: textIn(row, 'product_id'),
    side,
    type: kind === 'MARKET' ? 'market' : kind === 'STOP_LIMIT' ? 'stop-limit' : 'limit',
    timeInForce: STREAM_VALIDITIES[String(row['time_in_force'])] ?? 'gtc',
    quantity: filledQuantity + exactAmount(row['leaves_quantity'], 'leaves_quantity'),
    ...limitAndStop(row['limit_price'], row['stop_price']),
    status: statusOf(row['status'], filledQuantity),
    filledQuantity,
    averagePrice: averageAmount(row['avg_price'], 'avg_price'),
    ...(reason ? { reason } : {}),
    updatedTime: eventTime,
  };
}

/** A row of List Fills, without the order's id of ours. */
export function readCoinbaseFill(row: Row): BrokerFill {
  const size = exactAmount(row['size'], 'size');
  const liquidity = row['liquidity_indicator'];
  if (row['size_in_quote'] === true)
    throw new UnreadableAnswer('a fill is told in money and not in its quantity');
  return {
    fillId: textIn(row, 'entry_id'),
    clientOrderId: null,
    venueOrderId: textIn(row, 'order_id'),
    symbol: textIn(row, 'product_id'),
    side: row['side'] === 'BUY' ? 'buy' : 'sell',
    quantity: size,
    price: exactAmount(row['price'], 'price'),
    fee: row['commission'] === undefined ? null : averageAmount(row['commission'], 'commission'),
    eventTime: timeIn(row, ['trade_time']),
    ...(liquidity === 'MAKER' || liquidity === 'TAKER'
      ? { liquidity: liquidity === 'MAKER' ? 'maker' : 'taker' }
      : {}),
  };
}

/** A field that must be text. */
export function textIn(row: Row, field: string): string {
  const text = textOf(row[field]);
  if (!text) throw new UnreadableAnswer(`${field} is missing`);
  return text;
}

/** The first of the fields that holds a time. */
export function timeIn(row: Row, fields: readonly string[]): number {
  for (const field of fields) {
    const time = Date.parse(textOf(row[field]) ?? '');
    if (time > 0) return time;
  }
  throw new UnreadableAnswer(`${fields.join(' or ')} is no time`);
}

function statusOf(value: unknown, filledQuantity: bigint): BrokerOrderReport['status'] {
  const status = STATUSES[String(value)];
  if (!status) throw new UnreadableAnswer(`an order of status ${value} is unknown`);
  return status === 'working' && filledQuantity > 0n ? 'partially-filled' : status;
}

function limitAndStop(limit: unknown, stop: unknown): Pick<BrokerOrderReport, 'limitPrice' | 'stopPrice'> {
  const limitPrice = optionalAmount(limit, 'limit_price');
  const stopPrice = optionalAmount(stop, 'stop_price');
  return { ...(limitPrice ? { limitPrice } : {}), ...(stopPrice ? { stopPrice } : {}) };
}
