import { hasFilled } from '#domain/orders/combo-fills';
import type { Fill, Order } from '#domain/orders/order';
import { amountsAsText } from '#domain/orders/order-amounts';
import { canHappen, isOpenStatus, type OrderEvent, UNSENT_EVENTS } from '#domain/orders/order-state';
import { DECIMAL_ZERO, formatDecimal } from '#domain/values/decimal';
import type { AccountPlace, ComplianceRole } from '#engine/agent/roles';
import type { Journal } from '#engine/journal/journal';
import type { JournalEntry } from '#engine/journal/record-kinds';
import type { BrokerEvent, BrokerFill, BrokerOrderReport } from '#engine/ports/broker';
import { sessionStamp } from '#engine/trading/session-stamp';
import { fillFault, isOfLargerQuantity, isTooLarge } from './fill-faults.ts';
import { ownChange } from './venue-change.ts';

export interface VenueNewsPorts {
  readonly journal: Journal;
  readonly place: AccountPlace;
  readonly postTrade: ComplianceRole['postTrade'];
  /** An order is not what it was: those that hang together with it follow. */
  readonly changed: (clientOrderId: string, eventTime: number) => void;
  /** The venue refused another quantity for an order. */
  readonly replaceRefused: (order: Order) => void;
  /** The venue refused to end an order. */
  readonly cancelRefused?: (order: Order) => void;
  /** Another quantity was asked for and never arrived. */
  readonly replaceUnsent?: (order: Order) => void;
  readonly onFill: (fill: Fill) => void;
  /** Something was booked nowhere; a person has to look. */
  readonly onQuarantined: (reason: string) => void;
}

type Entry = Pick<JournalEntry, 'kind' | 'payload'>;
type News<Kind extends BrokerEvent['kind']> = Extract<BrokerEvent, { kind: Kind }>;

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

/** A fill larger than its order is kept aside when the broker still tells it after being asked so often. */
const TOO_LARGE_LOOKS = 3;
const ASIDE_MAX = 10_000;

/** What an event does to an order's status, and how it is journaled. */
const ENDINGS = {
  cancelled: 'OrderCancelled',
  rejected: 'OrderRejected',
  expired: 'OrderExpired',
} as const;

/**
 * What a venue says, turned into records in the order it says it. News that repeats what is known is counted and
 * dropped; news that cannot be true of the order it names is kept as it came and booked nowhere.
 */
export class VenueNews {
  /** News that told nothing new. */
  repeats = 0;
  readonly #ports: VenueNewsPorts;
  /** How often fills larger than their order were told. */
  readonly #tooLarge = new Map<string, number>();
  /** What was kept aside since the start: the same again is not kept again. */
  readonly #aside = new Set<string>();

  constructor(ports: VenueNewsPorts) {
    this.#ports = ports;
  }

  /** True when the news leaves a doubt that only the broker can settle: it should be asked. */
  take(event: OrderNews): boolean {
    if (event.kind === 'filled') return this.#fill(event.fill);
    if (event.kind === 'external') return this.#external(event.report);
    if (event.kind === 'unreadable') this.#quarantine(event.reason, event.raw, event.eventTime);
    else return this.#move(event);
    return false;
  }

  /** What was journaled last is undone: what was kept aside by it is not kept. */
  undone(): void {
    this.#aside.clear();
  }

  /** News that could not be booked: kept as it came. */
  refuse(event: OrderNews, reason: string, eventTime: number): void {
    this.#quarantine(reason, event, eventTime);
  }

  /** An order without our id: one that was adopted ends as ours do; anything else is asked about. */
  #external({ venueOrderId, status, filledQuantity, reason, updatedTime }: BrokerOrderReport): boolean {
    const { journal, place } = this.#ports;
    const order = journal.projection.orderOfVenue(place.account, venueOrderId);
    const isEnd = status === 'cancelled' || status === 'rejected' || status === 'expired';
    // What it traded is booked before its end.
    if (!order || !isEnd || filledQuantity > order.filledQuantity) return true;
    const { clientOrderId } = order;
    return this.#move({
      kind: status,
      clientOrderId,
      reason: reason ?? `the broker says it is ${status}`,
      eventTime: updatedTime,
    });
  }

  #move(told: Told): boolean {
    const { clientOrderId, eventTime } = told;
    const order = this.#ports.journal.projection.order(clientOrderId);
    if (!order || order.account !== this.#ports.place.account) {
      this.#quarantine(`no order ${clientOrderId} was sent from this account`, told, eventTime);
      return false;
    }
    const event = asEnd(order, told);
    if (event.kind === 'replaced' && !isAnswer(order, event)) {
      // A change that nobody here waits for was made elsewhere, or is told once more: what holds now is asked for.
      this.repeats += 1;
      return true;
    }
    if (isRepeat(order, event)) {
      this.repeats += 1;
      // An order that ended unnumbered may be at work after all.
      return event.kind === 'acknowledged' && order.venueOrderId === undefined;
    }
    if (!canHappen(order.status, eventOf(event))) {
      this.#quarantine(
        `"${event.kind}" cannot happen to an order that is ${order.status}`,
        event,
        eventTime,
        order,
      );
      return false;
    }
    this.#add(entryOf(event, order), order, eventTime);
    if (event.kind === 'replace-rejected') this.#ports.replaceRefused(order);
    if (event.kind === 'cancel-rejected') this.#ports.cancelRefused?.(order);
    if (event.kind === 'unsent' && event.command === 'replace') this.#ports.replaceUnsent?.(order);
    this.#ports.changed(clientOrderId, eventTime);
    return event.kind === 'outcome-unknown';
  }

  /** True when the broker works, or worked, an order that was taken for ended. */
  #fill(fill: BrokerFill): boolean {
    const { journal, place } = this.#ports;
    const order = this.#orderOf(fill);
    if (!order || order.account !== place.account) {
      this.#quarantine('a fill of an order that was never sent from this account', fill, fill.eventTime);
      return false;
    }
    const { clientOrderId } = order;
    const fillId = place.session ? fill.fillId : `${place.account}/${fill.fillId}`;
    const known = journal.projection.fill(fillId);
    if (known) {
      this.#again(known, fill, order);
      return false;
    }
    if (isOfLargerQuantity(order, fill)) return true;
    const fault = fillFault(order, fill);
    if (fault !== undefined && this.#mayFitLater(order, fill)) return true;
    if (fault !== undefined) {
      this.#quarantine(fault, fill, fill.eventTime, order);
      return false;
    }
    const { symbol, side, quantity, price, fee, eventTime, liquidity } = fill;
    // A venue that keeps no ids of ours tells the fee of it by this number alone.
    const number = order.venueOrderId === undefined ? fill.venueOrderId : '';
    // A simulated venue that charges nothing says zero; only a broker tells a fee later.
    const isFeeDue = fee === null;
    this.#add(
      {
        kind: 'OrderFilled',
        payload: {
          clientOrderId,
          fillId,
          ...(order.legs === undefined ? {} : { symbol }),
          quantity: formatDecimal(quantity),
          price: formatDecimal(price),
          fee: formatDecimal(fee ?? DECIMAL_ZERO),
          ...(liquidity === undefined ? {} : { liquidity }),
          ...(isFeeDue ? { isFeeDue } : {}),
          ...(number === '' ? {} : { venueOrderId: number }),
        },
      },
      order,
      eventTime,
    );
    this.#booked({
      fillId,
      clientOrderId,
      symbol,
      side,
      quantity,
      price,
      fee: fee ?? DECIMAL_ZERO,
      eventTime,
    });
    return !isOpenStatus(order.status);
  }

  /** More than is left: a change may have been told wrongly, so the broker is asked before it is kept aside. */
  #mayFitLater(order: Order, fill: BrokerFill): boolean {
    const { fillId } = fill;
    if (!isOpenStatus(order.status) || !isTooLarge(order, fill)) return false;
    const times = (this.#tooLarge.get(fillId) ?? 0) + 1;
    this.#tooLarge.set(fillId, times);
    return times < TOO_LARGE_LOOKS;
  }

  /** A fill that is booked already: its fee may be new, and nothing else. */
  #again(known: Fill, fill: BrokerFill, order: Order): void {
    const { fillId, clientOrderId } = known;
    if (
      clientOrderId !== order.clientOrderId ||
      known.symbol !== fill.symbol ||
      known.quantity !== fill.quantity ||
      known.price !== fill.price
    ) {
      const text = `${formatDecimal(known.quantity)} at ${formatDecimal(known.price)}`;
      this.#quarantine(
        `a fill with the number of another that was booked as ${text}`,
        fill,
        fill.eventTime,
        order,
      );
      return;
    }
    if (!known.isFeeDue || fill.fee === null) {
      this.repeats += 1;
      return;
    }
    const payload = { clientOrderId, fillId, fee: formatDecimal(fill.fee) };
    this.#add({ kind: 'FeeBooked', payload }, order, fill.eventTime);
    this.#ports.onFill({ ...known, fee: fill.fee });
  }

  #booked(fill: Fill): void {
    const { journal, postTrade, onFill, changed } = this.#ports;
    const { clientOrderId, fillId, eventTime } = fill;
    const order = journal.projection.order(clientOrderId);
    if (order) {
      const { id: verdictId, findings } = postTrade(fill, order);
      const payload = { clientOrderId, fillId, verdictId, findings };
      this.#add({ kind: 'PostTradeChecked', payload }, order, eventTime);
    }
    onFill(fill);
    changed(clientOrderId, eventTime);
  }

  #orderOf({ clientOrderId, venueOrderId }: BrokerFill): Order | undefined {
    const { journal, place } = this.#ports;
    return clientOrderId === null
      ? journal.projection.orderOfVenue(place.account, venueOrderId)
      : journal.projection.order(clientOrderId);
  }

  #quarantine(reason: string, event: object | string, eventTime: number, order?: Order): void {
    const { place, onQuarantined } = this.#ports;
    const payload = {
      account: place.account,
      reason,
      event: typeof event === 'string' ? event : eventText(event),
      ...(order ? { clientOrderId: order.clientOrderId } : {}),
    };
    const text = `${reason} ${payload.event}`;
    if (this.#aside.has(text)) {
      this.repeats += 1;
      return;
    }
    if (this.#aside.size >= ASIDE_MAX) this.#aside.clear();
    this.#aside.add(text);
    this.#add({ kind: 'VenueEventQuarantined', payload }, order, eventTime);
    onQuarantined(order ? `${order.symbol} order ${order.clientOrderId}: ${reason}` : reason);
  }

  #add(entry: Entry, order: Order | undefined, eventTime: number): void {
    const { journal, place } = this.#ports;
    journal.add({
      ...entry,
      eventTime,
      source: 'execution_manager',
      ...(order ? { correlationId: order.clientOrderId } : {}),
      ...sessionStamp(place),
    } as JournalEntry);
  }
}

type Told = Exclude<OrderNews, News<'filled' | 'external' | 'unreadable'>>;

function eventOf(event: Told): OrderEvent {
  if (event.kind === 'restated') return 'replaced';
  return event.kind === 'unsent' ? UNSENT_EVENTS[event.command] : event.kind;
}

/** Whether a change that was made is the one that was asked for. */
function isAnswer({ pendingChange }: Order, { change }: News<'replaced'>): boolean {
  return (
    pendingChange !== undefined &&
    (['quantity', 'limitPrice', 'stopPrice', 'trailAmount'] as const).every(
      (name) => (pendingChange[name] ?? change[name]) === (change[name] ?? pendingChange[name]),
    )
  );
}

/** Some venues call the end of what is left of an order a rejection; what has filled stays filled. */
function asEnd(order: Order, event: Told): Told {
  return event.kind === 'rejected' && hasFilled(order) ? { ...event, kind: 'cancelled' } : event;
}

function entryOf(event: Told, { pendingChange }: Order): Entry {
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
function isRepeat(order: Order, event: Told): boolean {
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

/** Decimals as text, keys in order. */
function eventText(event: object): string {
  return JSON.stringify(event, (_key, value: unknown) =>
    typeof value === 'bigint' ? formatDecimal(value) : value,
  );
}
