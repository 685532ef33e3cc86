import type { Side } from './order.ts';

/** A fill as it is measured; amounts in float64, as all analysis. */
export interface MeasuredFill {
  readonly price: number;
  readonly quantity: number;
  readonly fee: number;
  /** Price when the order it belongs to was sent: that of the decision, but for parts sent later. */
  readonly sentPrice: number;
  /** Middle of bid and ask when it happened; null where no quote is known. */
  readonly mid: number | null;
  readonly liquidity?: 'maker' | 'taker';
}

export interface MeasuredOrder {
  readonly side: Side;
  readonly quantity: number;
  /** Price when it was decided. */
  readonly decisionPrice: number;
  readonly fills: readonly MeasuredFill[];
  /** Price when it ended; null while it works and where it is not known. */
  readonly endPrice: number | null;
}

/** Money: a cost is positive, a gain negative. */
export interface Shortfall {
  readonly delay: number;
  readonly trading: number;
  readonly opportunity: number | null;
  readonly fees: number;
  readonly total: number;
  /** Of the order's value at the decision. */
  readonly totalBps: number;
}

const signOf = (side: Side): 1 | -1 => (side === 'buy' ? 1 : -1);

/** How much worse than a benchmark a price is, in basis points of the benchmark: above zero is worse for the side. */
export function slippageBps(side: Side, price: number, benchmark: number): number {
  return ((signOf(side) * (price - benchmark)) / benchmark) * 10_000;
}

/**
 * Implementation shortfall (Perold, "The implementation shortfall: paper versus reality", 1988), its execution cost split
 * in delay and trading (Wagner and Edwards, 1993): what was traded, from the decision to sending and from there to the
 * fills; what was not, by the price at the end; and the fees. The parts add up to the difference from a paper trade of
 * the whole order at the decision price. An unknown opportunity cost is left out of the total.
 */
export function implementationShortfall(order: MeasuredOrder): Shortfall {
  const { side, quantity, decisionPrice, fills, endPrice } = order;
  const sign = signOf(side);
  let [delay, trading, fees, traded] = [0, 0, 0, 0];
  for (const fill of fills) {
    delay += sign * fill.quantity * (fill.sentPrice - decisionPrice);
    trading += sign * fill.quantity * (fill.price - fill.sentPrice);
    fees += fill.fee;
    traded += fill.quantity;
  }
  const left = quantity - traded;
  const opportunity = left <= 0 ? 0 : endPrice === null ? null : sign * left * (endPrice - decisionPrice);
  const total = delay + trading + (opportunity ?? 0) + fees;
  return {
    delay,
    trading,
    opportunity,
    fees,
    total,
    totalBps: (total / (quantity * decisionPrice)) * 10_000,
  };
}

/**
 * Effective spread in basis points: twice the distance of the fills from the middle of their moment (Huang and Stoll,
 * 1996), weighted by quantity. Null when the middle of a fill is not known.
 */
export function effectiveSpreadBps(side: Side, fills: readonly MeasuredFill[]): number | null {
  let [sum, traded] = [0, 0];
  for (const { price, quantity, mid } of fills) {
    if (mid === null) return null;
    sum += 2 * slippageBps(side, price, mid) * quantity;
    traded += quantity;
  }
  return traded > 0 ? sum / traded : null;
}

/** Share of the quantity that gave liquidity; null when the venue did not tell it of every fill. */
export function makerShare(fills: readonly Pick<MeasuredFill, 'quantity' | 'liquidity'>[]): number | null {
  let [maker, traded] = [0, 0];
  for (const { quantity, liquidity } of fills) {
    if (liquidity === undefined) return null;
    if (liquidity === 'maker') maker += quantity;
    traded += quantity;
  }
  return traded > 0 ? maker / traded : null;
}

/** Price weighted by volume, and that volume; null when nothing traded. Columns of equal length. */
export function weightedPrice(
  prices: ArrayLike<number>,
  volumes: ArrayLike<number>,
): { readonly price: number; readonly volume: number } | null {
  let [value, volume] = [0, 0];
  for (let row = 0; row < prices.length; row++) {
    const size = volumes[row]!;
    if (!(size > 0)) continue;
    value += prices[row]! * size;
    volume += size;
  }
  return volume > 0 ? { price: value / volume, volume } : null;
}
