import type { BrokerFill, BrokerOrderReport, BrokerSink } from './broker.ts';

/** Fills that are remembered so as not to be told twice. */
const FILLS_MAX = 20_000;
/** Orders that are remembered after their end, for what comes late. */
const ORDERS_MAX = 5_000;

interface KnownOrder {
  readonly symbol: string;
  venueOrderId: string | null;
  isAcknowledged: boolean;
  isEnded: boolean;
}

/** An order of ours that may still trade, as far as was told. */
export interface OpenOrder {
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly venueOrderId: string | null;
}

type End = 'cancelled' | 'rejected' | 'expired';

/** What a connection has told of its orders: nothing is told twice, and what was missed can be told late. */
export class BrokerOrderBook {
  readonly #sink: BrokerSink;
  readonly #orders = new Map<string, KnownOrder>();
  readonly #clientIds = new Map<string, string>();
  readonly #fills = new Set<string>();

  constructor(sink: BrokerSink) {
    this.#sink = sink;
  }

  /** An order of ours is on its way, or was before this connection. */
  expect(clientOrderId: string, symbol: string, venueOrderId: string | null): void {
    const known = this.#orders.get(clientOrderId);
    if (!known) {
      this.#orders.set(clientOrderId, { symbol, venueOrderId: null, isAcknowledged: false, isEnded: false });
      shorten(this.#orders, ORDERS_MAX);
    }
    if (venueOrderId !== null) this.bind(clientOrderId, venueOrderId);
  }

  /** From now on the order bears this number at the venue; what it bore before still leads to it. */
  bind(clientOrderId: string, venueOrderId: string): void {
    const known = this.#orders.get(clientOrderId);
    if (known) known.venueOrderId = venueOrderId;
    this.#clientIds.set(venueOrderId, clientOrderId);
    shorten(this.#clientIds, ORDERS_MAX);
  }

  /** Ours of a number of the venue; null when it is of none that this connection knows. */
  clientOrderId(venueOrderId: string): string | null {
    return this.#clientIds.get(venueOrderId) ?? null;
  }

  /** The number that the order bears now. */
  venueOrderId(clientOrderId: string): string | null {
    return this.#orders.get(clientOrderId)?.venueOrderId ?? null;
  }

  /** Whether what became of the command has been told, whatever is heard of it besides. */
  isSettled(command: 'submit' | 'cancel' | 'replace', clientOrderId: string): boolean {
    const known = this.#orders.get(clientOrderId);
    return known !== undefined && (known.isEnded || (command === 'submit' && known.isAcknowledged));
  }

  /** Orders that may still trade, oldest first. */
  open(): OpenOrder[] {
    return [...this.#orders]
      .filter(([, { isEnded }]) => !isEnded)
      .map(([clientOrderId, { symbol, venueOrderId }]) => ({ clientOrderId, symbol, venueOrderId }));
  }

  acknowledged(clientOrderId: string, symbol: string, venueOrderId: string, eventTime: number): void {
    this.expect(clientOrderId, symbol, null);
    const known = this.#orders.get(clientOrderId);
    if (!known || known.isAcknowledged) return;
    known.isAcknowledged = true;
    this.bind(clientOrderId, venueOrderId);
    this.#sink.event({ kind: 'acknowledged', clientOrderId, venueOrderId, eventTime });
  }

  /** Whether the fill is told now: false when it was before. */
  filled(fill: BrokerFill): boolean {
    if (this.#fills.has(fill.fillId)) return false;
    this.passOver(fill.fillId);
    this.#sink.event({ kind: 'filled', fill });
    return true;
  }

  /** The fill happened before anyone could be told of it here. */
  passOver(fillId: string): void {
    this.#fills.add(fillId);
    shorten(this.#fills, FILLS_MAX);
  }

  /** The order is filled: it is not asked for any more. */
  completed(clientOrderId: string): void {
    const known = this.#orders.get(clientOrderId);
    if (known) known.isEnded = true;
  }

  ended(kind: End, clientOrderId: string, reason: string, eventTime: number): void {
    const known = this.#orders.get(clientOrderId);
    if (known?.isEnded) return;
    if (known) known.isEnded = true;
    this.#sink.event({ kind, clientOrderId, reason, eventTime });
  }

  /** Tells what a report of one of our orders says that was not told yet; its fills are to be told before. */
  reported(report: BrokerOrderReport): void {
    const { clientOrderId, symbol, venueOrderId, status, updatedTime } = report;
    if (clientOrderId === null) return;
    this.expect(clientOrderId, symbol, null);
    if (status !== 'rejected' && status !== 'sent')
      this.acknowledged(clientOrderId, symbol, venueOrderId, updatedTime);
    if (status === 'filled') this.completed(clientOrderId);
    if (status === 'cancelled' || status === 'rejected' || status === 'expired')
      this.ended(status, clientOrderId, report.reason ?? `the broker says it is ${status}`, updatedTime);
  }
}

/** Takes off the oldest until there are no more than `sizeMax`. */
function shorten(collection: Map<string, unknown> | Set<string>, sizeMax: number): void {
  for (const key of collection.keys()) {
    if (collection.size <= sizeMax) return;
    collection.delete(key);
  }
}
