import { OctopusError } from '#contract/errors';
import { parseOptionSymbol } from '#domain/instruments/option-contract';
import type { Order, OrderChange } from '#domain/orders/order';
import { amountsAsText } from '#domain/orders/order-amounts';
import { isAtVenue, isOpenStatus } from '#domain/orders/order-state';
import { positionEffects } from '#domain/orders/position-effects';
import type { TradingHours } from '#domain/orders/session-queue';
import type { AccountPlace, OrderDesk, RiskApproved } from '#engine/agent/roles';
import type { Journal } from '#engine/journal/journal';
import type { JournalEntry } from '#engine/journal/record-kinds';
import type { BrokerConnection, BrokerOrder, BrokerOrderRef } from '#engine/ports/broker';
import { sessionStamp } from '#engine/trading/session-stamp';
import { BreakEvenWatch } from './break-even-watch.ts';
import { LinkedOrders } from './linked-orders.ts';
import type { OrderEmulator } from './order-emulator.ts';
import { changeAtVenue, changeFault } from './venue-change.ts';

/** Where commands go: a broker's connection, or a simulated venue. */
export type CommandLine = Pick<BrokerConnection, 'submit' | 'cancel' | 'replace'>;

export interface AccountDeskPorts {
  readonly journal: Journal;
  readonly place: AccountPlace;
  /** Name of the venue in the journal. */
  readonly venue: string;
  readonly line: CommandLine;
  /**
   * Of a simulated venue: commands go out within the transaction that journals them, since it lives and dies with the
   * journal. Otherwise they leave once they are durable.
   */
  readonly isImmediate: boolean;
  readonly instrumentOf: (symbol: string) => BrokerOrder['instrument'];
  /** Watches the market for the types this venue lacks. */
  readonly emulator?: OrderEmulator;
  /** Whether the venue itself moves stops to break-even; the engine does unless told. */
  readonly movesToBreakEven?: boolean;
  /** Why what the engine holds may not be sent now, or undefined. */
  readonly whyHeldBack?: () => string | undefined;
  /** When symbols are traded; always unless told. */
  readonly hours?: TradingHours | undefined;
}

type Entry = Pick<JournalEntry, 'kind' | 'payload'>;

/** How long after an order's last moment its venue may still say that it has ended. */
const VENUE_ENDS_WITHIN_MS = 5_000;
/** When a venue refused to end an order whose date has passed, it is looked at again after so long. */
const ASK_AGAIN_MS = 60_000;

/**
 * The order manager of one account: what is wanted becomes a record, and a command once the record is durable. Each
 * command is sent once; what becomes of it is told by the venue alone.
 */
export class AccountDesk implements OrderDesk {
  readonly #ports: AccountDeskPorts;
  readonly #linked: LinkedOrders;
  readonly #breakEven = new BreakEvenWatch();
  readonly #stops: (() => void)[] = [];
  #eventTime = 0;
  /** When the next order that ends at a date may have to be ended. */
  #nextExpiry = Number.POSITIVE_INFINITY;

  constructor(ports: AccountDeskPorts) {
    this.#ports = ports;
    this.#linked = new LinkedOrders({
      projection: ports.journal.projection,
      account: ports.place.account,
      release: (order, change, reason) => this.#release(order, change, reason),
      cancel: (order, reason) => this.cancel(order.clientOrderId, reason, this.#eventTime),
      change: (order, change) => this.#change(order, change),
    });
    this.#restore();
    this.#stops.push(ports.journal.follow({ rolledBack: () => this.#restore() }));
    if (!ports.isImmediate)
      this.#stops.push(ports.journal.onCommitted(({ records }) => this.#dispatch(records)));
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  submit({ clientOrderId }: RiskApproved, eventTime: number): void {
    this.#eventTime = eventTime;
    const order = this.#require(clientOrderId);
    if (order.expireTime !== undefined) this.#nextExpiry = Math.min(this.#nextExpiry, order.expireTime);
    if (order.parentOrderId !== undefined) {
      this.#add(
        { kind: 'OrderHeld', payload: { clientOrderId, reason: 'waits for its parent to fill' } },
        order,
      );
      this.#linked.changed(this.#require(clientOrderId));
      return;
    }
    this.#place(order);
    if (order.listId !== undefined) this.#linked.changed(this.#require(clientOrderId));
  }

  cancel(clientOrderId: string, reason: string, eventTime: number): boolean {
    this.#eventTime = eventTime;
    const order = this.#require(clientOrderId);
    if (!isOpenStatus(order.status)) return false;
    if (isAtVenue(order.status)) {
      if (order.status === 'pending-cancel') return true;
      this.#add({ kind: 'CancelRequested', payload: { clientOrderId, reason } }, order);
      if (this.#ports.isImmediate) this.#ports.line.cancel(refOf(order));
      return true;
    }
    this.#ports.emulator?.remove(clientOrderId);
    this.#add({ kind: 'OrderCancelled', payload: { clientOrderId, reason } }, order);
    this.changed(clientOrderId);
    return true;
  }

  replace(clientOrderId: string, change: OrderChange, eventTime: number): void {
    this.#eventTime = eventTime;
    const order = this.#require(clientOrderId);
    const fault = changeFault(order, change);
    if (fault !== undefined) throw new OctopusError('ORDER_REFUSED', fault, { clientOrderId });
    this.#change(order, change);
  }

  onTick(symbol: string, eventTime: number, last: number): void {
    const { emulator } = this.#ports;
    this.expire(eventTime);
    for (const clientOrderId of this.#breakEven.reached(symbol, last))
      this.#breakEvenAt(clientOrderId, last, eventTime);
    if (!emulator?.watches(symbol)) return;
    this.#eventTime = eventTime;
    emulator.onTick(symbol, last, {
      triggered: (clientOrderId, { type, change, reason }) => {
        const order = this.#require(clientOrderId);
        this.#release(order, change, reason, type);
      },
      moved: (clientOrderId, stopPrice) => {
        const payload = { clientOrderId, change: amountsAsText({ stopPrice }) };
        this.#add({ kind: 'OrderReplaced', payload }, this.#require(clientOrderId));
      },
    });
  }

  /** Day orders of this day that the engine holds expire; those at a venue end there. */
  endDay(eventTime: number): void {
    this.#eventTime = eventTime;
    const { journal, place, hours } = this.#ports;
    for (const order of journal.projection.openOrders(place.account)) {
      const { status, timeInForce, symbol, createdTime } = order;
      if (status !== 'held' || timeInForce !== 'day') continue;
      if (!hours || hours.dayEnd(symbol, createdTime) <= eventTime) this.#end(order, 'the trading day ended');
    }
  }

  /** Ends orders whose date has passed: those that the engine holds, and those that their venue has not ended itself. */
  expire(now: number): void {
    if (now < this.#nextExpiry) return;
    this.#eventTime = now;
    this.#nextExpiry = Number.POSITIVE_INFINITY;
    for (const order of this.#ports.journal.projection.openOrders(this.#ports.place.account)) {
      const { clientOrderId, expireTime, status } = order;
      if (expireTime === undefined) continue;
      const due = isAtVenue(status) ? expireTime + VENUE_ENDS_WITHIN_MS : expireTime;
      if (now < due) this.#nextExpiry = Math.min(this.#nextExpiry, due);
      else if (isAtVenue(status)) {
        if (!order.isCancelWanted) this.cancel(clientOrderId, 'its last day has passed', now);
        this.#nextExpiry = Math.min(this.#nextExpiry, now + ASK_AGAIN_MS);
      } else this.#end(order, 'its last day has passed');
    }
  }

  /** Something became of an order: those that hang together with it follow. */
  changed(clientOrderId: string, eventTime = this.#eventTime): void {
    this.#eventTime = eventTime;
    const order = this.#require(clientOrderId);
    this.#watchBreakEven(order);
    this.#linked.changed(order);
  }

  /** The venue refused the terms that were wanted for an order. */
  replaceRefused({ clientOrderId, pendingChange }: Order): void {
    if (pendingChange !== undefined) this.#linked.refused(clientOrderId, pendingChange);
  }

  /** The venue refused to end an order: its list does not ask at once again. */
  cancelRefused({ clientOrderId }: Order): void {
    this.#linked.endRefused(clientOrderId);
  }

  /** Brings every list into line once what the venue has is known. */
  realign(eventTime: number): void {
    this.#eventTime = eventTime;
    this.#linked.realign();
  }

  /** A change that was asked for never arrived: what the order's list wants is asked for again. */
  replaceUnsent(order: Order): void {
    this.#linked.unsent(order);
  }

  /** What is kept beside the projection, as the journal has it. */
  #restore(): void {
    const { journal, place, emulator } = this.#ports;
    this.#linked.clear();
    this.#breakEven.clear();
    emulator?.clear();
    this.#nextExpiry = Number.POSITIVE_INFINITY;
    for (const order of journal.projection.openOrders(place.account)) {
      this.#linked.restore(order);
      this.#watchBreakEven(order);
      if (order.status === 'held' && order.isEmulated) emulator?.watch(order);
      if (order.expireTime !== undefined) this.#nextExpiry = Math.min(this.#nextExpiry, order.expireTime);
    }
  }

  #end(order: Order, reason: string): void {
    const { clientOrderId } = order;
    this.#ports.emulator?.remove(clientOrderId);
    this.#add({ kind: 'OrderExpired', payload: { clientOrderId, reason } }, order);
    this.changed(clientOrderId);
  }

  /** To the venue, or under the engine's own watch when the venue does not know such an order. */
  #place(order: Order): void {
    const { emulator } = this.#ports;
    const { clientOrderId } = order;
    const missing = emulator?.whyEmulated(order);
    if (emulator && missing !== undefined) {
      this.#add({ kind: 'OrderHeld', payload: { clientOrderId, reason: missing, isEmulated: true } }, order);
      emulator.watch(this.#require(clientOrderId));
      return;
    }
    this.#send(order);
  }

  #send(order: Order): void {
    const { clientOrderId, symbol } = order;
    const { venue, hours, isImmediate, line } = this.#ports;
    const waitsUntil = hours?.openingAfter(symbol, this.#eventTime);
    const payload = { clientOrderId, venue, ...(waitsUntil === undefined ? {} : { waitsUntil }) };
    this.#add({ kind: 'OrderSent', payload }, order);
    const sent = this.#require(clientOrderId);
    this.#watchBreakEven(sent);
    if (isImmediate) line.submit(this.#brokerOrder(sent));
  }

  #release(order: Order, change: OrderChange, reason: string, type?: Order['type']): void {
    const { clientOrderId } = order;
    const heldBack = this.#ports.whyHeldBack?.();
    if (heldBack !== undefined && order.isReduceOnly !== true && order.parentOrderId === undefined) {
      this.#add({ kind: 'OrderCancelled', payload: { clientOrderId, reason: heldBack } }, order);
      this.changed(clientOrderId);
      return;
    }
    const payload = { clientOrderId, reason, change: amountsAsText(change), ...(type ? { type } : {}) };
    this.#add({ kind: 'OrderReleased', payload }, order);
    const released = this.#require(clientOrderId);
    if (type) this.#send(released);
    else this.#place(released);
  }

  #change(order: Order, change: OrderChange): void {
    const { clientOrderId, status } = order;
    const payload = { clientOrderId, change: amountsAsText(change) };
    if (status === 'held' || Object.keys(this.#atVenue(change)).length === 0) {
      this.#add({ kind: 'OrderReplaced', payload }, order);
      const changed = this.#require(clientOrderId);
      if (changed.isEmulated) this.#ports.emulator?.watch(changed);
      this.#watchBreakEven(changed);
      return;
    }
    this.#add({ kind: 'ReplaceRequested', payload }, order);
    if (this.#ports.isImmediate) this.#sendReplace(this.#require(clientOrderId));
  }

  #sendReplace(order: Order): void {
    if (order.pendingChange === undefined) return;
    this.#ports.line.replace(
      { ...refOf(order), revision: (order.revision ?? 1) - 1 },
      this.#atVenue(order.pendingChange),
      this.#brokerOrder({ ...order, ...order.pendingChange }),
    );
  }

  #atVenue(change: OrderChange): OrderChange {
    return changeAtVenue(change, this.#ports.movesToBreakEven ?? false);
  }

  #watchBreakEven(order: Order): void {
    if (!this.#ports.movesToBreakEven) this.#breakEven.follow(order);
  }

  /** A price is kept as reached before the stop is moved: the venue may be away, and the price goes on. */
  #breakEvenAt(clientOrderId: string, last: number, eventTime: number): void {
    this.#eventTime = eventTime;
    const order = this.#require(clientOrderId);
    this.#add({ kind: 'BreakEvenReached', payload: { clientOrderId, price: String(last) } }, order);
    this.changed(clientOrderId, eventTime);
  }

  /** The outbox: what a commit has made durable goes out, in the order of its records. */
  #dispatch(records: readonly { readonly kind: string; readonly correlationId: string | null }[]): void {
    const { journal, place, line } = this.#ports;
    for (const { kind, correlationId } of records) {
      if (kind !== 'OrderSent' && kind !== 'CancelRequested' && kind !== 'ReplaceRequested') continue;
      const order = correlationId === null ? undefined : journal.projection.order(correlationId);
      if (!order || order.account !== place.account) continue;
      if (kind === 'OrderSent') line.submit(this.#brokerOrder(order));
      else if (kind === 'CancelRequested') line.cancel(refOf(order));
      else this.#sendReplace(order);
    }
  }

  #brokerOrder(order: Order): BrokerOrder {
    const { emulator, instrumentOf, journal, place } = this.#ports;
    const instrument = instrumentOf(order.symbol);
    const sendable = { ...(emulator?.sendable(order) ?? order), instrument };
    if (order.legs === undefined && parseOptionSymbol(order.symbol) === undefined) return sendable;
    const held = (symbol: string) => journal.projection.position(place.account, symbol)?.quantity ?? 0n;
    return { ...sendable, effects: positionEffects(order, held) };
  }

  #require(clientOrderId: string): Order {
    const order = this.#ports.journal.projection.order(clientOrderId);
    if (!order) throw new OctopusError('NOT_FOUND', `no order ${clientOrderId} is in the journal`);
    return order;
  }

  #add(entry: Entry, order: Pick<Order, 'clientOrderId'>): void {
    const { journal, place } = this.#ports;
    journal.add({
      ...entry,
      eventTime: this.#eventTime,
      source: 'execution_manager',
      correlationId: order.clientOrderId,
      ...sessionStamp(place),
    } as JournalEntry);
  }
}

/** Which order a command means. */
export function refOf(order: Order): BrokerOrderRef {
  const { clientOrderId, venueOrderId = null, symbol, revision = 0 } = order;
  return { clientOrderId, venueOrderId, symbol, revision };
}
