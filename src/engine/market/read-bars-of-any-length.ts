import { calendarOf } from '#domain/instruments/calendar/catalog';
import { aggregateBars, bucketStart } from '#domain/market/aggregate-bars';
import { allocateBars, type BarColumns, lowerBound, sliceBars } from '#domain/market/bar';
import { joinBars } from '#domain/market/join-bars';
import { TIMEFRAMES, type Timeframe, timeframeMs } from '#domain/market/timeframe';
import { TradingDay } from '#domain/market/trading-day';
import type { BarRange, MarketStore, SeriesSummary } from '../ports/market-store.ts';

/** Bars as they are stored, or made of shorter ones where they are not. */
export interface BarsOfAnyLength {
  readonly bars: BarColumns;
  /** Length of the stored bars that some of them, or all, were made of; null when all are stored. */
  readonly madeOf: Timeframe | null;
}

type ReadableStore = Pick<MarketStore, 'readBars' | 'series' | 'instruments'>;

/** A day bears a date that may begin so many days before it, or end so many after it, in its exchange's zone. */
const DATE_REACH_DAYS = 2;
/** A trading day may last an hour longer than another. */
const DAY_HOURS_MAX = 25;

/**
 * Bars of a range, whatever lengths are stored: what lies before the first and behind the last stored bar of the length
 * is made of the longest shorter series there is, all of it when the length is not stored. A stored bar is never
 * replaced. The last bar made may still lack what comes; days are those of the instrument's exchange.
 */
export async function readBarsOfAnyLength(
  market: ReadableStore,
  symbol: string,
  timeframe: Timeframe,
  range: BarRange = {},
): Promise<BarsOfAnyLength> {
  const series = (await market.series()).filter((one) => one.symbol === symbol);
  const own = series.find((one) => one.timeframe === timeframe);
  const shorter = longestShorter(series, timeframe);
  const stored = own ? await market.readBars(symbol, timeframe, range) : undefined;
  if (!shorter) return { bars: stored ?? (await market.readBars(symbol, timeframe, range)), madeOf: null };
  const make = (part: BarRange): Promise<BarColumns> =>
    makeBars(market, { symbol, timeframe, shorter }, part);
  if (!own || !stored) {
    const bars = await make(range);
    return { bars, madeOf: bars.length > 0 ? shorter.timeframe : null };
  }
  const { limit = Number.POSITIVE_INFINITY } = range;
  const length = timeframeMs(timeframe);
  const behind =
    shorter.lastTime >= own.lastTime + length
      ? await make({ ...range, from: Math.max(range.from ?? own.lastTime, own.lastTime + 1) })
      : undefined;
  const room = limit - stored.length - (behind?.length ?? 0);
  const before =
    room > 0 && bucketStart(shorter.firstTime, timeframe) < own.firstTime
      ? await make({ ...withRoom(range, room), to: Math.min(range.to ?? own.firstTime, own.firstTime) })
      : undefined;
  const parts = [before, stored, behind].flatMap((part) => part ?? []);
  const bars = joinBars(parts);
  const isMade = (before?.length ?? 0) + (behind?.length ?? 0) > 0;
  return {
    bars: bars.length > limit ? sliceBars(bars, bars.length - limit, bars.length) : bars,
    madeOf: isMade ? shorter.timeframe : null,
  };
}

/** The longest of the stored series of one symbol that bars of a length can be made of. */
export function longestShorter(
  series: readonly SeriesSummary[],
  timeframe: Timeframe,
): SeriesSummary | undefined {
  return series
    .filter((one) => timeframeMs(one.timeframe) < timeframeMs(timeframe))
    .sort((a, b) => TIMEFRAMES.indexOf(b.timeframe) - TIMEFRAMES.indexOf(a.timeframe))[0];
}

async function makeBars(
  market: Pick<MarketStore, 'readBars' | 'instruments'>,
  wanted: { readonly symbol: string; readonly timeframe: Timeframe; readonly shorter: SeriesSummary },
  { from, to, limit, asOf }: BarRange,
): Promise<BarColumns> {
  const { symbol, timeframe, shorter } = wanted;
  if (from !== undefined && to !== undefined && from >= to) return allocateBars(0);
  const isDay = timeframe === '1d';
  const reach = isDay ? DATE_REACH_DAYS * 86_400_000 : 0;
  // The newest so many shorter bars hold the wanted ones whole, one that may be cut, and those within reach.
  const most = (limit ?? 0) + 1 + (isDay ? DATE_REACH_DAYS + 1 : 0);
  const read = await market.readBars(symbol, shorter.timeframe, {
    ...(from === undefined ? {} : { from: bucketStart(from, timeframe) - reach }),
    ...(to === undefined ? {} : { to: bucketStart(to - 1, timeframe) + timeframeMs(timeframe) + reach }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(limit === undefined ? {} : { limit: most * barsWithin(timeframe, shorter.timeframe) }),
  });
  const instrument = isDay ? (await market.instruments()).find((one) => one.symbol === symbol) : undefined;
  const made = aggregateBars(read, timeframe, new TradingDay(instrument && calendarOf(instrument)));
  const start = from === undefined ? 0 : lowerBound(made, from);
  const end = to === undefined ? made.length : lowerBound(made, to);
  return sliceBars(made, limit === undefined ? start : Math.max(start, end - limit), end);
}

function barsWithin(timeframe: Timeframe, shorter: Timeframe): number {
  const length = timeframe === '1d' ? DAY_HOURS_MAX * 3_600_000 : timeframeMs(timeframe);
  return length / timeframeMs(shorter);
}

function withRoom(range: BarRange, room: number): BarRange {
  return Number.isFinite(room) ? { ...range, limit: room } : range;
}
