import { OctopusError } from '#contract/errors';
import type {
  AccountView,
  FillView,
  InstrumentView,
  OrderSize,
  OrderTerms,
  PositionView,
} from '#domain/strategies/sdk/strategy-context';
import { unknownName } from '#domain/values/nearest-names';
import { unitsFromNumber } from '#domain/values/units';
import { AccountBooks } from './account-books.ts';
import type { AccountRequest, AccountTerms, InstrumentInput } from './account-request.ts';
import { AccountSchedule } from './account-schedule.ts';
import { RunAccount, RunPosition } from './account-views.ts';
import { checkRequest } from './check-request.ts';
import { EquityRecord } from './equity-record.ts';
import { OpeningQueue } from './opening-queue.ts';
import { OrderDesk } from './order-desk.ts';
import { OrderJudge } from './order-judge.ts';
import { type ContextHost, SeriesContext, type SeriesPlace } from './series-context.ts';
import { cursorsOf, groupByTimes, isOrderedByLabel, keyAt, type SeriesCursor } from './series-cursor.ts';
import { SeriesMerge } from './series-merge.ts';
import { strategyError } from './strategy-error.ts';

/** One series of the run, in the order that equal times are handled in. */
interface RunSeries {
  readonly instrument: number;
  readonly cursor: SeriesCursor;
  readonly context: SeriesContext;
  readonly place: SeriesPlace;
  /** Whether orders match on it; else it is only shown. */
  readonly isMatching: boolean;
}

/**
 * One run of a strategy over an account under way. `advance` handles events in portions, with the same result whatever
 * the portions.
 *
 * Events are ordered by when they are known: a bar at its close. Of all series that close at one instant, orders are
 * matched first, then the strategy is called, by symbol; then bars that open at that instant fill what waits. So no
 * order fills on data older than its decision, and the order of the request's symbols changes nothing.
 */
export class AccountRun implements ContextHost {
  readonly books: AccountBooks;
  readonly desk: OrderDesk;
  readonly equity: EquityRecord;
  readonly notes: string[] = [];
  readonly instruments: readonly InstrumentView[];
  readonly parameters: AccountRequest['parameters'];
  readonly account: AccountView;
  /** Instruments by symbol, the order in which they are numbered. */
  readonly inputs: readonly InstrumentInput[];
  /** Events handled: bars, trades and quotes. */
  events = 0;
  isRuined = false;
  marginCalls = 0;
  readonly #terms: AccountTerms;
  readonly #strategy: AccountRequest['strategy'];
  readonly #series: readonly RunSeries[];
  readonly #matching: readonly RunSeries[];
  /** Series that close at the very same instants all along, which are merged as one. */
  readonly #groups: readonly Int32Array[];
  readonly #merge: SeriesMerge;
  readonly #openings = new OpeningQueue();
  readonly #judge: OrderJudge | undefined;
  readonly #schedule: AccountSchedule;
  readonly #eventCount: number;
  readonly #isByLabel: boolean;
  readonly #isPlain: boolean;
  /** Next bar whose opening is waited for, by instrument; −1 for none. */
  readonly #opening: Int32Array;
  readonly #slice: Int32Array;
  readonly #positions: RunPosition[];
  #memory: unknown;
  #isStarted = false;
  #isFinished = false;
  /** Ordering key of the instant being handled. */
  #key = Number.NEGATIVE_INFINITY;
  /** Where the strategy is called from, for what it may throw. */
  #calling = 'onStart';
  #caller: SeriesContext | undefined;

  /** Throws an `OctopusError` BAD_REQUEST that says which part of the request cannot be run. */
  constructor(request: AccountRequest) {
    checkRequest(request);
    this.inputs = [...request.instruments].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
    this.parameters = request.parameters;
    this.#terms = request.account;
    this.#strategy = request.strategy;
    this.#isByLabel = isOrderedByLabel(this.inputs);
    this.books = new AccountBooks(this.inputs, request.account, request.rates ?? []);
    const { limits, leverage = 1 } = request.account;
    this.#judge = limits && new OrderJudge(limits, leverage);
    this.#series = this.inputs.flatMap((input, instrument) =>
      cursorsOf(input, this.#isByLabel).map((cursor, rank) => {
        const place: SeriesPlace = { index: -1 };
        const currency = input.currency ?? this.books.currency;
        const { symbol } = input;
        return {
          instrument,
          cursor,
          place,
          context: new SeriesContext(this, { symbol, currency, instrument }, cursor, place),
          isMatching: rank === 0,
        };
      }),
    );
    this.#matching = this.#series.filter(({ isMatching }) => isMatching);
    this.instruments = this.#matching.map(({ context }) => context);
    this.desk = new OrderDesk({
      books: this.books,
      account: request.account,
      judge: this.#judge,
      instruments: this.#matching.map(({ cursor, instrument }) => ({
        symbol: this.inputs[instrument]!.symbol,
        cursor,
        step: Math.max(1, unitsFromNumber(this.inputs[instrument]!.quantityStep ?? 0)),
      })),
    });
    if (this.#strategy.onFill) this.desk.onFill = (instrument, fill) => this.#tellFill(instrument, fill);
    this.#groups = groupByTimes(this.#series.map(({ cursor }) => cursor));
    this.#merge = new SeriesMerge(
      Float64Array.from(this.#groups, (group) => keyAt(this.#series[group[0]!]!.cursor, 0)),
    );
    this.#eventCount = this.#series.reduce((sum, { cursor }) => sum + cursor.bars.length, 0);
    this.#opening = new Int32Array(this.inputs.length).fill(-1);
    this.#slice = new Int32Array(this.#series.length);
    this.#positions = this.inputs.map((_, instrument) => new RunPosition(this.books, instrument));
    this.account = new RunAccount(this.books, leverage);
    this.#isPlain = this.#findPlain();
    const { bars, closeKeys, closeOffset } = this.#series[0]!.cursor;
    const instants = this.#isByLabel ? bars.time : closeKeys.map((time) => time + closeOffset);
    this.equity = this.#isPlain
      ? new EquityRecord(bars.length, instants)
      : new EquityRecord(Math.min(this.#eventCount, 4_096));
    const { books, desk, equity, inputs } = this;
    this.#schedule = new AccountSchedule({
      books,
      desk,
      equity,
      inputs,
      account: request.account,
      judge: this.#judge,
    });
  }

  /** Share of the events handled, 0 to 1. */
  get progress(): number {
    return this.#eventCount === 0 ? 1 : this.events / this.#eventCount;
  }

  get lastRefusal(): string {
    return this.desk.lastRefusal;
  }

  /**
   * Handles up to so many events, and the rest of their instant; true when all are done. Throws an `OctopusError`
   * TASK_FAILED saying where the strategy failed.
   */
  advance(maxEvents: number): boolean {
    try {
      if (!this.#isStarted) this.#start();
      const goal = this.events + maxEvents;
      if (this.#isPlain) this.#advanceOne(goal);
      else while (this.events < goal && this.#merge.key !== Number.POSITIVE_INFINITY) this.#handleInstant();
      if (this.events < this.#eventCount) return false;
      if (!this.#isFinished) this.#finish();
      return true;
    } catch (error) {
      throw strategyError(error, this.#strategy.name, this.#calling, this.#caller);
    }
  }

  lastPrice(instrument: number): number {
    return this.books.last[instrument]!;
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

  submit(instrument: number, isBuy: boolean, size: OrderSize, terms: OrderTerms | undefined): number {
    return this.#place(instrument, isBuy, size, terms);
  }

  closePosition(instrument: number, terms: OrderTerms | undefined): number {
    const held = this.books.quantity[instrument]!;
    return held === 0 ? 0 : this.#place(instrument, held < 0, 'all', terms);
  }

  cancel(orderId: number): boolean {
    return this.desk.cancel(orderId);
  }

  cancelAll(symbol: string | undefined): void {
    this.desk.cancelAll(symbol === undefined ? undefined : this.#numberOf(symbol));
  }

  find(symbol: string): InstrumentView {
    return this.instruments[this.#numberOf(symbol)]!;
  }

  timeframeOf(instrument: number, name: string): InstrumentView {
    const own = this.#series.filter((one) => one.instrument === instrument);
    const found = own.find(({ cursor }) => cursor.timeframe === name);
    if (found) return found.context;
    const names = own.flatMap(({ cursor }) => cursor.timeframe ?? []);
    throw new RangeError(unknownName(`timeframe of ${this.inputs[instrument]!.symbol}`, name, names));
  }

  note(text: string): void {
    if (this.notes.length < 1_000) this.notes.push(text);
  }

  #start(): void {
    this.#isStarted = true;
    this.books.updateRates(this.#merge.key);
    this.#caller = this.#matching[0]!.context;
    if (this.#isPlain) this.#setPlainMoment();
    this.#memory = this.#strategy.onStart?.(this.#caller);
  }

  /** Whether there is one series of bars, and nothing but bars and orders happens. */
  #findPlain(): boolean {
    return (
      this.#series.length === 1 &&
      this.#series[0]!.cursor.kind === 'bars' &&
      this.books.isSingle &&
      this.inputs[0]!.delisting === undefined &&
      this.#terms.costs?.financing === undefined &&
      this.#terms.maintenanceMargin === undefined
    );
  }

  /** The same as {@link #handleInstant} for a single series of bars, with everything in locals. */
  #advanceOne(goal: number): void {
    const { cursor, context, place } = this.#series[0]!;
    const { bars, closeKeys, closeOffset } = cursor;
    const { close, length } = bars;
    const { desk, books, equity } = this;
    const { orders } = desk;
    const { last, quantity } = books;
    const { values } = equity;
    const strategy = this.#strategy;
    const memory = this.#memory;
    const hasBars = strategy.onBar !== undefined;
    const schedule = this.#schedule;
    let { nextDay } = schedule;
    this.#caller = context;
    this.#calling = 'onBar';
    const end = Math.min(length, goal);
    for (let i = this.events; i < end; i++) {
      if (closeKeys[i]! + closeOffset >= nextDay) {
        schedule.beginDay(closeKeys[i]! + closeOffset);
        nextDay = schedule.nextDay;
      }
      if (orders.count > 0) this.#openBar(i);
      place.index = i;
      if (orders.count > 0) this.#matchBarWithin(i);
      const price = close[i]!;
      last[0] = price;
      if (hasBars) strategy.onBar!(context, memory);
      let value = books.plainCash;
      if (quantity[0] !== 0) {
        value += quantity[0]! * price;
        if (value <= 0) value = this.#ruinNow();
      }
      values[i] = value;
    }
    this.events = end;
    equity.length = end;
  }

  /** The moment of the single series, as of its newest closed bar: worked out only when an order asks for it. */
  #setPlainMoment(): void {
    const { cursor, place } = this.#series[0]!;
    const index = Math.max(0, place.index);
    const { moment } = this.desk;
    this.#key = place.index < 0 ? Number.NEGATIVE_INFINITY : keyAt(cursor, index);
    moment.stamp = this.#isByLabel ? cursor.bars.time[index]! : this.#key;
    moment.bar = index;
  }

  #matchBarWithin(index: number): void {
    this.#setPlainMoment();
    if (!this.#isHalted(0, this.#key)) this.desk.matchWithin(0, index);
  }

  #ruinNow(): number {
    this.#setPlainMoment();
    return this.#ruin();
  }

  /** The single series opens a bar that orders wait for. */
  #openBar(index: number): void {
    const time = this.#series[0]!.cursor.openKeys[index]!;
    if (this.#isHalted(0, time)) return;
    this.#key = time;
    this.desk.moment.stamp = time;
    this.desk.moment.bar = index;
    this.desk.matchOpening(0, index);
  }

  #handleInstant(): void {
    const merge = this.#merge;
    const key = merge.key;
    this.#handleOpenings(key);
    this.#schedule.keep(key);
    this.#key = key;
    const stamp = this.#isByLabel ? Math.floor(key) : key;
    const { desk } = this;
    const slice = this.#slice;
    let count = 0;
    let groups = 0;
    while (merge.key === key) {
      const group = this.#groups[merge.winner]!;
      for (let i = 0; i < group.length; i++) {
        slice[count++] = group[i]!;
        this.#series[group[i]!]!.place.index += 1;
      }
      const { cursor, place } = this.#series[group[0]!]!;
      merge.advance(keyAt(cursor, place.index + 1));
      groups += 1;
      // More than one tick of one instant: each is handled by itself.
      if (cursor.kind !== 'bars') break;
    }
    if (groups > 1) slice.subarray(0, count).sort();
    desk.moment.stamp = stamp;
    desk.moment.bar = this.equity.length;
    for (let i = 0; i < count; i++) this.#matchSeries(this.#series[slice[i]!]!);
    this.events += count;
    for (let i = 0; i < count; i++) this.#callStrategy(this.#series[slice[i]!]!);
    let value = this.books.equity;
    if (this.books.held.length > 0 && value <= 0) value = this.#ruin();
    else if (this.#terms.maintenanceMargin !== undefined) value = this.#checkMargin(value);
    this.equity.add(stamp, value);
  }

  #matchSeries({ instrument, cursor, place, isMatching }: RunSeries): void {
    if (!isMatching) return;
    const { index } = place;
    const { desk, books } = this;
    const hasOrders = desk.orders.of(instrument).length > 0 && !this.#isHalted(instrument, this.#key);
    const price = cursor.bars.close[index]!;
    if (cursor.kind === 'bars') {
      if (hasOrders) desk.matchWithin(instrument, index);
      books.last[instrument] = price;
      if (desk.orders.of(instrument).length > 0) this.#awaitOpening(instrument, index + 1);
      return;
    }
    books.last[instrument] = price;
    if (!hasOrders) return;
    const { quotes } = cursor;
    const bid = quotes ? quotes.bid[index]! : Number.NaN;
    const ask = quotes ? quotes.ask[index]! : Number.NaN;
    desk.matchTick(instrument, index, price, bid, ask, cursor.bars.volume[index]!);
  }

  #callStrategy({ instrument, cursor, context }: RunSeries): void {
    if (this.#schedule.isDelisted(instrument)) return;
    this.#caller = context;
    if (cursor.kind === 'bars') {
      this.#calling = 'onBar';
      this.#strategy.onBar?.(context, this.#memory);
    } else {
      this.#calling = 'onTick';
      this.#strategy.onTick?.(context, this.#memory);
    }
  }

  /** Openings before `key`, in time: what waits for them fills. */
  #handleOpenings(key: number): void {
    const queue = this.#openings;
    while (queue.length > 0 && queue.time < key) {
      const { time, instrument } = queue;
      queue.pop();
      const index = this.#opening[instrument]!;
      this.#opening[instrument] = -1;
      this.#schedule.keep(time);
      if (this.#isHalted(instrument, time) || this.#schedule.isDelisted(instrument)) continue;
      this.#key = time;
      this.desk.moment.stamp = time;
      this.desk.moment.bar = this.equity.length;
      this.desk.matchOpening(instrument, index);
    }
  }

  #awaitOpening(instrument: number, index: number): void {
    const { cursor } = this.#matching[instrument]!;
    if (this.#opening[instrument] !== -1 || index >= cursor.bars.length) return;
    this.#opening[instrument] = index;
    this.#openings.push(cursor.openKeys[index]!, instrument);
  }

  #place(instrument: number, isBuy: boolean, size: OrderSize | 'all', terms: OrderTerms | undefined): number {
    const { desk } = this;
    desk.lastRefusal = '';
    if (this.#isFinished) return desk.refuse('the run is over: an order placed in onEnd is not taken');
    if (this.isRuined) return desk.refuse('the account is worth nothing: it trades no more');
    if (this.#schedule.isDelisted(instrument))
      return desk.refuse(`${this.inputs[instrument]!.symbol} is no longer listed`);
    const { cursor, place } = this.#matching[instrument]!;
    if (this.#isPlain && this.#calling === 'onBar') this.#setPlainMoment();
    if (
      this.#terms.fillsAtClose &&
      place.index === cursor.bars.length - 1 &&
      this.#terms.closeAtEnd !== 'none'
    )
      return desk.refuse('the run ends at this close, which would undo the order at once');
    let first = place.index + 1;
    // A bar that is already under way cannot fill what is decided within it.
    if (cursor.kind === 'bars' && first < cursor.bars.length && cursor.openKeys[first]! < this.#key)
      first += 1;
    const id = desk.place(instrument, isBuy, size, terms, first + (this.#terms.latencyBars ?? 0));
    if (id === 0) return 0;
    if (this.#terms.fillsAtClose && (terms?.type ?? 'market') === 'market' && place.index >= 0)
      desk.fillNow(id, this.books.last[instrument]!);
    else if (cursor.kind === 'bars' && !this.#isPlain) this.#awaitOpening(instrument, first);
    return id;
  }

  #isHalted(instrument: number, time: number): boolean {
    const { halts } = this.inputs[instrument]!;
    return halts?.some(({ from, to }) => time >= from && time < to) ?? false;
  }

  #checkMargin(equity: number): number {
    const { gross } = this.books;
    if (gross === 0 || equity >= gross * this.#terms.maintenanceMargin!) return equity;
    this.marginCalls += 1;
    this.#closeAll();
    return this.books.equity;
  }

  #ruin(): number {
    this.isRuined = true;
    this.#closeAll();
    return this.books.equity;
  }

  #closeAll(): void {
    this.desk.cancelAll();
    for (const instrument of [...this.books.held].sort((a, b) => a - b))
      this.desk.forceClose(instrument, this.books.last[instrument]!);
  }

  #finish(): void {
    const { closeAtEnd = 'last-close' } = this.#terms;
    if (this.#isPlain) this.#setPlainMoment();
    this.desk.cancelAll();
    if (closeAtEnd !== 'none' && this.books.held.length > 0) {
      this.desk.moment.bar = this.equity.length - 1;
      for (const instrument of [...this.books.held].sort((a, b) => a - b)) {
        const { bars } = this.#matching[instrument]!.cursor;
        const price = closeAtEnd === 'last-open' ? bars.open[bars.length - 1]! : this.books.last[instrument]!;
        this.desk.forceClose(instrument, price);
      }
      this.equity.replaceLast(this.books.equity);
    }
    this.#isFinished = true;
    this.#calling = 'onEnd';
    this.#caller = this.#matching[0]!.context;
    this.#strategy.onEnd?.(this.#caller, this.#memory);
    const fault = this.books.ledger.fault();
    if (fault !== undefined)
      throw new OctopusError('INTERNAL_SERVER_ERROR', `the books of the run do not add up: ${fault}`);
  }

  #tellFill(instrument: number, fill: FillView): void {
    if (this.#isFinished) return;
    const { context } = this.#matching[instrument]!;
    const [calling, caller] = [this.#calling, this.#caller];
    this.#calling = 'onFill';
    this.#caller = context;
    this.#strategy.onFill!(context, this.#memory, fill);
    this.#calling = calling;
    this.#caller = caller;
  }

  #quoted(instrument: number, side: 'bid' | 'ask'): number {
    const { cursor, place } = this.#matching[instrument]!;
    return (place.index >= 0 ? cursor.quotes?.[side][place.index] : undefined) ?? this.lastPrice(instrument);
  }

  #numberOf(symbol: string): number {
    const found = this.inputs.findIndex((one) => one.symbol === symbol);
    if (found >= 0) return found;
    const names = this.inputs.map((one) => one.symbol);
    throw new RangeError(unknownName('symbol', symbol, names));
  }
}
