/** What was known of an instrument's price when an order was decided. Nulls where nothing was. */
export interface Arrival {
  readonly bid: number | null;
  readonly ask: number | null;
  readonly last: number | null;
  /** When that was true, milliseconds. */
  readonly time: number;
}

export interface ArrivalPrice {
  readonly price: number;
  readonly kind: 'mid' | 'last';
}

/** The middle of bid and ask where both are there and not crossed, else the last price; null without either. */
export function arrivalPrice({ bid, ask, last }: Arrival): ArrivalPrice | null {
  if (bid !== null && ask !== null && bid > 0 && ask >= bid) return { price: (bid + ask) / 2, kind: 'mid' };
  return last !== null && last > 0 ? { price: last, kind: 'last' } : null;
}

/** Width between bid and ask, or null where it is not known. */
export function quotedSpread({ bid, ask }: Arrival): number | null {
  return bid !== null && ask !== null && bid > 0 && ask >= bid ? ask - bid : null;
}
