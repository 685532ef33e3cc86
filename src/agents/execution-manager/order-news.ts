import { hasFilled } from '#domain/orders/combo-fills';
import type { Order } from '#domain/orders/order';
import { amountsAsText } from '#domain/orders/order-amounts';
import { isOpenStatus, type OrderEvent, UNSENT_EVENTS } from '#domain/orders/order-state';
import type { JournalEntry } from '#engine/journal/record-kinds';
import type { BrokerEvent } from '#engine/ports/broker';
import { ownChange } from './venue-change.ts';

/** A record as it is told, without its moment and its place. */
export type Entry = Pick<JournalEntry, 'kind' | 'payload'>;
/** News of one kind. */
export type News<Kind extends BrokerEvent['kind']> = Extract<BrokerEvent, { kind: Kind }>;

/**
 * News of an order, and what only asking the broker shows: it works an order that was taken for ended, or has other terms
 * of one than we have.
 */
export type OrderNews =
  | BrokerEvent
  | (Omit<News<'replaced'>, 'kind'> & { readonly kind: 'restated' })
  | {
      readonly kind: 'revived';
      readonly clientOrderId: string;
      readonly venueOrderId: string;
      readonly reason: string;
      readonly eventTime: number;
    };

/** What an event does to an order's status, and how it is journaled. */
const ENDINGS = {
  cancelled: 'OrderCancelled',
  rejected: 'OrderRejected',
  expired: 'OrderExpired',
} as const;

/** News of one order that names it. */
export type Told = Exclude<OrderNews, News<'filled' | 'external' | 'unreadable'>>;

/** What the news does to its order. */
export function eventOf(event: Told): OrderEvent {
  if (event.kind === 'restated') return 'replaced';
  return event.kind === 'unsent' ? UNSENT_EVENTS[event.command] : event.kind;
}

/** Whether a change that was made is the one that was asked for. */
export function isChangeAsked({ pendingChange }: Order, { change }: News<'replaced'>): boolean {
  return (
    pendingChange !== undefined &&
    (['quantity', 'limitPrice', 'stopPrice', 'trailAmount'] as const).every(
      (name) => (pendingChange[name] ?? change[name]) === (change[name] ?? pendingChange[name]),
    )
  );
}

/** Some venues call the end of what is left of an order a rejection; what has filled stays filled. */
export function asEnd(order: Order, event: Told): Told {
  return event.kind === 'rejected' && hasFilled(order) ? { ...event, kind: 'cancelled' } : event;
}

/** How the news is journaled. */
export function entryOf(event: Told, { pendingChange }: Order): Entry {
  const { clientOrderId } = event;
  switch (event.kind) {
    case 'acknowledged':
      return { kind: 'OrderAcknowledged', payload: { clientOrderId, venueOrderId: event.venueOrderId } };
    case 'cancelled':
    case 'rejected':
    case 'expired':
      return { kind: ENDINGS[event.kind], payload: { clientOrderId, reason: event.reason } };
    case 'restated':
    case 'replaced': {
      const change = amountsAsText({
        ...ownChange(event.kind === 'replaced' ? pendingChange : undefined),
        ...event.change,
      });
      return { kind: 'OrderReplaced', payload: { clientOrderId, change, venueOrderId: event.venueOrderId } };
    }
    case 'cancel-rejected':
      return { kind: 'CancelRejected', payload: { clientOrderId, reason: event.reason } };
    case 'replace-rejected':
      return { kind: 'ReplaceRejected', payload: { clientOrderId, reason: event.reason } };
    case 'unsent':
      return {
        kind: 'OrderUnsent',
        payload: { clientOrderId, command: event.command, reason: event.reason },
      };
    case 'revived': {
      const { venueOrderId, reason } = event;
      return { kind: 'OrderRevived', payload: { clientOrderId, venueOrderId, reason } };
    }
    case 'outcome-unknown':
      return {
        kind: 'OrderOutcomeUnknown',
        payload: { clientOrderId, command: event.command, reason: event.reason },
      };
  }
}

/**
 * Whether the news tells nothing that matters any more: brokers say most things more than once, and answer a cancel or a
 * change of an order that has ended meanwhile.
 */
export function isRepeat(order: Order, event: Told): boolean {
  const { status, venueOrderId } = order;
  const isNumbered = venueOrderId !== undefined || hasFilled(order);
  switch (event.kind) {
    case 'acknowledged':
      return isOpenStatus(status)
        ? venueOrderId === event.venueOrderId && status !== 'sent' && status !== 'unknown'
        : true;
    case 'cancel-rejected':
      return status !== 'pending-cancel' && status !== 'unknown';
    case 'replace-rejected':
      return order.pendingChange === undefined;
    case 'unsent':
    case 'outcome-unknown':
      if (event.command === 'submit') return isNumbered || !isOpenStatus(status);
      if (event.command === 'cancel') return status !== 'pending-cancel' && status !== 'unknown';
      return order.pendingChange === undefined;
    default:
      return event.kind === status;
  }
}
