import { parseOptionSymbol } from '#domain/instruments/option-contract';
import type { OrderIntent } from '#domain/orders/order';
import type { RiskPortfolio } from '#domain/risk/portfolio-exposure';
import { DECIMAL_ZERO } from '#domain/values/decimal';
import type { Holdings, OpenOrders } from '../journal/open-orders.ts';
import { aheadOfOptions } from './option-orders-ahead.ts';

/** What an account is worked with, and by which prices and positions that is reckoned. */
export interface WorkingOrders {
  readonly open: OpenOrders;
  readonly lastPrice: (symbol: string) => number | null;
  readonly holdings: Holdings;
}

/**
 * The account an intent is judged by: as if the working orders of its symbol and side had filled, so that two orders
 * to close the same position are not both taken for closing, nor two buys for the only one; the others reserve cash.
 */
export function portfolioAhead(
  portfolio: RiskPortfolio,
  intent: Pick<OrderIntent, 'symbol' | 'side' | 'legs'>,
  working: WorkingOrders,
): RiskPortfolio {
  const { open, lastPrice } = working;
  return aheadOfOptions(aheadOfUnits(portfolio, intent, working), intent, { open, priceOf: lastPrice });
}

function aheadOfUnits(
  portfolio: RiskPortfolio,
  { symbol, side, legs }: Pick<OrderIntent, 'symbol' | 'side' | 'legs'>,
  working: WorkingOrders,
): RiskPortfolio {
  if (legs !== undefined || parseOptionSymbol(symbol) !== undefined) return portfolio;
  const ahead = working.open.quantity(symbol, side);
  if (ahead === DECIMAL_ZERO) return portfolio;
  const held = portfolio.holdings.find((holding) => holding.symbol === symbol)?.quantity ?? DECIMAL_ZERO;
  const quantity = side === 'buy' ? held + ahead : held - ahead;
  return {
    ...portfolio,
    reserved: working.open.reservedCash(working.lastPrice, working.holdings, { symbol, side }),
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
