import { describe, expect, it } from 'vitest';
import { ORDER_STATUSES, type OrderStatus } from '#domain/orders/order';
import {
  canHappen,
  isAtVenue,
  isOpenStatus,
  nextOrderStatus,
  ORDER_EVENTS,
  type OrderEvent,
} from '#domain/orders/order-state';

/** Statuses by the letters of the table below. */
const LETTERS: Record<string, OrderStatus> = {
  P: 'pending',
  R: 'refused',
  H: 'held',
  S: 'sent',
  U: 'unknown',
  W: 'working',
  p: 'partially-filled',
  C: 'pending-cancel',
  L: 'pending-replace',
  F: 'filled',
  c: 'cancelled',
  r: 'rejected',
  e: 'expired',
};

/**
 * Every status × every event, for an order with a part filled; `-` cannot happen. Columns as in ORDER_EVENTS, written out
 * apart from the code's own table: accepted, refused, held, released, sent, unsent, outcome-unknown, acknowledged,
 * partially-filled, filled, cancel-requested, cancel-rejected, replace-requested, replaced, replace-rejected, cancelled,
 * rejected, expired, revived.
 */
const EXPECTED: Record<OrderStatus, string> = {
  pending: '           P R H - S - - - - - - - - - - c - e -',
  refused: '           - - - - - - - - - - - - - - - - - - -',
  held: '              - R H P - - - - - - - - - H - c r e -',
  sent: '              - - - - - r U W p F C - - - - c r e -',
  unknown: '           - - - - - r U p p F C p - p p c r e -',
  working: '           - - - - - - U W p F C - L p p c r e -',
  'partially-filled': '- - - - - - U p p F C - L p p c - e -',
  'pending-cancel': '  - - - - - r U C C F C p - C C c r e -',
  'pending-replace': ' - - - - - - U L L F C - - p p c r e -',
  filled: '            - - - - - - - - - - - - - - - - - - -',
  cancelled: '         - - - - - - - - c F - - - - - - - - p',
  rejected: '          - - - - - - - - r F - - - - - - - - p',
  expired: '           - - - - - - - - e F - - - - - - - - p',
};

function expected(status: OrderStatus, event: OrderEvent): OrderStatus | undefined {
  const cells = EXPECTED[status].trim().split(' ');
  expect(cells).toHaveLength(ORDER_EVENTS.length);
  return LETTERS[cells[ORDER_EVENTS.indexOf(event)] ?? ''];
}

describe('the life of an order', () => {
  for (const status of ORDER_STATUSES) {
    it.each(ORDER_EVENTS)(`${status} × %s`, (event) => {
      const order = { status, filledQuantity: 1n };
      const next = expected(status, event);
      expect(canHappen(status, event)).toBe(next !== undefined);
      if (next !== undefined) expect(nextOrderStatus(order, event)).toBe(next);
      else
        expect(() => nextOrderStatus(order, event)).toThrow(
          `"${event}" cannot happen to an order that is ${status}`,
        );
    });
  }

  it('goes back to working, not to partially filled, when nothing has filled', () => {
    for (const [status, event] of [
      ['pending-cancel', 'cancel-rejected'],
      ['pending-replace', 'replaced'],
      ['pending-replace', 'replace-rejected'],
      ['unknown', 'acknowledged'],
    ] as const)
      expect(nextOrderStatus({ status, filledQuantity: 0n, venueOrderId: '7' }, event)).toBe('working');
  });

  it('is not taken for working because a cancel was refused, while the venue has never said that it has it', () => {
    for (const status of ['pending-cancel', 'unknown'] as const)
      expect(nextOrderStatus({ status, filledQuantity: 0n }, 'cancel-rejected')).toBe('unknown');
  });

  it('is open until it is filled, cancelled, rejected, refused or expired', () => {
    expect(ORDER_STATUSES.filter((status) => !isOpenStatus(status))).toEqual([
      'refused',
      'filled',
      'cancelled',
      'rejected',
      'expired',
    ]);
  });

  it('may be at the venue from the moment it is sent, and never while the engine holds it', () => {
    expect(ORDER_STATUSES.filter(isAtVenue)).toEqual([
      'sent',
      'unknown',
      'working',
      'partially-filled',
      'pending-cancel',
      'pending-replace',
    ]);
  });

  it('never leaves a closed status for an open one, whatever 100,000 events come in', () => {
    let seed = 7;
    const draw = (count: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      return seed % count;
    };
    let order = { status: 'pending' as OrderStatus, filledQuantity: 0n };
    for (let i = 0; i < 100_000; i++) {
      const event = ORDER_EVENTS[draw(ORDER_EVENTS.length)] ?? 'sent';
      const before = order.status;
      if (!canHappen(before, event)) {
        expect(() => nextOrderStatus(order, event)).toThrow(RangeError);
        continue;
      }
      const status = nextOrderStatus(order, event);
      if (!isOpenStatus(before)) expect(isOpenStatus(status)).toBe(false);
      const isFresh = !isOpenStatus(status) && draw(4) === 0;
      order = isFresh
        ? { status: 'pending', filledQuantity: 0n }
        : { status, filledQuantity: event === 'partially-filled' ? 1n : order.filledQuantity };
    }
  });
});
