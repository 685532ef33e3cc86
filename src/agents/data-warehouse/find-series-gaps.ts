import { OctopusError, unknownName } from '#contract/errors';
import type { GapsRequest, SeriesGaps } from '#contract/services/gaps';
import { calendarById, calendarOf } from '#domain/instruments/calendar/catalog';
import { findGaps } from '#domain/market/find-gaps';
import { timeframeMs } from '#domain/market/timeframe';
import { readBarsOfAnyLength } from '#engine/market/read-bars-of-any-length';
import type { MarketStore } from '#engine/ports/market-store';

/**
 * Compares a series, stored or made of shorter bars, with the calendar of its instrument, or with the one named. Throws UNKNOWN_SYMBOL for a
 * symbol nothing is stored of, NOT_FOUND for a timeframe it has no bars of and none to make them of, BAD_REQUEST for a range that ends before it begins.
 */
export async function findSeriesGaps(market: MarketStore, request: GapsRequest): Promise<SeriesGaps> {
  const { symbol, timeframe, from, to, limit } = request;
  if (from !== undefined && to !== undefined && from >= to)
    throw new OctopusError(
      'BAD_REQUEST',
      `the range of ${symbol} ends at ${to}, not after its beginning ${from}`,
    );
  const [instruments, series] = await Promise.all([market.instruments(), market.series()]);
  const stored = series.filter((one) => one.symbol === symbol);
  if (stored.length === 0) {
    const known = [...new Set(series.map((one) => one.symbol))];
    throw new OctopusError('UNKNOWN_SYMBOL', unknownName('symbol', symbol, known), { known });
  }
  if (stored.every((one) => timeframeMs(one.timeframe) > timeframeMs(timeframe))) {
    const timeframes = stored.map((one) => one.timeframe);
    throw new OctopusError(
      'NOT_FOUND',
      `${symbol} has no ${timeframe} bars and none shorter; stored are ${timeframes.join(', ')}`,
      { timeframes },
    );
  }
  const instrument = instruments.find((one) => one.symbol === symbol);
  const calendar = request.calendar
    ? calendarById(request.calendar)
    : instrument
      ? calendarOf(instrument)
      : calendarById('XNYS');
  const { bars } = await readBarsOfAnyLength(market, symbol, timeframe, {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  });
  const report = findGaps(bars, { timeframe, calendar, from, to, gapsMax: limit });
  return {
    symbol,
    timeframe,
    calendar: calendar.id,
    ...report,
    gaps: [...report.gaps],
    months: [...report.months],
  };
}
