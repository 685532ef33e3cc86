import type { OrderRequest } from '#contract/services/trading';
import { leadsTowardsFlat } from '#domain/orders/terms-fault';
import { DECIMAL_ZERO, parseDecimal } from '#domain/values/decimal';
import type { SeededRandom } from '#domain/values/seeded-random';
import type { Violations } from './invariants.ts';
import { seededRequest } from './seeded-request.ts';
import { ACCOUNT, type TradingProcess } from './trading-process.ts';
import { seededAlgorithm } from './worked-orders.ts';

/** The day that a person trades in. */
export interface PersonsDay {
  readonly random: SeededRandom;
  readonly prices: ReadonlyMap<string, number>;
  readonly found: Violations;
  /** The process that runs now. */
  readonly process: () => TradingProcess;
  /** Does something that may be refused, or be the last that the process does. */
  readonly attempt: (what: string, work: () => void) => void;
}

/** What a person does at the screen, and remembers of what was answered. */
export class SeededPerson {
  /** Orders and cancels that the person was told of. */
  readonly told = new Set<string>();
  readonly cancelled = new Set<string>();
  readonly algorithms = new Set<string>();
  readonly #day: PersonsDay;
  #submitted = 0;

  constructor(day: PersonsDay) {
    this.#day = day;
  }

  submit(): void {
    const { trading, journal } = this.#day.process();
    const request = this.#request();
    const unknown = journal.projection.openOrders(ACCOUNT).some(({ status }) => status === 'unknown');
    this.#day.attempt(`submit ${request.side} ${request.quantity} ${request.symbol} ${request.type}`, () => {
      const order = trading.transact(() => trading.orders.submit(request));
      this.told.add(order.clientOrderId);
      const held = trading.book.position(order.symbol)?.quantity ?? DECIMAL_ZERO;
      if (unknown && order.status === 'sent' && !leadsTowardsFlat(held, order.side, order.quantity))
        this.#day.found.doubled.push(`order ${order.clientOrderId} opened risk while an outcome was unknown`);
      // The same press of the button again is the same order.
      const again = trading.transact(() => trading.orders.submit(request));
      if (again.clientOrderId !== order.clientOrderId)
        this.#day.found.doubled.push(`a repeat of ${order.clientOrderId} became another order`);
    });
  }

  cancel(): void {
    const { trading } = this.#day.process();
    const order = this.#pick();
    if (!order) return;
    this.#day.attempt(`cancel ${order.clientOrderId}`, () => {
      trading.transact(() => trading.orders.cancel(order.clientOrderId));
      this.cancelled.add(order.clientOrderId);
    });
  }

  cancelAll(): void {
    const { trading } = this.#day.process();
    this.#day.attempt('cancel all', () =>
      trading.transact(() => trading.orders.cancelAll('cancelled by a person')),
    );
  }

  replace(): void {
    const { trading } = this.#day.process();
    const order = this.#pick();
    if (!order) return;
    const quantity = order.quantity + parseDecimal(String(this.#day.random.nextInteger(-5, 8)));
    this.#day.attempt(`replace ${order.clientOrderId} by ${quantity / 100_000_000n}`, () =>
      trading.transact(() => trading.orders.replace(order.clientOrderId, { quantity })),
    );
  }

  flatten(): void {
    const { trading } = this.#day.process();
    const [held] = trading.book.held();
    if (!held) return;
    this.#submitted += 1;
    const nonce = `n${this.#submitted}`;
    this.#day.attempt(`close ${held.symbol}`, () =>
      this.told.add(trading.transact(() => trading.orders.close(held.symbol, nonce)).clientOrderId),
    );
  }

  /** Starts to work an order in parts. */
  work(): void {
    const { trading, algorithms, clock } = this.#day.process();
    this.#submitted += 1;
    const algorithm = seededAlgorithm(this.#day.random, {
      id: `worked-${this.#submitted}`,
      symbol: this.#day.random.next() < 0.5 ? 'AAA' : 'BBB',
      side: this.#day.random.next() < 0.5 ? 'buy' : 'sell',
      now: clock.now(),
    });
    const { kind, quantity } = algorithm.terms;
    this.#day.attempt(`${kind} of ${quantity / 100_000_000n} as ${algorithm.id}`, () => {
      algorithms.start(trading, algorithm);
      this.algorithms.add(algorithm.id);
    });
  }

  /** A person resumes what has paused, or cancels one. */
  endWork(): void {
    const { algorithms } = this.#day.process();
    const [worked] = algorithms.book.active();
    if (!worked) return;
    this.#day.attempt(`${worked.id} is ${worked.state}`, () =>
      worked.state === 'paused' ? algorithms.resume(worked.id) : algorithms.cancel(worked.id),
    );
  }

  adopt(): void {
    const { broker } = this.#day.process();
    const [external] = broker.state.get().reconciliation?.external ?? [];
    if (external)
      this.#day.attempt(`adopt ${external.venueOrderId}`, () => broker.adopt(external.venueOrderId));
  }

  #request(): OrderRequest {
    const symbol = this.#day.random.next() < 0.6 ? 'AAA' : 'BBB';
    this.#submitted += 1;
    const now = this.#day.process().clock.now();
    const price = this.#day.prices.get(symbol)!;
    return seededRequest(this.#day.random, { symbol, price, now, nonce: `n${this.#submitted}` });
  }

  #pick() {
    const open = this.#day.process().journal.projection.openOrders(ACCOUNT);
    const chosen = open[this.#day.random.nextInteger(0, Math.max(0, open.length - 1))];
    // A person changes no part of what is worked for him: it would be another quantity then.
    return chosen?.algorithmId === undefined ? chosen : undefined;
  }
}
