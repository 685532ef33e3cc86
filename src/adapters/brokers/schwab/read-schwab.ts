import { parseOptionSymbol } from '#domain/instruments/option-contract';
import { canonicalLegs, comboSymbol } from '#domain/orders/combo';
import { withFill } from '#domain/orders/combo-fills';
import type { OrderLeg, OrderType, Side, TimeInForce } from '#domain/orders/order';
import { type Decimal, decimalFromNumber, decimalToNumber, parseDecimal } from '#domain/values/decimal';
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
  NET_DEBIT: 'limit',
  NET_CREDIT: 'limit',
  NET_ZERO: 'limit',
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

/** Reads an order of shares or options, with its legs. Throws {@link UnreadableAnswer} for anything else. */
export function readSchwabOrder(value: unknown): SchwabOrder {
  const order = objectOf(value);
  const venueOrderId = schwabNumber(value);
  if (!order || venueOrderId === null) throw new UnreadableAnswer('an order has no number');
  const legs = legsOf(order, venueOrderId);
  const told = String(order['status']);
  const typeTold = String(order['orderType']);
  const status = STATUSES[told];
  const type = TYPES[typeTold];
  const timeInForce = typeTold.endsWith('_ON_CLOSE') ? 'at-close' : VALIDITIES[String(order['duration'])];
  if (!status || !type || !timeInForce)
    throw new UnreadableAnswer(
      `order ${venueOrderId} has status "${told}", type "${typeTold}" and duration "${String(order['duration'])}"`,
    );
  const what = whatOf(legs);
  const fills = fillsOf(order, venueOrderId, legs);
  const { filledQuantity, averagePrice, quantity } = sumOf(order, what, fills);
  const limitPrice = limitOf(order, typeTold);
  const enteredTime = timeOf(order['enteredTime'], `enteredTime of order ${venueOrderId}`);
  const reason = textOf(order['statusDescription']);
  return {
    report: {
      clientOrderId: null,
      venueOrderId,
      ...what,
      type,
      timeInForce,
      quantity,
      ...(limitPrice === undefined ? {} : { limitPrice }),
      ...(numberOf(order['stopPrice']) > 0 ? { stopPrice: decimalOf(order, 'stopPrice') } : {}),
      status: status === 'working' && filledQuantity > 0n ? 'partially-filled' : status,
      filledQuantity,
      averagePrice,
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
      symbol: plainSymbol(symbol),
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
function fillsOf(order: Json, venueOrderId: string, legs: readonly SchwabLeg[]): BrokerFill[] {
  const activities = (listOf(order['orderActivityCollection']) ?? []).map((value) => objectOf(value) ?? {});
  return activities
    .filter(({ activityType }) => activityType === 'EXECUTION')
    .flatMap((activity) =>
      (listOf(activity['executionLegs']) ?? []).map((value, place): BrokerFill => {
        const execution = objectOf(value) ?? {};
        const leg = legs.length === 1 ? legs[0] : legs.find(({ id }) => id === execution['legId']);
        if (!leg) throw new UnreadableAnswer(`a fill of order ${venueOrderId} names no leg of it`);
        return {
          clientOrderId: null,
          venueOrderId,
          symbol: leg.symbol,
          side: leg.side,
          fillId: `${venueOrderId}/${String(activity['activityId'])}/${place}`,
          quantity: decimalOf(execution, 'quantity'),
          price: decimalOf(execution, 'price'),
          fee: null,
          eventTime: timeOf(execution['time'], `time of a fill of order ${venueOrderId}`),
        };
      }),
    )
    .sort((a, b) => a.eventTime - b.eventTime || (a.fillId < b.fillId ? -1 : 1));
}

/** A leg as Schwab has it; `quantity` in units of it. */
interface SchwabLeg extends Omit<OrderLeg, 'ratio'> {
  readonly id: unknown;
  readonly quantity: Decimal;
}

function legsOf(order: Json, venueOrderId: string): SchwabLeg[] {
  const legs = (listOf(order['orderLegCollection']) ?? []).map((value) => {
    const leg = objectOf(value) ?? {};
    const symbol = textOf(objectOf(leg['instrument'])?.['symbol']);
    if (symbol === undefined) throw new UnreadableAnswer(`a leg of order ${venueOrderId} has no symbol`);
    const quantity = decimalOf(leg['quantity'] === undefined ? order : leg, 'quantity');
    return { id: leg['legId'], symbol: plainSymbol(symbol), side: sideOf(leg, venueOrderId), quantity };
  });
  if (legs.length === 0) throw new UnreadableAnswer(`order ${venueOrderId} has no legs`);
  return legs;
}

/** What is traded: of several legs the combination, in lowest terms. */
function whatOf(legs: readonly SchwabLeg[]): Pick<BrokerOrderReport, 'symbol' | 'side' | 'legs'> {
  const [first] = legs;
  if (first && legs.length === 1) return { symbol: first.symbol, side: first.side };
  const told = canonicalLegs(
    legs.map(({ symbol, side, quantity }) => ({ symbol, side, ratio: decimalToNumber(quantity) })),
  );
  return { symbol: comboSymbol(told), side: 'buy', legs: told };
}

/** How many were ordered and have filled, and at what on average. */
function sumOf(
  order: Json,
  what: Pick<BrokerOrderReport, 'symbol' | 'side' | 'legs'>,
  fills: readonly BrokerFill[],
): Pick<BrokerOrderReport, 'quantity' | 'filledQuantity' | 'averagePrice'> {
  const quantity = decimalOf(order, 'quantity');
  let sum: Parameters<typeof withFill>[0] = { ...what, quantity, filledQuantity: 0n, averagePrice: 0n };
  for (const fill of fills) sum = { ...sum, ...withFill(sum, fill) };
  const { filledQuantity, averagePrice } = sum;
  return { quantity, filledQuantity, averagePrice };
}

/** Schwab tells the size of a net and, by the type, which way it goes. */
function limitOf(order: Json, type: string): Decimal | undefined {
  if (type === 'NET_ZERO') return 0n;
  if (!(numberOf(order['price']) > 0)) return undefined;
  const price = decimalOf(order, 'price');
  return type === 'NET_CREDIT' ? -price : price;
}

/** Options without the spaces in their symbols. */
function plainSymbol(symbol: string): string {
  const plain = symbol.replaceAll(' ', '');
  return parseOptionSymbol(plain) === undefined ? symbol : plain;
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
