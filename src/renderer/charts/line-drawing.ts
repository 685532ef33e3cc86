import { eachColumn } from './candle-drawing.ts';
import type { ChartTheme } from './chart-theme.ts';
import type { MinMaxPyramid } from './min-max-pyramid.ts';
import { type PaneGeometry, visibleBars } from './pane-geometry.ts';
import type { IndicatorColumn, LineStyle } from './price-chart.ts';

export function lineColour(style: LineStyle, theme: ChartTheme): string {
  const { colour } = style;
  if (typeof colour === 'number') return theme.series[colour % theme.series.length] ?? theme.accent;
  return colour === 'up-down' ? theme.muted : theme[colour];
}

/** Draws one indicator column in its shape; gaps stay where values are NaN. */
export function drawColumn(
  context: CanvasRenderingContext2D,
  column: IndicatorColumn,
  extremes: MinMaxPyramid,
  geometry: PaneGeometry,
  theme: ChartTheme,
): void {
  const shape = column.style.shape ?? 'line';
  if (shape === 'histogram') drawHistogram(context, column, geometry, theme);
  else if (shape === 'dots') drawDots(context, column, geometry, theme);
  else if (geometry.pixelsPerBar < 0.5) drawDense(context, column, extremes, geometry, theme);
  else {
    context.beginPath();
    traceValues(context, column, geometry);
    context.strokeStyle = lineColour(column.style, theme);
    context.lineWidth = lineWidth(column.style, geometry);
    context.lineJoin = 'bevel';
    context.stroke();
  }
}

function lineWidth(style: LineStyle, geometry: PaneGeometry): number {
  return (style.width ?? 1.25) * geometry.ratio;
}

function traceValues(
  context: CanvasRenderingContext2D,
  column: IndicatorColumn,
  geometry: PaneGeometry,
): void {
  const { values } = column;
  const shift = column.firstIndex ?? 0;
  const { first, end } = visibleBars(geometry.range, values.length + shift);
  let isDrawing = false;
  for (let i = Math.max(first, shift); i < end; i++) {
    const value = values[i - shift]!;
    if (Number.isNaN(value)) {
      isDrawing = false;
      continue;
    }
    if (isDrawing) context.lineTo(geometry.xOf(i), geometry.yOf(value));
    else context.moveTo(geometry.xOf(i), geometry.yOf(value));
    isDrawing = true;
  }
}

/** One upright bar a pixel column, joined to its neighbour: stroking thousands of zigzags takes ten times as long. */
function drawDense(
  context: CanvasRenderingContext2D,
  column: IndicatorColumn,
  extremes: MinMaxPyramid,
  geometry: PaneGeometry,
  theme: ChartTheme,
): void {
  const shift = column.firstIndex ?? 0;
  const width = Math.max(1, Math.round(lineWidth(column.style, geometry)));
  let previousTop = Number.NaN;
  let previousBottom = Number.NaN;
  context.fillStyle = lineColour(column.style, theme);
  eachColumn(column.values.length + shift, geometry, (x, start, end) => {
    extremes.measure(start - shift, end - shift);
    if (extremes.maximum < extremes.minimum) {
      previousTop = Number.NaN;
      return;
    }
    const highest = Math.round(geometry.yOf(extremes.maximum));
    const lowest = Math.round(geometry.yOf(extremes.minimum));
    const top = previousBottom < highest ? previousBottom : highest;
    const bottom = previousTop > lowest ? previousTop : lowest;
    context.fillRect(x, top, 1, bottom - top + width);
    previousTop = highest;
    previousBottom = lowest;
  });
}

function drawHistogram(
  context: CanvasRenderingContext2D,
  column: IndicatorColumn,
  geometry: PaneGeometry,
  theme: ChartTheme,
): void {
  const { values, style } = column;
  const shift = column.firstIndex ?? 0;
  const { first, end } = visibleBars(geometry.range, values.length + shift);
  const zero = Math.round(geometry.yOf(0));
  const width = Math.max(1, Math.floor(geometry.pixelsPerBar - Math.max(1, geometry.ratio)));
  const stride = Math.max(1, Math.floor(1 / geometry.pixelsPerBar));
  context.save();
  context.globalAlpha = 0.6;
  for (const isUp of [true, false]) {
    context.fillStyle =
      style.colour === 'up-down' ? (isUp ? theme.up : theme.down) : lineColour(style, theme);
    for (let i = Math.max(first, shift); i < end; i += stride) {
      const value = values[i - shift]!;
      if (Number.isNaN(value) || value >= 0 !== isUp) continue;
      const y = Math.round(geometry.yOf(value));
      context.fillRect(
        Math.round(geometry.xOf(i) - width / 2),
        Math.min(y, zero),
        width,
        Math.max(1, Math.abs(zero - y)),
      );
    }
  }
  context.restore();
}

function drawDots(
  context: CanvasRenderingContext2D,
  column: IndicatorColumn,
  geometry: PaneGeometry,
  theme: ChartTheme,
): void {
  const { values, style } = column;
  const shift = column.firstIndex ?? 0;
  const { first, end } = visibleBars(geometry.range, values.length + shift);
  const size = Math.max(1, Math.round(Math.min(2.5 * geometry.ratio, geometry.pixelsPerBar / 2)));
  const stride = Math.max(1, Math.floor(1 / geometry.pixelsPerBar));
  context.fillStyle = lineColour(style, theme);
  for (let i = Math.max(first, shift); i < end; i += stride) {
    const value = values[i - shift]!;
    if (Number.isNaN(value)) continue;
    context.fillRect(
      Math.round(geometry.xOf(i) - size / 2),
      Math.round(geometry.yOf(value) - size / 2),
      size,
      size,
    );
  }
}
