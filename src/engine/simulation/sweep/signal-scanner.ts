/**
 * Finds the next bar on which a strategy would decide, in columns computed beforehand. What lies between two decisions
 * is passed over in one narrow loop.
 */
export interface SignalScanner {
  /** First bar of `from` (inclusive) to `end` (exclusive) that asks to be long, or −1. */
  nextUp(from: number, end: number): number;
  /** First bar of `from` to `end` that asks to be short or out, or −1. */
  nextDown(from: number, end: number): number;
}

/** A column that trials share, by what it is and over how many bars. */
export interface ColumnRequest {
  readonly kind: string;
  readonly period: number;
}
