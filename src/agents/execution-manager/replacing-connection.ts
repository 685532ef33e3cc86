import type { OrderChange } from '#domain/orders/order';
import { DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';
import type { Projection } from '#engine/journal/projection';
import {
  type BrokerBalance,
  type BrokerConnection,
  type BrokerEvent,
  type BrokerFill,
  type BrokerOrder,
  type BrokerOrderRef,
  type BrokerOrderReport,
  type BrokerPosition,
  type BrokerSink,
  venueClientId,
} from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';
import { VenueRevisions } from './venue-revisions.ts';

export interface ReplacingConnectionPorts {
  readonly open: (sink: BrokerSink) => BrokerConnection;
  readonly sink: BrokerSink;
  readonly projection: Pick<Projection, 'order' | 'openOrders' | 'fill'>;
  readonly account: string;
  /** Whether the venue finds orders by the id we gave them. */
  readonly findsByClientId: boolean;
  /** Why nothing that opens risk may be sent now, or undefined. */
  readonly whyHeldBack: () => string | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

/** `cancelling`: the old order is to end first. `sent`: it has ended, and the new one is on its way. */
interface Replacement {
  readonly old: BrokerOrderRef;
  readonly revision: number;
  readonly change: OrderChange;
  readonly terms: BrokerOrder;
  stage: 'cancelling' | 'sent';
  isCancelWanted: boolean;
}

type OrderNews = Exclude<BrokerEvent, { kind: 'filled' | 'external' | 'unreadable' }>;
type EndNews = Extract<OrderNews, { readonly kind: 'cancelled' | 'rejected' | 'expired' }>;

/**
 * A venue that knows no replacement, as one that does: the old order is cancelled, and once the venue says that it has
 * ended, what is left is sent with the new terms under another id. Nothing is sent before the venue was asked how much
 * the old order had filled. What goes wrong on the way leaves the order ended or unknown, never twice at work.
 */
export class ReplacingConnection implements BrokerConnection {
  readonly #ports: ReplacingConnectionPorts;
  readonly #venue: BrokerConnection;
  readonly #revisions: VenueRevisions;
  readonly #replacements = new Map<string, Replacement>();
  /** Fills that were heard and may not be booked yet. */
  readonly #heard = new Map<string, BrokerFill>();
  #isClosed = false;

  constructor(ports: ReplacingConnectionPorts) {
    this.#ports = ports;
    this.#revisions = new VenueRevisions(ports.projection);
    this.#venue = ports.open({
      event: (event) => this.#take(event),
      state: (state) => ports.sink.state(state),
    });
  }

  submit(order: BrokerOrder): void {
    this.#venue.submit(order);
  }

  cancel(order: BrokerOrderRef): void {
    const replacement = this.#replacements.get(order.clientOrderId);
    if (replacement?.stage === 'cancelling') replacement.isCancelWanted = true;
    else this.#venue.cancel(this.#atVenue(order));
  }

  replace(order: BrokerOrderRef, change: OrderChange, terms: BrokerOrder): void {
    const { clientOrderId } = order;
    const old = this.#atVenue(order);
    this.#revisions.seen(old.clientOrderId);
    const revision = order.revision + 1;
    this.#replacements.set(clientOrderId, {
      old,
      revision,
      change,
      terms,
      stage: 'cancelling',
      isCancelWanted: false,
    });
    this.#venue.cancel(old);
  }

  async order(order: BrokerOrderRef): Promise<BrokerOrderReport | null> {
    const { clientOrderId, revision: newest } = order;
    const { findsByClientId } = this.#ports;
    const replacement = this.#replacements.get(clientOrderId);
    if (replacement?.stage === 'sent') {
      const id = venueClientId({ clientOrderId, revision: replacement.revision });
      if (!findsByClientId) return null;
      return this.#told(await this.#venue.order({ ...order, clientOrderId: id, venueOrderId: null }));
    }
    const isSure = this.#revisions.current(clientOrderId) !== undefined || newest === 0;
    if (isSure || !findsByClientId) return this.#told(await this.#venue.order(this.#atVenue(order)));
    for (let revision = newest; revision >= 0; revision--) {
      const id = venueClientId({ clientOrderId, revision });
      const told = await this.#venue.order({ ...order, clientOrderId: id, venueOrderId: null });
      if (!told) continue;
      this.#revisions.stands({ clientOrderId, revision });
      return this.#told(told);
    }
    return null;
  }

  async openOrders(): Promise<readonly BrokerOrderReport[]> {
    const open = await this.#venue.openOrders();
    for (const { clientOrderId } of open) if (clientOrderId !== null) this.#revisions.seen(clientOrderId);
    return open.map((told) => this.#revisions.report(told));
  }

  async fills(since: number): Promise<readonly BrokerFill[]> {
    return (await this.#venue.fills(since)).map((fill) => this.#revisions.fill(fill));
  }

  positions(): Promise<readonly BrokerPosition[]> {
    return this.#venue.positions();
  }

  balances(): Promise<readonly BrokerBalance[]> {
    return this.#venue.balances();
  }

  close(): void {
    this.#isClosed = true;
    this.#venue.close();
  }

  /** The order that the venue has in the place of ours. */
  #atVenue(order: BrokerOrderRef): BrokerOrderRef {
    const { clientOrderId } = order;
    const replacement = this.#replacements.get(clientOrderId);
    const isSent = replacement?.stage === 'sent';
    const revision = isSent
      ? replacement.revision
      : (this.#revisions.current(clientOrderId) ?? order.revision);
    return {
      ...order,
      clientOrderId: venueClientId({ clientOrderId, revision }),
      ...(isSent ? { venueOrderId: null } : {}),
      revision: 0,
    };
  }

  /** While the old order is to end for the new one, its end is not that of our order. */
  #told(told: BrokerOrderReport | null): BrokerOrderReport | null {
    if (!told) return null;
    const report = this.#revisions.report(told);
    const isReplaced = report.clientOrderId !== null && this.#replacements.has(report.clientOrderId);
    return isReplaced && report.status === 'cancelled' ? { ...report, status: 'pending-replace' } : report;
  }

  #take(event: BrokerEvent): void {
    const { sink } = this.#ports;
    if (event.kind === 'filled') this.#fill(event.fill);
    else if (event.kind === 'external')
      sink.event({ ...event, report: this.#revisions.report(event.report) });
    else if (event.kind === 'unreadable') sink.event(event);
    else this.#news(event);
  }

  #fill(told: BrokerFill): void {
    const fill = this.#revisions.fill(told);
    const { clientOrderId, venueOrderId, eventTime } = fill;
    const replacement = clientOrderId === null ? undefined : this.#replacements.get(clientOrderId);
    const { revision } = this.#revisions.ownerOf(told.clientOrderId ?? '');
    if (clientOrderId !== null && replacement?.stage === 'sent' && revision === replacement.revision)
      this.#replaced(clientOrderId, replacement, venueOrderId, eventTime);
    this.#forgetBooked();
    this.#heard.set(fill.fillId, fill);
    this.#ports.sink.event({ kind: 'filled', fill });
  }

  #news(event: OrderNews): void {
    const { clientOrderId, revision } = this.#revisions.ownerOf(event.clientOrderId);
    const ours = { ...event, clientOrderId };
    const replacement = this.#replacements.get(clientOrderId);
    if (!replacement) {
      const current = this.#revisions.current(clientOrderId);
      // Of an order that stood here before: its end was taken for the replacement's beginning.
      if (current === undefined || current === revision) this.#tell(ours);
    } else if (replacement.stage === 'cancelling') this.#ofOld(ours, replacement);
    else if (revision === replacement.revision) this.#ofNew(ours, replacement);
  }

  #ofOld(event: OrderNews, replacement: Replacement): void {
    switch (event.kind) {
      case 'cancelled':
        void this.#goOn(event, replacement);
        return;
      case 'cancel-rejected':
        this.#stays({ ...event, kind: 'replace-rejected' }, event, replacement);
        return;
      case 'unsent':
      case 'outcome-unknown':
        if (event.command === 'cancel') this.#stays({ ...event, command: 'replace' }, event, replacement);
        else this.#tell(event);
        return;
      case 'rejected':
      case 'expired':
        this.#replacements.delete(event.clientOrderId);
    }
    this.#tell(event);
  }

  /** The old order is not known to have ended: `answer` to who asked to replace it, and to who asked to cancel it. */
  #stays(answer: OrderNews, toCancel: OrderNews, { isCancelWanted }: Replacement): void {
    this.#replacements.delete(answer.clientOrderId);
    this.#tell(answer);
    if (isCancelWanted) this.#tell(toCancel);
  }

  /** The old order has ended: what is left of it goes out with the new terms. */
  async #goOn(ended: EndNews, replacement: Replacement): Promise<void> {
    const { clientOrderId } = ended;
    const { old, revision, terms } = replacement;
    const filledThere = await this.#venue.order(old).then(
      (told) => (told ? this.#revisions.report(told).filledQuantity : null),
      () => null,
    );
    if (this.#isClosed || this.#replacements.get(clientOrderId) !== replacement) return;
    const filledHere = this.#filledHere(clientOrderId);
    const filled = filledThere !== null && filledThere > filledHere ? filledThere : filledHere;
    const left = terms.quantity - filled;
    const reason = this.#whyNot(replacement, filledThere, left);
    if (reason !== undefined) {
      this.#replacements.delete(clientOrderId);
      this.#tell({ ...ended, reason: reason || ended.reason });
      return;
    }
    replacement.stage = 'sent';
    const id = this.#revisions.send({ clientOrderId, revision }, filled);
    this.#venue.submit({ ...terms, clientOrderId: id, quantity: left });
  }

  /** Why the new order is not sent; empty when a person has cancelled meanwhile. */
  #whyNot(
    { isCancelWanted, terms }: Replacement,
    filledThere: Decimal | null,
    left: Decimal,
  ): string | undefined {
    if (isCancelWanted) return '';
    if (filledThere === null)
      return 'it was cancelled to be replaced, and nobody could tell how much of it had filled; nothing was sent in its place';
    if (left <= DECIMAL_ZERO)
      return 'it was cancelled to be replaced, and nothing is left of the new quantity';
    const heldBack = terms.isReduceOnly ? undefined : this.#ports.whyHeldBack();
    return heldBack === undefined ? undefined : `it was cancelled to be replaced, and then ${heldBack}`;
  }

  #ofNew(event: OrderNews, replacement: Replacement): void {
    const { clientOrderId, eventTime } = event;
    switch (event.kind) {
      case 'acknowledged':
        this.#replaced(clientOrderId, replacement, event.venueOrderId, eventTime);
        return;
      case 'unsent':
      case 'outcome-unknown':
        if (event.command !== 'submit') break;
        // Whether the new order arrived is asked for, as after any replacement.
        if (event.kind === 'outcome-unknown') this.#tell({ ...event, command: 'replace' });
        else this.#neverThere(event, `never sent: ${event.reason}`);
        return;
      case 'rejected':
        this.#neverThere(event, `refused: ${event.reason}`);
        return;
      case 'cancelled':
      case 'expired':
        this.#replacements.delete(clientOrderId);
    }
    this.#tell(event);
  }

  #neverThere({ clientOrderId, eventTime }: OrderNews, how: string): void {
    this.#replacements.delete(clientOrderId);
    const reason = `it was cancelled to be replaced, and the new order was ${how}`;
    this.#tell({ kind: 'cancelled', clientOrderId, reason, eventTime });
  }

  #replaced(
    clientOrderId: string,
    { revision, change }: Replacement,
    venueOrderId: string,
    eventTime: number,
  ): void {
    this.#replacements.delete(clientOrderId);
    this.#revisions.stands({ clientOrderId, revision });
    this.#tell({ kind: 'replaced', clientOrderId, venueOrderId, change, eventTime });
  }

  /** Booked, or heard and about to be. */
  #filledHere(clientOrderId: string): Decimal {
    this.#forgetBooked();
    let filled = this.#ports.projection.order(clientOrderId)?.filledQuantity ?? DECIMAL_ZERO;
    for (const fill of this.#heard.values())
      if (fill.clientOrderId === clientOrderId) filled += fill.quantity;
    return filled;
  }

  #forgetBooked(): void {
    const { account, projection } = this.#ports;
    for (const fillId of this.#heard.keys())
      if (projection.fill(`${account}/${fillId}`)) this.#heard.delete(fillId);
  }

  #tell(event: OrderNews): void {
    this.#ports.sink.event(event);
  }
}
