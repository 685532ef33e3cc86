import { DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';
import { roundedTo } from './exit-legs.ts';
import type { Order, OrderChange, Side } from './order.ts';

const PRICES = ['limitPrice', 'stopPrice', 'breakEvenAt', 'breakEvenTo'] as const;

/**
 * What is to change about the prices of an exit: they go with the average fill price of its entry (undefined without
 * one), in whole steps, and a stop that has broken even stands there or beyond. Empty when nothing is. A stop that trails
 * follows the market alone once it is at work.
 */
export function followedPrices(order: Order, average: Decimal | undefined): OrderChange {
  const change: { -readonly [Name in keyof OrderChange]: OrderChange[Name] } = {};
  const { parentPrice, priceStep = 1n, hasBrokenEven, side } = order;
  if (average !== undefined && parentPrice !== undefined && !isFollowingMarket(order)) {
    // To where the entry's price belongs: one half a step away must not be moved there and back again.
    const moved = roundedTo(average, priceStep) - parentPrice;
    if (moved !== DECIMAL_ZERO) {
      change.parentPrice = parentPrice + moved;
      for (const name of PRICES) {
        const price = order[name];
        if (price !== undefined) change[name] = price + moved;
      }
    }
  }
  if (hasBrokenEven) {
    const { stopPrice = order.stopPrice, breakEvenTo = order.breakEvenTo } = change;
    if (breakEvenTo !== undefined && (stopPrice === undefined || isCloserStop(side, breakEvenTo, stopPrice)))
      change.stopPrice = breakEvenTo;
  }
  return change;
}

/** Whether a price is where a stop of that side moves to break-even: above for a sell, below for a buy. */
export function isBreakEvenReached<Price extends number | Decimal>(
  side: Side,
  at: Price,
  price: Price,
): boolean {
  return side === 'sell' ? price >= at : price <= at;
}

/** Whether a stop at `price` protects more than one at `other`. */
export function isCloserStop<Price extends number | Decimal>(
  side: Side,
  price: Price,
  other: Price,
): boolean {
  return side === 'sell' ? price > other : price < other;
}

function isFollowingMarket({ trailAmount, trailPercent, status, isEmulated }: Order): boolean {
  const isTrailing = trailAmount !== undefined || trailPercent !== undefined;
  return isTrailing && (status !== 'held' || isEmulated === true);
}
