import type { AlertCause, AlertDefinition, ConditionReading } from '#domain/alerts/alert-definition';
import type { Measure } from '#domain/alerts/alert-rule';
import type { GaugeSource } from '#domain/alerts/armed-condition';
import type { RuleContext } from '#domain/alerts/parse-alert-rule';
import { type BarColumns, barAt, sliceBars } from '#domain/market/bar';
import { QUOTE_TICK, type TickBatch } from '#domain/market/tick-batch';
import type { Timeframe } from '#domain/market/timeframe';
import { timeframeMs } from '#domain/market/timeframe';
import type { QuoteBoard } from '#engine/cache/quote-board';
import { type AlertSetup, type AlertState, ArmedAlert } from './armed-alert.ts';
import { SymbolGauges } from './symbol-gauges.ts';

/** One firing of one alert, with what caused it and every condition as it stood. */
export interface FiredAlert {
  readonly id: string;
  readonly definition: AlertDefinition;
  readonly cause: AlertCause;
  readonly conditions: readonly ConditionReading[];
  /** Whether the cause belongs to the replay session rather than to the live market. */
  readonly isReplayed: boolean;
}

export interface AlertBookPorts {
  readonly board: QuoteBoard;
  /** Zone and calendar that times of a symbol's alerts mean. */
  readonly contextOf: (symbol: string) => Omit<RuleContext, 'symbol'>;
  /** Whether the prices of a symbol come from the replay session just now. */
  readonly isReplayed: (symbol: string) => boolean;
  readonly onFired: (fired: FiredAlert) => void;
}

interface Watched {
  readonly gauges: SymbolGauges;
  readonly alerts: ArmedAlert[];
}

/**
 * Alerts by symbol, evaluated at every event of theirs: a tick, a closed bar, a moment. Allocates nothing unless an
 * alert fires. Gauges are shared by all alerts that ask for the same measure.
 */
export class AlertBook {
  readonly #ports: AlertBookPorts;
  readonly #byId = new Map<string, ArmedAlert>();
  readonly #bySymbol = new Map<string, Watched>();
  /** By slot of the quote board; null for symbols without alerts, undefined where nobody looked yet. */
  #bySlot: (Watched | null | undefined)[] = [];
  #event = 0;

  constructor(ports: AlertBookPorts) {
    this.#ports = ports;
  }

  /** Adds an alert, or puts it in the place of its namesake. Throws where its texts cannot be read. */
  put(setup: AlertSetup): void {
    const { symbol } = setup.definition;
    const source: GaugeSource = {
      gauge: (measure) => this.#gaugesOf(measure).gauge(measure),
      move: (measure, direction, windowMs) => this.#gaugesOf(measure).move(measure, direction, windowMs),
    };
    const context = { symbol, ...this.#ports.contextOf(symbol) };
    const alert = new ArmedAlert(setup, context, source);
    this.#detach(setup.id);
    this.#byId.set(setup.id, alert);
    for (const one of alert.symbols) this.#watch(one).alerts.push(alert);
    this.#sweep();
  }

  remove(id: string): boolean {
    const isKnown = this.#byId.has(id);
    this.#detach(id);
    this.#sweep();
    return isKnown;
  }

  get size(): number {
    return this.#byId.size;
  }

  get activeCount(): number {
    let count = 0;
    for (const { state } of this.#byId.values()) if (state === 'active') count += 1;
    return count;
  }

  has(symbol: string): boolean {
    return this.#bySymbol.has(symbol);
  }

  /** Whether closed bars of this length are of account for alerts of a symbol. */
  hearsBars(symbol: string, timeframe: Timeframe): boolean {
    return this.#bySymbol.get(symbol)?.gauges.bars(timeframe) !== undefined;
  }

  /** How an alert and each of its conditions stand; undefined for a stranger. */
  status(id: string): { readonly state: AlertState; readonly conditions: ConditionReading[] } | undefined {
    const alert = this.#byId.get(id);
    return alert && { state: alert.state, conditions: alert.readings() };
  }

  /** Bars whose past alerts want to know, to be given to {@link seed}. */
  wantedBars(): { readonly symbol: string; readonly timeframe: Timeframe }[] {
    return [...this.#bySymbol.values()].flatMap(({ gauges }) =>
      gauges.wantedTimeframes.map((timeframe) => ({ symbol: gauges.symbol, timeframe })),
    );
  }

  /**
   * Takes the bars known so far as history, so that indicators are warm. The last is the one being formed when it ends
   * after the symbol's newest tick; of a replayed day it always is taken for that.
   */
  seed(symbol: string, timeframe: Timeframe, bars: BarColumns): void {
    const series = this.#bySymbol.get(symbol)?.gauges.bars(timeframe);
    const last = bars.length - 1;
    if (!series || last < 0) return;
    const { board, isReplayed } = this.#ports;
    const now = board.eventTime[board.find(symbol) ?? -1] ?? Number.NaN;
    const isForming =
      timeframe === '1d' ? isReplayed(symbol) : bars.time[last]! + timeframeMs(timeframe) > now;
    if (isForming) series.seed(sliceBars(bars, 0, last), barAt(bars, last));
    else series.seed(bars, null);
  }

  /** One tick of the replay session; one that is not new is remembered and raises nothing. */
  onTick(
    symbol: string,
    day: number,
    time: number,
    price: number,
    size: number,
    previousClose: number,
    isNew: boolean,
  ): void {
    const watched = this.#bySymbol.get(symbol);
    if (watched) this.#trade(watched, time, day, price, size, previousClose, Number.NaN, isNew, true);
  }

  /** Judged ticks of the live market; `symbolOf` names the symbol of a slot of the quote board. */
  onBatch(batch: TickBatch, symbolOf: (slot: number) => string | undefined): void {
    for (let i = 0; i < batch.length; i++) {
      const slot = batch.slot[i]!;
      const known = this.#bySlot[slot];
      const watched = known === undefined ? this.#find(slot, symbolOf(slot)) : known;
      if (watched === null) continue;
      const time = batch.eventTime[i]!;
      if (batch.kind[i] === QUOTE_TICK) {
        const event = ++this.#event;
        const bid = batch.bid[i]!;
        const ask = batch.ask[i]!;
        watched.gauges.quote(time, bid, ask, event);
        this.#evaluate(watched, 'tick', time, (bid + ask) / 2, batch.sequence[i]!, false);
      } else {
        const day = watched.gauges.dayOf(time);
        const previousClose = this.#ports.board.previousClose[slot] ?? Number.NaN;
        this.#trade(
          watched,
          time,
          day,
          batch.price[i]!,
          batch.size[i]!,
          previousClose,
          batch.sequence[i]!,
          true,
          false,
        );
      }
    }
  }

  /** The newest of `bars` closed at `time`. What is not new is remembered and raises nothing. */
  onBarClosed(symbol: string, timeframe: Timeframe, bars: BarColumns, time: number, isNew = true): void {
    const watched = this.#bySymbol.get(symbol);
    if (!watched) return;
    const event = ++this.#event;
    if (!watched.gauges.barClosed(timeframe, bars, time, event) || !isNew) return;
    const close = bars.close[bars.length - 1]!;
    this.#evaluate(watched, 'bar', time, close, Number.NaN, this.#ports.isReplayed(symbol));
  }

  /** Wall time passes: alerts on the time of symbols that are not replayed are evaluated, and expiries noticed. */
  onTime(now: number): void {
    this.#event += 1;
    for (const alert of this.#byId.values()) {
      const { symbol, expiresTime } = alert.setup.definition;
      if (!alert.hasTime && expiresTime === null) continue;
      if (this.#ports.isReplayed(symbol)) continue;
      if (!alert.hasTime && now < (expiresTime ?? 0)) continue;
      if (alert.fires(this.#event, now)) {
        const price = this.#bySymbol.get(symbol)?.gauges.price.value ?? Number.NaN;
        this.#fire(alert, 'time', symbol, now, price, Number.NaN, false);
      }
    }
  }

  /** Another session begins with these symbols: what was known of their market is forgotten, and nothing rests. */
  beginSession(symbols: readonly string[]): void {
    for (const symbol of symbols) this.#bySymbol.get(symbol)?.gauges.clear();
    for (const alert of this.#byId.values()) alert.wake();
  }

  #trade(
    watched: Watched,
    time: number,
    day: number,
    price: number,
    size: number,
    previousClose: number,
    sequence: number,
    isNew: boolean,
    isReplayed: boolean,
  ): void {
    const { gauges, alerts } = watched;
    for (const bars of gauges.barGauges) {
      if (!bars.isOver(time)) continue;
      const isNews = bars.closeFormed(++this.#event);
      if (isNews && isNew) this.#evaluate(watched, 'bar', time, bars.formedClose, Number.NaN, isReplayed);
    }
    gauges.trade(time, day, price, size, previousClose, ++this.#event);
    if (isNew) this.#evaluate(watched, 'tick', time, price, sequence, isReplayed);
    else for (const alert of alerts) if (alert.hasTime) alert.pass(time);
  }

  #evaluate(
    { gauges, alerts }: Watched,
    kind: AlertCause['kind'],
    time: number,
    price: number,
    sequence: number,
    isReplayed: boolean,
  ): void {
    for (const alert of alerts)
      if (alert.fires(this.#event, time))
        this.#fire(alert, kind, gauges.symbol, time, price, sequence, isReplayed);
  }

  #fire(
    alert: ArmedAlert,
    kind: AlertCause['kind'],
    symbol: string,
    time: number,
    price: number,
    sequence: number,
    isReplayed: boolean,
  ): void {
    alert.take(time);
    const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
    this.#ports.onFired({
      id: alert.setup.id,
      definition: alert.setup.definition,
      cause: { kind, symbol, eventTime: time, price: finite(price), sequence: finite(sequence) },
      conditions: alert.readings(),
      isReplayed,
    });
  }

  #gaugesOf(measure: Measure): SymbolGauges {
    return this.#watch(measure.symbol).gauges;
  }

  #watch(symbol: string): Watched {
    const known = this.#bySymbol.get(symbol);
    if (known) return known;
    const { board, contextOf } = this.#ports;
    const gauges = new SymbolGauges(symbol, contextOf(symbol).timeZone);
    const slot = board.find(symbol);
    const time = slot === undefined ? Number.NaN : board.eventTime[slot]!;
    if (slot !== undefined && Number.isFinite(time))
      gauges.begin(gauges.dayOf(time), board.dayOpen[slot]!, board.volume[slot]!);
    const watched = { gauges, alerts: [] };
    this.#bySymbol.set(symbol, watched);
    this.#bySlot = [];
    return watched;
  }

  #find(slot: number, symbol: string | undefined): Watched | null {
    const watched = (symbol === undefined ? undefined : this.#bySymbol.get(symbol)) ?? null;
    this.#bySlot[slot] = watched;
    return watched;
  }

  #detach(id: string): void {
    const alert = this.#byId.get(id);
    if (!alert) return;
    this.#byId.delete(id);
    for (const symbol of alert.symbols) {
      const alerts = this.#bySymbol.get(symbol)?.alerts;
      alerts?.splice(alerts.indexOf(alert), 1);
    }
  }

  /** Symbols that no alert looks at any more are not kept up to date. */
  #sweep(): void {
    for (const [symbol, { alerts }] of this.#bySymbol) {
      if (alerts.length > 0) continue;
      this.#bySymbol.delete(symbol);
      this.#bySlot = [];
    }
  }
}
