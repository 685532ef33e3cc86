import { partOf } from '#domain/orders/combo-fills';
import type { Order } from '#domain/orders/order';
import { canHappen } from '#domain/orders/order-state';
import { DECIMAL_ZERO, formatDecimal } from '#domain/values/decimal';
import { toldDecimal } from '#domain/values/told-number';
import type { BrokerFill } from '#engine/ports/broker';

/** Why a fill cannot be true of its order; undefined when it can. Of a combination each leg is looked at by itself. */
export function fillFault(order: Order, fill: BrokerFill): string | undefined {
  const { symbol, side, quantity, price } = fill;
  if (!canHappen(order.status, 'partially-filled')) return `a fill of an order that is ${order.status}`;
  const part = partOf(order, symbol);
  if (part === undefined) return `a fill in ${symbol} of an order in ${order.symbol}`;
  if (side !== part.side) return `a ${side} fill of a ${part.side} order`;
  if (quantity <= DECIMAL_ZERO || price <= DECIMAL_ZERO)
    return `a fill of ${toldDecimal(quantity)} at ${toldDecimal(price)}: both must be above zero`;
  if (part.filled + quantity > part.ordered) {
    const left = formatDecimal(part.ordered - part.filled);
    return `a fill of ${toldDecimal(quantity)} where ${left} of ${toldDecimal(part.ordered)} were left`;
  }
  return undefined;
}

/** Whether a fill is of more than its order has left. */
export function isTooLarge(order: Order, { symbol, quantity }: BrokerFill): boolean {
  const part = partOf(order, symbol);
  return part !== undefined && part.filled + quantity > part.ordered;
}

/** More than the order has, and no more than what it was asked to become: the answer to that is still to come. */
export function isOfLargerQuantity(order: Order, fill: BrokerFill): boolean {
  const quantity = order.pendingChange?.quantity;
  if (quantity === undefined || !isTooLarge(order, fill)) return false;
  return !isTooLarge({ ...order, quantity }, fill);
}
