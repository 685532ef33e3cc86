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

/** The gross exposure alone, with the held symbols without a price: what every order is judged by. */
export function grossOf(holdings: readonly Holding[]): Pick<PortfolioExposure, 'gross' | 'unpriced'> {
  const unpriced: string[] = [];
  let gross: Decimal = 0n;
  for (const { symbol, quantity, lastPrice } of holdings) {
    if (quantity === 0n) continue;
    if (lastPrice === null) unpriced.push(symbol);
    else gross += absoluteDecimal(valueAtLast(symbol, quantity, lastPrice));
  }
  return { gross, unpriced };
}

/** Gross, net and per-symbol exposure. The leaves add up to `net` exactly, and their absolute values to `gross`. */
export function portfolioExposure({
  equity,
  holdings,
}: Pick<RiskPortfolio, 'equity' | 'holdings'>): PortfolioExposure {
  const { gross, unpriced } = grossOf(holdings);
  const leaves = holdings.flatMap(({ symbol, quantity, lastPrice }) =>
    quantity === 0n || lastPrice === null
      ? []
      : [{ symbol, value: valueAtLast(symbol, quantity, lastPrice) }],
  );
  const net = leaves.reduce((sum, leaf) => sum + leaf.value, 0n);
  return {
    gross,
    net,
    grossPct: percentOf(gross, equity),
    netPct: percentOf(net, equity),
    bySymbol: leaves
      .map((leaf) => ({ ...leaf, weightPct: percentOf(leaf.value, equity) }))
      .sort(
        (a, b) =>
          compare(absoluteDecimal(b.value), absoluteDecimal(a.value)) || (a.symbol < b.symbol ? -1 : 1),
      ),
    unpriced,
  };
}

const valueAtLast = (symbol: string, quantity: Decimal, lastPrice: number): Decimal =>
  positionValue(quantity, decimalFromNumber(lastPrice), contractMultiplier(symbol));

/** `part` as a percentage of `whole`, or null when `whole` is not positive. */
export function percentOf(part: Decimal, whole: Decimal): number | null {
  return whole > 0n ? (decimalToNumber(part) / decimalToNumber(whole)) * 100 : null;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
