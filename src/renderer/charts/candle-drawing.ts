import type { BarColumns } from '#domain/market/bar';
import { type ChartTheme, withOpacity } from './chart-theme.ts';
import type { MinMaxPyramid } from './min-max-pyramid.ts';
import { type PaneGeometry, visibleBars } from './pane-geometry.ts';

/** Share of the price pane that the tallest volume bar fills. */
const VOLUME_SHARE = 0.15;

/** Draws candles: bodies and wicks on whole device pixels, or one line a pixel when bars are closer than that. */
export function drawCandles(
  context: CanvasRenderingContext2D,
  bars: BarColumns,
  extremes: MinMaxPyramid,
  geometry: PaneGeometry,
  theme: ChartTheme,
): void {
  if (geometry.pixelsPerBar < 1) drawColumns(context, bars, extremes, geometry, theme);
  else {
    drawBodies(context, bars, geometry, theme.up, true);
    drawBodies(context, bars, geometry, theme.down, false);
  }
}

function drawBodies(
  context: CanvasRenderingContext2D,
  bars: BarColumns,
  geometry: PaneGeometry,
  colour: string,
  isUp: boolean,
): void {
  const { open, high, low, close } = bars;
  const { first, end } = visibleBars(geometry.range, bars.length);
  const wick = Math.max(1, Math.round(geometry.ratio));
  const body = bodyWidth(geometry.pixelsPerBar, wick);
  const hasBody = body > wick;
  context.fillStyle = colour;
  for (let i = first; i < end; i++) {
    const opened = open[i]!;
    const closed = close[i]!;
    if (closed >= opened !== isUp) continue;
    const wickLeft = Math.round(geometry.xOf(i) - wick / 2);
    const top = Math.round(geometry.yOf(high[i]!));
    const bottom = Math.round(geometry.yOf(low[i]!));
    context.fillRect(wickLeft, top, wick, Math.max(1, bottom - top));
    if (!hasBody) continue;
    const bodyTop = Math.round(geometry.yOf(isUp ? closed : opened));
    const bodyBottom = Math.round(geometry.yOf(isUp ? opened : closed));
    context.fillRect(wickLeft - (body - wick) / 2, bodyTop, body, Math.max(wick, bodyBottom - bodyTop));
  }
}

/** Widest body that leaves a gap and has the wick exactly in its middle. */
function bodyWidth(pixelsPerBar: number, wick: number): number {
  const wide = Math.floor(pixelsPerBar > 12 ? pixelsPerBar * 0.72 : pixelsPerBar - Math.max(1, wick));
  const width = Math.max(wick, Math.min(wide, wick * 25));
  return (width - wick) % 2 === 0 ? width : width - 1;
}

function drawColumns(
  context: CanvasRenderingContext2D,
  bars: BarColumns,
  extremes: MinMaxPyramid,
  geometry: PaneGeometry,
  theme: ChartTheme,
): void {
  for (const isUp of [true, false]) {
    context.fillStyle = isUp ? theme.up : theme.down;
    eachColumn(bars.length, geometry, (x, start, end) => {
      if (bars.close[end - 1]! >= bars.open[start]! !== isUp) return;
      extremes.measure(start, end);
      const top = Math.round(geometry.yOf(extremes.maximum));
      context.fillRect(x, top, 1, Math.max(1, Math.round(geometry.yOf(extremes.minimum)) - top));
    });
  }
}

/** Visits each device pixel column that holds bars, with the bars in it (end exclusive). */
export function eachColumn(
  length: number,
  geometry: PaneGeometry,
  visit: (x: number, start: number, end: number) => void,
): void {
  const { range, pixelsPerBar, left, width } = geometry;
  const columns = Math.ceil(width);
  let start = Math.max(0, Math.ceil(range.from));
  const firstColumn = Math.max(0, Math.floor((start - range.from) * pixelsPerBar));
  for (let column = firstColumn; column < columns; column++) {
    const end = Math.min(length, Math.ceil(range.from + (column + 1) / pixelsPerBar));
    if (end > start) visit(Math.round(left) + column, start, end);
    start = Math.max(start, end);
    if (start >= length) return;
  }
}

/** Draws volume bars along the foot of the pane, tinted by the direction of their candle. */
export function drawVolume(
  context: CanvasRenderingContext2D,
  bars: BarColumns,
  volumes: MinMaxPyramid,
  geometry: PaneGeometry,
  theme: ChartTheme,
): void {
  const { first, end } = visibleBars(geometry.range, bars.length);
  volumes.measure(first, end);
  const largest = volumes.maximum;
  if (!(largest > 0)) return;
  const foot = Math.round(geometry.top + geometry.height) - Math.round(3 * geometry.ratio);
  const scale = (geometry.height * VOLUME_SHARE) / largest;
  const wick = Math.max(1, Math.round(geometry.ratio));
  const body = bodyWidth(geometry.pixelsPerBar, wick);
  for (const isUp of [true, false]) {
    context.fillStyle = withOpacity(isUp ? theme.up : theme.down, 0.36);
    if (geometry.pixelsPerBar < 1) {
      eachColumn(bars.length, geometry, (x, start, stop) => {
        if (bars.close[stop - 1]! >= bars.open[start]! !== isUp) return;
        volumes.measure(start, stop);
        const height = Math.round(volumes.maximum * scale);
        context.fillRect(x, foot - height, 1, height);
      });
      continue;
    }
    for (let i = first; i < end; i++) {
      if (bars.close[i]! >= bars.open[i]! !== isUp) continue;
      const height = Math.max(1, Math.round(bars.volume[i]! * scale));
      const left = Math.round(geometry.xOf(i) - wick / 2) - (body - wick) / 2;
      context.fillRect(left, foot - height, body, height);
    }
  }
}
