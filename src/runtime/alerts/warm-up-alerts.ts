import type { AlertBook } from '#agents/realtime-processor/alert-book';
import { OctopusError } from '#contract/errors';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { SessionCharts } from '#engine/session/session-charts';

/** Until when a series is not asked for again, by its name. */
const restingUntil = new WeakMap<AlertBook, Map<string, number>>();
const RETRY_MS = 10_000;

/**
 * Gives alerts the past bars their indicators want, as charts show them. Daily bars of the session are there at once;
 * others are read. A series nobody has is asked for again after a while.
 */
export function warmUpAlerts(ports: {
  readonly book: AlertBook;
  readonly charts: SessionCharts;
  readonly clock: Clock;
  readonly log: Log;
}): void {
  const { book, charts, clock, log } = ports;
  const resting = restingUntil.get(book) ?? new Map<string, number>();
  restingUntil.set(book, resting);
  for (const { symbol, timeframe } of book.wantedBars()) {
    const daily = timeframe === '1d' ? charts.daily(symbol) : undefined;
    if (daily) {
      book.seed(symbol, timeframe, daily);
      continue;
    }
    const key = `${symbol} ${timeframe}`;
    if ((resting.get(key) ?? Number.NEGATIVE_INFINITY) > clock.now()) continue;
    resting.set(key, clock.now() + RETRY_MS);
    charts
      .open(symbol, timeframe)
      .then((series) => book.seed(symbol, timeframe, series.bars()))
      .catch((error: unknown) => {
        const isAbsent =
          error instanceof OctopusError && ['NOT_FOUND', 'UNKNOWN_SYMBOL'].includes(error.code);
        if (!isAbsent) log.warn('an alert waits for bars that cannot be read', { key, error: String(error) });
      });
  }
}
