import type { ExchangeCalendar } from '../instruments/calendar/exchange-calendar.ts';
import { zonedDate, zonedInstant } from './zoned-date.ts';

const DAY_MS = 86_400_000;

/**
 * The trading day a moment belongs to, by an exchange's calendar; days from midnight to midnight UTC without one. A day
 * bears the date of the exchange's clocks and lasts from midnight to midnight there; where a session opens the evening
 * before, as that of currencies does, from that opening to the next one, so that no session is cut in two.
 */
export class TradingDay {
  readonly #calendar: ExchangeCalendar | undefined;
  /** Midnight UTC of the day's date. */
  date = Number.NaN;
  /** First moment of the day. */
  start = Number.POSITIVE_INFINITY;
  /** First moment after it. */
  end = Number.NEGATIVE_INFINITY;

  constructor(calendar?: ExchangeCalendar) {
    this.#calendar = calendar;
  }

  /** Becomes the day that `time` (milliseconds) falls in. Asks the calendar only when that is another one. */
  find(time: number): void {
    if (time >= this.start && time < this.end) return;
    const calendar = this.#calendar;
    let date =
      calendar === undefined ? Math.floor(time / DAY_MS) * DAY_MS : zonedDate(time, calendar.timeZone);
    if (calendar !== undefined && time >= this.#opening(date + DAY_MS, calendar)) date += DAY_MS;
    this.date = date;
    this.start = calendar === undefined ? date : this.#opening(date, calendar);
    this.end = calendar === undefined ? date + DAY_MS : this.#opening(date + DAY_MS, calendar);
  }

  /** Midnight of a date, or the opening of its session where that is the evening before. */
  #opening(date: number, calendar: ExchangeCalendar): number {
    return Math.min(zonedInstant(date, calendar.timeZone), calendar.regularSessionOf(date).open);
  }
}
