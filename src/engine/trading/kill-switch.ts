import type { KillReport, KillStep } from '#contract/services/accounts';
import { parseOptionSymbol } from '#domain/instruments/option-contract';
import type { Order } from '#domain/orders/order';
import { leadsEachTowardsFlat } from '#domain/risk/option-charge';
import { DECIMAL_ZERO, type Decimal, formatDecimal } from '#domain/values/decimal';
import type { Clock } from '../ports/clock.ts';
import type { PositionRow } from '../ports/journal-store.ts';
import { endOrders } from './end-orders.ts';
import { closingOrder, flattenPosition } from './flatten-position.ts';
import type { TradingAccount } from './trading-account.ts';

/** One press of the kill switch. The nonce makes the closing orders of one press the same, however often it is repeated. */
export interface KillPress {
  readonly step: KillStep;
  readonly reason: string;
  readonly nonce: string;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
}

/**
 * Stops an account. `hold`: nothing new is sent, what works goes on. `cancel-all`: that, and everything that works is
 * cancelled. `reduce-only`: what would open or enlarge a position is cancelled, and only orders towards flat are sent.
 * `flatten`: everything is cancelled, and each position is closed at the market once the venue has confirmed the end of
 * its orders, at the next opening where the exchange is closed. The state is durable before anything else is done; every step may be repeated. Never rejects because of
 * one order or symbol: what could not be done is in the report.
 */
export async function pullKillSwitch(account: TradingAccount, press: KillPress): Promise<KillReport> {
  const { step, clock } = press;
  const reason = `kill switch, ${step}: ${press.reason}`;
  const isStopped = step === 'hold' || step === 'cancel-all';
  account.setTradingState(isStopped ? 'halted' : 'reducing', reason);
  const chosen = step === 'hold' ? [] : account.orders.openOrders().filter(CHOSEN[step](account));
  const ended = await endOrders(account, chosen, { reason, clock });
  const closed = step === 'flatten' ? await flattenAll(account, { ...press, reason }) : [];
  const { orders, book } = account;
  return {
    account: account.account,
    tradingState: book.accountRow().tradingState,
    cancelled: ended.cancelled(),
    flattened: closed.flatMap(({ symbol, problem }) => (problem === null ? [symbol] : [])),
    waiting: closed.flatMap(({ symbol, opensTime }) =>
      opensTime === undefined ? [] : [{ symbol, opensTime }],
    ),
    openOrders: orders
      .openOrders()
      .map(({ clientOrderId, symbol, status }) => ({ clientOrderId, symbol, status })),
    held: book.held().map(({ symbol, quantity }) => ({ symbol, quantity: formatDecimal(quantity) })),
    notDone: [...ended.notDone(), ...closed.flatMap(({ problem }) => problem ?? [])],
  };
}

interface Flattened {
  readonly symbol: string;
  readonly problem: string | null;
  readonly opensTime?: number;
}

const CHOSEN: Readonly<
  Record<Exclude<KillStep, 'hold'>, (account: TradingAccount) => (order: Order) => boolean>
> = {
  'cancel-all': () => () => true,
  'reduce-only': (account) => (order) => isOpening(account, order),
  flatten: (account) => (order) => closingOrder(account, order.symbol)?.clientOrderId !== order.clientOrderId,
};

function isOpening({ book }: TradingAccount, order: Order): boolean {
  const left = { ...order, quantity: order.quantity - order.filledQuantity };
  const heldOf = (symbol: string): Decimal => book.position(symbol)?.quantity ?? DECIMAL_ZERO;
  return order.parentOrderId === undefined && !leadsEachTowardsFlat(left, heldOf);
}

/**
 * All at once, but for what covers short options, which is closed after them: a position that cannot be closed does not
 * keep the rest open.
 */
async function flattenAll(account: TradingAccount, press: KillPress): Promise<Flattened[]> {
  const isFirst = ({ symbol, quantity }: PositionRow): boolean =>
    quantity < DECIMAL_ZERO && parseOptionSymbol(symbol) !== undefined;
  const first = await flattenThese(account, account.book.held().filter(isFirst), press);
  const rest = account.book.held().filter((row) => !isFirst(row));
  return [...first, ...(await flattenThese(account, rest, press))];
}

function flattenThese(
  account: TradingAccount,
  held: readonly PositionRow[],
  press: KillPress,
): Promise<Flattened[]> {
  return Promise.all(
    held.map(async ({ symbol }) => {
      try {
        const { status, statusReason, waitsUntil } = await flattenPosition(account, symbol, {
          ...press,
          nonce: `${press.nonce}-${symbol}`,
        });
        const isRefused = status === 'refused' || status === 'rejected';
        if (isRefused) return { symbol, problem: `${symbol} was not closed: ${statusReason ?? status}` };
        return { symbol, problem: null, ...(waitsUntil === undefined ? {} : { opensTime: waitsUntil }) };
      } catch (error) {
        return { symbol, problem: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}
