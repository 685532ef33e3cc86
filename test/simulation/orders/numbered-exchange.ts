import type { OrderChange } from '#domain/orders/order';
import type {
  BrokerEvent,
  BrokerFill,
  BrokerOrder,
  BrokerOrderRef,
  BrokerOrderReport,
} from '#engine/ports/broker';
import type { SeededExchange } from './seeded-exchange.ts';

/**
 * The exchange as a connection has it that keeps no ids of ours: it is asked by its own numbers alone, and its lists and
 * news name nobody. What an answer to a command or a question of ours told of numbers is remembered for this process.
 */
export class NumberedExchange {
  readonly #exchange: SeededExchange;
  readonly #ours = new Map<string, string>();

  constructor(exchange: SeededExchange) {
    this.#exchange = exchange;
  }

  submit(order: BrokerOrder): BrokerEvent {
    return this.#exchange.submit(order);
  }

  /** An answer to a command has come through: only now is the number known that it tells. */
  learn(answer: BrokerEvent): void {
    if (answer.kind === 'acknowledged') this.#ours.set(answer.venueOrderId, answer.clientOrderId);
  }

  cancel(ref: BrokerOrderRef): BrokerEvent | null {
    return this.#knows(ref) ? this.#exchange.cancel(ref) : this.#unsent('cancel', ref);
  }

  replace(ref: BrokerOrderRef, change: OrderChange): BrokerEvent {
    return this.#knows(ref) ? this.#exchange.replace(ref, change) : this.#unsent('replace', ref);
  }

  order(ref: BrokerOrderRef): BrokerOrderReport | null {
    const report = this.#knows(ref) ? this.#exchange.order(ref) : null;
    return report && this.#report(report);
  }

  openOrders(): BrokerOrderReport[] {
    return this.#exchange.openOrders().map((report) => this.#report(report));
  }

  fills(since: number): BrokerFill[] {
    return this.#exchange.fills(since).map((fill) => this.#fill(fill));
  }

  positions() {
    return this.#exchange.positions();
  }

  balances() {
    return this.#exchange.balances();
  }

  /** News of the exchange as it is heard here; null for what cannot be told. */
  heard(event: BrokerEvent): BrokerEvent | null {
    if (event.kind === 'filled') return { kind: 'filled', fill: this.#fill(event.fill) };
    if (event.kind === 'acknowledged') return null;
    if (event.kind === 'external' || event.kind === 'unreadable') return event;
    const number = this.#exchange.numberOf(event.clientOrderId);
    if (number === undefined || this.#ours.has(number)) return event;
    const report = this.#exchange.all().find(({ venueOrderId }) => venueOrderId === number);
    return report ? { kind: 'external', report: this.#report(report) } : null;
  }

  #knows({ clientOrderId, venueOrderId }: BrokerOrderRef): boolean {
    if (venueOrderId === null) return false;
    this.#ours.set(venueOrderId, clientOrderId);
    return true;
  }

  #unsent(command: 'cancel' | 'replace', { clientOrderId }: BrokerOrderRef): BrokerEvent {
    const reason = 'the exchange has told no number of it';
    return { kind: 'unsent', command, clientOrderId, reason, eventTime: this.#exchange.now() };
  }

  #report(report: BrokerOrderReport): BrokerOrderReport {
    return { ...report, clientOrderId: this.#ours.get(report.venueOrderId) ?? null };
  }

  #fill(fill: BrokerFill): BrokerFill {
    return { ...fill, clientOrderId: this.#ours.get(fill.venueOrderId) ?? null };
  }
}
