import { OctopusError } from '#contract/errors';
import { isTradedBy } from '#domain/orders/combo';
import type { Order } from '#domain/orders/order';
import { absoluteDecimal, DECIMAL_ZERO } from '#domain/values/decimal';
import type { Clock } from '../ports/clock.ts';
import { endOrders } from './end-orders.ts';
import type { TradingAccount } from './trading-account.ts';

/**
 * The order that closes all of a position already, if one works: a market order for what is held. Nothing is cancelled
 * or sent in its place, so that pressing twice closes once.
 */
export function closingOrder({ orders, book }: TradingAccount, symbol: string): Order | undefined {
  const held = book.position(symbol)?.quantity ?? DECIMAL_ZERO;
  const side = held > 0n ? 'sell' : 'buy';
  return orders
    .openOrders()
    .find(
      (order) =>
        order.symbol === symbol &&
        order.side === side &&
        order.type === 'market' &&
        order.parentOrderId === undefined &&
        order.quantity - order.filledQuantity === absoluteDecimal(held),
    );
}

/**
 * Closes a position at the market: first everything else that works in the symbol is cancelled, and only once the venue
 * has confirmed that, what is held by then is sold or bought back; by this press or by another that waited for the same.
 * Answers the order that filled last when nothing is held any more by then: an exit may fill while it is being cancelled.
 * Throws ORDER_REFUSED when something cannot be cancelled: a closing order on top of it could go through flat.
 */
export async function flattenPosition(
  account: TradingAccount,
  symbol: string,
  press: { nonce: string; reason: string; clock: Pick<Clock, 'monotonic' | 'sleep'> },
): Promise<Order> {
  const isHeld = (): boolean => (account.book.position(symbol)?.quantity ?? DECIMAL_ZERO) !== DECIMAL_ZERO;
  const wasHeld = isHeld();
  // While an end is waited for, orders fill and others close: what works is looked at anew until nothing else does.
  for (;;) {
    const closing = closingOrder(account, symbol);
    const others = account.orders
      .openOrders()
      .filter((order) => isTradedBy(order, symbol) && order.clientOrderId !== closing?.clientOrderId);
    if (closing && others.length === 0) return closing;
    const filled =
      wasHeld && others.length === 0 && !isHeld() ? account.orders.lastFilled(symbol) : undefined;
    if (filled) return filled;
    const unreachable = account.whyUnreachable();
    if (unreachable !== undefined)
      throw new OctopusError('ORDER_REFUSED', `${symbol} was not closed: ${unreachable}`, { symbol });
    if (others.length === 0) return account.transact(() => account.orders.close(symbol, press.nonce));
    const ended = await endOrders(account, others, press);
    const notDone = ended.notDone();
    if (notDone.length > 0)
      throw new OctopusError('ORDER_REFUSED', `${symbol} was not closed: ${notDone.join('; ')}`, { symbol });
  }
}
