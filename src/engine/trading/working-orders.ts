import type { Order, OrderIntent, Side } from '#domain/orders/order';
import type { RiskPortfolio } from '#domain/risk/portfolio-exposure';
import { DECIMAL_ZERO, type Decimal, decimalFromNumber, multiplyDecimal } from '#domain/values/decimal';

type LastPrice = (symbol: string) => number | null;

/**
 * Units of a symbol that orders of one side may still trade. Of orders that cancel or shrink one another the largest
 * counts; those that wait for a parent do not.
 */
export function workingQuantity(orders: readonly Order[], symbol: string, side: Side): Decimal {
  let sum = DECIMAL_ZERO;
  const lists = new Map<string, Decimal>();
  for (const order of orders) {
    if (order.symbol !== symbol || order.side !== side || isWaiting(order)) continue;
    const left = leftOf(order);
    if (order.listId === undefined) sum += left;
    else if (left > (lists.get(order.listId) ?? DECIMAL_ZERO)) lists.set(order.listId, left);
  }
  for (const largest of lists.values()) sum += largest;
  return sum;
}

function isWaiting({ status, parentOrderId }: Order): boolean {
  return status === 'held' && parentOrderId !== undefined;
}

/** What working buy orders may still use up, fees left out. */
export function reservedCash(orders: readonly Order[], lastPrice: LastPrice): Decimal {
  return orders.reduce((sum, order) => {
    if (order.side !== 'buy' || isWaiting(order)) return sum;
    const last = lastPrice(order.symbol);
    const price =
      order.limitPrice ?? order.stopPrice ?? (last === null ? DECIMAL_ZERO : decimalFromNumber(last));
    return sum + multiplyDecimal(leftOf(order), price);
  }, DECIMAL_ZERO);
}

/**
 * The account an intent is judged by: as if the working orders of its symbol and side had filled, so that two orders
 * to close the same position are not both taken for closing, nor two buys for the only one; the others reserve cash.
 */
export function portfolioAhead(
  portfolio: RiskPortfolio,
  intent: Pick<OrderIntent, 'symbol' | 'side'>,
  working: { readonly orders: readonly Order[]; readonly lastPrice: LastPrice },
): RiskPortfolio {
  const { symbol, side } = intent;
  const ahead = workingQuantity(working.orders, symbol, side);
  if (ahead === DECIMAL_ZERO) return portfolio;
  const others = working.orders.filter((order) => order.symbol !== symbol || order.side !== side);
  const held = portfolio.holdings.find((holding) => holding.symbol === symbol)?.quantity ?? DECIMAL_ZERO;
  const quantity = side === 'buy' ? held + ahead : held - ahead;
  return {
    ...portfolio,
    reserved: reservedCash(others, working.lastPrice),
    holdings: [
      ...portfolio.holdings.filter((holding) => holding.symbol !== symbol),
      { symbol, quantity, lastPrice: working.lastPrice(symbol) },
    ],
  };
}

/** The same account once an intent has filled, at prices that do not matter for what leads towards flat. */
export function portfolioWith(
  portfolio: RiskPortfolio,
  { symbol, side, quantity }: OrderIntent,
): RiskPortfolio {
  const held = portfolio.holdings.find((holding) => holding.symbol === symbol);
  const before = held?.quantity ?? DECIMAL_ZERO;
  return {
    ...portfolio,
    holdings: [
      ...portfolio.holdings.filter((holding) => holding.symbol !== symbol),
      {
        symbol,
        quantity: side === 'buy' ? before + quantity : before - quantity,
        lastPrice: held?.lastPrice ?? null,
      },
    ],
  };
}

function leftOf(order: Order): Decimal {
  return order.quantity - order.filledQuantity;
}
