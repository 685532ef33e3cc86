import type { ExchangeCalendar, Session } from '#domain/instruments/calendar/exchange-calendar';
import type { OrderTerms, TimeInForce } from './order.ts';

/** Validities that end with the trading day, or at once: of no use while the exchange is closed. */
const NEEDS_SESSION: readonly TimeInForce[] = ['day', 'ioc', 'fok'];
/** A session begins and ends within two days of its date. */
const REACH_MS = 2 * 86_400_000;

/**
 * Why an order cannot trade in the session of now, with when the next one opens; undefined when it can, or when it may
 * wait. Between two halves of a day a day order rests, and one that trades at once does not.
 */
export function sessionFault(
  { timeInForce, symbol }: Pick<OrderTerms, 'timeInForce' | 'symbol'>,
  now: number,
  calendar: ExchangeCalendar,
): string | undefined {
  if (!NEEDS_SESSION.includes(timeInForce)) return undefined;
  const sessions = calendar.sessionsBetween(now, now + 1);
  const isTrading = ({ segments }: Session): boolean =>
    segments.some(({ open, close }) => open <= now && now < close);
  if (sessions.some((session) => timeInForce === 'day' || isTrading(session))) return undefined;
  const opens = nextOpening(calendar, now);
  return `${calendar.name} is closed, where ${symbol} trades: it opens ${minuteText(opens)}; send the order good till cancelled to have it wait`;
}

function nextOpening(calendar: ExchangeCalendar, now: number): number {
  let session = calendar.nextSession(now - REACH_MS);
  for (;;) {
    const opening = session.segments.find(({ open }) => open > now);
    if (opening) return opening.open;
    session = calendar.nextSession(session.date);
  }
}

/** `2026-11-23 14:30 UTC`. */
function minuteText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
