import { partOf } from '#domain/orders/combo-fills';
import type { Fill, Order } from '#domain/orders/order';
import { canHappen, isAtVenue, isOpenStatus } from '#domain/orders/order-state';
import { DECIMAL_ZERO, formatDecimal } from '#domain/values/decimal';
import { toldDecimal } from '#domain/values/told-number';
import type { AccountPlace, ComplianceRole } from '#engine/agent/roles';
import type { Journal } from '#engine/journal/journal';
import type { JournalEntry } from '#engine/journal/record-kinds';
import type { BrokerFill, BrokerOrderReport } from '#engine/ports/broker';
import { sessionStamp } from '#engine/trading/session-stamp';
import { fillFault, isOfLargerQuantity, isTooLarge } from './fill-faults.ts';
import {
  asEnd,
  type Entry,
  entryOf,
  eventOf,
  isChangeAsked,
  isRepeat,
  type OrderNews,
  type Told,
} from './order-news.ts';

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
  /** Of a venue that can be asked, whose news may come late or never; a simulated one tells everything, in its order. */
  readonly asks?: { readonly findsByClientId: boolean };
}

/** A fill larger than its order is kept aside when the broker still tells it after being asked so often. */
const TOO_LARGE_LOOKS = 3;
const ASIDE_MAX = 10_000;
const NO_NUMBER = 'its number is not known, and so not what it traded';

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

  /**
   * True when the news leaves a doubt that only the broker can settle: it should be asked. What it answers then, its fills
   * being booked, is taken at its word.
   */
  take(event: OrderNews, isAnswer = false): boolean {
    if (event.kind === 'filled') return this.#fill(event.fill);
    if (event.kind === 'external') return this.#external(event.report);
    if (event.kind === 'unreadable') this.#quarantine(event.reason, event.raw, event.eventTime);
    else return this.#move(event, isAnswer);
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
    const told = reason ?? `the broker says it is ${status}`;
    return this.#move({ kind: status, clientOrderId, reason: told, eventTime: updatedTime }, true);
  }

  #move(told: Told, isAnswer: boolean): boolean {
    const { clientOrderId, eventTime } = told;
    const order = this.#ports.journal.projection.order(clientOrderId);
    if (!order || order.account !== this.#ports.place.account) {
      this.#quarantine(`no order ${clientOrderId} was sent from this account`, told, eventTime);
      return false;
    }
    const event = isAnswer ? asEnd(order, told) : this.#asKnown(order, asEnd(order, told));
    if (event === 'ask') return true;
    if (event.kind === 'replaced' && !isChangeAsked(order, event)) {
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
    // An end that was asked for before the number was known is sent once the broker has been asked.
    const isNumbered = event.kind === 'acknowledged' && order.venueOrderId === undefined;
    return event.kind === 'outcome-unknown' || (isNumbered && order.isCancelWanted === true);
  }

  /**
   * What an end that is heard tells for certain. Fills before it may be on their way or lost: at a venue without our ids
   * those of an order without a number are nobody's, so that it stays unknown; and what is left of a part of an algorithm is
   * sent anew once it has ended, so that its venue is asked first.
   */
  #asKnown(order: Order, event: Told): Told | 'ask' {
    const { asks } = this.#ports;
    const { clientOrderId, status, venueOrderId, algorithmId } = order;
    const isEnd = event.kind === 'cancelled' || event.kind === 'expired';
    if (!asks || !isEnd || !isAtVenue(status)) return event;
    if (venueOrderId === undefined && !asks.findsByClientId) {
      if (status === 'unknown') return 'ask';
      const reason = `${NO_NUMBER}; told: ${event.kind}, ${event.reason}`;
      return {
        kind: 'outcome-unknown',
        command: 'submit',
        clientOrderId,
        reason,
        eventTime: event.eventTime,
      };
    }
    return algorithmId === undefined ? event : 'ask';
  }

  /** True when the broker works, or worked, an order that was taken for ended. */
  #fill(fill: BrokerFill): boolean {
    const { journal, place } = this.#ports;
    const order = this.#orderOf(fill);
    if (!order && this.#mayBeOurs(fill)) return true;
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
    return !isOpenStatus(order.status) || (number !== '' && order.isCancelWanted === true);
  }

  /** A fill that names nobody, while an order waits for its number: it is listed again once that is known. */
  #mayBeOurs({ clientOrderId, symbol, side }: BrokerFill): boolean {
    const { journal, place, asks } = this.#ports;
    if (clientOrderId !== null || asks?.findsByClientId !== false) return false;
    return journal.projection
      .openOrders(place.account)
      .some(
        (order) =>
          order.venueOrderId === undefined && isAtVenue(order.status) && partOf(order, symbol)?.side === side,
      );
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
      const text = `${toldDecimal(known.quantity)} at ${toldDecimal(known.price)}`;
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

/** Decimals as text, keys in order. */
function eventText(event: object): string {
  return JSON.stringify(event, (_key, value: unknown) =>
    typeof value === 'bigint' ? formatDecimal(value) : value,
  );
}
