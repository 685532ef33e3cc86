import type { BarColumns } from '#domain/market/bar';
import { TIMEFRAMES, type Timeframe, timeframeMs } from '#domain/market/timeframe';
import type { FileFormat } from './file-format.ts';
import { RowReader } from './row-reader.ts';
import { settleBars } from './settle-bars.ts';

const DAY_MS = 86_400_000;

/**
 * The timeframe whose bars stand apart as most rows at a file's beginning (`head`, whole lines) do: the longest no
 * longer than the median distance of neighbours; a day when there is but one.
 */
export function findTimeframe(head: string, format: FileFormat, now: number): Timeframe {
  // To the second: daily rows then stand whole days apart, whatever time of day they bear.
  const reader = new RowReader(format, { timeframe: '1s', now: now + DAY_MS });
  reader.read(new TextEncoder().encode(head));
  const longest = reader.batches.reduce((best, next) => (next.length > best.length ? next : best));
  return usualTimeframe(settleBars(longest, { places: reader.places, series: 0, isDaily: false }).bars);
}

function usualTimeframe({ time, length }: BarColumns): Timeframe {
  const distances = time.slice(1, length).map((value, i) => value - time[i]!);
  if (distances.length === 0) return '1d';
  const median = distances.sort()[distances.length >> 1]!;
  return [...TIMEFRAMES].reverse().find((timeframe) => timeframeMs(timeframe) <= median) ?? '1s';
}
