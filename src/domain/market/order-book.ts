/** One side's levels, best first, as columns; `length` of them are filled. */
export interface BookSide {
  readonly length: number;
  readonly price: Float64Array;
  readonly size: Float64Array;
}

/** Resting orders by price. */
export interface OrderBook {
  /** Highest price first. */
  readonly bids: BookSide;
  /** Lowest price first. */
  readonly asks: BookSide;
  /** The venue's number of the newest update in it, NaN before the first. */
  readonly sequence: number;
}
