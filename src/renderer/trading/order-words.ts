import type { OrderRequest, OrderView } from '#contract/services/trading';
import type { OrderType, TimeInForce } from '#domain/orders/order';
import { orderLine } from '#domain/orders/order-line';
import { isOpenStatus } from '#domain/orders/order-state';
import { formatDecimalText, formatQuantity } from '../format/money.ts';
import { formatMinute } from '../format/time.ts';
import { exitWords } from './exit-words.ts';

/** What people call each type. */
export const TYPE_NAMES: Readonly<Record<OrderType, string>> = {
  market: 'Market',
  limit: 'Limit',
  stop: 'Stop',
  'stop-limit': 'Stop limit',
  'market-if-touched': 'Market if touched',
  'limit-if-touched': 'Limit if touched',
  'trailing-stop': 'Trailing stop',
  'trailing-stop-limit': 'Trailing stop limit',
  'market-to-limit': 'Market to limit',
};

/** What an order waits for that was sent while its exchange was closed; undefined once that has opened. */
export function waitingText({
  waitsUntil,
  status,
}: Pick<OrderView, 'waitsUntil' | 'status'>): string | undefined {
  return waitsUntil !== undefined && isOpenStatus(status) && waitsUntil > Date.now()
    ? `waits for the opening, ${formatMinute(waitsUntil)} New York`
    : undefined;
}

/** What people call each validity. */
export const VALIDITY_NAMES: Readonly<Record<TimeInForce, string>> = {
  day: 'Day',
  gtc: 'Until cancelled',
  gtd: 'Until a date',
  ioc: 'At once, rest cancelled',
  fok: 'At once and whole, or not',
  'at-open': 'At the open',
  'at-close': 'At the close',
};

const LOCAL_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const VALIDITY_CLAUSES: Readonly<Record<Exclude<TimeInForce, 'gtd'>, string>> = {
  day: 'today only',
  gtc: 'until it is cancelled',
  ioc: 'at once, what does not fill is cancelled',
  fok: 'at once and whole, or not at all',
  'at-open': 'in the opening auction',
  'at-close': 'in the closing auction',
};

/** Everything an order asks for, in one sentence to be read before it is sent. */
export function orderSentence(request: Omit<OrderRequest, 'nonce'>): string {
  const { timeInForce = 'day', expireTime, displayQuantity } = request;
  const parts = [orderLine(request)];
  parts.push(
    timeInForce === 'gtd'
      ? `until ${formatMinute(expireTime, LOCAL_ZONE)} here`
      : VALIDITY_CLAUSES[timeInForce],
  );
  if (request.limitOffset !== undefined)
    parts.push(`its limit ${formatDecimalText(request.limitOffset)} worse than its stop`);
  if (request.isPostOnly) parts.push('only if it rests in the book');
  if (request.isReduceOnly) parts.push('only to reduce what is held');
  if (displayQuantity !== undefined) parts.push(`${formatQuantity(displayQuantity)} shown at a time`);
  const exits = exitWords(request);
  const whole = parts.join(', ');
  return exits.length === 0 ? `${whole}.` : `${whole}; once filled, ${listed(exits)}.`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((part) => part !== '').join(' and ');
}
