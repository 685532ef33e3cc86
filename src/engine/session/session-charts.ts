import { OctopusError, unknownName } from '#contract/errors';
import { bucketStart } from '#domain/market/aggregate-bars';
import type { BarColumns } from '#domain/market/bar';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import { GrowingSeries } from '../cache/growing-series.ts';
import type { LiveSeries, SeriesSource } from '../cache/live-series.ts';
import { readBarsOfAnyLength } from '../market/read-bars-of-any-length.ts';
import type { MarketStore } from '../ports/market-store.ts';

/** Trading days of simulated intraday bars that a chart starts with. */
const INTRADAY_DAYS: Partial<Record<Timeframe, number>> = { '1m': 3, '5m': 10, '1h': 60 };

/** Stored series that are kept up to date; one that fell out is right again when it is opened anew. */
const STORED_SERIES_MAX = 32;

/** Regenerates the ticks of past trading days; the newest day only as far as the session has come. */
export type TickHistory = (
  symbol: string,
  days: number,
  onTick: (time: number, price: number, size: number) => void,
) => void;

/**
 * Series for charts. Daily bars of the session's symbols end at the session's moment, with the day being formed last;
 * shorter bars come from the simulated path and are built once somebody looks. Other symbols are shown as
 * stored, or made of shorter bars that are.
 */
export class SessionCharts implements SeriesSource {
  readonly #market: MarketStore;
  readonly #daily = new Map<string, GrowingSeries>();
  readonly #intraday = new Map<string, GrowingSeries[]>();
  /** Series shown as stored, by symbol and timeframe, most recently opened last. */
  readonly #stored = new Map<string, GrowingSeries>();
  #history: TickHistory = () => undefined;

  constructor(market: MarketStore) {
    this.#market = market;
  }

  /** Another session begins: its symbols with the daily bars closed before it. Open charts see a new epoch. */
  begin(symbols: readonly { symbol: string; closed: BarColumns }[], history: TickHistory): void {
    this.#history = history;
    const wanted = new Set(symbols.map(({ symbol }) => symbol));
    for (const symbol of this.#daily.keys()) if (!wanted.has(symbol)) this.#daily.delete(symbol);
    for (const { symbol, closed } of symbols) {
      const known = this.#daily.get(symbol);
      if (known) known.replace(closed);
      else this.#daily.set(symbol, new GrowingSeries(symbol, '1d', closed));
    }
    for (const [symbol, series] of this.#intraday) {
      if (!wanted.has(symbol)) this.#intraday.delete(symbol);
      else for (const one of series) this.#refill(one);
    }
  }

  /** Takes a new tick into the daily bar of `symbol` and every shorter bar somebody looks at. */
  onTick(symbol: string, day: number, time: number, price: number, size: number): void {
    this.showDaily(symbol, day, price, size);
    const intraday = this.#intraday.get(symbol);
    if (intraday)
      for (const series of intraday) series.putTick(bucketStart(time, series.timeframe), price, size);
  }

  /** Takes a tick of the day being formed that shorter bars have from the history already. */
  showDaily(symbol: string, day: number, price: number, size: number): void {
    this.#daily.get(symbol)?.putTick(day, price, size);
  }

  /** Closed and forming daily bars of a session symbol. */
  daily(symbol: string): BarColumns | undefined {
    return this.#daily.get(symbol)?.bars();
  }

  /** Bars shorter than a day of a session symbol as the replay plays it, of its last days; undefined of any other. */
  playedBars(symbol: string, timeframe: Timeframe): BarColumns | undefined {
    if (!this.#daily.has(symbol) || INTRADAY_DAYS[timeframe] === undefined) return undefined;
    return this.#openIntraday(symbol, timeframe).bars();
  }

  async open(symbol: string, timeframe: Timeframe): Promise<LiveSeries> {
    const daily = this.#daily.get(symbol);
    if (daily && timeframe === '1d') return daily;
    const { bars: stored } = await readBarsOfAnyLength(this.#market, symbol, timeframe);
    if (stored.length > 0) return this.#keepStored(symbol, timeframe, stored);
    if (daily && INTRADAY_DAYS[timeframe] !== undefined) return this.#openIntraday(symbol, timeframe);
    const series = await this.#market.series();
    const ofSymbol = series.filter((one) => one.symbol === symbol).map((one) => one.timeframe);
    if (ofSymbol.length > 0)
      throw new OctopusError(
        'NOT_FOUND',
        `${symbol} has no ${timeframe} bars; stored are ${ofSymbol.join(', ')}`,
      );
    throw new OctopusError(
      'UNKNOWN_SYMBOL',
      unknownName('symbol', symbol, [...new Set(series.map((one) => one.symbol))]),
    );
  }

  /** Bars were imported: charts that show the series as stored, or longer ones that may be made of it, show them now. */
  async reload(symbol: string, timeframe: Timeframe): Promise<void> {
    const shown = [...this.#stored.values()].filter(
      (one) => one.symbol === symbol && timeframeMs(one.timeframe) >= timeframeMs(timeframe),
    );
    for (const series of shown)
      series.replace((await readBarsOfAnyLength(this.#market, symbol, series.timeframe)).bars);
  }

  #keepStored(symbol: string, timeframe: Timeframe, bars: BarColumns): GrowingSeries {
    const key = `${symbol} ${timeframe}`;
    const series = this.#stored.get(key) ?? new GrowingSeries(symbol, timeframe, bars);
    this.#stored.delete(key);
    this.#stored.set(key, series);
    const oldest = this.#stored.keys().next().value;
    if (this.#stored.size > STORED_SERIES_MAX && oldest !== undefined) this.#stored.delete(oldest);
    return series;
  }

  #openIntraday(symbol: string, timeframe: Timeframe): GrowingSeries {
    const known = this.#intraday.get(symbol) ?? [];
    this.#intraday.set(symbol, known);
    const open = known.find((series) => series.timeframe === timeframe);
    if (open) return open;
    const series = new GrowingSeries(symbol, timeframe);
    known.push(series);
    this.#refill(series);
    return series;
  }

  #refill(series: GrowingSeries): void {
    const scratch = new GrowingSeries(series.symbol, series.timeframe);
    this.#history(series.symbol, INTRADAY_DAYS[series.timeframe] ?? 1, (time, price, size) =>
      scratch.putTick(bucketStart(time, series.timeframe), price, size),
    );
    series.replace(scratch.bars());
  }
}
