import { annualizedVolatility } from '#domain/statistics/annualized-volatility';
import { logReturns } from '#domain/statistics/returns';

/** Daily bars as the engine answers them, oldest first. */
export interface DailyColumns {
  readonly time: readonly number[];
  readonly high: readonly number[];
  readonly low: readonly number[];
  readonly close: readonly number[];
  readonly volume: readonly number[];
}

export const PERIODS = ['1W', '1M', '3M', 'YTD', '1Y'] as const;
export type Period = (typeof PERIODS)[number];

export interface PriceSummary {
  /** Midnight UTC of the newest bar. */
  readonly lastTime: number;
  readonly lastClose: number;
  /** Over the year that ends with the newest bar. */
  readonly yearLow: number;
  readonly yearHigh: number;
  /** Of the newest 20 bars; null where none has a volume. */
  readonly averageVolume: number | null;
  readonly lastVolume: number;
  /** From the last close on or before the period's beginning, in percent; null where the bars do not go back so far. */
  readonly performancePct: Readonly<Record<Period, number | null>>;
  /** Of the newest 30 daily log returns, a year of 252 days, in percent; null of fewer than 10. */
  readonly volatilityPct: number | null;
}

const VOLUME_BARS = 20;
const VOLATILITY_RETURNS = 30;
const VOLATILITY_RETURNS_MIN = 10;
const DAYS_A_YEAR = 252;
const WEEK_MS = 7 * 86_400_000;

/** What daily bars say of a symbol; null of none. */
export function summarizeDays(bars: DailyColumns): PriceSummary | null {
  const count = bars.close.length;
  const lastTime = bars.time[count - 1];
  const lastClose = bars.close[count - 1];
  if (lastTime === undefined || lastClose === undefined) return null;
  const yearFrom = monthsBefore(lastTime, 12);
  const inYear = bars.time.findIndex((time) => time > yearFrom);
  const volumes = bars.volume.slice(-VOLUME_BARS).filter((volume) => volume > 0);
  const returns = logReturns(bars.close.slice(-VOLATILITY_RETURNS - 1));
  const volatility =
    returns.length < VOLATILITY_RETURNS_MIN ? null : annualizedVolatility(returns, DAYS_A_YEAR);
  const since = (time: number): number | null => {
    const close = closeAt(bars, time);
    return close === null || close === 0 ? null : (lastClose / close - 1) * 100;
  };
  return {
    lastTime,
    lastClose,
    yearLow: Math.min(...bars.low.slice(inYear)),
    yearHigh: Math.max(...bars.high.slice(inYear)),
    averageVolume:
      volumes.length === 0 ? null : volumes.reduce((sum, volume) => sum + volume, 0) / volumes.length,
    lastVolume: bars.volume[count - 1] ?? 0,
    performancePct: {
      '1W': since(lastTime - WEEK_MS),
      '1M': since(monthsBefore(lastTime, 1)),
      '3M': since(monthsBefore(lastTime, 3)),
      YTD: since(Date.UTC(new Date(lastTime).getUTCFullYear(), 0, 1) - 1),
      '1Y': since(yearFrom),
    },
    volatilityPct: volatility === null ? null : volatility * 100,
  };
}

/** The newest close at or before a time. */
function closeAt({ time, close }: DailyColumns, at: number): number | null {
  let index = time.length - 1;
  while (index >= 0 && time[index]! > at) index--;
  return close[index] ?? null;
}

/** The same day of an earlier month, or that month's last day. */
function monthsBefore(time: number, months: number): number {
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() - months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastDay));
}
