import { allocateBars, type BarColumns } from '#domain/market/bar';
import { barHolding, type PlacedMarker } from './annotation-drawing.ts';
import type { ChartTheme } from './chart-theme.ts';
import { MinMaxPyramid } from './min-max-pyramid.ts';
import type {
  ChartFormat,
  ChartIndicator,
  ChartMarker,
  ChartPriceLine,
  IndicatorColumn,
  RibbonSegment,
  VisibleRange,
} from './price-chart.ts';

/** Everything that the panes of one chart draw from. */
export interface ChartState {
  bars: BarColumns;
  readonly prices: MinMaxPyramid;
  readonly volumes: MinMaxPyramid;
  indicators: readonly ChartIndicator[];
  placedMarkers: readonly PlacedMarker[];
  priceLines: readonly ChartPriceLine[];
  ribbon: readonly RibbonSegment[];
  range: VisibleRange;
  format: ChartFormat;
  theme: ChartTheme;
  isLogarithmic: boolean;
  /** Bar under the crosshair, or −1 when it is off the chart. */
  hoveredIndex: number;
}

export function emptyChartState(theme: ChartTheme, format: ChartFormat): ChartState {
  return {
    bars: allocateBars(0),
    prices: new MinMaxPyramid(),
    volumes: new MinMaxPyramid(),
    indicators: [],
    placedMarkers: [],
    priceLines: [],
    ribbon: [],
    range: { from: -0.5, to: 59.5 },
    format,
    theme,
    isLogarithmic: false,
    hoveredIndex: -1,
  };
}

/** Notes new columns whose bars before `changedFrom` are as before. */
export function takeBars(state: ChartState, bars: BarColumns, changedFrom: number): void {
  state.bars = bars;
  state.prices.setColumns(bars.low, bars.high, bars.length, changedFrom);
  state.volumes.setColumns(bars.volume, bars.volume, bars.length, changedFrom);
}

/** Markers with their bars, in ascending order of bar; those before the first bar are left out. */
export function placeMarkers(bars: BarColumns, markers: readonly ChartMarker[]): PlacedMarker[] {
  return markers
    .map((marker) => ({ index: barHolding(bars.time, bars.length, marker.time), marker }))
    .filter(({ index }) => index >= 0)
    .sort((a, b) => a.index - b.index);
}

const PYRAMIDS = new WeakMap<ArrayBufferLike, Map<number, MinMaxPyramid>>();

/** The extremes of an indicator column; kept as long as its memory lives. */
export function columnExtremes(column: IndicatorColumn, changedFrom: number): MinMaxPyramid {
  const { values, firstIndex = 0 } = column;
  let perOffset = PYRAMIDS.get(values.buffer);
  if (perOffset === undefined) {
    perOffset = new Map();
    PYRAMIDS.set(values.buffer, perOffset);
  }
  let pyramid = perOffset.get(values.byteOffset);
  if (pyramid === undefined) {
    pyramid = new MinMaxPyramid();
    perOffset.set(values.byteOffset, pyramid);
  }
  pyramid.setColumns(values, values, values.length, Math.max(0, changedFrom - firstIndex));
  return pyramid;
}

/** The column's value at a bar, NaN outside it. */
export function columnValue(column: IndicatorColumn, index: number): number {
  return column.values[index - (column.firstIndex ?? 0)] ?? Number.NaN;
}
