import type { OrderSize } from '#domain/strategies/sdk/strategy-context';
import { type Units, unitsFromNumber } from '#domain/values/units';

/**
 * Units of a size as they are known at a decision, rounded down to the instrument's step; 0 or NaN when it comes to
 * nothing. A share of equity is worked out at the newest price and never passes the buying power. Equity is taken to
 * the cent, so that two ways of adding it up give the same order.
 */
export function decisionSize(
  size: OrderSize,
  account: { readonly price: number; readonly equity: number; readonly buyingPower: number },
  step: Units,
): Units {
  const units = unitsBeforeStep(size, account);
  return step > 1 ? units - (units % step) : units;
}

function unitsBeforeStep(
  size: OrderSize,
  { price, equity, buyingPower }: { price: number; equity: number; buyingPower: number },
): Units {
  if ('quantity' in size) return unitsFromNumber(size.quantity);
  const worth = toCents(equity);
  if ('riskPercent' in size)
    return finite(Math.floor((((worth * size.riskPercent) / 100) * 1e8) / Math.abs(price - size.stop)));
  const amount = Math.min((worth * size.percentOfEquity) / 100, toCents(buyingPower));
  return finite(Math.floor((Math.max(0, amount) / price) * 1e8));
}

function toCents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

function finite(units: number): Units {
  return Number.isFinite(units) ? units : Number.NaN;
}
