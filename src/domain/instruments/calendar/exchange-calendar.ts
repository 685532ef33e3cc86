import { DAY_MS, dateOf, isWeekend, utcDateOf, yearOf } from './civil-date.ts';
import { type CalendarZone, type SummerTime, standardMinutes, summerTime } from './daylight-saving.ts';

/** Continuous trading from `open` (inclusive) to `close` (exclusive). */
export interface Stretch {
  readonly open: number;
  readonly close: number;
}

/** One trading day: instants in epoch milliseconds. `date` is midnight UTC of the exchange-local date. */
export interface Session extends Stretch {
  readonly date: number;
  /** One, or two around a lunch break. */
  readonly segments: readonly Stretch[];
  /** Whether its hours are not the regular ones: a half day, a late opening. */
  readonly isSpecial: boolean;
}

/** Minutes since local midnight of the date; below 0 is the day before, above 1440 the day after. */
export type LocalHours = readonly Stretch[];

export const CALENDAR_IDS = ['XNYS', 'XNAS', 'XLON', 'XETR', 'XTKS', 'FX', 'CRYPTO'] as const;

/** Market identifier code of an exchange (ISO 10383), or FX or CRYPTO. */
export type CalendarId = (typeof CALENDAR_IDS)[number];

/** What tells one exchange from another; pure functions of the year or the date. */
export interface CalendarRules {
  readonly id: CalendarId;
  readonly name: string;
  readonly timeZone: CalendarZone;
  readonly tradesAtWeekends: boolean;
  /** Dates without trading; weekends and other years may be among them. */
  closedDates(year: number): Iterable<number>;
  /** Trading dates of the year with hours of their own. */
  specialHours(year: number): Iterable<readonly [date: number, hours: LocalHours]>;
  regularHours(date: number): LocalHours;
}

/** When an exchange trades. Dates in and out are midnights UTC of exchange-local dates. */
export interface ExchangeCalendar {
  readonly id: CalendarId;
  readonly name: string;
  /** IANA zone its hours are told in. */
  readonly timeZone: CalendarZone;
  isTradingDay(date: number): boolean;
  /** The session labelled by the date, or undefined when there is none. */
  sessionOf(date: number): Session | undefined;
  /** The regular hours on a date, whether or not it is a trading day: what a bar on a closed date is played by. */
  regularSessionOf(date: number): Session;
  /** The first session labelled after the date. */
  nextSession(date: number): Session;
  /** The last session labelled before the date. */
  previousSession(date: number): Session;
  /** Trading dates with `from` ≤ date < `to`. */
  tradingDays(from: number, to: number): number[];
  /** Sessions that trade at some instant with `from` ≤ instant < `to`. */
  sessionsBetween(from: number, to: number): Session[];
}

interface YearPlan {
  readonly start: number;
  readonly trades: Uint8Array;
  readonly special: ReadonlyMap<number, LocalHours>;
  readonly summer: SummerTime | null;
}

/** Sessions begin and end within two days of their date. */
const REACH_MS = 2 * DAY_MS;

/** A calendar from its rules. What a year comes to is worked out once and remembered. */
export function createExchangeCalendar(rules: CalendarRules): ExchangeCalendar {
  const { timeZone } = rules;
  const standard = standardMinutes(timeZone);
  const plans = new Map<number, YearPlan>();

  function planOf(year: number): YearPlan {
    const known = plans.get(year);
    if (known) return known;
    const start = dateOf(year, 1, 1);
    const trades = new Uint8Array((dateOf(year + 1, 1, 1) - start) / DAY_MS);
    for (let i = 0; i < trades.length; i++)
      trades[i] = Number(rules.tradesAtWeekends || !isWeekend(start + i * DAY_MS));
    for (const date of rules.closedDates(year)) {
      const index = (date - start) / DAY_MS;
      if (index >= 0 && index < trades.length) trades[index] = 0;
    }
    const special = new Map(rules.specialHours(year));
    const plan = { start, trades, special, summer: summerTime(timeZone, year) };
    plans.set(year, plan);
    return plan;
  }

  function isTradingDay(date: number): boolean {
    const plan = planOf(yearOf(date));
    return plan.trades[(date - plan.start) / DAY_MS] === 1;
  }

  function instantOf(date: number, localMinutes: number): number {
    const day = date + Math.floor(localMinutes / 1440) * DAY_MS;
    const { summer } = planOf(yearOf(day));
    const isSummer = summer !== null && day >= summer.start && day < summer.end;
    return date + (localMinutes - standard - (isSummer ? 60 : 0)) * 60_000;
  }

  function sessionWith(date: number, hours: LocalHours, isSpecial: boolean): Session {
    const segments = hours.map(({ open, close }) => ({
      open: instantOf(date, open),
      close: instantOf(date, close),
    }));
    return { date, open: segments[0]!.open, close: segments.at(-1)!.close, segments, isSpecial };
  }

  function regularSessionOf(date: number): Session {
    return sessionWith(date, rules.regularHours(date), false);
  }

  function sessionOf(date: number): Session | undefined {
    if (!isTradingDay(date)) return undefined;
    const special = planOf(yearOf(date)).special.get(date);
    return special ? sessionWith(date, special, true) : regularSessionOf(date);
  }

  function step(date: number, by: number): Session {
    let day = utcDateOf(date);
    do day += by;
    while (!isTradingDay(day));
    return sessionOf(day)!;
  }

  function tradingDays(from: number, to: number): number[] {
    const days: number[] = [];
    for (let day = -utcDateOf(-from); day < to; day += DAY_MS) if (isTradingDay(day)) days.push(day);
    return days;
  }

  return {
    id: rules.id,
    name: rules.name,
    timeZone,
    isTradingDay,
    sessionOf,
    regularSessionOf,
    nextSession: (date) => step(date, DAY_MS),
    previousSession: (date) => step(date, -DAY_MS),
    tradingDays,
    sessionsBetween: (from, to) =>
      tradingDays(from - REACH_MS, to + REACH_MS)
        .map((date) => sessionOf(date)!)
        .filter(({ open, close }) => open < to && close > from),
  };
}

/** Minutes since midnight of a wall time written as `09:30`. */
export function minutesOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
}

/** Hours from one wall time to another, such as `09:30` and `16:00`. */
export function hours(open: string, close: string): LocalHours {
  return [{ open: minutesOf(open), close: minutesOf(close) }];
}
