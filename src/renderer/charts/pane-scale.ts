import { type ChartState, columnExtremes } from './chart-state.ts';
import { type PaneScale, visibleBars } from './pane-geometry.ts';
import type { ChartIndicator } from './price-chart.ts';

const HEADROOM = 0.09;
const FOOTROOM = 0.06;
/** Room at the head of an indicator's own pane for its name. */
const LEGEND_ROOM = 0.2;
/** Room at the foot of the price pane in which volume stands without touching the candles. */
const VOLUME_ROOM = 0.19;

/** Scale of the price pane: visible candles and the lines over them, with room above and for volume below. */
export function priceScale(state: ChartState): PaneScale {
  const { first, end } = visibleBars(state.range, state.bars.length);
  state.prices.measure(first, end);
  let { minimum, maximum } = state.prices;
  for (const indicator of state.indicators) {
    if (indicator.pane !== 'price') continue;
    const extent = indicatorExtent(indicator, first, end);
    minimum = Math.min(minimum, extent.minimum);
    maximum = Math.max(maximum, extent.maximum);
  }
  if (maximum < minimum) return { minimum: 0, maximum: 1, isLogarithmic: false };
  state.volumes.measure(first, end);
  const hasVolume = state.volumes.maximum > 0;
  const scale = padded(
    minimum,
    maximum,
    state.isLogarithmic && minimum > 0,
    HEADROOM,
    hasVolume ? VOLUME_ROOM : FOOTROOM,
  );
  return hasVolume ? { ...scale, lowestShown: minimum - (maximum - minimum) * 0.04 } : scale;
}

/** Scale of an indicator's own pane: its visible values and its levels. */
export function indicatorScale(state: ChartState, indicator: ChartIndicator): PaneScale {
  const { first, end } = visibleBars(state.range, state.bars.length);
  let { minimum, maximum } = indicatorExtent(indicator, first, end);
  for (const level of indicator.levels ?? []) {
    minimum = Math.min(minimum, level);
    maximum = Math.max(maximum, level);
  }
  if (maximum < minimum) return { minimum: 0, maximum: 1, isLogarithmic: false };
  return padded(minimum, maximum, false, LEGEND_ROOM, 0.1);
}

function indicatorExtent(indicator: ChartIndicator, first: number, end: number) {
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (const column of indicator.columns) {
    const extremes = columnExtremes(column, indicator.changedFrom ?? 0);
    const shift = column.firstIndex ?? 0;
    extremes.measure(first - shift, end - shift);
    minimum = Math.min(
      minimum,
      extremes.minimum,
      column.style.shape === 'histogram' ? 0 : Number.POSITIVE_INFINITY,
    );
    maximum = Math.max(
      maximum,
      extremes.maximum,
      column.style.shape === 'histogram' ? 0 : Number.NEGATIVE_INFINITY,
    );
  }
  return { minimum, maximum };
}

function padded(
  minimum: number,
  maximum: number,
  isLogarithmic: boolean,
  above: number,
  below: number,
): PaneScale {
  const low = isLogarithmic ? Math.log(minimum) : minimum;
  const high = isLogarithmic ? Math.log(maximum) : maximum;
  const flat = isLogarithmic ? 0.02 : Math.abs(high) * 0.02 || 1;
  const span = high - low || flat;
  const middle = high === low ? flat / 2 : 0;
  const height = span / (1 - above - below);
  const from = low - middle - height * below;
  const to = high + (high === low ? flat / 2 : 0) + height * above;
  return isLogarithmic
    ? { minimum: Math.exp(from), maximum: Math.exp(to), isLogarithmic }
    : { minimum: from, maximum: to, isLogarithmic };
}
