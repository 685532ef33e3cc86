import { calendarById } from '#domain/instruments/calendar/catalog';
import type { ExchangeCalendar, Session } from '#domain/instruments/calendar/exchange-calendar';
import type { Journal } from '#engine/journal/journal';
import type { FinancedDays } from '#engine/trading/financing-book';
import type { LiveAccount } from '#engine/trading/live-account';
import type { KnownInstruments } from './known-instruments.ts';

export interface EndOfDayPorts {
  readonly journal: Journal;
  readonly instruments: Pick<KnownInstruments, 'calendarOf'>;
}

/** Longer than any exchange was closed for holidays. */
const REACH_MS = 14 * 86_400_000;

/** Where an account trades: the exchanges of what it holds and works, New York's while it has neither. */
export function calendarsOf(account: LiveAccount, { instruments }: EndOfDayPorts): ExchangeCalendar[] {
  const symbols = [...account.book.held(), ...account.orders.openOrders()].map(({ symbol }) => symbol);
  const calendars = new Set(symbols.map((symbol) => instruments.calendarOf(symbol)));
  return calendars.size === 0 ? [calendarById('XNYS')] : [...calendars];
}

/**
 * Ends the sessions of an account's exchanges that have closed since its day ended last, each at its own close, and its
 * trading day when all have; of several, the one that closed last tells the time. A day that ended while the engine was
 * away is ended when it is back, once. `since` is when an account without any day was opened here. True when a day ended.
 */
export function endDueDay(
  account: LiveAccount,
  ports: EndOfDayPorts,
  { now, since }: { now: number; since: number },
): boolean {
  const last = ports.journal.store.equity(account.account).at(-1)?.time ?? since;
  const ends = calendarsOf(account, ports).map((calendar) => ({
    calendar,
    session: lastSession(calendar, now),
  }));
  const ended = ends
    .flatMap(({ calendar, session }) => (session && session.close > last ? [{ calendar, session }] : []))
    .sort((a, b) => a.session.close - b.session.close);
  for (const { session } of ended) account.endSession(session.close);
  const newest = ended.at(-1);
  if (!newest || ended.length < ends.length) return false;
  account.endDay(newest.session.close, nightsSince(last, newest.calendar, newest.session));
  return true;
}

/**
 * The nights that an account is lent something over: those behind this session, and behind each session that nobody
 * ended since the day that ended last, until the next session's date.
 */
function nightsSince(last: number, calendar: ExchangeCalendar, { date }: Session): FinancedDays {
  let missed = date;
  for (;;) {
    const before = calendar.previousSession(missed);
    if (before.close <= last || date - before.date > REACH_MS) break;
    missed = before.date;
  }
  return { from: missed, until: calendar.nextSession(date).date };
}

function lastSession(calendar: ExchangeCalendar, now: number): Session | undefined {
  return calendar
    .sessionsBetween(now - REACH_MS, now)
    .filter(({ close }) => close <= now)
    .at(-1);
}
