import type { OrderType, Side, TimeInForce } from '#domain/orders/order';
import {
  type Decimal,
  decimalFromNumber,
  divideDecimal,
  multiplyDecimal,
  parseDecimal,
} from '#domain/values/decimal';
import { listOf, numberOf, objectOf, textOf } from '#domain/values/json-value';
import type { BrokerBalance, BrokerFill, BrokerOrderReport, BrokerPosition } from '#engine/ports/broker';

/** Something that Schwab said is not of the form it documents. The message names the field. */
export class UnreadableAnswer extends Error {}

/** An order as Schwab tells it, and what has filled of it, oldest first. `clientOrderId` is null in both: it keeps none. */
export interface SchwabOrder {
  readonly report: BrokerOrderReport;
  readonly fills: readonly BrokerFill[];
  readonly enteredTime: number;
}

type Json = Readonly<Record<string, unknown>>;

/** Schwab's words for where an order is, and ours. */
const STATUSES: Readonly<Record<string, BrokerOrderReport['status']>> = {
  NEW: 'working',
  PENDING_ACKNOWLEDGEMENT: 'working',
  PENDING_ACTIVATION: 'working',
  ACCEPTED: 'working',
  QUEUED: 'working',
  WORKING: 'working',
  AWAITING_PARENT_ORDER: 'working',
  AWAITING_CONDITION: 'working',
  AWAITING_STOP_CONDITION: 'working',
  AWAITING_MANUAL_REVIEW: 'working',
  AWAITING_RELEASE_TIME: 'working',
  AWAITING_UR_OUT: 'pending-cancel',
  PENDING_CANCEL: 'pending-cancel',
  PENDING_RECALL: 'pending-cancel',
  PENDING_REPLACE: 'pending-replace',
  FILLED: 'filled',
  CANCELED: 'cancelled',
  REPLACED: 'cancelled',
  REJECTED: 'rejected',
  EXPIRED: 'expired',
};
const TYPES: Readonly<Record<string, OrderType>> = {
  MARKET: 'market',
  LIMIT: 'limit',
  STOP: 'stop',
  STOP_LIMIT: 'stop-limit',
  TRAILING_STOP: 'trailing-stop',
  TRAILING_STOP_LIMIT: 'trailing-stop-limit',
  MARKET_ON_CLOSE: 'market',
  LIMIT_ON_CLOSE: 'limit',
};
const VALIDITIES: Readonly<Record<string, TimeInForce>> = {
  DAY: 'day',
  GOOD_TILL_CANCEL: 'gtc',
  IMMEDIATE_OR_CANCEL: 'ioc',
  FILL_OR_KILL: 'fok',
  END_OF_WEEK: 'gtd',
  END_OF_MONTH: 'gtd',
  NEXT_END_OF_MONTH: 'gtd',
};

/** The number of an order; null where there is none. */
export function schwabNumber(value: unknown): string | null {
  const number = numberOf(objectOf(value)?.['orderId']);
  return Number.isSafeInteger(number) ? String(number) : null;
}

/** Reads an order of shares with one leg. Throws {@link UnreadableAnswer} for anything else. */
export function readSchwabOrder(value: unknown): SchwabOrder {
  const order = objectOf(value);
  const venueOrderId = schwabNumber(value);
  if (!order || venueOrderId === null) throw new UnreadableAnswer('an order has no number');
  const legs = listOf(order['orderLegCollection']) ?? [];
  const leg = objectOf(legs[0]);
  if (!leg || legs.length !== 1) throw new UnreadableAnswer(`order ${venueOrderId} has ${legs.length} legs`);
  const symbol = textOf(objectOf(leg['instrument'])?.['symbol']);
  const told = String(order['status']);
  const typeTold = String(order['orderType']);
  const status = STATUSES[told];
  const type = TYPES[typeTold];
  const timeInForce = typeTold.endsWith('_ON_CLOSE') ? 'at-close' : VALIDITIES[String(order['duration'])];
  if (symbol === undefined || !status || !type || !timeInForce)
    throw new UnreadableAnswer(
      `order ${venueOrderId} has status "${told}", type "${typeTold}" and duration "${String(order['duration'])}"`,
    );
  const common = { clientOrderId: null, venueOrderId, symbol, side: sideOf(leg, venueOrderId) };
  const fills = fillsOf(order, common);
  const filledQuantity = fills.reduce((sum, { quantity }) => sum + quantity, 0n);
  const cost = fills.reduce((sum, { quantity, price }) => sum + multiplyDecimal(quantity, price), 0n);
  const enteredTime = timeOf(order['enteredTime'], `enteredTime of order ${venueOrderId}`);
  const reason = textOf(order['statusDescription']);
  return {
    report: {
      ...common,
      type,
      timeInForce,
      quantity: decimalOf(order, 'quantity'),
      ...(numberOf(order['price']) > 0 ? { limitPrice: decimalOf(order, 'price') } : {}),
      ...(numberOf(order['stopPrice']) > 0 ? { stopPrice: decimalOf(order, 'stopPrice') } : {}),
      status: status === 'working' && filledQuantity > 0n ? 'partially-filled' : status,
      filledQuantity,
      averagePrice: filledQuantity === 0n ? 0n : divideDecimal(cost, filledQuantity),
      ...(reason === undefined ? {} : { reason }),
      updatedTime:
        order['closeTime'] === undefined
          ? (fills.at(-1)?.eventTime ?? enteredTime)
          : timeOf(order['closeTime'], `closeTime of order ${venueOrderId}`),
    },
    fills,
    enteredTime,
  };
}

/** Whether an order may be worth asking for again. */
export function isOpenAtSchwab({ status }: BrokerOrderReport): boolean {
  return !['filled', 'cancelled', 'rejected', 'expired'].includes(status);
}

export function readSchwabPositions(account: unknown): BrokerPosition[] {
  return (listOf(accountOf(account)['positions']) ?? []).map((value) => {
    const position = objectOf(value) ?? {};
    const symbol = textOf(objectOf(position['instrument'])?.['symbol']);
    if (symbol === undefined) throw new UnreadableAnswer('a position has no symbol');
    return {
      symbol,
      quantity: decimalOf(position, 'longQuantity') - decimalOf(position, 'shortQuantity'),
      averagePrice: decimalOf(position, 'averagePrice'),
    };
  });
}

/** Cash and margin accounts name the same things differently. */
export function readSchwabBalance(account: unknown): BrokerBalance {
  const balances = objectOf(accountOf(account)['currentBalances']) ?? {};
  const first = (...names: readonly string[]): Decimal | null => {
    const name = names.find((one) => balances[one] !== undefined);
    return name === undefined ? null : decimalOf(balances, name);
  };
  const cash = first('cashBalance', 'totalCash');
  if (cash === null) throw new UnreadableAnswer('"cashBalance" is missing');
  return {
    currency: 'USD',
    cash,
    buyingPower: first('buyingPower', 'cashAvailableForTrading'),
    equity: first('liquidationValue', 'equity'),
  };
}

/** What `executionLegs` of the order's activities say; `activityId` and place make each one's id. */
function fillsOf(
  order: Json,
  common: Pick<BrokerFill, 'clientOrderId' | 'venueOrderId' | 'symbol' | 'side'>,
): BrokerFill[] {
  const activities = (listOf(order['orderActivityCollection']) ?? []).map((value) => objectOf(value) ?? {});
  return activities
    .filter(({ activityType }) => activityType === 'EXECUTION')
    .flatMap((activity) =>
      (listOf(activity['executionLegs']) ?? []).map((value, place): BrokerFill => {
        const leg = objectOf(value) ?? {};
        return {
          ...common,
          fillId: `${common.venueOrderId}/${String(activity['activityId'])}/${place}`,
          quantity: decimalOf(leg, 'quantity'),
          price: decimalOf(leg, 'price'),
          fee: null,
          eventTime: timeOf(leg['time'], `time of a fill of order ${common.venueOrderId}`),
        };
      }),
    )
    .sort((a, b) => a.eventTime - b.eventTime || (a.fillId < b.fillId ? -1 : 1));
}

function accountOf(value: unknown): Json {
  const account = objectOf(objectOf(value)?.['securitiesAccount']);
  if (!account) throw new UnreadableAnswer('"securitiesAccount" is missing');
  return account;
}

function sideOf(leg: Json, venueOrderId: string): Side {
  const instruction = String(leg['instruction']);
  if (instruction.startsWith('BUY')) return 'buy';
  if (instruction.startsWith('SELL')) return 'sell';
  throw new UnreadableAnswer(`order ${venueOrderId} has the instruction "${instruction}"`);
}

/** Schwab writes amounts as JSON numbers: the shortest text of one is what was written, up to fifteen digits. */
function decimalOf(object: Json, name: string): Decimal {
  const number = numberOf(object[name]);
  if (Number.isNaN(number)) throw new UnreadableAnswer(`"${name}" is "${String(object[name])}"`);
  const text = String(number);
  return /^-?\d+(\.\d{1,8})?$/.test(text) ? parseDecimal(text) : decimalFromNumber(number);
}

/** Schwab writes zones without a colon: `+0000`. */
function timeOf(value: unknown, what: string): number {
  const time = Date.parse((textOf(value) ?? '').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  if (Number.isNaN(time)) throw new UnreadableAnswer(`${what} is "${String(value)}"`);
  return time;
}
