import { describe, expect, it } from 'vitest';
import { calendarById } from '#domain/instruments/calendar/catalog';
import type { TimeInForce } from '#domain/orders/order';
import { sessionFault } from '#domain/orders/session-fault';

const at = (text: string): number => Date.parse(`${text}:00Z`);
const fault = (timeInForce: TimeInForce, time: string, calendar: 'XNYS' | 'XTKS' | 'CRYPTO' = 'XNYS') =>
  sessionFault({ timeInForce, symbol: 'X' }, at(time), calendarById(calendar));

// Would catch: an order that a closed exchange refuses or forgets, without a word of when it could have traded.
describe('a closed exchange', () => {
  it.each([
    ['a Saturday', '2026-11-21T16:00', '2026-11-23 14:30 UTC'],
    ['before the opening', '2026-11-23T14:29', '2026-11-23 14:30 UTC'],
    ['after the close', '2026-11-23T21:00', '2026-11-24 14:30 UTC'],
    ['Thanksgiving', '2026-11-26T16:00', '2026-11-27 14:30 UTC'],
    ['the half day after it', '2026-11-27T18:00', '2026-11-30 14:30 UTC'],
  ])('%s: says when it opens', (_name, time, opens) => {
    for (const validity of ['ioc', 'fok'] as const) expect(fault(validity, time)).toContain(opens);
    expect(fault('ioc', time)).toContain('New York Stock Exchange is closed');
  });

  it('takes all that may wait', () => {
    for (const validity of ['day', 'gtc', 'gtd', 'at-open', 'at-close'] as const)
      expect(fault(validity, '2026-11-21T16:00')).toBeUndefined();
  });
});

it('an open exchange and one that never closes take all', () => {
  expect(fault('day', '2026-11-23T14:30')).toBeUndefined();
  expect(fault('ioc', '2026-11-23T20:59')).toBeUndefined();
  expect(fault('fok', '2026-11-21T03:00', 'CRYPTO')).toBeUndefined();
});

it('over lunch a day order rests, and one that trades at once does not', () => {
  expect(fault('day', '2026-11-24T03:00', 'XTKS')).toBeUndefined();
  expect(fault('ioc', '2026-11-24T03:00', 'XTKS')).toContain('2026-11-24 03:30 UTC');
});
