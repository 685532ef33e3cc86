import type { Order } from '@stoqey/ib';
import { COMBO_LEGS_MAX } from '#domain/orders/combo';
import type { OrderTerms, OrderType } from '#domain/orders/order';
import { DECIMAL_ONE, type Decimal } from '#domain/values/decimal';
import { toldDecimal } from '#domain/values/told-number';
import { wireNumber } from './exact-number.ts';
import { formatGatewayTime } from './gateway-time.ts';

const TYPES: Record<OrderType, string> = {
  market: 'MKT',
  limit: 'LMT',
  stop: 'STP',
  'stop-limit': 'STP LMT',
  'market-if-touched': 'MIT',
  'limit-if-touched': 'LIT',
  'trailing-stop': 'TRAIL',
  'trailing-stop-limit': 'TRAIL LIMIT',
  'market-to-limit': 'MTL',
};

/** Of orders that trade at the close alone, which TWS takes for types of their own. */
const CLOSE_TYPES: Partial<Record<OrderType, string>> = { market: 'MOC', limit: 'LOC' };

/** Whose order it is and under which name it can be found again. */
export interface TicketOwner {
  readonly account: string;
  readonly orderRef: string;
}

/** An order as TWS takes it. Throws a RangeError that says what it does not take. */
export function orderTicket(terms: OrderTerms, { account, orderRef }: TicketOwner): Order {
  refuse(terms.isPostOnly, 'Interactive Brokers has no post-only orders');
  refuse(terms.isReduceOnly, 'Interactive Brokers has no reduce-only orders');
  refuseCombo(terms);
  const ticket = {
    action: terms.side === 'buy' ? 'BUY' : 'SELL',
    totalQuantity: wireNumber(terms.quantity),
    ...validity(terms),
    ...prices(terms),
    ...shown(terms),
    account,
    orderRef,
    outsideRth: false,
    exemptCode: -1,
    transmit: true,
  };
  return ticket as Order;
}

/** Throws a RangeError that says what TWS does not take of an order of several legs; any other passes. */
export function refuseCombo({ type, timeInForce, legs }: OrderTerms): void {
  if (legs === undefined) return;
  refuse(legs.length > COMBO_LEGS_MAX, `at most ${COMBO_LEGS_MAX} legs are sent in one order`);
  refuse(
    type !== 'market' && type !== 'limit',
    `a combination is sent as a market or limit order, not ${type}`,
  );
  refuse(
    timeInForce !== 'day' && timeInForce !== 'gtc',
    `a combination is sent for the day or till cancelled, not ${timeInForce}`,
  );
}

function validity({ type, timeInForce, expireTime }: OrderTerms) {
  switch (timeInForce) {
    case 'at-close': {
      const orderType = CLOSE_TYPES[type];
      if (!orderType) throw new RangeError(`a ${type} order cannot wait for the close; market and limit can`);
      return { orderType, tif: 'DAY' };
    }
    case 'at-open':
      refuse(
        type !== 'market' && type !== 'limit',
        `a ${type} order cannot wait for the open; market and limit can`,
      );
      return { orderType: TYPES[type], tif: 'OPG' };
    case 'gtd':
      if (expireTime === undefined) throw new RangeError('a gtd order needs the time it ends at');
      return { orderType: TYPES[type], tif: 'GTD', goodTillDate: formatGatewayTime(expireTime) };
    default:
      return { orderType: TYPES[type], tif: timeInForce.toUpperCase() };
  }
}

function prices(terms: OrderTerms) {
  switch (terms.type) {
    case 'market':
    case 'market-to-limit':
      return {};
    case 'limit':
      return { lmtPrice: needed(terms.limitPrice, 'a limit price') };
    case 'stop':
    case 'market-if-touched':
      return { auxPrice: needed(terms.stopPrice, 'a trigger price') };
    case 'stop-limit':
    case 'limit-if-touched':
      return {
        lmtPrice: needed(terms.limitPrice, 'a limit price'),
        auxPrice: needed(terms.stopPrice, 'a trigger price'),
      };
    case 'trailing-stop':
      return trail(terms);
    case 'trailing-stop-limit':
      return {
        ...trail(terms),
        lmtPriceOffset: needed(terms.limitOffset, 'the distance of its limit'),
      };
  }
}

function trail({ trailAmount, trailPercent, stopPrice }: OrderTerms) {
  refuse(
    trailAmount !== undefined && trailPercent !== undefined,
    'a trail is an amount or a percentage, not both',
  );
  const first = stopPrice === undefined ? {} : { trailStopPrice: wireNumber(stopPrice) };
  return trailPercent === undefined
    ? { auxPrice: needed(trailAmount, 'the distance it trails by'), ...first }
    : { trailingPercent: wireNumber(trailPercent), ...first };
}

function shown({ displayQuantity }: OrderTerms) {
  if (displayQuantity === undefined) return {};
  const isWhole = displayQuantity % DECIMAL_ONE === 0n && displayQuantity > 0n;
  refuse(
    !isWhole,
    `${toldDecimal(displayQuantity)} cannot be shown at a time; TWS takes whole numbers from 1`,
  );
  return { displaySize: wireNumber(displayQuantity) };
}

function needed(price: Decimal | undefined, what: string): number {
  if (price === undefined) throw new RangeError(`it needs ${what}`);
  return wireNumber(price);
}

function refuse(isWrong: boolean | undefined, sentence: string): void {
  if (isWrong) throw new RangeError(sentence);
}
