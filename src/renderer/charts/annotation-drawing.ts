import type { BarColumns } from '#domain/market/bar';
import { formatNumber } from '../format/number.ts';
import type { ChartTheme } from './chart-theme.ts';
import { type PaneGeometry, visibleBars } from './pane-geometry.ts';
import type { ChartMarker, ChartPriceLine, RibbonSegment } from './price-chart.ts';
import { spreadPlaces } from './spread-places.ts';

/** A marker and the bar that holds its time. */
export interface PlacedMarker {
  readonly index: number;
  readonly marker: ChartMarker;
}

/** Index of the last bar that opened at or before a time; −1 when all are later. */
export function barHolding(time: Float64Array, length: number, instant: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle]! <= instant) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Draws ▲ under and ▼ over their bars, at most one a side in five screen pixels. */
export function drawMarkers(
  context: CanvasRenderingContext2D,
  bars: BarColumns,
  placed: readonly PlacedMarker[],
  geometry: PaneGeometry,
  theme: ChartTheme,
): void {
  const { first, end } = visibleBars(geometry.range, bars.length);
  const size = 4.5 * geometry.ratio;
  const gap = 5 * geometry.ratio;
  const lastX = { buy: Number.NEGATIVE_INFINITY, sell: Number.NEGATIVE_INFINITY };
  for (const { index, marker } of placed) {
    if (index < first || index >= end) continue;
    const x = geometry.xOf(index);
    if (x - lastX[marker.side] < 5 * geometry.ratio) continue;
    lastX[marker.side] = x;
    const isBuy = marker.side === 'buy';
    const tip = isBuy ? geometry.yOf(bars.low[index]!) + gap : geometry.yOf(bars.high[index]!) - gap;
    const base = isBuy ? tip + size * 1.7 : tip - size * 1.7;
    context.beginPath();
    context.moveTo(x, tip);
    context.lineTo(x + size, base);
    context.lineTo(x - size, base);
    context.closePath();
    // A ring of the ground keeps the arrow apart from a candle it touches.
    context.strokeStyle = theme.panel;
    context.lineWidth = 3 * geometry.ratio;
    context.stroke();
    context.fillStyle = isBuy ? theme.up : theme.down;
    context.fill();
  }
}

/** A price written in a box on the axis. */
export interface AxisBox {
  /** Device pixels; where the box is drawn, which may be beside where its price is. */
  readonly y: number;
  readonly text: string;
  readonly colour: string;
  readonly isFilled: boolean;
}

export const AXIS_BOX_HALF_HEIGHT = 9;

/** Draws dashed lines at order prices with their text; the answer is their boxes on the axis. */
export function drawPriceLines(
  context: CanvasRenderingContext2D,
  lines: readonly ChartPriceLine[],
  geometry: PaneGeometry,
  theme: ChartTheme,
  precision: number,
): AxisBox[] {
  const boxes: AxisBox[] = [];
  for (const line of lines) {
    const y = Math.round(geometry.yOf(line.price));
    if (!(y > geometry.top && y < geometry.top + geometry.height)) continue;
    const colour = theme[line.tone];
    context.font = font(theme, geometry);
    const textWidth = context.measureText(line.label).width;
    const right = geometry.left + geometry.width;
    const start = Math.max(
      geometry.left,
      right - Math.max(geometry.width * 0.24, textWidth + 40 * geometry.ratio),
    );
    dashedLine(context, start, right, y, colour, geometry.ratio);
    context.fillStyle = colour;
    context.textAlign = 'left';
    context.textBaseline = 'alphabetic';
    if (line.label !== '') context.fillText(line.label, start + 2 * geometry.ratio, y - 4 * geometry.ratio);
    boxes.push({ y, text: formatNumber(line.price, precision), colour, isFilled: false });
  }
  return boxes;
}

/** Draws the last price as a dashed line across the pane when it is in sight; the answer is its box, always in sight. */
export function drawLastPrice(
  context: CanvasRenderingContext2D,
  price: number,
  geometry: PaneGeometry,
  theme: ChartTheme,
  precision: number,
): AxisBox | undefined {
  const y = geometry.yOf(price);
  if (Number.isNaN(y)) return undefined;
  const half = AXIS_BOX_HALF_HEIGHT * geometry.ratio;
  const bottom = geometry.top + geometry.height;
  if (y >= geometry.top && y <= bottom) {
    context.save();
    context.globalAlpha = 0.55;
    dashedLine(
      context,
      geometry.left,
      geometry.left + geometry.width,
      Math.round(y),
      theme.accent,
      geometry.ratio,
    );
    context.restore();
  }
  return {
    y: Math.round(Math.min(bottom - half, Math.max(geometry.top + half, y))),
    text: formatNumber(price, precision),
    colour: theme.accent,
    isFilled: true,
  };
}

/** Draws boxes on the axis: the first stays where it is, those that would cover another move aside. */
export function drawAxisBoxes(
  context: CanvasRenderingContext2D,
  boxes: readonly AxisBox[],
  geometry: PaneGeometry,
  theme: ChartTheme,
): void {
  const half = Math.round(AXIS_BOX_HALF_HEIGHT * geometry.ratio);
  const room = { top: geometry.top + half, bottom: geometry.top + geometry.height - half };
  const wanted = boxes.map(({ y }) => Math.min(Math.max(y, room.top), room.bottom));
  const places = spreadPlaces(wanted, half * 2 + 1, room.bottom);
  boxes.forEach((box, i) => {
    drawAxisBox(context, geometry, theme, { ...box, y: places[i] ?? box.y });
  });
}

function drawAxisBox(
  context: CanvasRenderingContext2D,
  geometry: PaneGeometry,
  theme: ChartTheme,
  box: AxisBox,
): void {
  const { ratio } = geometry;
  const half = Math.round(AXIS_BOX_HALF_HEIGHT * ratio);
  const left = Math.round(geometry.left + geometry.width) + 1;
  context.font = font(theme, geometry);
  const width = Math.round(context.measureText(box.text).width + 14 * ratio);
  context.fillStyle = box.isFilled ? box.colour : theme.panel;
  context.fillRect(left, box.y - half, width, half * 2);
  if (!box.isFilled) {
    context.strokeStyle = box.colour;
    context.lineWidth = ratio;
    context.strokeRect(left + ratio / 2, box.y - half + ratio / 2, width - ratio, half * 2 - ratio);
  }
  context.fillStyle = box.isFilled ? theme.panel : box.colour;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(box.text, left + 7 * ratio, box.y + 0.5 * ratio);
}

function dashedLine(
  context: CanvasRenderingContext2D,
  start: number,
  end: number,
  y: number,
  colour: string,
  ratio: number,
): void {
  const width = Math.max(1, Math.round(ratio));
  context.save();
  context.beginPath();
  context.setLineDash([4 * ratio, 3 * ratio]);
  context.strokeStyle = colour;
  context.lineWidth = width;
  const crisp = width % 2 === 1 ? y + 0.5 : y;
  context.moveTo(start, crisp);
  context.lineTo(end, crisp);
  context.stroke();
  context.restore();
}

/** Draws the stripe of regimes along the very foot of the pane. */
export function drawRibbon(
  context: CanvasRenderingContext2D,
  segments: readonly RibbonSegment[],
  bars: BarColumns,
  geometry: PaneGeometry,
  theme: ChartTheme,
): void {
  const height = Math.max(1, Math.round(2 * geometry.ratio));
  const y = Math.round(geometry.top + geometry.height) - height;
  const right = Math.min(geometry.left + geometry.width, geometry.xOf(bars.length - 0.5));
  context.save();
  context.globalAlpha = 0.62;
  segments.forEach((segment, i) => {
    const next = segments[i + 1];
    const start = Math.max(
      geometry.left,
      geometry.xOf(Math.max(0, barHolding(bars.time, bars.length, segment.fromTime)) - 0.5),
    );
    const end =
      next === undefined
        ? right
        : Math.min(right, geometry.xOf(barHolding(bars.time, bars.length, next.fromTime) - 0.5));
    if (end <= start) return;
    context.fillStyle = theme[segment.tone];
    context.fillRect(Math.round(start), y, Math.max(1, Math.round(end) - Math.round(start)), height);
  });
  context.restore();
}

function font(theme: ChartTheme, geometry: PaneGeometry): string {
  return `${11 * geometry.ratio}px ${theme.fontFamily}`;
}
