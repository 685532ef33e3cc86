import type { Decimal } from '#domain/values/decimal';
import type { BrokerFill, BrokerOrderReport, BrokerSink } from '#engine/ports/broker';
import type { BrokerOrderBook } from '#engine/ports/broker-order-book';
import type { ExchangeDialect } from './exchange-dialect.ts';

/** Numbers of the exchange that are remembered. */
const ORDERS_MAX = 5_000;

/** Turns what an exchange says of orders into events: fills before ends, ours apart from those placed elsewhere. */
export class OrderNews {
  readonly #book: BrokerOrderBook;
  readonly #sink: BrokerSink;
  /** By the exchange's number: whose order it is, null for one that was placed elsewhere. */
  readonly #owners = new Map<string, string | null>();
  /** By the exchange's number: how much of it is told as fills. */
  readonly #filled = new Map<string, Decimal>();

  constructor(book: BrokerOrderBook, sink: BrokerSink) {
    this.#book = book;
    this.#sink = sink;
  }

  /** How an order stands, with the fill that made it so where that came along. */
  async told(report: BrokerOrderReport, dialect: ExchangeDialect, fill?: BrokerFill): Promise<void> {
    const { clientOrderId, venueOrderId } = report;
    remember(this.#owners, venueOrderId, clientOrderId);
    if (clientOrderId === null) {
      this.#sink.event({ kind: 'external', report });
      return;
    }
    this.#book.expect(clientOrderId, report.symbol, null);
    if (report.status !== 'rejected')
      this.#book.acknowledged(clientOrderId, report.symbol, venueOrderId, report.updatedTime);
    if (fill) this.#fill({ ...fill, clientOrderId });
    if ((this.#filled.get(venueOrderId) ?? 0n) < report.filledQuantity)
      for (const missed of await dialect.fillsOf(report)) this.#fill({ ...missed, clientOrderId });
    this.#book.reported(report);
  }

  /** The fill with our id, which the exchange tells of the order only. */
  async owned(fill: BrokerFill, dialect: ExchangeDialect): Promise<BrokerFill> {
    const { venueOrderId, symbol } = fill;
    const clientOrderId = fill.clientOrderId ?? this.#book.clientOrderId(venueOrderId);
    if (clientOrderId !== null) return { ...fill, clientOrderId };
    if (!this.#owners.has(venueOrderId)) {
      const report = await dialect.order({ clientOrderId: '', venueOrderId, symbol, revision: 0 });
      remember(this.#owners, venueOrderId, report?.clientOrderId ?? null);
    }
    return { ...fill, clientOrderId: this.#owners.get(venueOrderId) ?? null };
  }

  #fill(fill: BrokerFill): void {
    if (!this.#book.filled(fill)) return;
    const before = this.#filled.get(fill.venueOrderId) ?? 0n;
    remember(this.#filled, fill.venueOrderId, before + fill.quantity);
  }
}

function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= ORDERS_MAX) return;
    map.delete(oldest);
  }
}
