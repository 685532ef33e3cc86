import type { VisibleRange } from './price-chart.ts';

/** Bars left free at the right of the newest one. */
export const RIGHT_MARGIN_BARS = 5;
const FEWEST_BARS = 8;
const DEFAULT_PIXELS_PER_BAR = 4.25;

/** The newest bars at a comfortable width, a little room at the right; few bars are not stretched but stand there too. */
export function newestRange(length: number, plotWidth: number): VisibleRange {
  const bars = Math.max(FEWEST_BARS, plotWidth / DEFAULT_PIXELS_PER_BAR);
  const to = length - 0.5 + RIGHT_MARGIN_BARS;
  return { from: to - bars, to };
}

/** Every bar, and the room at the right. */
export function wholeRange(length: number, plotWidth: number): VisibleRange {
  const margin = Math.max(RIGHT_MARGIN_BARS, length * 0.02);
  const from = -0.5 - margin * 0.2;
  return { from, to: Math.max(length - 0.5 + margin, from + Math.min(60, plotWidth / 12)) };
}

/** The range `bars` wider or narrower by `factor` (below 1 is closer), the bar at `anchor` staying where it is. */
export function zoomedRange(
  range: VisibleRange,
  factor: number,
  anchor: number,
  length: number,
): VisibleRange {
  const span = range.to - range.from;
  const widest = Math.max(60, length * 1.5 + 20);
  const next = Math.min(widest, Math.max(FEWEST_BARS, span * factor));
  const share = span > 0 ? (anchor - range.from) / span : 1;
  const from = anchor - share * next;
  return keptInSight({ from, to: from + next }, length);
}

export function pannedRange(range: VisibleRange, bars: number, length: number): VisibleRange {
  return keptInSight({ from: range.from + bars, to: range.to + bars }, length);
}

/** Moves a range that would lose sight of the bars back until three of them show at its edge. */
export function keptInSight(range: VisibleRange, length: number): VisibleRange {
  const span = range.to - range.from;
  const edge = Math.min(3, Math.max(1, length));
  const latestFrom = length - edge - 0.5;
  const earliestTo = edge - 0.5;
  if (range.from > latestFrom) return { from: latestFrom, to: latestFrom + span };
  if (range.to < earliestTo) return { from: earliestTo - span, to: earliestTo };
  return range;
}

/** Where the view goes when `added` bars came (or went, below 0): along with the newest bar if that was in sight. */
export function followedRange(range: VisibleRange, previousLength: number, added: number): VisibleRange {
  const newest = previousLength - 1;
  if (added === 0 || newest < range.from || newest > range.to) return range;
  const isRoomAhead = added > 0 && newest + added + 1 < range.to;
  return isRoomAhead ? range : { from: range.from + added, to: range.to + added };
}
