import { comboSymbol, netPrice, sortedLegs } from '#domain/orders/combo';
import type { OrderLeg, OrderType, Side, TimeInForce } from '#domain/orders/order';
import {
  DECIMAL_PLACES,
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
  formatDecimal,
  parseDecimal,
} from '#domain/values/decimal';
import { listOf, objectOf, textOf } from '#domain/values/json-value';
import {
  type BrokerBalance,
  type BrokerFill,
  type BrokerOrderReport,
  type BrokerPosition,
  clientOrderIdOf,
} from '#engine/ports/broker';
import { ALPACA_TYPES, ALPACA_VALIDITIES } from './alpaca-order-request.ts';

/** An order as Alpaca tells it, with what binds it to the orders before and after it. */
export interface AlpacaOrder {
  readonly report: BrokerOrderReport;
  /** Of a multi-leg order, in the order of the report's legs. */
  readonly legs: readonly AlpacaLeg[];
  /** It is a leg of another order, which is told of as a whole. */
  readonly isLeg: boolean;
  /** The number of the order that this one stands in for. */
  readonly replaces: string | null;
  /** The number of the order that stands in for this one. */
  readonly replacedBy: string | null;
}

/** A leg as Alpaca has it: an order of its own, with what has filled of it so far. */
export interface AlpacaLeg extends OrderLeg {
  readonly id: string;
  readonly filledQuantity: Decimal;
  readonly averagePrice: Decimal;
}

/** Something that Alpaca said is not of the form it documents. The message names the field. */
export class UnreadableAnswer extends Error {}

/** Alpaca's words for where an order is (docs.alpaca.markets/docs/orders-at-alpaca), and ours. */
const STATUSES: Readonly<Record<string, BrokerOrderReport['status']>> = {
  new: 'working',
  accepted: 'working',
  pending_new: 'working',
  accepted_for_bidding: 'working',
  held: 'working',
  stopped: 'working',
  suspended: 'working',
  calculated: 'working',
  done_for_day: 'working',
  partially_filled: 'partially-filled',
  pending_cancel: 'pending-cancel',
  pending_replace: 'pending-replace',
  filled: 'filled',
  canceled: 'cancelled',
  // The order that stands in for it is asked for instead.
  replaced: 'cancelled',
  rejected: 'rejected',
  expired: 'expired',
};
const TYPES = reverse<OrderType>(ALPACA_TYPES);
const VALIDITIES = reverse<TimeInForce>(ALPACA_VALIDITIES);

/** Reads an order of the trading API or the stream. Throws {@link UnreadableAnswer}. */
export function readAlpacaOrder(value: unknown): AlpacaOrder {
  const order = objectOf(value);
  if (!order) throw new UnreadableAnswer('an order is no object');
  const told = wordOf(order, 'status');
  const status = STATUSES[told];
  const type = TYPES[wordOf(order, 'type')];
  const timeInForce = VALIDITIES[wordOf(order, 'time_in_force')];
  if (!status || !type || !timeInForce)
    throw new UnreadableAnswer(
      `an order has status "${told}", type "${String(order['type'])}" and validity "${String(order['time_in_force'])}"`,
    );
  const legs = legsOf(order);
  const filledQuantity = optionalDecimal(order, 'filled_qty') ?? DECIMAL_ZERO;
  const limitPrice = optionalDecimal(order, 'limit_price');
  const stopPrice = optionalDecimal(order, 'stop_price');
  return {
    report: {
      clientOrderId: clientOrderIdOf(wordOf(order, 'client_order_id')),
      venueOrderId: wordOf(order, 'id'),
      ...whatOf(order, legs),
      type,
      timeInForce,
      // An order for an amount of money, placed elsewhere, has no quantity until it fills.
      quantity: optionalDecimal(order, 'qty') ?? filledQuantity,
      ...(limitPrice === undefined ? {} : { limitPrice }),
      ...(stopPrice === undefined ? {} : { stopPrice }),
      status: status === 'working' && filledQuantity > 0n ? 'partially-filled' : status,
      filledQuantity,
      averagePrice:
        legs.length > 0 && filledQuantity > 0n
          ? netPrice(
              legs,
              legs.map(({ averagePrice }) => averagePrice),
            )
          : averageOf(order, 'filled_avg_price'),
      updatedTime: timeOf(order, 'updated_at', 'submitted_at', 'created_at'),
    },
    legs,
    isLeg: order['order_class'] === 'mleg' && legs.length === 0,
    replaces: textOf(order['replaces']) ?? null,
    replacedBy: textOf(order['replaced_by']) ?? null,
  };
}

/** A multi-leg order has no symbol and side of its own. */
function whatOf(
  order: Readonly<Record<string, unknown>>,
  legs: readonly AlpacaLeg[],
): Pick<BrokerOrderReport, 'symbol' | 'side' | 'legs'> {
  if (legs.length === 0) return { symbol: wordOf(order, 'symbol'), side: sideOf(order) };
  const told = legs.map(({ symbol, side, ratio }) => ({ symbol, side, ratio }));
  return { symbol: comboSymbol(told), side: 'buy', legs: told };
}

function legsOf(order: Readonly<Record<string, unknown>>): AlpacaLeg[] {
  if (order['order_class'] !== 'mleg') return [];
  const legs = (listOf(order['legs']) ?? []).map((value) => {
    const leg = objectOf(value);
    if (!leg) throw new UnreadableAnswer('a leg is no object');
    const ratio = Number(leg['ratio_qty']);
    if (!Number.isSafeInteger(ratio) || ratio < 1)
      throw new UnreadableAnswer(`"ratio_qty" of a leg is "${String(leg['ratio_qty'])}"`);
    return {
      id: wordOf(leg, 'id'),
      symbol: wordOf(leg, 'symbol'),
      side: sideOf(leg),
      ratio,
      filledQuantity: optionalDecimal(leg, 'filled_qty') ?? DECIMAL_ZERO,
      averagePrice: averageOf(leg, 'filled_avg_price'),
    };
  });
  return [...sortedLegs(legs)];
}

/**
 * The fill in a message of the stream. Its id is order and filled quantity so far, since that is what stream and list of
 * activities both tell: nothing documents that `execution_id` and the id of an activity are the same.
 */
export function readStreamFill(data: Readonly<Record<string, unknown>>): BrokerFill {
  const { report } = readAlpacaOrder(data['order']);
  return {
    fillId: fillIdOf(report.venueOrderId, report.filledQuantity),
    clientOrderId: report.clientOrderId,
    venueOrderId: report.venueOrderId,
    symbol: report.symbol,
    side: report.side,
    quantity: decimalOf(data, 'qty'),
    price: decimalOf(data, 'price'),
    fee: null,
    eventTime: timeOf(data, 'timestamp'),
  };
}

/** A fill of the account's activities, without our id of the order, which they do not tell. */
export function readActivityFill(value: unknown): BrokerFill {
  const activity = objectOf(value);
  if (!activity) throw new UnreadableAnswer('an activity is no object');
  const venueOrderId = wordOf(activity, 'order_id');
  return {
    fillId: fillIdOf(venueOrderId, decimalOf(activity, 'cum_qty')),
    clientOrderId: null,
    venueOrderId,
    symbol: wordOf(activity, 'symbol'),
    side: sideOf(activity),
    quantity: decimalOf(activity, 'qty'),
    price: decimalOf(activity, 'price'),
    fee: null,
    eventTime: timeOf(activity, 'transaction_time'),
  };
}

function fillIdOf(venueOrderId: string, filledSoFar: Decimal): string {
  return `${venueOrderId}/${formatDecimal(filledSoFar)}`;
}

export function readAlpacaPosition(value: unknown): BrokerPosition {
  const position = objectOf(value);
  if (!position) throw new UnreadableAnswer('a position is no object');
  return {
    symbol: wordOf(position, 'symbol'),
    quantity: decimalOf(position, 'qty'),
    averagePrice: averageOf(position, 'avg_entry_price'),
  };
}

export function readAlpacaBalance(value: unknown): BrokerBalance {
  const account = objectOf(value);
  if (!account) throw new UnreadableAnswer('the account is no object');
  return {
    currency: wordOf(account, 'currency'),
    cash: decimalOf(account, 'cash'),
    buyingPower: optionalDecimal(account, 'buying_power') ?? null,
    equity: optionalDecimal(account, 'equity') ?? null,
  };
}

function wordOf(object: Readonly<Record<string, unknown>>, name: string): string {
  const value = object[name];
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value === '') throw new UnreadableAnswer(`"${name}" is missing`);
  return value;
}

function sideOf(object: Readonly<Record<string, unknown>>): Side {
  const side = wordOf(object, 'side');
  if (side === 'buy') return 'buy';
  if (side === 'sell' || side === 'sell_short') return 'sell';
  throw new UnreadableAnswer(`"side" is "${side}"`);
}

/** Alpaca counts parts of a share to the ninth place; what is beyond our eighth is left off. */
function decimalOf(object: Readonly<Record<string, unknown>>, name: string): Decimal {
  const text = wordOf(object, name);
  try {
    return parseDecimal(text.replace(new RegExp(`(\\.\\d{${DECIMAL_PLACES}})\\d+$`), '$1'));
  } catch {
    throw new UnreadableAnswer(`"${name}" is "${text}", which is no decimal number`);
  }
}

function optionalDecimal(object: Readonly<Record<string, unknown>>, name: string): Decimal | undefined {
  const value = object[name];
  return value === null || value === undefined || value === '' ? undefined : decimalOf(object, name);
}

/** Averages have as many digits as the division gave. */
function averageOf(object: Readonly<Record<string, unknown>>, name: string): Decimal {
  const value = object[name];
  if (value === null || value === undefined || value === '') return DECIMAL_ZERO;
  const number = Number(value);
  if (!Number.isFinite(number)) throw new UnreadableAnswer(`"${name}" is "${String(value)}"`);
  return decimalFromNumber(number);
}

function timeOf(object: Readonly<Record<string, unknown>>, ...names: readonly string[]): number {
  for (const name of names) {
    const time = Date.parse(textOf(object[name]) ?? '');
    if (!Number.isNaN(time)) return time;
  }
  throw new UnreadableAnswer(`"${names[0]}" is no time`);
}

function reverse<Ours extends string>(
  table: Readonly<Record<string, string>>,
): Readonly<Record<string, Ours>> {
  return Object.fromEntries(Object.entries(table).map(([ours, theirs]) => [theirs, ours as Ours]));
}
