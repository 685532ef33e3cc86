import type { Fill, Order } from '#domain/orders/order';
import { amountsAsText } from '#domain/orders/order-amounts';
import { canHappen, isOpenStatus, type OrderEvent } from '#domain/orders/order-state';
import { DECIMAL_ZERO, formatDecimal } from '#domain/values/decimal';
import type { AccountPlace, ComplianceRole } from '#engine/agent/roles';
import type { Journal } from '#engine/journal/journal';
import type { JournalEntry } from '#engine/journal/record-kinds';
import type { BrokerEvent, BrokerFill } from '#engine/ports/broker';
import { sessionStamp } from '#engine/trading/session-stamp';

export interface VenueNewsPorts {
  readonly journal: Journal;
  readonly place: AccountPlace;
  readonly postTrade: ComplianceRole['postTrade'];
  /** An order is not what it was: those that hang together with it follow. */
  readonly changed: (clientOrderId: string, eventTime: number) => void;
  /** The venue refused another quantity for an order. */
  readonly replaceRefused: (order: Order) => void;
  readonly onFill: (fill: Fill) => void;
  /** Something was booked nowhere; a person has to look. */
  readonly onQuarantined: (reason: string) => void;
}

type Entry = Pick<JournalEntry, 'kind' | 'payload'>;
type News<Kind extends BrokerEvent['kind']> = Extract<BrokerEvent, { kind: Kind }>;

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

  constructor(ports: VenueNewsPorts) {
    this.#ports = ports;
  }

  take(event: BrokerEvent): void {
    if (event.kind === 'filled') this.#fill(event.fill);
    else if (event.kind === 'unreadable') this.#quarantine(event.reason, event.raw, event.eventTime);
    else if (event.kind !== 'external') this.#move(event);
  }

  #move(event: Exclude<BrokerEvent, News<'filled' | 'external' | 'unreadable'>>): void {
    const { clientOrderId, eventTime } = event;
    const order = this.#ports.journal.projection.order(clientOrderId);
    if (!order || order.account !== this.#ports.place.account) {
      this.#quarantine(`no order ${clientOrderId} was sent from this account`, event, eventTime);
      return;
    }
    if (isRepeat(order, event)) {
      this.repeats += 1;
      return;
    }
    if (!canHappen(order.status, eventOf(event))) {
      this.#quarantine(
        `"${event.kind}" cannot happen to an order that is ${order.status}`,
        event,
        eventTime,
        order,
      );
      return;
    }
    this.#add(entryOf(event), order, eventTime);
    if (event.kind === 'replace-rejected') this.#ports.replaceRefused(order);
    this.#ports.changed(clientOrderId, eventTime);
  }

  #fill(fill: BrokerFill): void {
    const { journal, place } = this.#ports;
    const order = this.#orderOf(fill);
    if (!order || order.account !== place.account) {
      this.#quarantine('a fill of an order that was never sent from this account', fill, fill.eventTime);
      return;
    }
    const { clientOrderId } = order;
    const fillId = place.session ? fill.fillId : `${place.account}/${fill.fillId}`;
    if (journal.projection.hasFill(fillId)) {
      this.repeats += 1;
      return;
    }
    const fault = fillFault(order, fill);
    if (fault !== undefined) {
      this.#quarantine(fault, fill, fill.eventTime, order);
      return;
    }
    const { quantity, price, fee, eventTime, liquidity } = fill;
    this.#add(
      {
        kind: 'OrderFilled',
        payload: {
          clientOrderId,
          fillId,
          quantity: formatDecimal(quantity),
          price: formatDecimal(price),
          fee: formatDecimal(fee ?? DECIMAL_ZERO),
          ...(liquidity === undefined ? {} : { liquidity }),
        },
      },
      order,
      eventTime,
    );
    this.#booked({
      fillId,
      clientOrderId,
      symbol: order.symbol,
      side: order.side,
      quantity,
      price,
      fee: fee ?? DECIMAL_ZERO,
      eventTime,
    });
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

type Told = Exclude<BrokerEvent, News<'filled' | 'external' | 'unreadable'>>;

function eventOf(event: Told): OrderEvent {
  return event.kind;
}

function entryOf(event: Told): Entry {
  const { clientOrderId } = event;
  switch (event.kind) {
    case 'acknowledged':
      return { kind: 'OrderAcknowledged', payload: { clientOrderId, venueOrderId: event.venueOrderId } };
    case 'cancelled':
    case 'rejected':
    case 'expired':
      return { kind: ENDINGS[event.kind], payload: { clientOrderId, reason: event.reason } };
    case 'replaced': {
      const change = amountsAsText(event.change);
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
    case 'outcome-unknown':
      return {
        kind: 'OrderOutcomeUnknown',
        payload: { clientOrderId, command: event.command, reason: event.reason },
      };
  }
}

/** Whether the news only repeats what the order is already: brokers say most things more than once. */
function isRepeat(order: Order, event: Told): boolean {
  if (event.kind === 'acknowledged')
    return isOpenStatus(order.status)
      ? order.venueOrderId === event.venueOrderId && order.status !== 'sent' && order.status !== 'unknown'
      : true;
  return event.kind === order.status;
}

function fillFault(order: Order, { symbol, side, quantity, price }: BrokerFill): string | undefined {
  if (!canHappen(order.status, 'partially-filled')) return `a fill of an order that is ${order.status}`;
  if (symbol !== order.symbol) return `a fill in ${symbol} of an order in ${order.symbol}`;
  if (side !== order.side) return `a ${side} fill of a ${order.side} order`;
  if (quantity <= DECIMAL_ZERO || price <= DECIMAL_ZERO)
    return `a fill of ${formatDecimal(quantity)} at ${formatDecimal(price)}: both must be above zero`;
  if (order.filledQuantity + quantity > order.quantity) {
    const left = formatDecimal(order.quantity - order.filledQuantity);
    return `a fill of ${formatDecimal(quantity)} where ${left} of ${formatDecimal(order.quantity)} were left`;
  }
  return undefined;
}

/** Decimals as text, keys in order. */
function eventText(event: object): string {
  return JSON.stringify(event, (_key, value: unknown) =>
    typeof value === 'bigint' ? formatDecimal(value) : value,
  );
}
