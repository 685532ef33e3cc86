import type { OrderView } from '#contract/services/trading';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';
import { isChangeable } from '../panels/order-cells.tsx';

/** The newest prices of a symbol, null where none is known. */
export interface MarketPrices {
  readonly bid: number | null;
  readonly ask: number | null;
  readonly last: number | null;
}

/**
 * What an order placed at a price must be so that it waits there: a buy at or below the ask and a sell at or above the
 * bid are limits, beyond it they are stops. Without quotes the last price stands for both.
 */
export function typeAtPrice(
  side: 'buy' | 'sell',
  price: number,
  { bid, ask, last }: MarketPrices,
): 'limit' | 'stop' {
  const market = (side === 'buy' ? ask : bid) ?? last;
  if (market === null) return 'limit';
  return side === 'buy' ? (price > market ? 'stop' : 'limit') : price < market ? 'stop' : 'limit';
}

/** Which of an order's prices is the one it waits at, and what it is; undefined for an order at no price. */
export function workingPrice(
  order: Pick<OrderView, 'type' | 'limitPrice' | 'stopPrice'>,
): { readonly field: 'limitPrice' | 'stopPrice'; readonly price: string } | undefined {
  if (order.stopPrice !== undefined && order.type !== 'limit')
    return { field: 'stopPrice', price: order.stopPrice };
  return order.limitPrice === undefined ? undefined : { field: 'limitPrice', price: order.limitPrice };
}

/** Whether moving an order along a price axis changes it: a trailing stop moves by itself. */
export function canMove(order: Pick<OrderView, 'type' | 'status' | 'limitPrice' | 'stopPrice'>): boolean {
  return !order.type.startsWith('trailing') && isChangeable(order) && workingPrice(order) !== undefined;
}

/**
 * What moving an order to a price changes. Both prices of a stop limit or limit if touched move by as much, so that
 * their distance stays.
 */
export function changeToPrice(
  order: Pick<OrderView, 'type' | 'limitPrice' | 'stopPrice'>,
  price: string,
): { readonly limitPrice?: string; readonly stopPrice?: string } {
  const working = workingPrice(order);
  if (working?.field !== 'stopPrice') return { limitPrice: price };
  if (order.limitPrice === undefined) return { stopPrice: price };
  const moved = parseDecimal(price) - parseDecimal(working.price);
  return { stopPrice: price, limitPrice: formatDecimal(parseDecimal(order.limitPrice) + moved) };
}

/**
 * Money gained (or lost, below zero) if `quantity` filled at `price` and closed what is held; null when it would close
 * nothing. Fees are left out.
 */
export function profitAt(
  price: number,
  order: { readonly side: 'buy' | 'sell'; readonly quantity: number },
  held: { readonly quantity: number; readonly averagePrice: number } | null,
): number | null {
  if (held === null || held.quantity === 0) return null;
  const isClosing = held.quantity > 0 === (order.side === 'sell');
  if (!isClosing) return null;
  const closed = Math.min(order.quantity, Math.abs(held.quantity));
  return (price - held.averagePrice) * closed * Math.sign(held.quantity);
}
