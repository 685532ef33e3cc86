import type { AlertBook } from '#agents/realtime-processor/alert-book';
import type { LiveBars } from '#agents/realtime-processor/live-bars';
import { type Bar, sliceBars } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';

/** Shows alerts a series as it was when a bar closed: the next bar may be forming by now. */
export async function alertOnClosedBar(
  { alerts, bars: live }: { alerts: AlertBook; bars: LiveBars },
  { symbol, timeframe, bar }: { symbol: string; timeframe: Timeframe; bar: Pick<Bar, 'time'> },
): Promise<void> {
  const bars = (await live.open(symbol, timeframe)).bars();
  let end = bars.length;
  while (end > 0 && bars.time[end - 1]! > bar.time) end--;
  alerts.onBarClosed(symbol, timeframe, sliceBars(bars, 0, end), bar.time);
}
