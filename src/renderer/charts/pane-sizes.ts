import { formatNumber } from '../format/number.ts';
import { type PaneSize, TIME_AXIS_HEIGHT } from './chart-pane.ts';
import type { ChartState } from './chart-state.ts';

const AXIS_CHARACTER_WIDTH = 6.6;
const LEAST_AXIS_WIDTH = 54;

/** Width of the price axis: the last price has to fit. */
export function axisWidthOf({ bars, format }: ChartState): number {
  const last = bars.length > 0 ? bars.close[bars.length - 1]! : 0;
  return Math.max(
    LEAST_AXIS_WIDTH,
    Math.ceil(formatNumber(last, format.pricePrecision).length * AXIS_CHARACTER_WIDTH + 18),
  );
}

/** Sizes of `count` panes one under the other: the candles first and largest, the time axis under the last. */
export function paneSizes(
  count: number,
  {
    width,
    height,
    axisWidth,
  }: { readonly width: number; readonly height: number; readonly axisWidth: number },
): PaneSize[] {
  const below = count - 1;
  const share = below === 0 ? 0 : Math.min(0.21, 0.55 / below);
  const separateHeight = Math.round((height - TIME_AXIS_HEIGHT) * share);
  return Array.from({ length: count }, (_, i) => {
    const hasTimeAxis = i === below;
    const plotHeight = i === 0 ? height - TIME_AXIS_HEIGHT - separateHeight * below : separateHeight;
    return { width, height: plotHeight + (hasTimeAxis ? TIME_AXIS_HEIGHT : 0), axisWidth, hasTimeAxis };
  });
}
