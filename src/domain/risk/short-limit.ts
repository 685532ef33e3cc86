import type { OrderIntent } from '../orders/order.ts';
import { shortFault } from '../portfolio/borrow-list.ts';
import { type Decimal, decimalToNumber } from '../values/decimal.ts';
import type { RiskPortfolio } from './portfolio-exposure.ts';

/**
 * Why an account may not be short by an order, of which it held `before`; undefined when it may, or has no rules. One that
 * may only reduce, as exits do, makes nothing short.
 */
export function shortLimit({
  intent: { symbol, side, quantity, isReduceOnly = false },
  portfolio: { rules },
  before,
}: {
  readonly intent: Pick<OrderIntent, 'symbol' | 'side' | 'quantity' | 'isReduceOnly'>;
  readonly portfolio: Pick<RiskPortfolio, 'rules'>;
  readonly before: Decimal;
}): string | undefined {
  if (rules === undefined || side === 'buy' || isReduceOnly) return undefined;
  const sale = { symbol, held: decimalToNumber(before), sold: decimalToNumber(quantity) };
  return shortFault(sale, rules.shortsOf(symbol), rules.allowsShort);
}
