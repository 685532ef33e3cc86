/**
 * What is traded. `symbol` is unique within a store and is the instrument's id everywhere; of an option it tells the
 * whole contract (`parseOptionSymbol`).
 */
export interface Instrument {
  readonly symbol: string;
  readonly name: string;
  readonly assetClass: 'equity' | 'index' | 'forex' | 'crypto' | 'future' | 'option';
  /** ISO 4217 code, or the crypto currency's ticker. */
  readonly currency: string;
  /** Digits shown after the point. */
  readonly pricePrecision: number;
  /** Market identifier shown to people: `NASDAQ`, `NYSE`, `INDEX`, or the file it came from. */
  readonly venue: string;
  /** IANA zone of its exchange. */
  readonly timeZone: string;
  /** Where its data came from, in words. */
  readonly source: string;
  /** False for what can be watched but not ordered (an index). */
  readonly isTradable: boolean;
  /** Branch of business, such as `Energy`; absent where it is not known. */
  readonly sector?: string;
}
