import { formatNumber } from '../format/number.ts';
import { type ChartTheme, withOpacity } from './chart-theme.ts';
import { type HeatScale, heatColour, heatShade, heatTicks } from './heat-colours.ts';

export interface HeatCell {
  readonly x: number;
  readonly y: number;
}

export interface HeatAxis {
  readonly name: string;
  readonly values: readonly number[];
}

export interface HeatPicture {
  readonly x: HeatAxis;
  readonly y: HeatAxis;
  /** Row after row of y, x running fastest; null where nothing was tried. */
  readonly values: readonly (number | null)[];
  readonly scale: HeatScale | null;
  readonly selected: HeatCell;
  readonly best: HeatCell | null;
  /** What the colours stand for. */
  readonly valueName: string;
}

/** Where the cells lie, in CSS pixels. */
export interface HeatFrame {
  readonly width: number;
  readonly height: number;
  /** Of one cell. */
  readonly across: number;
  readonly down: number;
}

const LEFT = 46;
const BOTTOM = 32;
const TOP = 8;
/** Room of the scale of colours. */
const RIGHT = 66;
const SCALE_WIDTH = 10;
const LABEL_PX_MIN = 34;

export function heatFrame(size: { width: number; height: number }, columns: number, rows: number): HeatFrame {
  return {
    ...size,
    across: (size.width - LEFT - RIGHT) / columns,
    down: (size.height - TOP - BOTTOM) / rows,
  };
}

/** The cell at a place of the map; null beside it. */
export function heatCellAt(
  { across, down }: HeatFrame,
  at: { readonly left: number; readonly top: number },
  { columns, rows }: { readonly columns: number; readonly rows: number },
): HeatCell | null {
  const x = Math.floor((at.left - LEFT) / across);
  const y = rows - 1 - Math.floor((at.top - TOP) / down);
  return x >= 0 && y >= 0 && x < columns && y < rows ? { x, y } : null;
}

/** Cells, the frames of the best and the chosen one, both axes and the scale of colours. */
export function drawHeatMap(
  context: CanvasRenderingContext2D,
  picture: HeatPicture,
  frame: HeatFrame,
  theme: ChartTheme,
): void {
  const { x, y, values, scale, selected, best } = picture;
  const { across, down } = frame;
  const top = (row: number): number => TOP + (y.values.length - 1 - row) * down;
  const gap = Math.min(across, down) > 6 ? 1 : 0;
  const width = Math.max(0.5, across - gap);
  const height = Math.max(0.5, down - gap);
  if (scale !== null)
    for (const [place, value] of values.entries()) {
      const column = place % x.values.length;
      const row = Math.floor(place / x.values.length);
      context.fillStyle = value === null ? withOpacity(theme.line, 0.3) : heatColour(value, scale);
      context.fillRect(LEFT + column * across, top(row), width, height);
    }
  const outline = (cell: HeatCell, colour: string, thickness: number): void => {
    context.strokeStyle = colour;
    context.lineWidth = thickness;
    context.strokeRect(LEFT + cell.x * across, top(cell.y), Math.max(3, width), Math.max(3, height));
  };
  if (best) {
    outline(best, theme.panel, 4);
    outline(best, theme.down, 2);
  }
  outline(selected, theme.panel, 4);
  outline(selected, theme.text, 2);
  drawAxes(context, theme, picture, frame);
  if (scale !== null) drawScale(context, theme, picture, frame, scale);
}

function drawAxes(
  context: CanvasRenderingContext2D,
  theme: ChartTheme,
  { x, y }: HeatPicture,
  { width, height, across, down }: HeatFrame,
): void {
  context.fillStyle = theme.muted;
  context.font = `10.5px ${theme.fontFamily}`;
  context.textBaseline = 'top';
  context.textAlign = 'center';
  const xStep = Math.max(1, Math.ceil(LABEL_PX_MIN / across));
  for (let i = 0; i < x.values.length; i += xStep)
    context.fillText(axisText(x.values[i]), LEFT + (i + 0.5) * across, height - BOTTOM + 4);
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  const yStep = Math.max(1, Math.ceil(16 / down));
  for (let i = 0; i < y.values.length; i += yStep)
    context.fillText(axisText(y.values[i]), LEFT - 5, TOP + (y.values.length - 0.5 - i) * down);
  context.fillStyle = theme.text;
  context.textAlign = 'center';
  context.fillText(`${x.name} →`, LEFT + (width - LEFT - RIGHT) / 2, height - 8);
  context.save();
  context.translate(8, TOP + (height - TOP - BOTTOM) / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(`${y.name} →`, 0, 0);
  context.restore();
}

function drawScale(
  context: CanvasRenderingContext2D,
  theme: ChartTheme,
  { valueName }: HeatPicture,
  { width, height }: HeatFrame,
  scale: HeatScale,
): void {
  const left = width - RIGHT + 14;
  const length = height - TOP - BOTTOM;
  for (let i = 0; i < length; i++) {
    context.fillStyle = heatShade(1 - i / length);
    context.fillRect(left, TOP + i, SCALE_WIDTH, 1.5);
  }
  context.font = `10.5px ${theme.fontFamily}`;
  context.fillStyle = theme.muted;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const digits = scale.most - scale.least >= 20 ? 0 : scale.most - scale.least >= 2 ? 1 : 2;
  const span = scale.most - scale.least || 1;
  for (const tick of heatTicks(scale, 5)) {
    const at = TOP + length * (1 - (tick - scale.least) / span);
    context.fillText(formatNumber(tick, digits), left + SCALE_WIDTH + 4, at);
  }
  context.fillStyle = theme.text;
  context.textAlign = 'right';
  context.fillText(valueName, width - 4, height - 8, RIGHT + 60);
}

function axisText(value: number | undefined): string {
  return value === undefined ? '' : String(value).replace('-', '−');
}
