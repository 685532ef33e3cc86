import { DECIMAL_ONE, type Decimal, decimalFromNumber, decimalToNumber } from '../values/decimal.ts';
import { toldNumber, toldText } from '../values/told-number.ts';
import { percentOf, type RiskPortfolio } from './portfolio-exposure.ts';
import type { RiskLimits } from './risk-limits.ts';

/** Why a part of the equity is above its limit in percent, where something is opened; undefined when it is not. */
export function shareAbove(
  subject: string,
  share: { part: Decimal; opened: Decimal; equity: Decimal; limitPct: number },
): string | undefined {
  if (share.opened === 0n) return undefined;
  const actual = percentOf(share.part, share.equity);
  if (actual === null)
    return `${subject} ${amountText(share.part)} while equity is ${amountText(share.equity)}: nothing may be opened`;
  if (!isAboveShare(share.part, share.equity, share.limitPct)) return undefined;
  return `${subject} ${percentText(actual, share.limitPct)} of equity, above the limit of ${share.limitPct} %`;
}

/** Whether `part` > `limitPct` % of `whole`, in whole numbers. */
export function isAboveShare(part: Decimal, whole: Decimal, limitPct: number): boolean {
  return part * 100n * DECIMAL_ONE > decimalFromNumber(limitPct) * whole;
}

/** One digit after the point, or as many as show that it is above the limit. */
export function percentText(actual: number, limit: number): string {
  const digits = [1, 2, 4, 6].find((places) => Number(actual.toFixed(places)) > limit) ?? 8;
  return `${toldText(actual.toFixed(digits), digits)} %`;
}

/** Cents, in the account's currency: `1,234.50`. */
export function amountText(amount: Decimal): string {
  return toldNumber(decimalToNumber(amount), 2);
}

/** Why nothing may be opened after the loss of this day; undefined while something may. */
export function lossAtHalt(
  { dayStartEquity, equity }: Pick<RiskPortfolio, 'dayStartEquity' | 'equity'>,
  { dailyLossPctMax }: Pick<RiskLimits, 'dailyLossPctMax'>,
): string | undefined {
  const loss = dayStartEquity - equity;
  const threshold = decimalFromNumber(dailyLossPctMax) * dayStartEquity;
  if (loss <= 0n || loss * 100n * DECIMAL_ONE < threshold) return undefined;
  const share = percentOf(loss, dayStartEquity);
  const lost = share === null ? amountText(loss) : `${share.toFixed(1)} %`;
  return `the account has lost ${lost} today, at or above the halt at ${dailyLossPctMax} %: only orders towards flat pass`;
}
