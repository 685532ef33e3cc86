import { ORDER_STATUSES, type Order, type OrderStatus } from './order.ts';

/** What can happen to an order: the FIX execution types in past tense, and what the engine itself does before sending. */
export const ORDER_EVENTS = [
  'accepted',
  'refused',
  'held',
  'released',
  'sent',
  'unsent',
  'outcome-unknown',
  'acknowledged',
  'partially-filled',
  'filled',
  'cancel-requested',
  'cancel-rejected',
  'replace-requested',
  'replaced',
  'replace-rejected',
  'cancelled',
  'rejected',
  'expired',
] as const;
export type OrderEvent = (typeof ORDER_EVENTS)[number];

/** `working` or, when something has filled, `partially-filled`: where an order is that nothing is asked for. */
type Target = OrderStatus | 'at-work';

const ENDS = { filled: 'filled', cancelled: 'cancelled', expired: 'expired' } as const;
/** A broker may report a fill after the order's end: what was traded was traded. It does not live again by it. */
const LATE_FILLS = (status: OrderStatus) => ({ 'partially-filled': status, filled: 'filled' }) as const;

/**
 * The whole life of an order: what is not in the table cannot happen. A fill may outrun its acknowledgement, and
 * anything may be heard of an order whose outcome was unknown.
 */
const TRANSITIONS: Record<OrderStatus, Partial<Record<OrderEvent, Target>>> = {
  pending: {
    accepted: 'pending',
    refused: 'refused',
    held: 'held',
    sent: 'sent',
    cancelled: 'cancelled',
    expired: 'expired',
  },
  held: {
    held: 'held',
    released: 'pending',
    refused: 'refused',
    replaced: 'held',
    cancelled: 'cancelled',
    rejected: 'rejected',
    expired: 'expired',
  },
  sent: {
    unsent: 'rejected',
    'outcome-unknown': 'unknown',
    acknowledged: 'working',
    'partially-filled': 'partially-filled',
    'cancel-requested': 'pending-cancel',
    rejected: 'rejected',
    ...ENDS,
  },
  unknown: {
    'outcome-unknown': 'unknown',
    unsent: 'rejected',
    acknowledged: 'at-work',
    'partially-filled': 'partially-filled',
    'cancel-requested': 'pending-cancel',
    replaced: 'at-work',
    'cancel-rejected': 'at-work',
    'replace-rejected': 'at-work',
    rejected: 'rejected',
    ...ENDS,
  },
  working: {
    acknowledged: 'working',
    'partially-filled': 'partially-filled',
    'cancel-requested': 'pending-cancel',
    'replace-requested': 'pending-replace',
    replaced: 'at-work',
    'outcome-unknown': 'unknown',
    rejected: 'rejected',
    ...ENDS,
  },
  'partially-filled': {
    acknowledged: 'partially-filled',
    'partially-filled': 'partially-filled',
    'cancel-requested': 'pending-cancel',
    'replace-requested': 'pending-replace',
    replaced: 'at-work',
    'outcome-unknown': 'unknown',
    ...ENDS,
  },
  'pending-cancel': {
    acknowledged: 'pending-cancel',
    'partially-filled': 'pending-cancel',
    'cancel-requested': 'pending-cancel',
    'cancel-rejected': 'at-work',
    'outcome-unknown': 'unknown',
    unsent: 'at-work',
    replaced: 'pending-cancel',
    'replace-rejected': 'pending-cancel',
    rejected: 'rejected',
    ...ENDS,
  },
  'pending-replace': {
    acknowledged: 'pending-replace',
    'partially-filled': 'pending-replace',
    'cancel-requested': 'pending-cancel',
    replaced: 'at-work',
    'replace-rejected': 'at-work',
    'outcome-unknown': 'unknown',
    unsent: 'at-work',
    rejected: 'rejected',
    ...ENDS,
  },
  filled: {},
  cancelled: LATE_FILLS('cancelled'),
  rejected: LATE_FILLS('rejected'),
  refused: {},
  expired: LATE_FILLS('expired'),
};

const CLOSED: readonly OrderStatus[] = ['filled', 'cancelled', 'rejected', 'refused', 'expired'];

export const OPEN_STATUSES = ORDER_STATUSES.filter((status) => !CLOSED.includes(status));

/** Status after the event. Throws a `RangeError` naming status and event when the order cannot go there. */
export function nextOrderStatus(
  { status, filledQuantity }: Pick<Order, 'status' | 'filledQuantity'>,
  event: OrderEvent,
): OrderStatus {
  const next = TRANSITIONS[status][event];
  if (next === undefined) {
    const possible = Object.keys(TRANSITIONS[status]).join(', ');
    throw new RangeError(
      `"${event}" cannot happen to an order that is ${status}; ${
        isOpenStatus(status) ? `possible are ${possible}` : 'it is closed'
      }`,
    );
  }
  if (next !== 'at-work') return next;
  return filledQuantity > 0n ? 'partially-filled' : 'working';
}

/** Whether the event can happen to an order in this status. */
export function canHappen(status: OrderStatus, event: OrderEvent): boolean {
  return TRANSITIONS[status][event] !== undefined;
}

/** Whether an order in this status may still trade. */
export function isOpenStatus(status: OrderStatus): boolean {
  return !CLOSED.includes(status);
}

/** Whether a venue has an order in this status, or may have it. */
export function isAtVenue(status: OrderStatus): boolean {
  return isOpenStatus(status) && status !== 'pending' && status !== 'held';
}
