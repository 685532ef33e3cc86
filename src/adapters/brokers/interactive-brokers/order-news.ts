import type { Contract, Order, OrderState } from '@stoqey/ib';
import { DECIMAL_ZERO, formatDecimal } from '#domain/values/decimal';
import type { BrokerEvent } from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import { exactAmount, priceOf, roundedAmount } from './exact-number.ts';
import { orderKey } from './fill-desk.ts';
import type { GatewayStatus } from './gateway-codec.ts';
import { orderNotice } from './notice-meaning.ts';
import { type Command, type OrderEntry, type OrderRegister, reportOf, standsAs } from './order-register.ts';
import type { OrderedEvents } from './ordered-events.ts';
import { isPermanentId, orderFacts, phaseOf } from './read-order.ts';

export interface OrderNewsOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly account: string;
  readonly clientId: number;
  readonly register: OrderRegister;
  readonly events: OrderedEvents;
  readonly symbolOf: (contract: Contract) => string;
  /** More has filled than executions told. */
  readonly onFillMissing: (entry: OrderEntry) => void;
}

/** An order's end and the message that says why come one after the other, in either order. */
const REASON_WAIT_MS = 250;
const REJECTED = 201;

/** Turns what TWS says of orders into events, each once. */
export class OrderNews {
  readonly #options: OrderNewsOptions;
  /** Orders of other accounts under the same login. */
  readonly #others = new Set<number>();

  constructor(options: OrderNewsOptions) {
    this.#options = options;
  }

  /** An order as it stands. Answers it, or null when it is another account's. Throws a RangeError when it cannot be read. */
  describe(
    message: {
      readonly orderId: number;
      readonly contract: Contract;
      readonly order: Order;
      readonly state: OrderState;
    },
    isFirstLook: boolean,
  ): OrderEntry | null {
    const { account, register, symbolOf } = this.#options;
    const { orderId, contract, order, state } = message;
    if (order.account && order.account !== account) {
      if (isPermanentId(order.permId)) this.#others.add(order.permId);
      return null;
    }
    const clientId = order.clientId ?? this.#options.clientId;
    // Before TWS has numbered it for good, what it says of an order says nothing that its status does not.
    if (!isPermanentId(order.permId)) return register.byOrderId(clientId, orderId) ?? null;
    const facts = orderFacts(order);
    const { entry, isNew } = register.meet(facts, { orderId, clientId, symbol: symbolOf(contract) });
    entry.trailAmount = facts.type.startsWith('trailing') ? priceOf(order.auxPrice) : undefined;
    if (isNew && isFirstLook) entry.isAcknowledged = true;
    this.#enter(entry, String(state.status), state.warningText ?? '');
    if (isNew && !isFirstLook && entry.clientOrderId !== null) this.#tellExternal(entry);
    if (entry.asked && standsAs(entry, entry.asked)) this.#tellReplaced(entry);
    return entry;
  }

  status(status: GatewayStatus): void {
    const { register, clientId, log } = this.#options;
    if (status.permId !== undefined && this.#others.has(status.permId)) return;
    const entry = isPermanentId(status.permId)
      ? (register.byVenueOrderId(String(status.permId)) ??
        register.byOrderId(status.clientId ?? clientId, status.orderId))
      : register.byOrderId(status.clientId ?? clientId, status.orderId);
    if (!entry) {
      throw new RangeError(`it is of order ${status.orderId}, which was never described`);
    }
    if (isPermanentId(status.permId)) register.nameForGood(entry, String(status.permId));
    const filled = status.filled === undefined ? DECIMAL_ZERO : exactAmount(status.filled, 'filled quantity');
    if (filled < entry.filledQuantity) {
      // An old message: what has filled does not come back.
      log.info('an outdated order status was passed over', {
        order: entry.venueOrderId,
        filled: formatDecimal(filled),
      });
      return;
    }
    entry.filledQuantity = filled;
    entry.averagePrice = roundedAmount(status.averagePrice) ?? entry.averagePrice;
    this.#enter(entry, status.status, status.whyHeld);
    if (filled > DECIMAL_ZERO) this.#options.onFillMissing(entry);
  }

  /** A numbered message about an order. */
  notice(entry: OrderEntry, code: number, text: string): void {
    const reason = `${text.trim()} (${code})`;
    entry.remark = reason;
    switch (orderNotice(code)) {
      case 'cancelled':
        this.end(entry, /expire/i.test(text) ? 'expired' : 'cancelled', reason);
        return;
      case 'cancel-rejected':
        if (this.#answered(entry, 'cancel')) this.#tell(entry, 'cancel-rejected', reason);
        return;
      case 'warning':
      case 'unclear':
        this.#options.log.warn(`Interactive Brokers on an order: ${reason}`, { order: entry.clientOrderId });
        return;
      case 'refusal':
        this.#refuse(entry, code, reason);
    }
  }

  /** It trades no more. Told once; for an order placed elsewhere as news of it. */
  end(entry: OrderEntry, kind: 'cancelled' | 'rejected' | 'expired' | 'filled', reason: string): void {
    for (const command of ['submit', 'cancel', 'replace'] as const) this.#answered(entry, command);
    entry.ending?.();
    entry.ending = null;
    entry.asked = null;
    entry.status = kind;
    entry.updatedTime = this.#options.clock.now();
    if (entry.hasEnded) return;
    entry.hasEnded = true;
    if (entry.clientOrderId === null) this.#tellExternal(entry);
    else if (kind !== 'filled') this.#tell(entry, kind, reason);
  }

  #enter(entry: OrderEntry, status: string, why: string): void {
    const phase = phaseOf(status);
    const stand = `${status} ${entry.filledQuantity} ${why} ${JSON.stringify(entry.facts, plain)}`;
    const isNews = entry.lastTold !== stand;
    entry.lastTold = stand;
    if (isNews) entry.updatedTime = this.#options.clock.now();
    if (phase === undefined || entry.hasEnded) return;
    this.#answered(entry, 'submit');
    switch (phase) {
      case 'unconfirmed':
        break;
      case 'cancelling':
        this.#answered(entry, 'cancel');
        entry.status = 'pending-cancel';
        this.#acknowledge(entry);
        break;
      case 'working':
        entry.status = entry.filledQuantity > DECIMAL_ZERO ? 'partially-filled' : 'working';
        this.#acknowledge(entry);
        break;
      case 'filled':
        this.#acknowledge(entry);
        this.end(entry, 'filled', 'filled');
        return;
      case 'cancelled':
        if (entry.isCancelAsked) this.end(entry, 'cancelled', 'cancelled as asked');
        else this.#endSoon(entry, 'cancelled', why || 'cancelled at Interactive Brokers');
        return;
      case 'inactive':
        // Held while shares to be sold short are looked for.
        if (why.includes('locate')) this.#acknowledge(entry);
        else this.#endSoon(entry, 'rejected', why || 'Interactive Brokers made it inactive; TWS shows why');
        return;
    }
    if (isNews && entry.clientOrderId === null) this.#tellExternal(entry);
  }

  #endSoon(entry: OrderEntry, kind: 'cancelled' | 'rejected', reason: string): void {
    entry.ending ??= this.#options.clock.after(REASON_WAIT_MS, () => {
      const isRejected = kind === 'rejected' && this.#isBare(entry);
      this.end(entry, isRejected ? 'rejected' : 'cancelled', entry.remark || reason);
    });
  }

  #acknowledge(entry: OrderEntry): void {
    const { clientOrderId, venueOrderId } = entry;
    if (entry.isAcknowledged || venueOrderId === null) return;
    entry.isAcknowledged = true;
    if (clientOrderId === null || !entry.isSubmittedHere) return;
    const eventTime = this.#options.clock.now();
    this.#say(entry, { kind: 'acknowledged', clientOrderId, venueOrderId, eventTime });
  }

  #refuse(entry: OrderEntry, code: number, reason: string): void {
    if (entry.asked && this.#answered(entry, 'replace')) {
      entry.asked = null;
      this.#tell(entry, 'replace-rejected', reason);
    } else if (!entry.isAcknowledged || entry.ending || code === REJECTED) {
      this.end(entry, this.#isBare(entry) ? 'rejected' : 'cancelled', reason);
    } else if (this.#answered(entry, 'cancel')) {
      this.#tell(entry, 'cancel-rejected', reason);
    } else {
      this.#options.log.warn(`Interactive Brokers on an order: ${reason}`, { order: entry.clientOrderId });
    }
  }

  /** Nothing of it has filled, so that it can still be said to be rejected. */
  #isBare({ filledQuantity }: OrderEntry): boolean {
    return filledQuantity === DECIMAL_ZERO;
  }

  #tellReplaced(entry: OrderEntry): void {
    const { clientOrderId, venueOrderId, asked } = entry;
    this.#answered(entry, 'replace');
    entry.asked = null;
    if (clientOrderId === null || venueOrderId === null || !asked) return;
    const eventTime = this.#options.clock.now();
    this.#say(entry, { kind: 'replaced', clientOrderId, venueOrderId, change: asked, eventTime });
  }

  #tell(
    entry: OrderEntry,
    kind: 'cancelled' | 'rejected' | 'expired' | 'cancel-rejected' | 'replace-rejected',
    reason: string,
  ): void {
    const { clientOrderId } = entry;
    if (clientOrderId === null) return;
    this.#say(entry, { kind, clientOrderId, reason, eventTime: this.#options.clock.now() });
  }

  #tellExternal(entry: OrderEntry): void {
    const report = reportOf(entry);
    if (report) this.#say(entry, { kind: 'external', report });
  }

  #say(entry: OrderEntry, event: BrokerEvent): void {
    this.#options.events.tell(orderKey(entry), event);
  }

  /** Ends the wait for a command's answer; whether there was one. */
  #answered(entry: OrderEntry, command: Command): boolean {
    const off = entry.waits[command];
    delete entry.waits[command];
    off?.();
    return off !== undefined;
  }
}

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
