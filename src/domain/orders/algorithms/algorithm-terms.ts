import type { Decimal } from '#domain/values/decimal';
import type { Side } from '../order.ts';

/**
 * Ways to send one large order as many small ones. `twap`: equal slices at equal distances of time. `vwap`: at equal
 * distances, each as large as the share of a day's volume that usually trades then. `pov`: a fraction of what trades.
 * `iceberg`: one small limit order after the other.
 */
export const ALGORITHM_KINDS = ['twap', 'vwap', 'pov', 'iceberg'] as const;
export type AlgorithmKind = (typeof ALGORITHM_KINDS)[number];

/** What becomes of the rest when the time is over: it is left, or sent as one market order. */
export const END_CHOICES = ['cancel', 'market'] as const;
export type EndChoice = (typeof END_CHOICES)[number];

/**
 * `running`: works, or waits for its start. `paused`: sends nothing; what it has sent stays where it is. `ending`: its
 * time is over, or a person ended it, and orders of it are still being cancelled. The rest is the end.
 */
export const ALGORITHM_STATES = ['running', 'paused', 'ending', 'finished', 'cancelled'] as const;
export type AlgorithmState = (typeof ALGORITHM_STATES)[number];

/** An order that is to be worked, before anything of it is sent. Times in milliseconds of the account's own clock. */
export interface AlgorithmTerms {
  readonly kind: AlgorithmKind;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: Decimal;
  /** Children are limit orders at this price; market orders without it. An iceberg always has one. */
  readonly limitPrice?: Decimal;
  readonly startTime: number;
  /** Exclusive: no slice is sent from then on. Absent for an iceberg that has no end. */
  readonly endTime?: number;
  readonly atEnd: EndChoice;
  /** Of `twap` and `vwap`: how many. */
  readonly slices?: number;
  /** Of `twap` and `vwap`: each slice is late by up to this share of the distance to the next, 0 to below 1. */
  readonly jitter?: number;
  /** Of `pov`: the share of traded volume, above 0 and at most 1. */
  readonly participation?: number;
  /** Of `pov`: the largest child. */
  readonly childQuantityMax?: Decimal;
  /** Of `iceberg`: the size of each child. */
  readonly displayQuantity?: Decimal;
}
