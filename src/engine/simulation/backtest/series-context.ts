import { findIndicator, indicatorNames } from '#domain/indicators/catalog';
import type { ParameterValues } from '#domain/indicators/indicator';
import { resolveParameters } from '#domain/indicators/parameters';
import type { BarColumns } from '#domain/market/bar';
import { LookAheadError } from '#domain/strategies/sdk/look-ahead-error';
import type {
  AccountView,
  IndicatorView,
  InstrumentView,
  OrderSize,
  OrderTerms,
  PositionView,
  StrategyContext,
} from '#domain/strategies/sdk/strategy-context';
import { unknownName } from '#domain/values/nearest-names';
import { indicatorColumns } from './indicator-columns.ts';
import type { SeriesCursor } from './series-cursor.ts';

/** What a context asks of the run it belongs to. */
export interface ContextHost {
  readonly parameters: ParameterValues;
  readonly account: AccountView;
  readonly instruments: readonly InstrumentView[];
  readonly lastRefusal: string;
  lastPrice(instrument: number): number;
  bid(instrument: number): number;
  ask(instrument: number): number;
  positionOf(instrument: number): PositionView;
  submit(instrument: number, isBuy: boolean, size: OrderSize, terms: OrderTerms | undefined): number;
  closePosition(instrument: number, terms: OrderTerms | undefined): number;
  cancel(orderId: number): boolean;
  cancelAll(symbol: string | undefined): void;
  find(symbol: string): InstrumentView;
  timeframeOf(instrument: number, name: string): InstrumentView;
  note(text: string): void;
}

/** How far a series has come, and all that close with it. Kept by the run, out of the strategy's reach. */
export interface SeriesPlace {
  /** Newest closed bar or tick, −1 before the first. */
  index: number;
}

/** An indicator that was asked for: a strategy does so at every bar. */
interface AskedIndicator {
  readonly parameters: ParameterValues;
  readonly count: number;
  readonly view: IndicatorView;
}

const NONE: ParameterValues = {};

/** Without a text to compare by, which would cost more than the rest of a bar. */
function isSame(known: ParameterValues, count: number, asked: ParameterValues): boolean {
  let seen = 0;
  for (const name in asked) {
    if (known[name] !== asked[name]) return false;
    seen += 1;
  }
  return seen === count;
}

/** One series as the strategy sees it: a window on the columns that ends at the newest closed bar. */
export class SeriesContext implements StrategyContext {
  readonly symbol: string;
  readonly currency: string;
  readonly #host: ContextHost;
  readonly #place: SeriesPlace;
  readonly #instrument: number;
  readonly #cursor: SeriesCursor;
  readonly #bars: BarColumns;
  /** By the name they were asked by. */
  readonly #indicators = new Map<string, readonly AskedIndicator[]>();

  constructor(
    host: ContextHost,
    of: { readonly symbol: string; readonly currency: string; readonly instrument: number },
    cursor: SeriesCursor,
    place: SeriesPlace,
  ) {
    this.#host = host;
    this.#place = place;
    this.symbol = of.symbol;
    this.currency = of.currency;
    this.#instrument = of.instrument;
    this.#cursor = cursor;
    this.#bars = cursor.bars;
  }

  get bars(): number {
    return this.#place.index + 1;
  }

  open(ago = 0): number {
    return this.#at(this.#bars.open, ago, 'open');
  }

  high(ago = 0): number {
    return this.#at(this.#bars.high, ago, 'high');
  }

  low(ago = 0): number {
    return this.#at(this.#bars.low, ago, 'low');
  }

  close(ago = 0): number {
    return this.#at(this.#bars.close, ago, 'close');
  }

  volume(ago = 0): number {
    return this.#at(this.#bars.volume, ago, 'volume');
  }

  time(ago = 0): number {
    return this.#at(this.#bars.time, ago, 'time');
  }

  get now(): number {
    const { span, closeKeys, closeOffset, bars } = this.#cursor;
    if (this.#place.index < 0) return Number.NaN;
    return span > 0 ? bars.time[this.#place.index]! + span : closeKeys[this.#place.index]! + closeOffset;
  }

  get last(): number {
    return this.#host.lastPrice(this.#instrument);
  }

  get bid(): number {
    return this.#host.bid(this.#instrument);
  }

  get ask(): number {
    return this.#host.ask(this.#instrument);
  }

  get position(): PositionView {
    return this.#host.positionOf(this.#instrument);
  }

  get parameters(): ParameterValues {
    return this.#host.parameters;
  }

  get account(): AccountView {
    return this.#host.account;
  }

  get instruments(): readonly InstrumentView[] {
    return this.#host.instruments;
  }

  get lastRefusal(): string {
    return this.#host.lastRefusal;
  }

  instrument(symbol: string): InstrumentView {
    return this.#host.find(symbol);
  }

  timeframe(name: string): InstrumentView {
    return this.#host.timeframeOf(this.#instrument, name);
  }

  buy(size: OrderSize, terms?: OrderTerms): number {
    return this.#host.submit(this.#instrument, true, size, terms);
  }

  sell(size: OrderSize, terms?: OrderTerms): number {
    return this.#host.submit(this.#instrument, false, size, terms);
  }

  closePosition(terms?: OrderTerms): number {
    return this.#host.closePosition(this.#instrument, terms);
  }

  cancel(orderId: number): boolean {
    return this.#host.cancel(orderId);
  }

  cancelAll(symbol?: string): void {
    this.#host.cancelAll(symbol);
  }

  note(text: string): void {
    this.#host.note(text);
  }

  indicator(name: string, parameters: ParameterValues = NONE): IndicatorView {
    const known = this.#indicators.get(name);
    if (known !== undefined)
      for (const one of known) if (isSame(one.parameters, one.count, parameters)) return one.view;
    const view = this.#viewOf(name, parameters);
    const made = { parameters: { ...parameters }, count: Object.keys(parameters).length, view };
    this.#indicators.set(name, known === undefined ? [made] : [...known, made]);
    return view;
  }

  #viewOf(name: string, parameters: ParameterValues): IndicatorView {
    const definition = findIndicator(name);
    if (!definition) throw new RangeError(unknownName('indicator', name, indicatorNames()));
    if (this.#cursor.kind !== 'bars')
      throw new RangeError(`${this.symbol} has no bars here for indicator "${name}"; ask a timeframe of it`);
    const resolved = resolveParameters(definition, parameters);
    // The batch form equals the streaming one to the bit, and the view ends at the newest closed bar.
    const columns =
      this.#cursor.growing?.columns(definition, resolved) ??
      indicatorColumns(definition, resolved, this.#bars);
    return {
      value: (ago = 0, output) => {
        const place = output === undefined ? 0 : definition.outputs.indexOf(output);
        const column = columns[place];
        if (!column) throw new RangeError(unknownName('output', output ?? '', definition.outputs));
        return this.#at(column, ago, definition.slug);
      },
    };
  }

  #at(column: Float64Array, ago: number, what: string): number {
    if (ago < 0) throw new LookAheadError(what, ago);
    const index = this.#place.index - ago;
    return index >= 0 ? (column[index] ?? Number.NaN) : Number.NaN;
  }
}
