import type { AlertView } from '#contract/services/alerts';
import { alertNumber } from '#domain/alerts/alert-text';
import { formatDate, formatMinute } from '../../format/time.ts';

type Reading = AlertView['conditions'][number];

/** Whether a condition is about the time, so that its value is an instant. */
function isOfTime({ text }: Reading): boolean {
  return text.startsWith('time ');
}

/** Newest value of a condition: `588.10`, or the minute of a time condition. */
export function valueText(reading: Reading): string {
  if (reading.value === null) return 'no value yet';
  return isOfTime(reading) ? formatMinute(reading.value) : alertNumber(reading.value);
}

/** How far a condition is from its threshold: `2.0 %` of a price, `15.5` points of anything else, or when it comes. */
export function distanceText(reading: Reading): string {
  const { value, threshold, text } = reading;
  if (isOfTime(reading)) return threshold === null ? '–' : `at ${formatMinute(threshold).slice(5)}`;
  if (value === null || threshold === null) return '–';
  const gap = threshold - value;
  const isPrice = /^(price|bid|ask|mid)[ @]/.test(text) && !text.includes('-by ');
  if (isPrice && value !== 0) return `${Math.abs((gap / value) * 100).toFixed(1)} %`;
  return Math.abs(gap).toLocaleString('en-US', { maximumFractionDigits: 1 });
}

/** The condition of an alert that is farthest from holding says how far the alert is; of a single one just that. */
export function alertDistance({ conditions }: Pick<AlertView, 'conditions'>): string {
  const open = conditions.find((reading) => !isHeld(reading)) ?? conditions[0];
  return open === undefined ? '–' : distanceText(open);
}

/** Whether a level condition holds now; a crossing is an event and holds at its tick only. */
export function isHeld({ text, value, threshold }: Reading): boolean {
  if (value === null || threshold === null) return false;
  if (text.includes(' is-above ') || text.startsWith('time after ')) return value > threshold;
  return (text.includes(' is-below ') || text.startsWith('time before ')) && value < threshold;
}

/** All conditions with value and distance, how it fires, when it last did and when it ends: one a line, for a tooltip. */
export function alertDetails(alert: AlertView): string {
  const { name, symbol, rule, conditions, frequency, lastTrigger, expiresTime } = alert;
  const lines = conditions.map(
    (reading) => `${reading.text}: now ${valueText(reading)}, ${distanceText(reading)} away`,
  );
  return [
    name || `${symbol} ${rule}`,
    ...lines,
    `fires ${frequency}`,
    ...(lastTrigger === null ? [] : [`last fired ${formatMinute(lastTrigger.eventTime)} New York`]),
    ...(expiresTime === null ? [] : [`expires ${formatDate(expiresTime)}`]),
  ].join('\n');
}
