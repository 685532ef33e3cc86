export const BORROW_STATUSES = ['easy', 'hard', 'none'] as const;
/** `easy`: any number of units at the account's rate. `hard`: so many, at a rate of its own. `none`: not to be had. */
export type BorrowStatus = (typeof BORROW_STATUSES)[number];

/** What it takes to be short of one instrument. */
export interface ShortTerms {
  /** Units that can be borrowed; 0 when none can. */
  readonly available?: number;
  /** A year, as a fraction of the value, in the place of the account's. */
  readonly borrowRate?: number;
}

export interface BorrowEntry extends ShortTerms {
  readonly status: BorrowStatus;
}

/** What can be sold short, as data. */
export interface BorrowList {
  /** Of symbols that are not listed. */
  readonly otherwise: Exclude<BorrowStatus, 'hard'>;
  readonly symbols: Readonly<Record<string, BorrowEntry>>;
}

/** Everything can be borrowed. */
export const EASY_TO_BORROW: BorrowList = { otherwise: 'easy', symbols: {} };

const NOT_TO_BE_HAD: ShortTerms = { available: 0 };

export function shortTermsOf({ otherwise, symbols }: BorrowList, symbol: string): ShortTerms {
  const { status, ...terms } = symbols[symbol] ?? { status: otherwise };
  return status === 'none' ? NOT_TO_BE_HAD : terms;
}

/** Why an account may not sell so much, in units; undefined when it may. `held` is negative when short. */
export function shortFault(
  { symbol, held, sold }: { readonly symbol: string; readonly held: number; readonly sold: number },
  { available = Number.POSITIVE_INFINITY }: ShortTerms,
  allowsShort: boolean,
): string | undefined {
  const short = sold - held;
  if (short <= 0) return undefined;
  if (!allowsShort)
    return `the account may not be short: the order sells ${sold} ${symbol}, more than the ${Math.max(0, held)} that are held`;
  if (short <= available) return undefined;
  return available === 0
    ? `no shares to borrow: ${short} ${symbol} would be short, and none can be borrowed`
    : `not enough shares to borrow: ${short} ${symbol} would be short, and ${available} can be borrowed`;
}
