import type { OrderStatus } from './order.ts';

/** What can happen to an order; past tense of the FIX execution types, and the engine's own verdicts before sending. */
export const ORDER_EVENTS = [
  'accepted',
  'refused',
  'sent',
  'acknowledged',
  'partially-filled',
  'filled',
  'cancelled',
  'rejected',
  'expired',
] as const;
export type OrderEvent = (typeof ORDER_EVENTS)[number];

export const ORDER_STATUSES = [
  'pending',
  'refused',
  'sent',
  'working',
  'partially-filled',
  'filled',
  'cancelled',
  'rejected',
  'expired',
] as const satisfies readonly OrderStatus[];

/** The whole life of an order: what is not in the table cannot happen. A fill may outrun its acknowledgement. */
const TRANSITIONS: Record<OrderStatus, Partial<Record<OrderEvent, OrderStatus>>> = {
  pending: {
    accepted: 'pending',
    refused: 'refused',
    sent: 'sent',
    cancelled: 'cancelled',
    expired: 'expired',
  },
  sent: {
    acknowledged: 'working',
    'partially-filled': 'partially-filled',
    filled: 'filled',
    cancelled: 'cancelled',
    rejected: 'rejected',
    expired: 'expired',
  },
  working: {
    'partially-filled': 'partially-filled',
    filled: 'filled',
    cancelled: 'cancelled',
    rejected: 'rejected',
    expired: 'expired',
  },
  'partially-filled': {
    acknowledged: 'partially-filled',
    'partially-filled': 'partially-filled',
    filled: 'filled',
    cancelled: 'cancelled',
    expired: 'expired',
  },
  filled: {},
  cancelled: {},
  rejected: {},
  refused: {},
  expired: {},
};

/** The event's natural end, to name it in an error. */
const AIM: Record<OrderEvent, OrderStatus> = {
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

/** Status after the event. Throws a `RangeError` naming both states when the order cannot go there. */
export function nextOrderStatus(status: OrderStatus, event: OrderEvent): OrderStatus {
  const next = TRANSITIONS[status][event];
  if (next === undefined) {
    throw new RangeError(
      `an order that is ${status} cannot become ${AIM[event]} (event "${event}"); ${
        isOpenStatus(status) ? `it can be ${Object.keys(TRANSITIONS[status]).join(', ')}` : 'it is closed'
      }`,
    );
  }
  return next;
}

/** Whether something can still happen to an order in this status. */
export function isOpenStatus(status: OrderStatus): boolean {
  return Object.keys(TRANSITIONS[status]).length > 0;
}
