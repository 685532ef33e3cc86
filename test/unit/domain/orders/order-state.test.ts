import { describe, expect, it } from 'vitest';
import type { OrderStatus } from '#domain/orders/order';
import {
  isOpenStatus,
  nextOrderStatus,
  ORDER_EVENTS,
  ORDER_STATUSES,
  type OrderEvent,
} from '#domain/orders/order-state';

const no = undefined;

/** One row a status, one column an event, in the order of ORDER_EVENTS; written out apart from the code's own table. */
const EXPECTED: Record<OrderStatus, (OrderStatus | undefined)[]> = {
  //                  accepted   refused    sent    acknowledged        partially-filled    filled    cancelled    rejected    expired
  pending: /*       */ [
    'pending',
    'refused',
    'sent',
    no,
    /*           */ no,
    /*            */ no,
    /**/ 'cancelled',
    no,
    /*    */ 'expired',
  ],
  refused: /*       */ [no, no, no, no, no, no, no, no, no],
  sent: /*          */ [
    no,
    no,
    no,
    'working',
    'partially-filled',
    'filled',
    'cancelled',
    'rejected',
    'expired',
  ],
  working: /*       */ [no, no, no, no, 'partially-filled', 'filled', 'cancelled', 'rejected', 'expired'],
  'partially-filled': [
    no,
    no,
    no,
    'partially-filled',
    'partially-filled',
    'filled',
    'cancelled',
    no,
    'expired',
  ],
  filled: /*        */ [no, no, no, no, no, no, no, no, no],
  cancelled: /*     */ [no, no, no, no, no, no, no, no, no],
  rejected: /*      */ [no, no, no, no, no, no, no, no, no],
  expired: /*       */ [no, no, no, no, no, no, no, no, no],
};

const AIMS: Record<OrderEvent, string> = {
  accepted: 'pending',
  refused: 'refused',
  sent: 'sent',
  acknowledged: 'working',
  'partially-filled': 'partially-filled',
  filled: 'filled',
  cancelled: 'cancelled',
  rejected: 'rejected',
  expired: 'expired',
};

describe('the life of an order', () => {
  for (const status of ORDER_STATUSES) {
    it.each(ORDER_EVENTS.map((event, i) => [event, EXPECTED[status][i]] as const))(
      `${status}, %s → %s`,
      (event, expected) => {
        if (expected !== undefined) {
          expect(nextOrderStatus(status, event)).toBe(expected);
          return;
        }
        expect(() => nextOrderStatus(status, event)).toThrow(RangeError);
        expect(() => nextOrderStatus(status, event)).toThrow(
          `an order that is ${status} cannot become ${AIMS[event]}`,
        );
      },
    );
  }

  it('ends: no closed order reopens', () => {
    const closed = ORDER_STATUSES.filter((status) => !isOpenStatus(status));
    expect(closed).toEqual(['refused', 'filled', 'cancelled', 'rejected', 'expired']);
  });
});
