import type { OrderView } from '#contract/services/trading';
import { type Decimal, decimalToNumber, formatDecimal } from '#domain/values/decimal';
import { type MarketPrices, workingPrice } from '../../trading/price-order.ts';

/** One price of the ladder. Prices are whole multiples of its step, counted by `index`. */
export interface LadderRow {
  readonly index: number;
  /** Exact decimal text. */
  readonly price: string;
  /** Resting at this price, of the book; 0 for none. */
  readonly bidSize: number;
  readonly askSize: number;
  readonly isBestBid: boolean;
  readonly isBestAsk: boolean;
  readonly isLast: boolean;
  readonly buys: readonly OrderView[];
  readonly sells: readonly OrderView[];
}

export interface LadderInput {
  /** Index of the row in the middle. */
  readonly centre: number;
  readonly count: number;
  readonly step: Decimal;
  readonly book: {
    readonly bids: readonly (readonly [number, number])[];
    readonly asks: readonly (readonly [number, number])[];
  } | null;
  readonly prices: MarketPrices;
  /** Open orders of the symbol. */
  readonly orders: readonly OrderView[];
}

const NO_ORDERS: readonly OrderView[] = [];
/** A price that is a multiple of the step but for its binary rounding counts as one. */
const ROUNDING = 1e-6;

/** Row of a price: bids go down to their row and asks up, so that none looks better than it is; others to the nearest. */
export function rowOf(price: number, step: Decimal, towards: 'down' | 'up' | 'nearest' = 'nearest'): number {
  const rows = price / decimalToNumber(step);
  if (towards === 'down') return Math.floor(rows + ROUNDING);
  return towards === 'up' ? Math.ceil(rows - ROUNDING) : Math.round(rows);
}

/** Exact price of a row. */
export function priceOfRow(index: number, step: Decimal): string {
  return formatDecimal(BigInt(index) * step);
}

/** The rows of a ladder, highest price first. */
export function ladderRows({ centre, count, step, book, prices, orders }: LadderInput): LadderRow[] {
  const bids = sizesByRow(book?.bids ?? [], step, 'down');
  const asks = sizesByRow(book?.asks ?? [], step, 'up');
  const bestBid = bestRow(book?.bids[0]?.[0] ?? prices.bid, step, 'down');
  const bestAsk = bestRow(book?.asks[0]?.[0] ?? prices.ask, step, 'up');
  const last = bestRow(prices.last, step, 'nearest');
  const byRow = ordersByRow(orders, step);
  const top = centre + Math.floor(count / 2);
  return Array.from({ length: count }, (_, place) => {
    const index = top - place;
    const here = byRow.get(index);
    return {
      index,
      price: priceOfRow(index, step),
      bidSize: bids.get(index) ?? 0,
      askSize: asks.get(index) ?? 0,
      isBestBid: index === bestBid,
      isBestAsk: index === bestAsk,
      isLast: index === last,
      buys: here?.filter(({ side }) => side === 'buy') ?? NO_ORDERS,
      sells: here?.filter(({ side }) => side === 'sell') ?? NO_ORDERS,
    };
  });
}

function bestRow(price: number | null, step: Decimal, towards: 'down' | 'up' | 'nearest'): number | null {
  return price === null ? null : rowOf(price, step, towards);
}

function sizesByRow(
  levels: readonly (readonly [number, number])[],
  step: Decimal,
  towards: 'down' | 'up',
): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const [price, size] of levels) {
    const row = rowOf(price, step, towards);
    sizes.set(row, (sizes.get(row) ?? 0) + size);
  }
  return sizes;
}

function ordersByRow(orders: readonly OrderView[], step: Decimal): Map<number, OrderView[]> {
  const byRow = new Map<number, OrderView[]>();
  for (const order of orders) {
    const working = workingPrice(order);
    if (working === undefined) continue;
    const row = rowOf(Number(working.price), step);
    byRow.set(row, [...(byRow.get(row) ?? []), order]);
  }
  return byRow;
}

/** Of a price, how much one row of an ordinary ladder is. */
const ROW_SHARE = 1e-4;
const STEPS_OFFERED = 7;

/** Steps a ladder offers, all multiples of the tick in 1, 2, 5: the tick first. */
export function ladderSteps(tick: Decimal): Decimal[] {
  return Array.from({ length: STEPS_OFFERED * 2 }, (_, i) => tick * niceMultiple(i));
}

function niceMultiple(i: number): bigint {
  return ([1n, 2n, 5n][i % 3] ?? 1n) * 10n ** BigInt(Math.floor(i / 3));
}

/** The step of a ladder at a price unless a person chose another: about a hundredth of a percent, at least a tick. */
export function usualStep(price: number | null, tick: Decimal): Decimal {
  if (price === null) return tick;
  return (
    ladderSteps(tick)
      .filter((step) => decimalToNumber(step) <= price * ROW_SHARE)
      .at(-1) ?? tick
  );
}
