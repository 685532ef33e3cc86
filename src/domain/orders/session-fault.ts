import type { ExchangeCalendar } from '#domain/instruments/calendar/exchange-calendar';
import type { OrderTerms, TimeInForce } from './order.ts';
import { openingAfter, openingText } from './session-queue.ts';

/** Validities that end at once: of no use while the exchange is closed. */
const ENDS_AT_ONCE: readonly TimeInForce[] = ['ioc', 'fok'];

/**
 * Why an order that trades at once or not at all cannot trade now, with when the exchange opens; undefined when it can.
 * All others wait for the opening.
 */
export function sessionFault(
  { timeInForce, symbol }: Pick<OrderTerms, 'timeInForce' | 'symbol'>,
  now: number,
  calendar: ExchangeCalendar,
): string | undefined {
  if (!ENDS_AT_ONCE.includes(timeInForce)) return undefined;
  const opens = openingAfter(calendar, now);
  if (opens === undefined) return undefined;
  return `${calendar.name} is closed, where ${symbol} trades: it opens ${openingText(opens)}; send a day order to have it wait for that`;
}
