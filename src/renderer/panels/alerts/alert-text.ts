import type { AlertView } from '#contract/services/alerts';
import { formatNumber, formatPercent, formatSignedPercent } from '../../format/number.ts';

/** `crosses above 800.00`, `RSI 14 crosses below 30.0`, `change crosses above +2.00 %`. */
export function alertText(
  { measure, operator, threshold }: AlertView['condition'],
  priceDigits: number,
): string {
  const crosses = operator === 'crosses-above' ? 'crosses above' : 'crosses below';
  if (measure === 'price') return `${crosses} ${formatNumber(threshold, priceDigits)}`;
  if (measure === 'rsi') return `RSI 14 ${crosses} ${formatNumber(threshold, 1)}`;
  return `change ${crosses} ${formatSignedPercent(threshold)}`;
}

/** How far the newest value is from firing: in percent of a price, in points of the others. */
export function distanceText({ condition, currentValue }: AlertView, priceDigits: number): string {
  if (currentValue === null) return 'no value yet';
  const gap = condition.threshold - currentValue;
  if (condition.measure !== 'price') return `${formatNumber(Math.abs(gap), 1)} points away`;
  if (currentValue === 0) return `${formatNumber(Math.abs(gap), priceDigits)} away`;
  return `${formatPercent(Math.abs(gap / currentValue) * 100, 1)} away`;
}
