import type { OrderChange } from '#domain/orders/order';
import { objectOf } from '#domain/values/json-value';
import type { BrokerFill, BrokerSink } from '#engine/ports/broker';
import type { BrokerOrderBook } from '#engine/ports/broker-order-book';
import { AlpacaLegs } from './alpaca-legs.ts';
import { type AlpacaOrder, readAlpacaOrder, readStreamFill, UnreadableAnswer } from './read-alpaca.ts';

/** Whose order a number is: ours by its id, null for one placed elsewhere. */
type Owner = string | null;

/** Numbers of orders that are remembered. */
const NUMBERS_MAX = 20_000;
/** Updates that change nothing that anybody has to know. */
const UNREMARKABLE = [
  'pending_new',
  'pending_cancel',
  'pending_replace',
  'accepted',
  'done_for_day',
  'stopped',
  'suspended',
  'calculated',
  'held',
  'restated',
];

/** What updates of orders mean: the events of docs.alpaca.markets/docs/websocket-streaming in our words. */
export class AlpacaNews {
  readonly #book: BrokerOrderBook;
  readonly #sink: BrokerSink;
  readonly #owners = new Map<string, Owner>();
  readonly #legs = new AlpacaLegs();
  /** What was last asked to be changed, by our id. */
  readonly #changes = new Map<string, OrderChange>();
  /** Numbers of orders whose replacement was told. */
  readonly #replaced = new Set<string>();

  constructor(book: BrokerOrderBook, sink: BrokerSink) {
    this.#book = book;
    this.#sink = sink;
  }

  /** Undefined when nothing was heard of the order yet. */
  ownerOf(venueOrderId: string): Owner | undefined {
    return this.#owners.get(venueOrderId);
  }

  owned(venueOrderId: string, owner: Owner): void {
    this.#owners.set(venueOrderId, owner);
    shorten(this.#owners);
  }

  /** A fill of the activities with the numbers by which the stream tells it. */
  ofActivity(fill: BrokerFill): BrokerFill {
    return this.#legs.ofActivity(fill);
  }

  /** An order was heard of: whose it is, and its legs. */
  met(order: AlpacaOrder): void {
    this.owned(order.report.venueOrderId, order.report.clientOrderId);
    this.#legs.learn(order);
  }

  /** The answer to a new order. */
  taken(order: AlpacaOrder): void {
    const { report } = order;
    this.met(order);
    this.#book.reported(report);
  }

  changing(clientOrderId: string, change: OrderChange): void {
    this.#changes.set(clientOrderId, change);
  }

  /** The replacement asked for last was not taken. */
  unchanged(clientOrderId: string): void {
    this.#changes.delete(clientOrderId);
  }

  /** The answer to a replacement, which is asked for and not done yet. */
  replacing(order: AlpacaOrder): void {
    this.met(order);
  }

  /** An order as it is found after the stream was away; its fills have been told. */
  caughtUp(order: AlpacaOrder): void {
    const { report } = order;
    const isNew = this.ownerOf(report.venueOrderId) === undefined;
    this.met(order);
    if (report.clientOrderId === null) {
      if (isNew) this.#sink.event({ kind: 'external', report });
      return;
    }
    if (order.replaces !== null && report.status !== 'rejected') this.#tellReplaced(order);
    this.#book.reported(report);
  }

  /** Tells what an update says; answers a remark when it has to be looked at by a person. Throws UnreadableAnswer. */
  update(data: Readonly<Record<string, unknown>>): string | null {
    const event = data['event'];
    if (typeof event !== 'string') throw new UnreadableAnswer('"event" is missing');
    if (event === 'trade_bust' || event === 'trade_correct')
      return 'a trade was taken back or corrected; compare fills, positions and cash with your Alpaca page';
    if (!objectOf(data['order'])) throw new UnreadableAnswer('"order" is missing');
    const order = readAlpacaOrder(data['order']);
    const { report } = order;
    if (order.isLeg) return null;
    this.met(order);
    if (event === 'fill' || event === 'partial_fill') this.#filled(data, order);
    if (report.clientOrderId === null) {
      this.#sink.event({ kind: 'external', report });
      return null;
    }
    return this.#ours(event, order, report.clientOrderId);
  }

  #filled(data: Readonly<Record<string, unknown>>, order: AlpacaOrder): void {
    const { report } = order;
    const { clientOrderId, symbol, venueOrderId } = report;
    const fill = report.legs === undefined ? readStreamFill(data) : undefined;
    const eventTime = fill?.eventTime ?? report.updatedTime;
    if (clientOrderId !== null) {
      if (order.replaces === null) this.#book.acknowledged(clientOrderId, symbol, venueOrderId, eventTime);
      else this.#tellReplaced(order);
    }
    for (const one of fill ? [fill] : this.#legs.newFills(order, eventTime)) this.#book.filled(one);
    if (clientOrderId !== null && report.status === 'filled') this.#book.completed(clientOrderId);
  }

  #ours(event: string, order: AlpacaOrder, clientOrderId: string): string | null {
    const { symbol, venueOrderId, updatedTime: eventTime } = order.report;
    // An order that another one stands in for may still say goodbye.
    const isSuperseded = this.#replaced.has(venueOrderId);
    switch (event) {
      case 'fill':
      case 'partial_fill':
        return null;
      case 'new':
        if (order.replaces === null) this.#book.acknowledged(clientOrderId, symbol, venueOrderId, eventTime);
        else this.#tellReplaced(order);
        return null;
      case 'canceled':
        if (!isSuperseded) this.#book.ended('cancelled', clientOrderId, 'cancelled at Alpaca', eventTime);
        return null;
      case 'expired':
        if (!isSuperseded)
          this.#book.ended('expired', clientOrderId, 'its time at Alpaca is over', eventTime);
        return null;
      case 'rejected':
        if (order.replaces === null)
          this.#book.ended('rejected', clientOrderId, 'Alpaca or the exchange rejected it', eventTime);
        else this.#replaceRejected(clientOrderId, eventTime);
        return null;
      case 'replaced':
        if (order.replacedBy !== null)
          this.#tell(clientOrderId, venueOrderId, order.replacedBy, eventTime, {});
        return null;
      case 'order_cancel_rejected':
        this.#sink.event({
          kind: 'cancel-rejected',
          clientOrderId,
          reason: 'the exchange refuses to cancel it',
          eventTime,
        });
        return null;
      case 'order_replace_rejected':
        this.#replaceRejected(clientOrderId, eventTime);
        return null;
      default:
        return UNREMARKABLE.includes(event)
          ? null
          : `an update is called "${event}", which is not documented`;
    }
  }

  #replaceRejected(clientOrderId: string, eventTime: number): void {
    this.#changes.delete(clientOrderId);
    this.#sink.event({
      kind: 'replace-rejected',
      clientOrderId,
      reason: 'the exchange refuses to replace it',
      eventTime,
    });
  }

  #tellReplaced({ report, replaces }: AlpacaOrder): void {
    const { clientOrderId, venueOrderId, updatedTime, limitPrice, stopPrice } = report;
    if (clientOrderId === null || replaces === null) return;
    const change = {
      ...(limitPrice === undefined ? {} : { limitPrice }),
      ...(stopPrice === undefined ? {} : { stopPrice }),
    };
    this.#tell(clientOrderId, replaces, venueOrderId, updatedTime, change);
  }

  /** Says once that one number stands in for another; `otherwise` is the change when none was asked for here. */
  #tell(clientOrderId: string, from: string, to: string, eventTime: number, otherwise: OrderChange): void {
    if (this.#replaced.has(from)) return;
    this.#replaced.add(from);
    shorten(this.#replaced);
    this.#book.bind(clientOrderId, to);
    const change = this.#changes.get(clientOrderId) ?? otherwise;
    this.#changes.delete(clientOrderId);
    this.#sink.event({ kind: 'replaced', clientOrderId, venueOrderId: to, change, eventTime });
  }
}

/** Takes off the oldest until there are no more than are remembered. */
function shorten(numbers: Map<string, Owner> | Set<string>): void {
  for (const oldest of numbers.keys()) {
    if (numbers.size <= NUMBERS_MAX) return;
    numbers.delete(oldest);
  }
}
