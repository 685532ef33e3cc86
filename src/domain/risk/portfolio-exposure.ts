import { contractMultiplier } from '../instruments/option-contract.ts';
import type { AccountRules } from '../portfolio/account-rules.ts';
import { positionValue } from '../portfolio/ledger.ts';
import { absoluteDecimal, type Decimal, decimalFromNumber, decimalToNumber } from '../values/decimal.ts';

/** One position as risk sees it. */
export interface Holding {
  readonly symbol: string;
  /** Negative when short. */
  readonly quantity: Decimal;
  /** Null when the market has not said. */
  readonly lastPrice: number | null;
}

/** An account as risk sees it, at one instant. */
export interface RiskPortfolio {
  readonly cash: Decimal;
  /** Cash plus the market value of all holdings. */
  readonly equity: Decimal;
  /** Equity when the trading day began; the daily loss counts from here. */
  readonly dayStartEquity: Decimal;
  /** What working orders may still use up; zero when absent. */
  readonly reserved?: Decimal;
  readonly holdings: readonly Holding[];
  /** What the account may carry; without them its equity, once, and as many shorts. */
  readonly rules?: Pick<AccountRules, 'leverage' | 'allowsShort' | 'shortsOf'> | undefined;
}

export interface PortfolioExposure {
  /** Sum of the values of all positions, shorts counted positively. */
  readonly gross: Decimal;
  /** Long value minus short value. */
  readonly net: Decimal;
  readonly grossPct: number | null;
  readonly netPct: number | null;
  /** Largest first. Percentages are of equity, signed, and null when equity is not positive. */
  readonly bySymbol: readonly {
    readonly symbol: string;
    readonly value: Decimal;
    readonly weightPct: number | null;
  }[];
  /** Held symbols without a price; they are in none of the sums. */
  readonly unpriced: readonly string[];
}

/** Gross, net and per-symbol exposure. The leaves add up to `net` exactly, and their absolute values to `gross`. */
export function portfolioExposure(portfolio: Pick<RiskPortfolio, 'equity' | 'holdings'>): PortfolioExposure {
  const held = portfolio.holdings.filter((holding) => holding.quantity !== 0n);
  const leaves = held.flatMap(({ symbol, quantity, lastPrice }) =>
    lastPrice === null
      ? []
      : [
          {
            symbol,
            value: positionValue(quantity, decimalFromNumber(lastPrice), contractMultiplier(symbol)),
          },
        ],
  );
  const gross = leaves.reduce((sum, leaf) => sum + absoluteDecimal(leaf.value), 0n);
  const net = leaves.reduce((sum, leaf) => sum + leaf.value, 0n);
  return {
    gross,
    net,
    grossPct: percentOf(gross, portfolio.equity),
    netPct: percentOf(net, portfolio.equity),
    bySymbol: leaves
      .map((leaf) => ({ ...leaf, weightPct: percentOf(leaf.value, portfolio.equity) }))
      .sort(
        (a, b) =>
          compare(absoluteDecimal(b.value), absoluteDecimal(a.value)) || (a.symbol < b.symbol ? -1 : 1),
      ),
    unpriced: held.filter((holding) => holding.lastPrice === null).map((holding) => holding.symbol),
  };
}

/** `part` as a percentage of `whole`, or null when `whole` is not positive. */
export function percentOf(part: Decimal, whole: Decimal): number | null {
  return whole > 0n ? (decimalToNumber(part) / decimalToNumber(whole)) * 100 : null;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
