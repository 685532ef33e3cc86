import { isTimeframe, TIMEFRAMES, type Timeframe, timeframeMs } from '../market/timeframe.ts';
import { zonedDate, zonedInstant } from '../market/zoned-date.ts';
import { unknownName } from '../values/nearest-names.ts';
import { formatDuration } from './format-alert-rule.ts';
import { parseDuration } from './parse-duration.ts';

const DAY_MS = 86_400_000;
const EVERY_TIME_MS = 10_000;

/** How often an alert may fire. */
export type AlertFrequency =
  | { readonly kind: 'once' }
  | { readonly kind: 'once-per-bar'; readonly timeframe: Timeframe }
  | { readonly kind: 'once-per-day' }
  /** Not again before `intervalMs` have passed; a minute is `once-per-minute`. */
  | { readonly kind: 'every-time'; readonly intervalMs: number };

export const FREQUENCY_NAMES = ['once', 'once-per-bar(1m)', 'once-per-minute', 'once-per-day', 'every-time'];

/** Reads `once`, `once-per-bar(5m)`, `once-per-minute`, `once-per-day`, `every-time` or `every-time(30s)`; throws a RangeError. */
export function parseAlertFrequency(text: string): AlertFrequency {
  const [, name = '', argument] = /^([a-z-]+)(?:\(([^()]*)\))?$/.exec(text.trim()) ?? [];
  if (name === 'once-per-bar') {
    const timeframe = argument ?? '';
    if (!isTimeframe(timeframe))
      throw new RangeError(`once-per-bar needs a timeframe of ${TIMEFRAMES.join(', ')}: once-per-bar(1m)`);
    return { kind: 'once-per-bar', timeframe };
  }
  if (name === 'every-time') {
    const intervalMs = argument === undefined ? EVERY_TIME_MS : parseDuration(argument);
    if (intervalMs === null || intervalMs < 1_000)
      throw new RangeError(`every-time: "${argument}" is no interval of at least 1s, such as 30s or 5m`);
    return { kind: 'every-time', intervalMs };
  }
  if (argument === undefined) {
    if (name === 'once' || name === 'once-per-day') return { kind: name };
    if (name === 'once-per-minute') return { kind: 'every-time', intervalMs: 60_000 };
  }
  throw new RangeError(unknownName('frequency', text.trim(), FREQUENCY_NAMES));
}

/** The text that {@link parseAlertFrequency} reads back. */
export function formatAlertFrequency(frequency: AlertFrequency): string {
  if (frequency.kind === 'once-per-bar') return `once-per-bar(${frequency.timeframe})`;
  if (frequency.kind !== 'every-time') return frequency.kind;
  return frequency.intervalMs === 60_000
    ? 'once-per-minute'
    : `every-time(${formatDuration(frequency.intervalMs)})`;
}

/**
 * The time in which an alert that fired at `time` rests: from inclusive, to exclusive. Days and daily bars are those of
 * `timeZone`. Both are infinite for `once`.
 */
export function restAfter(
  frequency: AlertFrequency,
  time: number,
  timeZone: string,
): { readonly from: number; readonly to: number } {
  if (frequency.kind === 'once') return { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  if (frequency.kind === 'every-time')
    return { from: time - frequency.intervalMs, to: time + frequency.intervalMs };
  if (frequency.kind === 'once-per-bar' && frequency.timeframe !== '1d') {
    const length = timeframeMs(frequency.timeframe);
    const from = Math.floor(time / length) * length;
    return { from, to: from + length };
  }
  const date = zonedDate(time, timeZone);
  return { from: zonedInstant(date, timeZone), to: zonedInstant(date + DAY_MS, timeZone) };
}
