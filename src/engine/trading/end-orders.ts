import type { Order } from '#domain/orders/order';
import { isAtVenue, isOpenStatus } from '#domain/orders/order-state';
import type { Clock } from '../ports/clock.ts';
import type { TradingAccount } from './trading-account.ts';

/** How long an order's end is waited for, ms, and how often it is looked at. */
const CONFIRM_LIMIT_MS = 5_000;
const LOOK_EVERY_MS = 20;

/** What became of asking orders to end, as it stands whenever it is asked: some end later. */
export interface EndedOrders {
  /** Orders that were cancelled; those that filled in the meantime are not among them. */
  cancelled(): number;
  /** One sentence for each that may still trade, or one for all where nothing could be said to the venue. */
  notDone(): string[];
}

/**
 * Asks for the end of orders and waits until the venue has confirmed it. What rests at a venue that cannot be reached is
 * not asked for: a cancel is never sent blindly. Asking again for one that is ending already sends nothing.
 */
export async function endOrders(
  account: TradingAccount,
  chosen: readonly Order[],
  { reason, clock }: { reason: string; clock: Pick<Clock, 'monotonic' | 'sleep'> },
): Promise<EndedOrders> {
  const unreachable = account.whyUnreachable();
  const asked = chosen.filter(({ status }) => unreachable === undefined || !isAtVenue(status));
  const ids = new Set(asked.map(({ clientOrderId }) => clientOrderId));
  account.transact(() => {
    // The end of one may have ended others that hang on it.
    for (const id of ids) if (openOf(account, ids).has(id)) account.orders.cancel(id, reason);
  });
  const deadline = clock.monotonic() + CONFIRM_LIMIT_MS;
  while ([...openOf(account, ids).values()].some(isEnding) && clock.monotonic() < deadline)
    await clock.sleep(LOOK_EVERY_MS);
  const blocked = chosen.length - asked.length;
  return {
    cancelled: () => [...ids].filter((id) => account.orders.order(id)?.status === 'cancelled').length,
    notDone: () => [
      ...(blocked > 0 && unreachable !== undefined
        ? [`${count(blocked)} at the venue could not be cancelled: ${unreachable}`]
        : []),
      ...[...openOf(account, ids).values()].map(whyLeft),
    ],
  };
}

function isEnding({ status }: Order): boolean {
  return status === 'pending-cancel';
}

function openOf(account: TradingAccount, ids: ReadonlySet<string>): Map<string, Order> {
  const open = account.orders.openOrders().filter(({ clientOrderId }) => ids.has(clientOrderId));
  return new Map(open.map((order) => [order.clientOrderId, order]));
}

function whyLeft(order: Order): string {
  const { clientOrderId, symbol, status, statusReason } = order;
  const name = `order ${clientOrderId} of ${symbol}`;
  if (status === 'pending-cancel')
    return `${name}: the venue has not confirmed its end within ${CONFIRM_LIMIT_MS / 1_000} s`;
  return `${name} is still ${isOpenStatus(status) ? status : 'open'}${statusReason ? `: ${statusReason}` : ''}`;
}

function count(orders: number): string {
  return orders === 1 ? 'an order' : `${orders} orders`;
}
