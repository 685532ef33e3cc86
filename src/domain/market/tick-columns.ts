/** Trades of one instrument as columns, in the order of `time`, equal times allowed. Milliseconds, fractions allowed. */
export interface TradeColumns {
  readonly length: number;
  readonly time: Float64Array;
  readonly price: Float64Array;
  readonly size: Float64Array;
  /** The venue's number of the trade, NaN where it gives none. */
  readonly sequence: Float64Array;
}

/** Best bid and ask of one instrument as columns, in the order of `time`, equal times allowed. Sizes NaN where unknown. */
export interface QuoteColumns {
  readonly length: number;
  readonly time: Float64Array;
  readonly bid: Float64Array;
  readonly ask: Float64Array;
  readonly bidSize: Float64Array;
  readonly askSize: Float64Array;
  /** The venue's number of the update, NaN where it gives none. */
  readonly sequence: Float64Array;
}
