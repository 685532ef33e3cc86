import { TIMEFRAMES, timeframeMs } from '#domain/market/timeframe';
import type { AlgorithmTerms } from '#domain/orders/algorithms/algorithm-terms';
import { evenWeights, weightsOfShares } from '#domain/orders/algorithms/slice-plan';
import { CURVE_DAYS_MIN, volumeCurve, windowsBefore } from '#domain/orders/algorithms/volume-curve';
import type { Decimal } from '#domain/values/decimal';
import type { MarketStore } from '#engine/ports/market-store';

/** Calendar days looked back: four weeks of trading days and some holidays. */
const DAYS_BACK = 30;
const DAY_MS = 86_400_000;

export interface PlannedWeights {
  readonly weights: Decimal[];
  /** Where they come from, in a sentence. */
  readonly planNote: string;
}

/**
 * Weights of the slices of a VWAP by the volume of past days at its time of day, from the finest stored intraday bars
 * before its start. Equal ones where the store cannot tell, and the sentence says so.
 */
export async function usualVolume(
  market: Pick<MarketStore, 'series' | 'readBars'>,
  {
    symbol,
    startTime,
    endTime,
    slices,
  }: Required<Pick<AlgorithmTerms, 'symbol' | 'startTime' | 'endTime' | 'slices'>>,
  timeZone: string,
): Promise<PlannedWeights> {
  const even = (why: string): PlannedWeights => ({
    weights: evenWeights(slices),
    planNote: `${why}: its slices are equal, as a TWAP's`,
  });
  if (endTime - startTime > DAY_MS) return even('it lasts longer than a day, which has no usual curve');
  const stored = (await market.series()).filter((one) => one.symbol === symbol);
  const timeframe = TIMEFRAMES.find(
    (length) => length !== '1d' && length !== '1s' && stored.some((one) => one.timeframe === length),
  );
  if (timeframe === undefined) return even(`no bars of past days shorter than a day are stored of ${symbol}`);
  const bars = await market.readBars(symbol, timeframe, {
    from: startTime - (DAYS_BACK + 2) * DAY_MS,
    to: startTime,
  });
  const windows = windowsBefore({ startTime, endTime }, DAYS_BACK, timeZone);
  const curve = volumeCurve(bars, timeframeMs(timeframe), windows, slices);
  if (!curve)
    return even(
      `fewer than ${CURVE_DAYS_MIN} of the ${DAYS_BACK} days before have stored volume at this time of day`,
    );
  return {
    weights: weightsOfShares(curve.shares),
    planNote: `by the volume of ${curve.days} days at this time, from stored bars of ${timeframe}`,
  };
}
