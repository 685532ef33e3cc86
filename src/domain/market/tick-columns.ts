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

export const TICK_KINDS = ['trades', 'quotes'] as const;
export type TickKind = (typeof TICK_KINDS)[number];

export const TRADE_FIELDS = ['time', 'price', 'size', 'sequence'] as const;
export const QUOTE_FIELDS = ['time', 'bid', 'ask', 'bidSize', 'askSize', 'sequence'] as const;

/** Columns of `length` zeros, to be filled by the caller. */
export function allocateTrades(length: number): TradeColumns {
  return {
    length,
    time: new Float64Array(length),
    price: new Float64Array(length),
    size: new Float64Array(length),
    sequence: new Float64Array(length),
  };
}

/** Columns of `length` zeros, to be filled by the caller. */
export function allocateQuotes(length: number): QuoteColumns {
  return {
    length,
    time: new Float64Array(length),
    bid: new Float64Array(length),
    ask: new Float64Array(length),
    bidSize: new Float64Array(length),
    askSize: new Float64Array(length),
    sequence: new Float64Array(length),
  };
}
