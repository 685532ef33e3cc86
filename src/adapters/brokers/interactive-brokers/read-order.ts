import type { Contract, Order, OrderState } from '@stoqey/ib';
import type { OrderType, TimeInForce } from '#domain/orders/order';
import { DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';
import { type BrokerOrderReport, clientOrderIdOf } from '#engine/ports/broker';
import { exactAmount, priceOf } from './exact-number.ts';

const TYPES: Readonly<Record<string, OrderType>> = {
  MKT: 'market',
  MOC: 'market',
  LMT: 'limit',
  LOC: 'limit',
  STP: 'stop',
  'STP LMT': 'stop-limit',
  MIT: 'market-if-touched',
  LIT: 'limit-if-touched',
  TRAIL: 'trailing-stop',
  'TRAIL LIMIT': 'trailing-stop-limit',
  TRAILLMT: 'trailing-stop-limit',
  MTL: 'market-to-limit',
};

const TIMES: Readonly<Record<string, TimeInForce>> = {
  DAY: 'day',
  GTC: 'gtc',
  GTD: 'gtd',
  IOC: 'ioc',
  FOK: 'fok',
  OPG: 'at-open',
};

/** What TWS knows of an order that neither its status nor its fills change. */
export type OrderFacts = Pick<
  BrokerOrderReport,
  | 'clientOrderId'
  | 'venueOrderId'
  | 'side'
  | 'type'
  | 'timeInForce'
  | 'quantity'
  | 'limitPrice'
  | 'stopPrice'
  | 'reason'
>;

/** Reads them. Throws a RangeError for an order without number, side or quantity. */
export function orderFacts(order: Order): OrderFacts {
  const kind = String(order.orderType);
  const type = TYPES[kind] ?? (priceOf(order.lmtPrice) === undefined ? 'market' : 'limit');
  const isAtClose = kind === 'MOC' || kind === 'LOC';
  const isTrailing = type === 'trailing-stop' || type === 'trailing-stop-limit';
  const limitPrice = hasLimit(type) ? priceOf(order.lmtPrice) : undefined;
  const stopPrice = isTrailing ? priceOf(order.trailStopPrice) : priceOf(order.auxPrice);
  return {
    clientOrderId: clientOrderIdOf(order.orderRef ?? ''),
    venueOrderId: permanentId(order.permId),
    side: sideOf(order.action),
    type,
    timeInForce: isAtClose ? 'at-close' : (TIMES[String(order.tif)] ?? 'day'),
    quantity: quantityOf(order),
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(stopPrice === undefined ? {} : { stopPrice }),
    ...(kind in TYPES
      ? {}
      : { reason: `its type is "${kind}" at Interactive Brokers, which Octopus does not know` }),
  };
}

/** An order that has ended, as the list of completed ones tells it. Throws a RangeError when it cannot be read. */
export function completedReport(
  order: Order,
  state: OrderState,
  {
    endTime,
    averagePrice,
    ...named
  }: Pick<BrokerOrderReport, 'symbol' | 'legs'> & { endTime: number; averagePrice: Decimal },
): BrokerOrderReport {
  const facts = orderFacts(order);
  const filledQuantity = filledOf(order);
  const told = state.completedStatus ?? '';
  const status = endOf(String(state.status), told);
  return {
    ...facts,
    ...named,
    status,
    filledQuantity,
    averagePrice,
    ...(status === 'filled' ? {} : { reason: told || facts.reason || String(state.status) }),
    updatedTime: endTime,
  };
}

/** The number TWS gives for good. Throws a RangeError when it has given none. */
export function permanentId(permId: number | undefined): string {
  if (!isPermanentId(permId)) throw new RangeError('it has no permanent number');
  return String(permId);
}

export function isPermanentId(permId: number | undefined): permId is number {
  return permId !== undefined && Number.isSafeInteger(permId) && permId > 0;
}

/** The words TWS uses for the working state of an order: how far it is. */
export function phaseOf(
  status: string,
): 'unconfirmed' | 'working' | 'cancelling' | 'filled' | 'cancelled' | 'inactive' | undefined {
  switch (status) {
    case 'ApiPending':
    case 'PendingSubmit':
      return 'unconfirmed';
    case 'PreSubmitted':
    case 'Submitted':
      return 'working';
    case 'PendingCancel':
      return 'cancelling';
    case 'Filled':
      return 'filled';
    case 'Cancelled':
    case 'ApiCancelled':
      return 'cancelled';
    case 'Inactive':
      return 'inactive';
    default:
      return undefined;
  }
}

/** The broker's own name of a contract, as far as it tells one. */
export function contractNumber({ conId }: Contract): number | undefined {
  return conId !== undefined && conId > 0 ? conId : undefined;
}

function endOf(status: string, told: string): 'filled' | 'cancelled' | 'rejected' | 'expired' {
  if (status === 'Filled') return 'filled';
  if (status === 'Inactive' || /reject/i.test(told)) return 'rejected';
  return /expire/i.test(told) ? 'expired' : 'cancelled';
}

function hasLimit(type: OrderType): boolean {
  return type === 'limit' || type === 'stop-limit' || type === 'limit-if-touched';
}

function sideOf(action: string | undefined): 'buy' | 'sell' {
  if (action === 'BUY') return 'buy';
  if (action === 'SELL' || action === 'SSHORT') return 'sell';
  throw new RangeError(`its side is "${action ?? ''}"`);
}

/** Of an order that has ended TWS may tell what was filled alone. */
function quantityOf(order: Order): Decimal {
  const total =
    order.totalQuantity === undefined ? DECIMAL_ZERO : exactAmount(order.totalQuantity, 'quantity');
  const filled = filledOf(order);
  if (total === DECIMAL_ZERO && filled === DECIMAL_ZERO) throw new RangeError('it has no quantity');
  return total > filled ? total : filled;
}

export function filledOf({ filledQuantity }: Order): Decimal {
  return filledQuantity === undefined ? DECIMAL_ZERO : exactAmount(filledQuantity, 'filled quantity');
}
