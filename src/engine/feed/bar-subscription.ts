import { encodeBarsFrame } from '#contract/feed/encode-frame';
import { sliceBars } from '#domain/market/bar';
import type { LiveSeries } from '../cache/live-series.ts';
import type { FeedSubscription } from './feed-subscription.ts';

/**
 * Bars of one series: first the newest `limit`, then from the last bar sent (it may have been forming) to the end,
 * so a closed bar is never skipped. Everything is sent anew when the series was replaced or ran ahead by `limit`.
 */
export function createBarSubscription(
  subscription: number,
  series: LiveSeries,
  limit: number,
): FeedSubscription {
  let sentEpoch: number | undefined;
  let sentVersion = 0;
  let sentLength = 0;

  return {
    takeFrame(sequence) {
      const { epoch, version } = series;
      if (epoch === sentEpoch && version === sentVersion) return undefined;
      const bars = series.bars();
      const isReplaced = epoch !== sentEpoch || bars.length < sentLength || bars.length - sentLength >= limit;
      const firstIndex = isReplaced ? Math.max(0, bars.length - limit) : Math.max(0, sentLength - 1);
      const conflated = sentEpoch === undefined ? 0 : Math.max(0, version - sentVersion - 1);
      const kind = isReplaced ? 'replaced' : 'updated';
      const header = { subscription, sequence, conflated };
      const frame = encodeBarsFrame(kind, header, firstIndex, sliceBars(bars, firstIndex, bars.length));
      sentEpoch = epoch;
      sentVersion = version;
      sentLength = bars.length;
      return { frame, conflated };
    },
    close: () => undefined,
  };
}
