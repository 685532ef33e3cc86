import type { ParameterValues } from '../indicators/indicator.ts';
import type { CalendarId } from '../instruments/calendar/exchange-calendar.ts';
import type { Timeframe } from '../market/timeframe.ts';

/** Something with a number at every moment. `isLive`: within the forming bar too, else at the close of each bar. */
export type Measure =
  | { readonly kind: 'price'; readonly symbol: string; readonly side: 'price' | 'bid' | 'ask' | 'mid' }
  /** Change in percent from the previous close, from the day's open, or from so many milliseconds ago. */
  | { readonly kind: 'change'; readonly symbol: string; readonly since: 'close' | 'open' | number }
  /** Units traded: of the day so far, or of the newest bar of a timeframe. */
  | {
      readonly kind: 'volume';
      readonly symbol: string;
      readonly timeframe: Timeframe | null;
      readonly isLive: boolean;
    }
  /** Volume of the newest bar over the mean of the `bars` before it. */
  | {
      readonly kind: 'relative-volume';
      readonly symbol: string;
      readonly bars: number;
      readonly timeframe: Timeframe;
      readonly isLive: boolean;
    }
  | {
      readonly kind: 'indicator';
      readonly symbol: string;
      readonly slug: string;
      readonly parameters: ParameterValues;
      readonly output: string;
      readonly timeframe: Timeframe;
      readonly isLive: boolean;
    };

/** A moment that comes once or again and again. */
export type Moment =
  | { readonly kind: 'instant'; readonly time: number }
  /** Minutes since midnight on the clocks of a zone. */
  | { readonly kind: 'daily'; readonly minutes: number; readonly timeZone: string }
  /** So many minutes after (below 0: before) an exchange opens or closes. */
  | {
      readonly kind: 'session';
      readonly edge: 'open' | 'close';
      readonly offsetMinutes: number;
      readonly calendar: CalendarId;
    };

export const COMPARISONS = ['crosses-above', 'crosses-below', 'crosses', 'is-above', 'is-below'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export type Condition =
  | {
      readonly kind: 'compare';
      readonly measure: Measure;
      readonly operator: Comparison;
      readonly operand: number | Measure;
    }
  /** Bounds are inside the range. */
  | {
      readonly kind: 'range';
      readonly measure: Measure;
      readonly operator: 'enters' | 'leaves';
      readonly from: number;
      readonly to: number;
    }
  /** At least so many percent above the lowest (below the highest) value of the newest `windowMs`. */
  | {
      readonly kind: 'move';
      readonly measure: Measure;
      readonly operator: 'rises-by' | 'falls-by';
      readonly percent: number;
      readonly windowMs: number;
    }
  | { readonly kind: 'time'; readonly operator: 'at' | 'after' | 'before'; readonly moment: Moment };

/** A condition, or several of which all or any must hold. */
export type AlertRule =
  | Condition
  | { readonly kind: 'all'; readonly members: readonly AlertRule[] }
  | { readonly kind: 'any'; readonly members: readonly AlertRule[] };

/** The conditions of a rule from left to right. */
export function conditionsOf(rule: AlertRule): Condition[] {
  return rule.kind === 'all' || rule.kind === 'any' ? rule.members.flatMap(conditionsOf) : [rule];
}

/** What a condition looks at: its measure, and its threshold where that is one too. */
export function measuresOf(condition: Condition): Measure[] {
  if (condition.kind === 'time') return [];
  const { measure } = condition;
  return condition.kind === 'compare' && typeof condition.operand !== 'number'
    ? [measure, condition.operand]
    : [measure];
}

/** Every symbol a rule looks at, once each. */
export function symbolsOf(rule: AlertRule): string[] {
  return [
    ...new Set(
      conditionsOf(rule)
        .flatMap(measuresOf)
        .map(({ symbol }) => symbol),
    ),
  ];
}
