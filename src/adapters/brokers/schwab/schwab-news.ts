import { formatDecimal } from '#domain/values/decimal';
import type { BrokerOrder, BrokerOrderReport, BrokerSink } from '#engine/ports/broker';
import type { BrokerOrderBook } from '#engine/ports/broker-order-book';
import { readSchwabOrder, type SchwabOrder, schwabNumber, UnreadableAnswer } from './read-schwab.ts';

/** An order of ours that Schwab has not given a number. */
interface Unnumbered {
  readonly order: BrokerOrder;
  readonly sentTime: number;
  /** Its command came to no answer. */
  isUnknown: boolean;
}

/** An order may be entered so long before or after we think to have sent it: clocks differ. */
const WINDOW_MS = 120_000;
const SEEN_MAX = 10_000;

/** What changed between two looks at the list of orders. */
export class SchwabNews {
  readonly #book: BrokerOrderBook;
  readonly #sink: BrokerSink;
  readonly #unreadable: (raw: string, reason: string) => void;
  readonly #unnumbered = new Map<string, Unnumbered>();
  /** What was last seen of each number, in short. */
  readonly #seen = new Map<string, string>();

  /** `unreadable` shows a person what cannot be read. */
  constructor(book: BrokerOrderBook, sink: BrokerSink, unreadable: (raw: string, reason: string) => void) {
    this.#book = book;
    this.#sink = sink;
    this.#unreadable = unreadable;
  }

  sending(order: BrokerOrder, sentTime: number): void {
    this.#unnumbered.set(order.clientOrderId, { order, sentTime, isUnknown: false });
  }

  /** It has a number now, or never will. */
  settled(clientOrderId: string): void {
    this.#unnumbered.delete(clientOrderId);
  }

  outcomeUnknown(clientOrderId: string): void {
    const sent = this.#unnumbered.get(clientOrderId);
    if (sent) sent.isUnknown = true;
  }

  /** Takes what is there when the account is first looked at as known: who opened it asks for it. */
  begin(orders: readonly unknown[]): void {
    for (const value of orders) {
      const order = this.read(value);
      if (!order) continue;
      this.#remember(order.report.venueOrderId, gist(order.report));
      for (const { fillId } of order.fills) this.#book.passOver(fillId);
    }
  }

  /** Tells what is new; answers whether anything was. */
  look(orders: readonly unknown[]): boolean {
    let hasNews = false;
    for (const value of orders) {
      const order = this.read(value);
      if (!order || this.#seen.get(order.report.venueOrderId) === gist(order.report)) continue;
      const owner = this.#book.clientOrderId(order.report.venueOrderId);
      const twin = owner === null ? this.#twinOf(order) : undefined;
      // It may be ours, and the answer with its number be on its way.
      if (twin && !twin.isUnknown) continue;
      hasNews = true;
      this.#remember(order.report.venueOrderId, gist(order.report));
      this.#tell(order, owner, twin);
    }
    return hasNews;
  }

  #tell({ report, fills }: SchwabOrder, clientOrderId: string | null, twin: Unnumbered | undefined): void {
    if (clientOrderId !== null) {
      const { symbol, venueOrderId, updatedTime, status } = report;
      if (status !== 'rejected') this.#book.acknowledged(clientOrderId, symbol, venueOrderId, updatedTime);
    }
    for (const fill of fills) this.#book.filled({ ...fill, clientOrderId });
    if (clientOrderId !== null) this.#book.reported({ ...report, clientOrderId });
    else
      this.#sink.event({ kind: 'external', report: twin ? { ...report, reason: likenessOf(twin) } : report });
  }

  /** An order that we sent and that has no number yet, equal to this one in all that Schwab tells. */
  #twinOf({ report, enteredTime }: SchwabOrder): Unnumbered | undefined {
    return [...this.#unnumbered.values()].find(
      ({ order, sentTime }) =>
        Math.abs(enteredTime - sentTime) <= WINDOW_MS &&
        order.symbol === report.symbol &&
        order.side === report.side &&
        order.type === report.type &&
        order.quantity === report.quantity &&
        order.limitPrice === report.limitPrice,
    );
  }

  /** Null for what cannot be read, such as spreads, which is shown to a person once for each order. */
  read(value: unknown): SchwabOrder | null {
    try {
      return readSchwabOrder(value);
    } catch (error) {
      if (!(error instanceof UnreadableAnswer)) throw error;
      const raw = JSON.stringify(value) ?? '';
      const key = schwabNumber(value) ?? raw;
      if (this.#seen.get(key) !== error.message) {
        this.#remember(key, error.message);
        this.#unreadable(raw, error.message);
      }
      return null;
    }
  }

  #remember(key: string, seen: string): void {
    this.#seen.set(key, seen);
    for (const oldest of this.#seen.keys()) {
      if (this.#seen.size <= SEEN_MAX) return;
      this.#seen.delete(oldest);
    }
  }
}

function gist({ status, filledQuantity, updatedTime, quantity }: BrokerOrderReport): string {
  return `${status} ${formatDecimal(filledQuantity)} of ${formatDecimal(quantity)} ${updatedTime}`;
}

function likenessOf({ order, sentTime }: Unnumbered): string {
  return `it is like order ${order.clientOrderId}, sent at ${new Date(sentTime).toISOString()} without an answer; adopt it if it is that one`;
}
