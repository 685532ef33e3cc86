/** What of a trade is compared: when, which way, how much, at what price. */
export interface ComparableTrade {
  readonly side: 'long' | 'short';
  readonly quantity: number;
  readonly entryTime: number;
  readonly entryPrice: number;
  readonly exitTime: number | null;
  readonly exitPrice: number | null;
}

export interface FirstDifference<Trade> {
  /** Trades from the first on that both lists have. */
  readonly equalTrades: number;
  /** Null when the lists are equal. */
  readonly first: {
    readonly base: Trade | null;
    readonly other: Trade | null;
    readonly reason: string;
  } | null;
}

const FIELDS = [
  ['entryTime', 'entered at another time'],
  ['side', 'on the other side'],
  ['entryPrice', 'entered at another price'],
  ['quantity', 'of another size'],
  ['exitTime', 'left at another time'],
  ['exitPrice', 'left at another price'],
] as const satisfies readonly (readonly [keyof ComparableTrade, string])[];

/** The first place at which two lists of trades part, and in what. */
export function firstTradeDifference<Trade extends ComparableTrade>(
  base: readonly Trade[],
  other: readonly Trade[],
): FirstDifference<Trade> {
  for (let i = 0; i < Math.max(base.length, other.length); i++) {
    const [own, its] = [base[i] ?? null, other[i] ?? null];
    const reason =
      own === null || its === null
        ? 'one run has no more trades'
        : FIELDS.find(([field]) => own[field] !== its[field])?.[1];
    if (reason !== undefined) return { equalTrades: i, first: { base: own, other: its, reason } };
  }
  return { equalTrades: base.length, first: null };
}
