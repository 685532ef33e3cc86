import { percentOf, portfolioExposure, type RiskPortfolio } from '#domain/risk/portfolio-exposure';
import { DECIMAL_ONE, type Decimal, decimalFromNumber } from '#domain/values/decimal';
import { toldDecimal } from '#domain/values/told-number';

export interface TargetWeight {
  readonly symbol: string;
  /** Share of equity, 0 to 1. */
  readonly weight: number;
  /** Null when the market has not said. */
  readonly lastPrice: number | null;
}

/** A trade that would bring a symbol to its target. A proposal: nothing is sent from here. */
export interface RebalanceTrade {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: Decimal;
  readonly weightPctNow: number;
  readonly weightPctTarget: number;
  readonly reason: string;
}

/**
 * Whole-unit trades from what is held to the target weights, sells first so that they pay for the buys. A symbol held
 * without a target goes to zero; one within `driftBandPct` percentage points of its target is left alone, and so is
 * one without a price.
 */
export function rebalanceTrades(
  portfolio: RiskPortfolio,
  targets: readonly TargetWeight[],
  driftBandPct: number,
): RebalanceTrade[] {
  const exposure = portfolioExposure(portfolio);
  const leaving = portfolio.holdings
    .filter((holding) => !targets.some((target) => target.symbol === holding.symbol))
    .map(({ symbol, lastPrice }) => ({ symbol, weight: 0, lastPrice }));
  const trades = [...targets, ...leaving].flatMap((target): RebalanceTrade[] => {
    if (target.lastPrice === null || portfolio.equity <= 0n) return [];
    const price = decimalFromNumber(target.lastPrice);
    const now = exposure.bySymbol.find((leaf) => leaf.symbol === target.symbol)?.weightPct ?? 0;
    const weightPctTarget = target.weight * 100;
    if (target.weight !== 0 && Math.abs(now - weightPctTarget) <= driftBandPct) return [];
    const held = portfolio.holdings.reduce(
      (sum, holding) => (holding.symbol === target.symbol ? sum + holding.quantity : sum),
      0n,
    );
    const change = wholeUnits((portfolio.equity * decimalFromNumber(target.weight)) / price) - held;
    if (change === 0n) return [];
    const side = change > 0n ? 'buy' : 'sell';
    const quantity = change > 0n ? change : -change;
    const reason = `${side} ${toldDecimal(quantity)} ${target.symbol}: from ${now.toFixed(1)} % to ${weightPctTarget.toFixed(1)} % of equity`;
    return [{ symbol: target.symbol, side, quantity, weightPctNow: now, weightPctTarget, reason }];
  });
  return trades.sort((a, b) =>
    a.side === b.side ? (a.symbol < b.symbol ? -1 : 1) : a.side === 'sell' ? -1 : 1,
  );
}

/** Cash as a percentage of equity, or null when equity is not positive. */
export function cashPct(portfolio: RiskPortfolio): number | null {
  return percentOf(portfolio.cash, portfolio.equity);
}

function wholeUnits(quantity: Decimal): Decimal {
  return quantity - (quantity % DECIMAL_ONE);
}
