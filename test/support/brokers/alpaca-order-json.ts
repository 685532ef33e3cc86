import { comboSymbol } from '#domain/orders/combo';
import type { OrderType, TimeInForce } from '#domain/orders/order';
import { type Decimal, formatDecimal, parseDecimal } from '#domain/values/decimal';
import { nameOf } from './name-of.ts';
import {
  averageOf,
  filledOf,
  legAverageOf,
  legFilledOf,
  termsOf,
  type VenueFill,
  type VenueOrder,
} from './venue-book.ts';

const TYPES: Readonly<Record<string, OrderType>> = {
  market: 'market',
  limit: 'limit',
  stop: 'stop',
  stop_limit: 'stop-limit',
  trailing_stop: 'trailing-stop',
};
const VALIDITIES: Readonly<Record<string, TimeInForce>> = {
  day: 'day',
  gtc: 'gtc',
  ioc: 'ioc',
  fok: 'fok',
  opg: 'at-open',
  cls: 'at-close',
};

/** An order, or a change of one, as it is sent. */
export type AlpacaBody = Readonly<Record<string, string | undefined>> & {
  readonly legs?: readonly {
    symbol: string;
    side: 'buy' | 'sell';
    ratio_qty: string;
    position_intent?: string;
  }[];
};

/** What it asks for, in the words of the port. */
export function readAlpacaTerms(body: AlpacaBody) {
  const decimal = (name: string): Decimal | undefined =>
    body[name] === undefined ? undefined : parseDecimal(body[name]);
  const legs = body.legs?.map(({ symbol, side, ratio_qty }) => ({ symbol, side, ratio: Number(ratio_qty) }));
  if (legs && (body['order_class'] !== 'mleg' || body['symbol'] !== undefined || body['side'] !== undefined))
    throw new Error('legs go in an order of class mleg, which has neither symbol nor side');
  return termsOf({
    symbol: legs ? comboSymbol(legs) : body['symbol'],
    legs,
    side: legs ? 'buy' : body['side'] === undefined ? undefined : body['side'] === 'buy' ? 'buy' : 'sell',
    type: TYPES[body['type'] ?? ''],
    timeInForce: VALIDITIES[body['time_in_force'] ?? ''],
    quantity: decimal('qty'),
    limitPrice: decimal('limit_price'),
    stopPrice: decimal('stop_price'),
    trailAmount: decimal('trail_price') ?? decimal('trail'),
    trailPercent: decimal('trail_percent'),
  });
}

/** The order as Alpaca lists it and tells of it. */
export function alpacaOrderJson(order: VenueOrder) {
  const { terms, fills } = order;
  const text = (value: Decimal | undefined): string | null =>
    value === undefined ? null : formatDecimal(value);
  const status = order.status === 'cancelled' ? 'canceled' : order.status;
  const isMultiLeg = terms.legs !== undefined;
  return {
    id: order.id,
    client_order_id: order.clientId,
    created_at: alpacaTime(order.enteredTime),
    updated_at: alpacaTime(order.updatedTime),
    submitted_at: alpacaTime(order.enteredTime),
    filled_at: order.status === 'filled' ? alpacaTime(order.updatedTime) : null,
    replaced_by: order.replacedBy,
    replaces: order.replaces,
    asset_class: isMultiLeg ? '' : 'us_equity',
    notional: null,
    symbol: isMultiLeg ? '' : terms.symbol,
    qty: text(terms.quantity),
    filled_qty: formatDecimal(filledOf(order)),
    filled_avg_price: fills.length === 0 || isMultiLeg ? null : formatDecimal(averageOf(order)),
    order_class: isMultiLeg ? 'mleg' : '',
    type: nameOf(TYPES, terms.type),
    side: isMultiLeg ? '' : terms.side,
    time_in_force: nameOf(VALIDITIES, terms.timeInForce),
    limit_price: text(terms.limitPrice),
    stop_price: text(terms.stopPrice),
    trail_price: text(terms.trailAmount),
    trail_percent: text(terms.trailPercent),
    status: status === 'open' ? (fills.length > 0 ? 'partially_filled' : 'new') : status,
    extended_hours: false,
    legs: terms.legs?.map((_leg, place) => legJson(order, place)) ?? null,
    hwm: null,
  };
}

/** A leg is an order of its own, with a client id that Alpaca made. */
function legJson(order: VenueOrder, place: number) {
  const leg = order.terms.legs?.[place];
  const filled = legFilledOf(order, place);
  return {
    id: legIdOf(order, place),
    client_order_id: `7c1f2a60-0000-4000-8000-${String(place).padStart(12, '0')}`,
    created_at: alpacaTime(order.enteredTime),
    updated_at: alpacaTime(order.updatedTime),
    submitted_at: alpacaTime(order.enteredTime),
    asset_class: 'us_option',
    symbol: leg?.symbol,
    qty: formatDecimal((order.terms.quantity ?? 0n) * BigInt(leg?.ratio ?? 1)),
    ratio_qty: String(leg?.ratio),
    filled_qty: formatDecimal(filled),
    filled_avg_price: filled === 0n ? null : formatDecimal(legAverageOf(order, place)),
    order_class: 'mleg',
    type: nameOf(TYPES, order.terms.type),
    side: leg?.side,
    time_in_force: 'day',
    status: 'new',
    legs: null,
  };
}

function legIdOf({ id }: VenueOrder, place: number): string {
  return `${id.slice(0, -1)}${'abcd'[place]}`;
}

/** A fill as the activities of the account list it. */
export function alpacaActivityJson(order: VenueOrder, fill: VenueFill) {
  const { terms } = order;
  const leg = fill.leg === undefined ? undefined : terms.legs?.[fill.leg];
  const ordered = (terms.quantity ?? 0n) * BigInt(leg?.ratio ?? 1);
  return {
    id: `20260303000000000::${alpacaExecutionId(fill)}`,
    activity_type: 'FILL',
    transaction_time: alpacaTime(fill.time),
    type: fill.total === ordered ? 'fill' : 'partial_fill',
    price: formatDecimal(fill.price),
    qty: formatDecimal(fill.quantity),
    side: leg?.side ?? terms.side,
    symbol: leg?.symbol ?? terms.symbol,
    leaves_qty: formatDecimal(ordered - fill.total),
    order_id: fill.leg === undefined ? order.id : legIdOf(order, fill.leg),
    cum_qty: formatDecimal(fill.total),
    order_status: fill.total === ordered ? 'filled' : 'partially_filled',
  };
}

/** The number by which news of a fill and its activity are one. */
export function alpacaExecutionId({ number }: VenueFill): string {
  return `2f63ea93-423d-4169-b3f6-${String(number).padStart(12, '0')}`;
}

/** With nanoseconds, as Alpaca writes them. */
export function alpacaTime(time: number): string {
  return new Date(time).toISOString().replace('Z', '123456Z');
}
