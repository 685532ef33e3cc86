import type {
  AccountView,
  InstrumentView,
  OrderSize,
  OrderTerms,
  PositionView,
} from '#domain/strategies/sdk/strategy-context';
import { unknownName } from '#domain/values/nearest-names';
import { unitsFromNumber } from '#domain/values/units';
import { decisionSize } from '../decision-size.ts';
import { DecisionTape } from '../decision-tape.ts';
import { exactTerms } from '../exact-terms.ts';
import type { AccountBooks } from './account-books.ts';
import type { AccountRequest, InstrumentInput } from './account-request.ts';
import { RunAccount, RunPosition } from './account-views.ts';
import type { OrderDesk } from './order-desk.ts';
import type { OrderEntry } from './order-entry.ts';
import { sizeFault, termsFault } from './order-faults.ts';
import type { PlacedCursor } from './run-moment.ts';
import { type ContextHost, SeriesContext } from './series-context.ts';

/** Most lines that a strategy's notes may have. */
const NOTES_MAX = 1_000;

/** One series of the run, in the order that equal times are handled in. */
export interface RunSeries extends PlacedCursor {
  readonly instrument: number;
  readonly context: SeriesContext;
  /** Whether orders match on it; else it is only shown. */
  readonly isMatching: boolean;
}

/** What a strategy's contexts ask and do: prices, positions, orders, other instruments. */
export class AccountHost implements ContextHost {
  readonly notes: string[] = [];
  /** Everything the strategy asked for, where that is wanted. */
  readonly tape: DecisionTape | undefined;
  readonly parameters: AccountRequest['parameters'];
  readonly account: AccountView;
  readonly series: readonly RunSeries[];
  /** The series that each instrument's orders match on. */
  readonly matching: readonly RunSeries[];
  readonly instruments: readonly InstrumentView[];
  readonly #inputs: readonly InstrumentInput[];
  readonly #books: AccountBooks;
  readonly #desk: OrderDesk;
  readonly #entry: OrderEntry;
  readonly #sizesAtDecision: boolean;
  readonly #positions: readonly RunPosition[];

  constructor(options: {
    readonly request: AccountRequest;
    /** By symbol. */
    readonly inputs: readonly InstrumentInput[];
    readonly series: readonly Omit<RunSeries, 'context'>[];
    readonly books: AccountBooks;
    readonly desk: OrderDesk;
    readonly entry: OrderEntry;
  }) {
    const { request, inputs, books } = options;
    this.parameters = request.parameters;
    this.#inputs = inputs;
    this.#books = books;
    this.#desk = options.desk;
    this.#entry = options.entry;
    this.#sizesAtDecision = request.account.sizesAtDecision ?? false;
    this.tape = request.keepsOrders ? new DecisionTape() : undefined;
    this.account = new RunAccount(books, request.account.leverage ?? 1);
    this.#positions = inputs.map((_, instrument) => new RunPosition(books, instrument));
    this.series = options.series.map((one) => {
      const { symbol, currency = books.currency } = inputs[one.instrument]!;
      const { instrument, cursor, place } = one;
      return { ...one, context: new SeriesContext(this, { symbol, currency, instrument }, cursor, place) };
    });
    this.matching = this.series.filter(({ isMatching }) => isMatching);
    this.instruments = this.matching.map(({ context }) => context);
  }

  get lastRefusal(): string {
    return this.#desk.lastRefusal;
  }

  lastPrice(instrument: number): number {
    return this.#books.last[instrument]!;
  }

  bid(instrument: number): number {
    return this.#quoted(instrument, 'bid');
  }

  ask(instrument: number): number {
    return this.#quoted(instrument, 'ask');
  }

  positionOf(instrument: number): PositionView {
    return this.#positions[instrument]!;
  }

  submit(instrument: number, isBuy: boolean, size: OrderSize, given: OrderTerms | undefined): number {
    const terms = given && exactTerms(given);
    if (!this.#sizesAtDecision) {
      this.#record(instrument, isBuy, size, terms);
      return this.#entry.place(instrument, isBuy, size, terms);
    }
    const step = Math.max(1, unitsFromNumber(this.#inputs[instrument]!.quantityStep ?? 0));
    const price = this.lastPrice(instrument);
    const { equity, buyingPower } = this.account;
    const units = decisionSize(size, { price, equity, buyingPower }, step);
    if (!(units > 0)) return this.#desk.refuse(sizeFault(size, step));
    this.#record(instrument, isBuy, size, terms);
    return this.#entry.place(instrument, isBuy, { quantity: units / 1e8 }, terms);
  }

  closePosition(instrument: number, given: OrderTerms | undefined): number {
    const terms = given && exactTerms(given);
    const held = this.#books.quantity[instrument]!;
    if (held === 0) return 0;
    this.#record(instrument, held < 0, 'all', terms);
    const size = this.#sizesAtDecision ? { quantity: Math.abs(held) } : 'all';
    return this.#entry.place(instrument, held < 0, size, terms);
  }

  cancel(orderId: number): boolean {
    return this.#desk.cancel(orderId);
  }

  cancelAll(symbol: string | undefined): void {
    this.#desk.cancelAll(symbol === undefined ? undefined : this.#numberOf(symbol));
  }

  find(symbol: string): InstrumentView {
    return this.instruments[this.#numberOf(symbol)]!;
  }

  timeframeOf(instrument: number, name: string): InstrumentView {
    const own = this.series.filter((one) => one.instrument === instrument);
    const found = own.find(({ cursor }) => cursor.timeframe === name);
    if (found) return found.context;
    const names = own.flatMap(({ cursor }) => cursor.timeframe ?? []);
    throw new RangeError(unknownName(`timeframe of ${this.#inputs[instrument]!.symbol}`, name, names));
  }

  note(text: string): void {
    if (this.notes.length < NOTES_MAX) this.notes.push(text);
  }

  #record(instrument: number, isBuy: boolean, size: OrderSize | 'all', given: OrderTerms | undefined): void {
    if (!this.tape) return;
    const terms = given ?? {};
    if (!this.#entry.isTaken || termsFault(terms) !== '') return;
    this.tape.add({
      time: this.#desk.moment.stamp,
      symbol: this.#inputs[instrument]!.symbol,
      side: isBuy ? 'buy' : 'sell',
      size,
      terms,
    });
  }

  #quoted(instrument: number, side: 'bid' | 'ask'): number {
    const { cursor, place } = this.matching[instrument]!;
    return (place.index >= 0 ? cursor.quotes?.[side][place.index] : undefined) ?? this.lastPrice(instrument);
  }

  #numberOf(symbol: string): number {
    const found = this.#inputs.findIndex((one) => one.symbol === symbol);
    if (found >= 0) return found;
    const names = this.#inputs.map((one) => one.symbol);
    throw new RangeError(unknownName('symbol', symbol, names));
  }
}
