import type { RiskLimits } from './risk-limits.ts';

/** An order and the account it is for, as numbers; all amounts on one scale, shorts counted positively. */
export interface ScreenInput {
  readonly limits: RiskLimits;
  readonly equity: number;
  readonly dayStartEquity: number;
  /** Value of all positions, and of the one in the order's instrument. */
  readonly gross: number;
  readonly present: number;
  /** Value by which the order opens or enlarges a position, and of the position afterwards. */
  readonly opened: number;
  readonly position: number;
  readonly isThroughFlat: boolean;
  /** What may surely be spent on it, and its fee. */
  readonly available: number;
  readonly fee: number;
  /** How much worse than the last price a limit is, as a fraction of the last; below zero when better, 0 for other orders. */
  readonly limitDistance: number;
}

/** Share by which a value must stay clear of its limit to be passed without exact arithmetic. */
const CLEAR = 1 - 1e-9;

/**
 * Whether `checkLimits` would surely approve: every limit is kept with room beyond what float64 could get wrong.
 * Orders that are not clearly within are not thereby refused; they are judged exactly. Hundreds of times cheaper.
 */
export function isClearlyWithinLimits(input: ScreenInput): boolean {
  const { limits, equity, opened, position, gross, present, available, fee } = input;
  const collar = (limits.priceCollarPct / 100) * CLEAR;
  if (!(input.limitDistance < collar)) return false;
  if (opened === 0) return true;
  const share = (equity / 100) * CLEAR;
  const loss = input.dayStartEquity - equity;
  return (
    equity > 0 &&
    opened < share * limits.orderPctMax &&
    position < share * limits.positionPctMax &&
    gross - present + position < share * limits.grossExposurePctMax &&
    (loss <= 0 || loss < (input.dayStartEquity / 100) * CLEAR * limits.dailyLossPctMax) &&
    opened + fee <= available
  );
}
