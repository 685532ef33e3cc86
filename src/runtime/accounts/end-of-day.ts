import { calendarById } from '#domain/instruments/calendar/catalog';
import type { ExchangeCalendar } from '#domain/instruments/calendar/exchange-calendar';
import type { Journal } from '#engine/journal/journal';
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
 * Ends the trading day of an account whose exchanges have all closed since its day ended last; of several, the one that
 * closed last tells the time. A day that ended while the engine was away is ended when it is back, once. `since` is when
 * an account without any day was opened here. True when a day ended.
 */
export function endDueDay(
  account: LiveAccount,
  ports: EndOfDayPorts,
  { now, since }: { now: number; since: number },
): boolean {
  const last = ports.journal.store.equity(account.account).at(-1)?.time ?? since;
  const closes = calendarsOf(account, ports).map((calendar) => lastClose(calendar, now));
  if (!closes.every((close) => close > last)) return false;
  account.endDay(Math.max(...closes));
  return true;
}

function lastClose(calendar: ExchangeCalendar, now: number): number {
  const ended = calendar.sessionsBetween(now - REACH_MS, now).filter(({ close }) => close <= now);
  return ended.at(-1)?.close ?? Number.NEGATIVE_INFINITY;
}
