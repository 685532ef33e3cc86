import { hasFilled } from './combo-fills.ts';
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
  'revived',
] as const;
export type OrderEvent = (typeof ORDER_EVENTS)[number];

/**
 * `at-work`: `partially-filled` when something has filled, or else `working`: where an order is that nothing is asked for.
 * `as-known`: the same, or `unknown` when the venue has never said that it has the order.
 */
type Target = OrderStatus | 'at-work' | 'as-known';

const ENDS = { filled: 'filled', cancelled: 'cancelled', expired: 'expired' } as const;
/**
 * A broker may report a fill after the order's end: what was traded was traded. It does not live again by it, but only
 * when the broker is found to be working it.
 */
const AFTER_END = (status: OrderStatus) =>
  ({ 'partially-filled': status, filled: 'filled', revived: 'at-work' }) as const;

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
    'cancel-rejected': 'as-known',
    'replace-rejected': 'as-known',
    rejected: 'rejected',
    ...ENDS,
  },
  working: {
    acknowledged: 'working',
    'partially-filled': 'partially-filled',
    'cancel-requested': 'pending-cancel',
    'replace-requested': 'pending-replace',
    replaced: 'at-work',
    'replace-rejected': 'at-work',
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
    'replace-rejected': 'at-work',
    'outcome-unknown': 'unknown',
    ...ENDS,
  },
  'pending-cancel': {
    acknowledged: 'pending-cancel',
    'partially-filled': 'pending-cancel',
    'cancel-requested': 'pending-cancel',
    'cancel-rejected': 'as-known',
    'outcome-unknown': 'unknown',
    unsent: 'rejected',
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
    rejected: 'rejected',
    ...ENDS,
  },
  filled: {},
  cancelled: AFTER_END('cancelled'),
  rejected: AFTER_END('rejected'),
  refused: {},
  expired: AFTER_END('expired'),
};

const CLOSED: readonly OrderStatus[] = ['filled', 'cancelled', 'rejected', 'refused', 'expired'];

export const OPEN_STATUSES = ORDER_STATUSES.filter((status) => !CLOSED.includes(status));

/** What it means to an order that a command never arrived: without the first of them it does not exist. */
export const UNSENT_EVENTS = {
  submit: 'unsent',
  cancel: 'cancel-rejected',
  replace: 'replace-rejected',
} as const satisfies Record<'submit' | 'cancel' | 'replace', OrderEvent>;

/** Status after the event. Throws a `RangeError` naming status and event when the order cannot go there. */
export function nextOrderStatus(
  order: Pick<Order, 'status' | 'filledQuantity' | 'venueOrderId' | 'legFills'>,
  event: OrderEvent,
): OrderStatus {
  const { status, venueOrderId } = order;
  const next = TRANSITIONS[status][event];
  if (next === undefined) {
    const possible = Object.keys(TRANSITIONS[status]).join(', ');
    throw new RangeError(
      `"${event}" cannot happen to an order that is ${status}; ${
        isOpenStatus(status) ? `possible are ${possible}` : 'it is closed'
      }`,
    );
  }
  if (next !== 'at-work' && next !== 'as-known') return next;
  if (hasFilled(order)) return 'partially-filled';
  return next === 'as-known' && venueOrderId === undefined ? 'unknown' : 'working';
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
