import { describe, expect, it } from 'vitest';
import { calendarById } from '#domain/instruments/calendar/catalog';
import type { CalendarId } from '#domain/instruments/calendar/exchange-calendar';
import { dayEnd, openingAfter, openingText, tradingHours } from '#domain/orders/session-queue';

const at = (text: string): number => Date.parse(`${text}:00Z`);
const opening = (time: string, calendar: CalendarId = 'XNYS'): string | undefined => {
  const found = openingAfter(calendarById(calendar), at(time));
  return found === undefined ? undefined : openingText(found);
};
const end = (time: string, calendar: CalendarId = 'XNYS'): string =>
  openingText(dayEnd(calendarById(calendar), at(time)));

describe('the opening that an order waits for', () => {
  // Would catch: an order of a Friday evening that waits for Saturday, or one of the session that waits for tomorrow.
  it.each([
    ['a Friday evening', '2026-11-20T23:00', '2026-11-23 14:30 UTC'],
    ['the minute before', '2026-11-23T14:29', '2026-11-23 14:30 UTC'],
    ['the close, exclusive', '2026-11-23T21:00', '2026-11-24 14:30 UTC'],
    ['Thanksgiving', '2026-11-26T16:00', '2026-11-27 14:30 UTC'],
    ['the evening before summer time', '2027-03-12T22:00', '2027-03-15 13:30 UTC'],
  ])('%s', (_name, time, opens) => expect(opening(time)).toBe(opens));

  it('is none while the exchange trades, or always does', () => {
    expect(opening('2026-11-23T14:30')).toBeUndefined();
    expect(opening('2026-11-21T03:00', 'CRYPTO')).toBeUndefined();
  });

  it('is the second half of the day over lunch', () => {
    expect(opening('2026-11-24T03:00', 'XTKS')).toBe('2026-11-24 03:30 UTC');
  });
});

describe('the day of a day order', () => {
  // Would catch: an order of the evening that ends with the day whose close it has missed.
  it.each([
    ['sent in the session', '2026-11-23T15:00', '2026-11-23 21:00 UTC'],
    ['sent before it', '2026-11-23T03:00', '2026-11-23 21:00 UTC'],
    ['sent at its close', '2026-11-23T21:00', '2026-11-24 21:00 UTC'],
    ['sent before a half day', '2026-11-26T16:00', '2026-11-27 18:00 UTC'],
  ])('%s', (_name, time, ends) => expect(end(time)).toBe(ends));
});

it('a symbol without a calendar is always open, and its day ends whenever one does', () => {
  const hours = tradingHours(() => undefined);
  expect(hours.openingAfter('REPLAY:X', 0)).toBeUndefined();
  expect(hours.dayEnd('REPLAY:X', 5)).toBe(Number.NEGATIVE_INFINITY);
});
