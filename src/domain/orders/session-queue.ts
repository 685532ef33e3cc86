import type { ExchangeCalendar } from '../instruments/calendar/exchange-calendar.ts';

/** A session begins and ends within two days of its date. */
const REACH_MS = 2 * 86_400_000;

/** When a symbol is traded, as orders need it. */
export interface TradingHours {
  /** The opening that an order sent at `time` waits for; undefined while its exchange trades. */
  openingAfter(symbol: string, time: number): number | undefined;
  /** When a day order sent at `time` ends: the close of the session that it is for. */
  dayEnd(symbol: string, time: number): number;
}

/** Hours by calendar. Where a symbol has none it is always open, and its day ends whenever one does. */
export function tradingHours(calendarOf: (symbol: string) => ExchangeCalendar | undefined): TradingHours {
  return {
    openingAfter: (symbol, time) => {
      const calendar = calendarOf(symbol);
      return calendar && openingAfter(calendar, time);
    },
    dayEnd: (symbol, time) => {
      const calendar = calendarOf(symbol);
      return calendar ? dayEnd(calendar, time) : Number.NEGATIVE_INFINITY;
    },
  };
}

/** The next opening of an exchange that is closed at `time`, over lunch too; undefined while it trades. */
export function openingAfter(calendar: ExchangeCalendar, time: number): number | undefined {
  let session = calendar.nextSession(time - REACH_MS);
  for (;;) {
    for (const { open, close } of session.segments) {
      if (open > time) return open;
      if (close > time) return undefined;
    }
    session = calendar.nextSession(session.date);
  }
}

/** The close of the session that runs at `time`, or of the next. */
export function dayEnd(calendar: ExchangeCalendar, time: number): number {
  let session = calendar.nextSession(time - REACH_MS);
  while (session.close <= time) session = calendar.nextSession(session.date);
  return session.close;
}

/** `2026-11-23 14:30 UTC`. */
export function openingText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
