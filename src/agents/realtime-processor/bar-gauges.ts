import type { Measure } from '#domain/alerts/alert-rule';
import { Gauge } from '#domain/alerts/gauge';
import { ProvisionalIndicator } from '#domain/alerts/provisional-indicator';
import { findIndicator } from '#domain/indicators/catalog';
import { RollingMean } from '#domain/indicators/kernels/rolling-mean';
import { bucketStart } from '#domain/market/aggregate-bars';
import { type BarColumns, barAt } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';

type BarMeasure = Extract<Measure, { readonly isLive: boolean }>;

interface Reading {
  readonly gauge: Gauge;
  readonly isLive: boolean;
}

/** Takes closed bars, and the forming one where somebody wants to know within it. */
interface Source {
  close(bars: BarColumns, index: number, event: number): void;
  attempt(forming: FormingBar, event: number): void;
  clear(): void;
}

interface FormingBar {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** Event of values that are history: they are known, and no news. */
const HISTORY = -2;

/** What alerts ask of the bars of one symbol and timeframe: volumes and indicators, constant time a bar. */
export class BarGauges {
  readonly timeframe: Timeframe;
  readonly #sources = new Map<string, Source>();
  readonly #forming: FormingBar = { time: Number.NaN, open: 0, high: 0, low: 0, close: 0, volume: 0 };
  /** The bar that was formed here, as columns of one. */
  readonly #formed: BarColumns;
  #isLiveWanted = false;
  #isPastWanted = false;
  /** Opening time of the newest closed bar, NaN before the first. */
  #closedTime = Number.NaN;

  constructor(timeframe: Timeframe) {
    this.timeframe = timeframe;
    const column = (): Float64Array => new Float64Array(1);
    this.#formed = {
      length: 1,
      time: column(),
      open: column(),
      high: column(),
      low: column(),
      close: column(),
      volume: column(),
    };
  }

  /** Sets up what a measure needs, and answers the gauge that will show it. Until bars are given anew it has no value. */
  add(measure: BarMeasure): Gauge {
    const gauge = new Gauge();
    const reading = { gauge, isLive: measure.isLive };
    this.#isLiveWanted ||= measure.isLive;
    this.#sources.set(String(this.#sources.size), createSource(measure, reading));
    this.#closedTime = Number.NaN;
    this.#isPastWanted = true;
    return gauge;
  }

  /** Whether something was asked that past bars would answer, and none were given since. */
  get isPastWanted(): boolean {
    return this.#isPastWanted;
  }

  /** Close of the bar that closed last, NaN before the first. */
  get formedClose(): number {
    return this.#formed.close[0]!;
  }

  /** Whether a tick at `time` finds the bar being formed over; daily bars end when the market says so. */
  isOver(time: number): boolean {
    const { time: opened } = this.#forming;
    return this.timeframe !== '1d' && bucketStart(time, this.timeframe) > opened;
  }

  /** Closes the bar that was formed from ticks; false when it was closed from outside before. */
  closeFormed(event: number): boolean {
    const { time, open, high, low, close, volume } = this.#forming;
    this.#forming.time = Number.NaN;
    if (!(time > this.#closedTime) && !Number.isNaN(this.#closedTime)) return false;
    const formed = this.#formed;
    formed.time[0] = time;
    formed.open[0] = open;
    formed.high[0] = high;
    formed.low[0] = low;
    formed.close[0] = close;
    formed.volume[0] = volume;
    for (const source of this.#sources.values()) source.close(formed, 0, event);
    this.#closedTime = time;
    return true;
  }

  /** Takes one trade of the trading day labelled `day`. */
  tick(time: number, day: number, price: number, size: number, event: number): void {
    const forming = this.#forming;
    const opened = this.timeframe === '1d' ? day : bucketStart(time, this.timeframe);
    if (forming.time !== opened) {
      forming.time = opened;
      forming.open = forming.high = forming.low = price;
      forming.volume = 0;
    }
    if (price > forming.high) forming.high = price;
    if (price < forming.low) forming.low = price;
    forming.close = price;
    forming.volume += size;
    if (this.#isLiveWanted) for (const source of this.#sources.values()) source.attempt(forming, event);
  }

  /**
   * Takes the newest of `bars`, which closed; false when it is known already. When the bar before it is not the newest
   * one known, everything is computed anew from `bars`. A bar that comes alone goes on from those known.
   */
  close(bars: BarColumns, event: number): boolean {
    const last = bars.length - 1;
    const time = bars.time[last];
    if (time === undefined || time === this.#closedTime) return false;
    const isNext = last > 0 ? bars.time[last - 1] === this.#closedTime : time > this.#closedTime;
    if (isNext) {
      for (const source of this.#sources.values()) source.close(bars, last, event);
    } else {
      this.#refill(bars, event);
    }
    this.#closedTime = time;
    return true;
  }

  /** Takes closed bars as history: values are known from them, nothing is news. `forming` is the bar after them. */
  seed(bars: BarColumns, forming: FormingBar | null): void {
    this.#refill(bars, HISTORY);
    this.#closedTime = bars.time[bars.length - 1] ?? Number.NaN;
    if (forming !== null && !(this.#forming.time > forming.time)) Object.assign(this.#forming, forming);
  }

  /** Forgets everything: another market begins. */
  clear(): void {
    for (const source of this.#sources.values()) source.clear();
    this.#closedTime = this.#forming.time = Number.NaN;
    this.#isPastWanted = this.#sources.size > 0;
  }

  #refill(bars: BarColumns, event: number): void {
    const last = bars.length - 1;
    if (last > 0) this.#isPastWanted = false;
    for (const source of this.#sources.values()) {
      source.clear();
      for (let i = 0; i <= last; i++) source.close(bars, i, i === last ? event : HISTORY);
    }
  }
}

function createSource(measure: BarMeasure, reading: Reading): Source {
  if (measure.kind === 'indicator') return new IndicatorSource(measure, reading);
  return new VolumeSource(measure.kind === 'relative-volume' ? measure.bars : null, reading);
}

class VolumeSource implements Source {
  readonly #bars: number | null;
  readonly #reading: Reading;
  #mean: RollingMean;
  /** Mean of the bars before the newest, NaN until there are enough; 1 where the volume itself is asked for. */
  #average: number;

  constructor(bars: number | null, reading: Reading) {
    this.#bars = bars;
    this.#reading = reading;
    this.#mean = new RollingMean(bars ?? 1);
    this.#average = bars === null ? 1 : Number.NaN;
  }

  close(bars: BarColumns, index: number, event: number): void {
    const volume = bars.volume[index]!;
    this.#reading.gauge.set(volume / this.#average, event);
    if (this.#bars !== null) this.#average = this.#mean.push(volume);
  }

  attempt({ volume }: FormingBar, event: number): void {
    if (this.#reading.isLive) this.#reading.gauge.set(volume / this.#average, event);
  }

  clear(): void {
    this.#reading.gauge.clear();
    this.#mean = new RollingMean(this.#bars ?? 1);
    if (this.#bars !== null) this.#average = Number.NaN;
  }
}

class IndicatorSource implements Source {
  readonly #measure: Extract<Measure, { readonly kind: 'indicator' }>;
  readonly #reading: Reading;
  readonly #output: number;
  #indicator: ProvisionalIndicator;

  constructor(measure: Extract<Measure, { readonly kind: 'indicator' }>, reading: Reading) {
    this.#measure = measure;
    this.#reading = reading;
    this.#output = definitionOf(measure).outputs.indexOf(measure.output);
    this.#indicator = createIndicator(measure);
  }

  close(bars: BarColumns, index: number, event: number): void {
    const values = this.#indicator.close(barAt(bars, index));
    this.#reading.gauge.set(values[this.#output]!, event);
  }

  attempt(forming: FormingBar, event: number): void {
    if (!this.#reading.isLive) return;
    this.#reading.gauge.set(this.#indicator.attempt(forming)[this.#output]!, event);
  }

  clear(): void {
    this.#reading.gauge.clear();
    this.#indicator = createIndicator(this.#measure);
  }
}

function createIndicator(measure: Extract<Measure, { readonly kind: 'indicator' }>): ProvisionalIndicator {
  return new ProvisionalIndicator(definitionOf(measure), measure.parameters);
}

function definitionOf({ slug }: { readonly slug: string }) {
  const definition = findIndicator(slug);
  if (definition === undefined) throw new RangeError(`there is no indicator ${slug}`);
  return definition;
}
