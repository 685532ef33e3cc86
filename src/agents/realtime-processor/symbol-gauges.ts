import type { Measure } from '#domain/alerts/alert-rule';
import type { GaugeSource } from '#domain/alerts/armed-condition';
import { formatMeasure } from '#domain/alerts/format-alert-rule';
import { Gauge } from '#domain/alerts/gauge';
import { WindowExtreme, WindowStart } from '#domain/alerts/moving-window';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { zonedDate, zonedInstant } from '#domain/market/zoned-date';
import { BarGauges } from './bar-gauges.ts';

interface WindowGauge {
  readonly gauge: Gauge;
  readonly base: Gauge;
  readonly window: WindowExtreme | WindowStart;
  readonly sign: 1 | -1;
}

/** Everything alerts want to know of one symbol, kept up to date by its ticks and bars. Allocates nothing a tick. */
export class SymbolGauges implements Pick<GaugeSource, 'gauge' | 'move'> {
  readonly symbol: string;
  readonly price = new Gauge();
  readonly #bid = new Gauge();
  readonly #ask = new Gauge();
  readonly #mid = new Gauge();
  readonly #changeOfDay = new Gauge();
  readonly #changeFromOpen = new Gauge();
  readonly #volume = new Gauge();
  readonly #windows: WindowGauge[] = [];
  readonly #bars: BarGauges[] = [];
  readonly #known = new Map<string, Gauge>();
  readonly #timeZone: string;
  #day = Number.NaN;
  #dayStart = Number.POSITIVE_INFINITY;
  #dayEnd = Number.NEGATIVE_INFINITY;
  #open = Number.NaN;
  #units = 0;

  /** `day` is what is known of the trading day so far. */
  constructor(symbol: string, timeZone: string) {
    this.symbol = symbol;
    this.#timeZone = timeZone;
  }

  /** What the day brought before anybody asked; the next tick, if it is of the same day, goes on from here. */
  begin(day: number, open: number, volume: number): void {
    this.#day = day;
    this.#open = open;
    this.#units = volume;
  }

  gauge(measure: Measure): Gauge {
    switch (measure.kind) {
      case 'price':
        return { price: this.price, bid: this.#bid, ask: this.#ask, mid: this.#mid }[measure.side];
      case 'change': {
        if (measure.since === 'close') return this.#changeOfDay;
        if (measure.since === 'open') return this.#changeFromOpen;
        const { since } = measure;
        return this.#keep(formatMeasure(measure, measure.symbol), () =>
          this.#addWindow(this.price, new WindowStart(since), 1),
        );
      }
      case 'volume':
        if (measure.timeframe === null) return this.#volume;
        return this.#ofBars(measure, measure.timeframe);
      default:
        return this.#ofBars(measure, measure.timeframe);
    }
  }

  move(measure: Measure, direction: 'rises-by' | 'falls-by', windowMs: number): Gauge {
    return this.#keep(`${formatMeasure(measure, measure.symbol)} ${direction} ${windowMs}`, () => {
      const isRise = direction === 'rises-by';
      const window = new WindowExtreme(windowMs, isRise ? 'lowest' : 'highest');
      return this.#addWindow(this.gauge(measure), window, isRise ? 1 : -1);
    });
  }

  /** Timeframes of which somebody wants to know past bars. */
  get wantedTimeframes(): Timeframe[] {
    return this.#bars.filter(({ isPastWanted }) => isPastWanted).map(({ timeframe }) => timeframe);
  }

  bars(timeframe: Timeframe): BarGauges | undefined {
    return this.#bars.find((one) => one.timeframe === timeframe);
  }

  get barGauges(): readonly BarGauges[] {
    return this.#bars;
  }

  /** The trading day of an instant, labelled by midnight UTC of its local date. */
  dayOf(time: number): number {
    if (time < this.#dayStart || time >= this.#dayEnd) {
      const date = zonedDate(time, this.#timeZone);
      this.#dayStart = zonedInstant(date, this.#timeZone);
      this.#dayEnd = zonedInstant(date + 86_400_000, this.#timeZone);
      this.#labelledDay = date;
    }
    return this.#labelledDay;
  }
  #labelledDay = Number.NaN;

  trade(time: number, day: number, price: number, size: number, previousClose: number, event: number): void {
    if (!Number.isFinite(price)) return;
    if (day !== this.#day) this.begin(day, price, 0);
    if (Number.isNaN(this.#open)) this.#open = price;
    if (size > 0) this.#units += size;
    this.price.set(price, event);
    this.#changeOfDay.set((price / previousClose - 1) * 100, event);
    this.#changeFromOpen.set((price / this.#open - 1) * 100, event);
    this.#volume.set(this.#units, event);
    for (const bars of this.#bars) bars.tick(time, day, price, size > 0 ? size : 0, event);
    this.#follow(time, event);
  }

  quote(time: number, bid: number, ask: number, event: number): void {
    this.#bid.set(bid, event);
    this.#ask.set(ask, event);
    this.#mid.set((bid + ask) / 2, event);
    this.#follow(time, event);
  }

  /** Takes the newest of `bars`, which closed; false when it is known already or nobody asks. */
  barClosed(timeframe: Timeframe, bars: BarColumns, time: number, event: number): boolean {
    const isNews = this.bars(timeframe)?.close(bars, event) ?? false;
    if (isNews) this.#follow(time, event);
    return isNews;
  }

  /** Forgets everything: another market begins. */
  clear(): void {
    for (const gauge of [this.price, this.#bid, this.#ask, this.#mid, this.#volume]) gauge.clear();
    this.#changeOfDay.clear();
    this.#changeFromOpen.clear();
    for (const { gauge, window } of this.#windows) {
      gauge.clear();
      window.clear();
    }
    for (const bars of this.#bars) bars.clear();
    this.#day = this.#open = Number.NaN;
    this.#units = 0;
  }

  /** Gauges over time, whose base the event has just set. */
  #follow(time: number, event: number): void {
    for (const { gauge, base, window, sign } of this.#windows) {
      if (base.event !== event) continue;
      const reference = window.take(time, base.value);
      if (reference > 0) gauge.set(sign * (base.value / reference - 1) * 100, event);
    }
  }

  #ofBars(measure: Extract<Measure, { readonly isLive: boolean }>, timeframe: Timeframe): Gauge {
    return this.#keep(formatMeasure(measure, measure.symbol), () => {
      const bars = this.bars(timeframe) ?? new BarGauges(timeframe);
      if (!this.#bars.includes(bars)) this.#bars.push(bars);
      return bars.add(measure);
    });
  }

  #addWindow(base: Gauge, window: WindowExtreme | WindowStart, sign: 1 | -1): Gauge {
    const gauge = new Gauge();
    this.#windows.push({ gauge, base, window, sign });
    return gauge;
  }

  #keep(key: string, create: () => Gauge): Gauge {
    const known = this.#known.get(key);
    if (known) return known;
    const gauge = create();
    this.#known.set(key, gauge);
    return gauge;
  }
}
