import './heat-map.css';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type ChartTheme, withOpacity } from './chart-theme.ts';
import { heatColour, heatNeighbour, heatScale } from './heat-colours.ts';
import { useChartTheme } from './use-chart-theme.ts';

export interface HeatCell {
  readonly x: number;
  readonly y: number;
}

interface Axis {
  readonly name: string;
  readonly values: readonly number[];
}

interface HeatMapProps {
  readonly x: Axis;
  readonly y: Axis;
  /** Row after row of y, x running fastest; null where nothing was tried. */
  readonly values: readonly (number | null)[];
  /** Positions, not values. */
  readonly selected: HeatCell;
  readonly best: HeatCell | null;
  readonly onSelect: (cell: HeatCell) => void;
  /** Enter and double clicks. */
  readonly onActivate: (cell: HeatCell) => void;
  /** What a screen reader says of the map, the selected cell's value with it. */
  readonly label: string;
}

const LEFT = 42;
const BOTTOM = 32;
const TOP = 6;
const RIGHT = 8;
const LABEL_PX_MIN = 34;

/** A value over two parameters as colours; y grows upwards. Arrow keys walk over the cells. */
export function HeatMap(props: HeatMapProps): ReactNode {
  const { x, y, values, selected, best, label } = props;
  const theme = useChartTheme();
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const scale = useMemo(() => heatScale(values), [values]);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const across = (size.width - LEFT - RIGHT) / x.values.length;
  const down = (size.height - TOP - BOTTOM) / y.values.length;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || canvas.current === null || size.width === 0) return;
    const ratio = window.devicePixelRatio;
    canvas.current.width = Math.round(size.width * ratio);
    canvas.current.height = Math.round(size.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    const top = (row: number): number => TOP + (y.values.length - 1 - row) * down;
    const gap = Math.min(across, down) > 6 ? 1 : 0;
    if (scale !== null)
      for (const [place, value] of values.entries()) {
        const column = place % x.values.length;
        const row = Math.floor(place / x.values.length);
        context.fillStyle = value === null ? withOpacity(theme.line, 0.35) : heatColour(value, scale, theme);
        context.fillRect(
          LEFT + column * across,
          top(row),
          Math.max(0.5, across - gap),
          Math.max(0.5, down - gap),
        );
      }
    const frame = (cell: HeatCell, colour: string, width: number): void => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.strokeRect(
        LEFT + cell.x * across,
        top(cell.y),
        Math.max(3, across - gap),
        Math.max(3, down - gap),
      );
    };
    if (best) frame(best, theme.warning, 2);
    frame(selected, theme.text, 1.5);
    drawAxes(context, theme, { x, y, across, down, size });
  }, [size, x, y, values, selected, best, theme, scale, across, down]);

  function cellAt(event: { readonly clientX: number; readonly clientY: number }): HeatCell | null {
    const box = canvas.current?.getBoundingClientRect();
    if (box === undefined) return null;
    const column = Math.floor((event.clientX - box.left - LEFT) / across);
    const row = y.values.length - 1 - Math.floor((event.clientY - box.top - TOP) / down);
    const isInside = column >= 0 && row >= 0 && column < x.values.length && row < y.values.length;
    return isInside ? { x: column, y: row } : null;
  }

  return (
    <div
      ref={host}
      className="heat-map"
      role="application"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its arrow keys walk over the cells
      tabIndex={0}
      onKeyDown={(event) => {
        if (event.key === 'Enter') props.onActivate(selected);
        else {
          const next = heatNeighbour(event.key, selected, {
            columns: x.values.length,
            rows: y.values.length,
          });
          if (next === null || event.altKey || event.ctrlKey || event.metaKey) return;
          props.onSelect(next);
        }
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={(event) => {
        const cell = cellAt(event);
        if (cell) props.onSelect(cell);
      }}
      onDoubleClick={(event) => {
        const cell = cellAt(event);
        if (cell) props.onActivate(cell);
      }}
    >
      <canvas ref={canvas} />
    </div>
  );
}

function drawAxes(
  context: CanvasRenderingContext2D,
  theme: ChartTheme,
  {
    x,
    y,
    across,
    down,
    size,
  }: {
    readonly x: Axis;
    readonly y: Axis;
    readonly across: number;
    readonly down: number;
    readonly size: { readonly width: number; readonly height: number };
  },
): void {
  context.fillStyle = theme.muted;
  context.font = `10.5px ${theme.fontFamily}`;
  context.textBaseline = 'top';
  context.textAlign = 'center';
  const xStep = Math.max(1, Math.ceil(LABEL_PX_MIN / across));
  for (let i = 0; i < x.values.length; i += xStep)
    context.fillText(String(x.values[i]), LEFT + (i + 0.5) * across, size.height - BOTTOM + 4);
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  const yStep = Math.max(1, Math.ceil(16 / down));
  for (let i = 0; i < y.values.length; i += yStep)
    context.fillText(String(y.values[i]), LEFT - 5, TOP + (y.values.length - 0.5 - i) * down);
  context.fillStyle = theme.text;
  context.textAlign = 'center';
  context.fillText(`${x.name} →`, LEFT + (size.width - LEFT - RIGHT) / 2, size.height - 8);
  context.save();
  context.translate(8, TOP + (size.height - TOP - BOTTOM) / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(`${y.name} →`, 0, 0);
  context.restore();
}
