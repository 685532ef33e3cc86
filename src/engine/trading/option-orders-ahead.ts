import { tradedLegs } from '#domain/orders/combo';
import type { Order, OrderIntent } from '#domain/orders/order';
import {
  afterFill,
  concernsOptions,
  optionCharge,
  type PriceOf,
  underlyingOf,
} from '#domain/risk/option-charge';
import type { RiskPortfolio } from '#domain/risk/portfolio-exposure';
import { DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';
import type { OpenOrders } from '../journal/open-orders.ts';

/**
 * The account an intent is judged by where options are worked. What sells on the intent's own underlying counts as filled,
 * and so do market orders that buy: a cover is not sold twice, and a short that is being bought back needs none. Of all
 * others, what they would tie up is reserved.
 */
export function aheadOfOptions(
  portfolio: RiskPortfolio,
  intent: Pick<OrderIntent, 'symbol' | 'side' | 'legs'>,
  { open, priceOf }: { readonly open: OpenOrders; readonly priceOf: PriceOf },
): RiskPortfolio {
  const orders = open.optionOrders();
  const isConcerned = concernsOptions(intent, portfolio);
  if (orders.length === 0 && !isConcerned) return portfolio;
  const own = isConcerned ? underlyingsOf(intent) : new Set<string>();
  let ahead = portfolio;
  for (const symbol of own) {
    const quantity = symbol === intent.symbol ? DECIMAL_ZERO : open.quantity(symbol, 'sell');
    if (quantity > DECIMAL_ZERO)
      ahead = { ...ahead, holdings: afterFill(ahead.holdings, { symbol, side: 'sell', quantity }, priceOf) };
  }
  let reserved = portfolio.reserved ?? DECIMAL_ZERO;
  for (const order of orders) {
    const left = { ...order, quantity: order.quantity - order.filledQuantity };
    const isOwn = [...underlyingsOf(order)].some((one) => own.has(one));
    if (isOwn && (isSelling(order) || order.type === 'market'))
      ahead = { ...ahead, holdings: afterFill(ahead.holdings, left, priceOf) };
    if (!isOwn || !isSelling(order)) reserved += chargeOf(left, portfolio, priceOf);
  }
  return { ...ahead, reserved };
}

/** What working orders on options would tie up, each by itself. */
export function reservedByOptions(
  orders: readonly Order[],
  portfolio: RiskPortfolio,
  priceOf: PriceOf,
): Decimal {
  return orders.reduce((sum, order) => {
    const left = { ...order, quantity: order.quantity - order.filledQuantity };
    return sum + chargeOf(left, portfolio, priceOf);
  }, DECIMAL_ZERO);
}

function chargeOf(order: Order, portfolio: RiskPortfolio, priceOf: PriceOf): Decimal {
  const needed = optionCharge(order, portfolio, priceOf)?.needed ?? DECIMAL_ZERO;
  return needed === 'unlimited' || needed < DECIMAL_ZERO ? DECIMAL_ZERO : needed;
}

const isSelling = (order: Order): boolean => tradedLegs(order).some(({ side }) => side === 'sell');

function underlyingsOf(order: Pick<OrderIntent, 'symbol' | 'side' | 'legs'>): Set<string> {
  return new Set(tradedLegs(order).map(({ symbol }) => underlyingOf(symbol)));
}
