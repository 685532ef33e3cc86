/** An option as it is quoted. Prices are per unit of the underlying; null is what the source does not tell. */
export interface OptionQuote {
  /** Its contract, as `parseOptionSymbol` reads it. */
  readonly symbol: string;
  readonly bid: number | null;
  readonly ask: number | null;
  readonly bidSize: number | null;
  readonly askSize: number | null;
  readonly last: number | null;
  /** Contracts traded this day. */
  readonly volume: number | null;
  /** Contracts open at the end of the day before. */
  readonly openInterest: number | null;
  /** When bid and ask were true, milliseconds. */
  readonly quoteTime: number | null;
  /** As the source reckons it, a fraction a year. */
  readonly impliedVolatility: number | null;
}

/** The options of an underlying, of one expiration or of several, as they were quoted together. */
export interface OptionChain {
  readonly underlying: string;
  readonly quotes: readonly OptionQuote[];
  /** Price of the underlying at that moment, and when that was; null where the source does not tell. */
  readonly spot: number | null;
  readonly spotTime: number | null;
}

/** Half of bid and ask together; null where one side is missing, nothing is bid, or the sides are crossed. */
export function middleOf({ bid, ask }: Pick<OptionQuote, 'bid' | 'ask'>): number | null {
  return bid !== null && ask !== null && bid > 0 && ask >= bid ? (bid + ask) / 2 : null;
}

/** When the newest of some quotes was true; null where none says. */
export function newestQuoteTime(quotes: readonly OptionQuote[]): number | null {
  let newest: number | null = null;
  for (const { quoteTime } of quotes)
    if (quoteTime !== null && (newest === null || quoteTime > newest)) newest = quoteTime;
  return newest;
}
