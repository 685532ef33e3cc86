import type { Bar } from '#domain/market/bar';
import type {
  AccountView,
  InstrumentView,
  OrderSize,
  OrderTerms,
  PositionView,
} from '#domain/strategies/sdk/strategy-context';
import { unknownName } from '#domain/values/nearest-names';
import { sizeFault, termsFault } from '../simulation/backtest/order-faults.ts';
import { type ContextHost, SeriesContext, type SeriesPlace } from '../simulation/backtest/series-context.ts';
import type { SeriesCursor } from '../simulation/backtest/series-cursor.ts';
import { decisionSize } from '../simulation/decision-size.ts';
import { exactTerms } from '../simulation/exact-terms.ts';
import type { GrowingBars } from './growing-bars.ts';
import type { GrowingIndicators } from './growing-indicators.ts';
import type { RunAccountNow, RunAsk, RunSetup } from './run-messages.ts';

export interface LiveSeries {
  readonly bars: GrowingBars;
  readonly growing: GrowingIndicators;
  readonly cursor: SeriesCursor;
  readonly place: SeriesPlace;
}

/** Lines a strategy may note in one call. */
const NOTES_MAX = 100;
const ON_ITS_WAY = 'an order of this strategy is still on its way';
const NOTHING: RunAccountNow = {
  cash: 0,
  equity: 0,
  buyingPower: 0,
  last: [],
  bid: [],
  ask: [],
  quantity: [],
  averagePrice: [],
  buying: [],
  selling: [],
};

/** What the contexts of a live strategy ask and do: the account as it was told, orders as wishes that are collected. */
export class LiveHost implements ContextHost {
  readonly parameters: RunSetup['parameters'];
  readonly account: AccountView;
  readonly contexts: readonly SeriesContext[];
  readonly series: readonly LiveSeries[];
  now = NOTHING;
  /** When what the strategy is called for happened. */
  time = Number.NaN;
  /** Whether orders are taken: not while it is warmed up, nor once it is over. */
  isTaken = false;
  lastRefusal = '';
  readonly #setup: RunSetup;
  readonly #positions: readonly PositionView[];
  #asks: RunAsk[] = [];
  #notes: string[] = [];
  #next: number;

  constructor(setup: RunSetup, series: readonly LiveSeries[]) {
    this.#setup = setup;
    this.parameters = setup.parameters;
    this.series = series;
    this.#next = setup.firstOrder;
    const host = this;
    this.account = {
      currency: setup.currency,
      get cash() {
        return host.now.cash;
      },
      get equity() {
        return host.now.equity;
      },
      get buyingPower() {
        return host.now.buyingPower;
      },
    };
    this.#positions = series.map((_, instrument) => ({
      get quantity() {
        return host.now.quantity[instrument] ?? 0;
      },
      get averagePrice() {
        return host.now.averagePrice[instrument] ?? 0;
      },
    }));
    this.contexts = series.map(
      ({ cursor, place }, instrument) =>
        new SeriesContext(
          this,
          { symbol: this.symbolOf(instrument), currency: setup.currency, instrument },
          cursor,
          place,
        ),
    );
  }

  get instruments(): readonly InstrumentView[] {
    return this.contexts;
  }

  symbolOf(instrument: number): string {
    return this.#setup.instruments[instrument]!.symbol;
  }

  /** False when the bar is not behind the newest. */
  add(instrument: number, bar: Bar): boolean {
    const { bars, growing, place } = this.series[instrument]!;
    if (!bars.add(bar)) return false;
    growing.follow();
    place.index = bars.length - 1;
    return true;
  }

  /** What was asked for and noted since the last time. */
  handOver(): { readonly asks: readonly RunAsk[]; readonly notes: readonly string[] } {
    const given = { asks: this.#asks, notes: this.#notes };
    this.#asks = [];
    this.#notes = [];
    return given;
  }

  lastPrice(instrument: number): number {
    const { bars } = this.series[instrument]!;
    return this.now.last[instrument] ?? bars.close[bars.length - 1] ?? Number.NaN;
  }

  bid(instrument: number): number {
    const bid = this.now.bid[instrument];
    return bid !== undefined && bid > 0 ? bid : this.lastPrice(instrument);
  }

  ask(instrument: number): number {
    const ask = this.now.ask[instrument];
    return ask !== undefined && ask > 0 ? ask : this.lastPrice(instrument);
  }

  positionOf(instrument: number): PositionView {
    return this.#positions[instrument]!;
  }

  submit(instrument: number, isBuy: boolean, size: OrderSize, terms: OrderTerms = {}): number {
    if (!this.isTaken)
      return this.#refuse('orders are not taken before the run has begun or once it is over');
    if (this.#setup.isOfSignals && this.#onItsWay(instrument, isBuy) > 0) return this.#refuse(ON_ITS_WAY);
    const { step } = this.#setup.instruments[instrument]!;
    const price = this.lastPrice(instrument);
    const quantity = decisionSize(size, { ...this.now, price }, step);
    if (!(quantity > 0)) return this.#refuse(sizeFault(size, step));
    return this.#place(instrument, { isBuy, size, quantity, terms });
  }

  closePosition(instrument: number, terms: OrderTerms = {}): number {
    const held = this.now.quantity[instrument] ?? 0;
    if (held === 0) return 0;
    if (!this.isTaken)
      return this.#refuse('orders are not taken before the run has begun or once it is over');
    // A second closing order while the first is on its way would open the other side.
    const quantity = Math.round((Math.abs(held) - this.#onItsWay(instrument, held < 0)) * 1e8);
    if (quantity <= 0) return this.#refuse(ON_ITS_WAY);
    return this.#place(instrument, { isBuy: held < 0, size: 'all', quantity, terms });
  }

  cancel(orderId: number): boolean {
    if (!this.isTaken || !(orderId > 0)) return false;
    this.#asks.push({ kind: 'cancel', number: orderId });
    return true;
  }

  cancelAll(symbol: string | undefined): void {
    const instrument = symbol === undefined ? null : this.#numberOf(symbol);
    if (this.isTaken) this.#asks.push({ kind: 'cancel-all', instrument });
  }

  find(symbol: string): InstrumentView {
    return this.contexts[this.#numberOf(symbol)]!;
  }

  timeframeOf(instrument: number, name: string): InstrumentView {
    const { timeframe } = this.#setup;
    if (name === timeframe) return this.contexts[instrument]!;
    throw new RangeError(unknownName(`timeframe of ${this.symbolOf(instrument)}`, name, [timeframe]));
  }

  note(text: string): void {
    if (this.#notes.length < NOTES_MAX) this.#notes.push(text);
  }

  #place(
    instrument: number,
    order: Pick<Extract<RunAsk, { kind: 'order' }>, 'isBuy' | 'size' | 'quantity' | 'terms'>,
  ): number {
    const fault = termsFault(order.terms);
    if (fault !== '') return this.#refuse(fault);
    const number = this.#next++;
    this.lastRefusal = '';
    this.#asks.push({ kind: 'order', number, instrument, ...order, terms: exactTerms(order.terms) });
    return number;
  }

  #onItsWay(instrument: number, isBuy: boolean): number {
    return (isBuy ? this.now.buying : this.now.selling)[instrument] ?? 0;
  }

  #refuse(reason: string): 0 {
    this.lastRefusal = reason;
    return 0;
  }

  #numberOf(symbol: string): number {
    const symbols = this.#setup.instruments.map((one) => one.symbol);
    const found = symbols.indexOf(symbol);
    if (found >= 0) return found;
    throw new RangeError(unknownName('symbol', symbol, symbols));
  }
}
