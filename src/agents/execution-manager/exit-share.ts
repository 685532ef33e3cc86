import { partQuantity } from '#domain/orders/exit-legs';
import type { Order } from '#domain/orders/order';
import { isAtVenue, isOpenStatus } from '#domain/orders/order-state';
import { DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';

/** An order that takes a part of what its parent has filled. */
type ShareOrder = Order & Required<Pick<Order, 'shareFrom' | 'shareTo' | 'shareStep'>>;

export function isShare(order: Order): order is ShareOrder {
  return order.shareFrom !== undefined && order.shareTo !== undefined && order.shareStep !== undefined;
}

/**
 * What a target of a position is to be for, filled part included: `falls` to it of what the entry has filled and no exit
 * has closed, the nearest targets first; and as much of that as it may have `now`, while others may still fill what they
 * are to give up. What a target that has filled whole would have had of later fills of the entry goes to the next.
 */
export function exitShare(
  order: Order,
  entry: Order,
  exits: readonly Order[],
): { readonly falls: Decimal; readonly now: Decimal } {
  const targets = exits.filter(isShare).sort((a, b) => (a.shareFrom < b.shareFrom ? -1 : 1));
  const left = exits.reduce((rest, exit) => rest - exit.filledQuantity, entry.filledQuantity);
  const falls = order.filledQuantity + shareOfLeft(order, entry, targets, left);
  const others = targets.filter(
    ({ clientOrderId, status }) => clientOrderId !== order.clientOrderId && isAtVenue(status),
  );
  const free = others.reduce((rest, other) => rest - (mostOf(other) - other.filledQuantity), left);
  const most = order.filledQuantity + (free > DECIMAL_ZERO ? free : DECIMAL_ZERO);
  const has = isAtVenue(order.status) ? mostOf(order) : DECIMAL_ZERO;
  // What it has is not too much: a step that rounding gives and takes away is no reason to end it while more may fill.
  const isKept = falls <= order.filledQuantity && isOpenStatus(entry.status) && has > order.filledQuantity;
  if (isKept && has <= most) return { falls, now: has };
  const bound = most > has ? most : has;
  return { falls, now: falls < bound ? falls : bound };
}

function shareOfLeft(order: Order, entry: Order, targets: readonly ShareOrder[], left: Decimal): Decimal {
  let carried = DECIMAL_ZERO;
  let rest = left;
  for (const target of targets) {
    const { shareFrom: from, shareTo: to, shareStep, status, filledQuantity } = target;
    const part = partQuantity({ from, to }, entry.filledQuantity, shareStep) + carried - filledQuantity;
    const open = part > DECIMAL_ZERO ? part : DECIMAL_ZERO;
    carried = status === 'filled' ? open : DECIMAL_ZERO;
    if (!isOpenStatus(status)) continue;
    const taken = open < rest ? open : rest;
    if (target.clientOrderId === order.clientOrderId) return taken;
    rest -= taken;
  }
  return DECIMAL_ZERO;
}

/** What an order may come to be for at its venue, whatever becomes of a change that is under way. */
function mostOf({ quantity, pendingChange }: Order): Decimal {
  const asked = pendingChange?.quantity ?? quantity;
  return asked > quantity ? asked : quantity;
}
