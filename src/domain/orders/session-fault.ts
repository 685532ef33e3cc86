import type { ExchangeCalendar } from '#domain/instruments/calendar/exchange-calendar';
import type { OrderTerms, TimeInForce } from './order.ts';
import { openingAfter, openingText } from './session-queue.ts';

/** Validities that end at once: of no use while the exchange is closed. */
const ENDS_AT_ONCE: readonly TimeInForce[] = ['ioc', 'fok'];

/**
 * Why an order that trades at once or not at all, or ends before the exchange opens, cannot trade now, with when it opens;
 * undefined when it can. All others wait for the opening.
 */
export function sessionFault(
  { timeInForce, symbol, expireTime }: Pick<OrderTerms, 'timeInForce' | 'symbol' | 'expireTime'>,
  now: number,
  calendar: ExchangeCalendar,
): string | undefined {
  const endsAtOnce = ENDS_AT_ONCE.includes(timeInForce);
  if (!endsAtOnce && expireTime === undefined) return undefined;
  const opens = openingAfter(calendar, now);
  if (opens === undefined) return undefined;
  if (expireTime !== undefined && expireTime <= opens)
    return `the order would end ${openingText(expireTime)}, before ${calendar.name} opens, where ${symbol} trades: ${openingText(opens)}`;
  if (!endsAtOnce) return undefined;
  return `${calendar.name} is closed, where ${symbol} trades: it opens ${openingText(opens)}; send a day order to have it wait for that`;
}
