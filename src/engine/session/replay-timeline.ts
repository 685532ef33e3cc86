import { calendarOf } from '#domain/instruments/calendar/catalog';
import type { ExchangeCalendar } from '#domain/instruments/calendar/exchange-calendar';
import type { Instrument } from '#domain/instruments/instrument';
import { type BarColumns, barAt, lowerBound } from '#domain/market/bar';
import { mixSeed } from '#domain/values/seeded-random';
import { type IntradayPath, simulateIntradayPath } from '../simulation/intraday-path.ts';
import { type DaySession, latestClose, TimelineDay } from './timeline-day.ts';

export interface TimelineSymbol {
  readonly instrument: Instrument;
  readonly daily: BarColumns;
}

/** A symbol that has a bar on a day, and which of its daily bars that is. */
export interface TimelineDayMember {
  readonly symbolIndex: number;
  readonly barIndex: number;
}

/** One symbol's part in one day: its bar, and the path through it. */
export interface TimelineDayPart extends TimelineDayMember {
  readonly path: IntradayPath;
}

/**
 * The total order of a replay: a pure function of the bars, the seed and the dates. Event numbers never change, so
 * a session that stopped at event n goes on at event n, whatever happened in between.
 */
export class ReplayTimeline {
  readonly symbols: readonly TimelineSymbol[];
  readonly ticksPerDay: number;
  /** First and last date wanted, inclusive. */
  readonly startDate: number;
  readonly endDate: number;
  readonly days: Float64Array;
  readonly #seed: number;
  readonly #calendars: readonly ExchangeCalendar[];
  #newestDay: { readonly index: number; readonly day: TimelineDay } | null = null;
  /** Number of the first event of each day, and one more entry: the number of events. */
  readonly #firstEvent: Float64Array;

  constructor(options: {
    symbols: readonly TimelineSymbol[];
    startDate: number;
    endDate: number;
    ticksPerDay: number;
    seed: number;
  }) {
    this.symbols = options.symbols;
    this.ticksPerDay = options.ticksPerDay;
    this.startDate = options.startDate;
    this.endDate = options.endDate;
    this.#seed = options.seed;
    this.#calendars = options.symbols.map(({ instrument }) => calendarOf(instrument));
    const counts = new Map<number, number>();
    for (const { daily } of options.symbols) {
      for (
        let i = lowerBound(daily, options.startDate);
        i < daily.length && daily.time[i]! <= options.endDate;
        i++
      ) {
        counts.set(daily.time[i]!, (counts.get(daily.time[i]!) ?? 0) + 1);
      }
    }
    this.days = Float64Array.from([...counts.keys()].sort((a, b) => a - b));
    this.#firstEvent = new Float64Array(this.days.length + 1);
    this.days.forEach((day, i) => {
      this.#firstEvent[i + 1] = this.#firstEvent[i]! + counts.get(day)! * (this.ticksPerDay + 1) + 1;
    });
  }

  get eventCount(): number {
    return this.#firstEvent[this.days.length]!;
  }

  firstEventOf(dayIndex: number): number {
    return this.#firstEvent[dayIndex]!;
  }

  /** The day an event number falls in; the number of days when it is past the end. */
  dayOf(event: number): number {
    let low = 0;
    let high = this.days.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#firstEvent[middle + 1]! <= event) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Symbols with a bar on the day, in order. */
  membersOf(dayIndex: number): TimelineDayMember[] {
    const day = this.days[dayIndex]!;
    return this.symbols.flatMap(({ daily }, symbolIndex) => {
      const barIndex = lowerBound(daily, day);
      return daily.time[barIndex] === day ? [{ symbolIndex, barIndex }] : [];
    });
  }

  /** A member of a day with its simulated path. */
  partOf(dayIndex: number, { symbolIndex, barIndex }: TimelineDayMember): TimelineDayPart {
    const { instrument, daily } = this.symbols[symbolIndex]!;
    const seed = mixSeed(this.#seed, instrument.symbol, this.days[dayIndex]!);
    const bar = barAt(daily, barIndex);
    const path = simulateIntradayPath(bar, this.ticksPerDay, seed, instrument.pricePrecision);
    return { symbolIndex, barIndex, path };
  }

  /** Every member of a day with its simulated path. */
  partsOf(dayIndex: number): TimelineDayPart[] {
    return this.membersOf(dayIndex).map((member) => this.partOf(dayIndex, member));
  }

  /** Order and instants of a day's events, by the calendars of its symbols. */
  day(dayIndex: number): TimelineDay {
    if (this.#newestDay?.index === dayIndex) return this.#newestDay.day;
    const dayBefore = dayIndex > 0 ? latestClose(this.#sessionsOf(dayIndex - 1)) : Number.NEGATIVE_INFINITY;
    const day = new TimelineDay(this.#sessionsOf(dayIndex), this.ticksPerDay, dayBefore);
    this.#newestDay = { index: dayIndex, day };
    return day;
  }

  /** A bar on a date its exchange was closed is played at the regular hours. */
  #sessionsOf(dayIndex: number): DaySession[] {
    const date = this.days[dayIndex]!;
    return this.membersOf(dayIndex).map(({ symbolIndex }) => {
      const calendar = this.#calendars[symbolIndex]!;
      return { symbolIndex, session: calendar.sessionOf(date) ?? calendar.regularSessionOf(date) };
    });
  }
}
