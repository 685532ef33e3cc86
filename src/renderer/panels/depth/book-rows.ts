import type { BookLevels } from '#contract/services/streams';

/** One line of the book: the n-th best bid beside the n-th best ask. */
export interface BookRow {
  readonly bid: BookSideCell | null;
  readonly ask: BookSideCell | null;
}

export interface BookSideCell {
  readonly price: number;
  readonly size: number;
  /** Of all sizes down to this level, on its own side, with that one included. */
  readonly total: number;
  /** `total` as a share of the larger side shown, 0 to 1: the length of its bar. */
  readonly share: number;
}

/** Both sides line by line with running totals. */
export function bookRows({ bids, asks }: Pick<BookLevels, 'bids' | 'asks'>, levels: number): BookRow[] {
  const bidTotals = totalsOf(bids, levels);
  const askTotals = totalsOf(asks, levels);
  const largest = Math.max(bidTotals.at(-1) ?? 0, askTotals.at(-1) ?? 0) || 1;
  const cell = (side: readonly (readonly [number, number])[], totals: readonly number[], index: number) => {
    const level = side[index];
    const total = totals[index];
    return level === undefined || total === undefined
      ? null
      : { price: level[0], size: level[1], total, share: total / largest };
  };
  return Array.from({ length: Math.max(bidTotals.length, askTotals.length) }, (_, index) => ({
    bid: cell(bids, bidTotals, index),
    ask: cell(asks, askTotals, index),
  }));
}

/** Share of the bids in the sizes shown, 0 to 1; null of an empty book. */
export function bidShare(rows: readonly BookRow[]): number | null {
  const bids = rows.reduce((sum, { bid }) => sum + (bid?.size ?? 0), 0);
  const asks = rows.reduce((sum, { ask }) => sum + (ask?.size ?? 0), 0);
  return bids + asks === 0 ? null : bids / (bids + asks);
}

function totalsOf(side: readonly (readonly [number, number])[], levels: number): number[] {
  let total = 0;
  return side.slice(0, levels).map(([, size]) => {
    total += size;
    return total;
  });
}
