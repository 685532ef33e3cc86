import { legsOfComboSymbol } from '#domain/orders/combo';
import type { OrderChange, OrderTerms } from '#domain/orders/order';
import { DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';
import type { BrokerOrder, BrokerOrderRef, BrokerOrderReport } from '#engine/ports/broker';
import type { OrderFacts } from './read-order.ts';

export type Command = 'submit' | 'cancel' | 'replace';

/** An order as far as this connection knows it. */
export interface OrderEntry {
  readonly clientOrderId: string | null;
  readonly symbol: string;
  /** It was submitted over this connection. */
  readonly isSubmittedHere: boolean;
  /** Its number within {@link clientId}'s session; null before it was sent. */
  orderId: number | null;
  /** Which program of TWS it belongs to. */
  clientId: number;
  /** TWS's number for good. */
  venueOrderId: string | null;
  facts: OrderFacts | null;
  trailAmount: Decimal | undefined;
  status: BrokerOrderReport['status'];
  filledQuantity: Decimal;
  averagePrice: Decimal;
  updatedTime: number;
  isAcknowledged: boolean;
  isCancelAsked: boolean;
  hasEnded: boolean;
  /** TWS says that it has ended; ends the wait for the message that says why. */
  ending: (() => void) | null;
  /** The last numbered message about it. */
  remark: string;
  /** The state last told, so that a repeated message is seen to be one. */
  lastTold: string;
  /** What was sent and has no answer yet; the call ends the wait. */
  readonly waits: Partial<Record<Command, () => void>>;
  asked: OrderChange | null;
  /** Settles when the commands before have gone out, so that a cancel never overtakes its order. */
  turn: Promise<void>;
}

/** The orders of an account at TWS, by every name they have. */
export class OrderRegister {
  readonly #entries: OrderEntry[] = [];
  readonly #byClientOrderId = new Map<string, OrderEntry>();
  readonly #byVenueOrderId = new Map<string, OrderEntry>();
  readonly #byOrderId = new Map<string, OrderEntry>();

  add(order: Pick<BrokerOrder, 'clientOrderId' | 'symbol'>, clientId: number): OrderEntry {
    return this.#keep(blank({ ...order, clientId, isSubmittedHere: true }));
  }

  /** The entry of an order that TWS tells of; a new one when nothing here is it. */
  meet(
    facts: OrderFacts,
    { orderId, clientId, symbol }: { orderId: number; clientId: number; symbol: string },
  ): { readonly entry: OrderEntry; readonly isNew: boolean } {
    const known =
      this.#byVenueOrderId.get(facts.venueOrderId) ??
      (facts.clientOrderId === null ? undefined : this.#byClientOrderId.get(facts.clientOrderId));
    const isSame = known !== undefined && (known.venueOrderId ?? facts.venueOrderId) === facts.venueOrderId;
    const { clientOrderId } = facts;
    const entry = isSame
      ? known
      : this.#keep(blank({ clientOrderId, symbol, clientId, isSubmittedHere: false }));
    entry.facts = facts;
    entry.clientId = clientId;
    entry.orderId = orderId;
    this.#byOrderId.set(sessionName(clientId, orderId), entry);
    this.nameForGood(entry, facts.venueOrderId);
    return { entry, isNew: !isSame };
  }

  number(entry: OrderEntry, orderId: number): void {
    entry.orderId = orderId;
    this.#byOrderId.set(sessionName(entry.clientId, orderId), entry);
  }

  nameForGood(entry: OrderEntry, venueOrderId: string): void {
    entry.venueOrderId = venueOrderId;
    this.#byVenueOrderId.set(venueOrderId, entry);
  }

  byRef({
    clientOrderId,
    venueOrderId,
  }: Pick<BrokerOrderRef, 'clientOrderId' | 'venueOrderId'>): OrderEntry | undefined {
    return (
      this.#byClientOrderId.get(clientOrderId) ??
      (venueOrderId === null ? undefined : this.#byVenueOrderId.get(venueOrderId))
    );
  }

  byVenueOrderId(venueOrderId: string): OrderEntry | undefined {
    return this.#byVenueOrderId.get(venueOrderId);
  }

  byOrderId(clientId: number, orderId: number): OrderEntry | undefined {
    return this.#byOrderId.get(sessionName(clientId, orderId));
  }

  all(): readonly OrderEntry[] {
    return this.#entries;
  }

  #keep(entry: OrderEntry): OrderEntry {
    this.#entries.push(entry);
    const { clientOrderId } = entry;
    if (clientOrderId !== null && !this.#byClientOrderId.has(clientOrderId)) {
      this.#byClientOrderId.set(clientOrderId, entry);
    }
    return entry;
  }
}

/** Null when TWS has not described it yet. */
export function reportOf(entry: OrderEntry): BrokerOrderReport | null {
  const { facts, symbol, status, filledQuantity, averagePrice, updatedTime } = entry;
  return facts && { ...facts, ...namedOf(symbol), status, filledQuantity, averagePrice, updatedTime };
}

/** A symbol with the legs that it tells. */
export function namedOf(symbol: string): Pick<BrokerOrderReport, 'symbol' | 'legs'> {
  const legs = legsOfComboSymbol(symbol);
  return { symbol, ...(legs === undefined ? {} : { legs }) };
}

/** Whether the order stands as it was asked to be changed. */
export function standsAs(entry: OrderEntry, asked: OrderChange): boolean {
  const { facts, trailAmount } = entry;
  if (!facts) return false;
  const stands: OrderChange = { ...pricesOf(facts), ...(trailAmount === undefined ? {} : { trailAmount }) };
  return (Object.keys(asked) as (keyof OrderChange)[]).every((part) => asked[part] === stands[part]);
}

function pricesOf({
  quantity,
  limitPrice,
  stopPrice,
}: Pick<OrderTerms, 'quantity' | 'limitPrice' | 'stopPrice'>): OrderChange {
  return {
    quantity,
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(stopPrice === undefined ? {} : { stopPrice }),
  };
}

function sessionName(clientId: number, orderId: number): string {
  return `${clientId}:${orderId}`;
}

function blank(
  start: Pick<OrderEntry, 'clientOrderId' | 'symbol' | 'clientId' | 'isSubmittedHere'>,
): OrderEntry {
  return {
    ...start,
    orderId: null,
    venueOrderId: null,
    facts: null,
    trailAmount: undefined,
    status: 'sent',
    filledQuantity: DECIMAL_ZERO,
    averagePrice: DECIMAL_ZERO,
    updatedTime: 0,
    isAcknowledged: false,
    isCancelAsked: false,
    hasEnded: false,
    ending: null,
    remark: '',
    lastTold: '',
    waits: {},
    asked: null,
    turn: Promise.resolve(),
  };
}
