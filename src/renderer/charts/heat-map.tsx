import './heat-map.css';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { formatNumber, NO_VALUE } from '../format/number.ts';
import { heatNeighbour, heatScale } from './heat-colours.ts';
import { drawHeatMap, type HeatAxis, type HeatCell, heatCellAt, heatFrame } from './heat-drawing.ts';
import { useChartTheme } from './use-chart-theme.ts';

export type { HeatCell } from './heat-drawing.ts';

interface HeatMapProps {
  readonly x: HeatAxis;
  readonly y: HeatAxis;
  /** Row after row of y, x running fastest; null where nothing was tried. */
  readonly values: readonly (number | null)[];
  /** Positions, not values. */
  readonly selected: HeatCell;
  readonly best: HeatCell | null;
  /** What the colours stand for: `Sharpe ratio`. */
  readonly valueName: string;
  /** The parameters of a cell, for its tooltip. */
  readonly describe: (cell: HeatCell) => string;
  readonly onSelect: (cell: HeatCell) => void;
  /** Enter, and a click on a cell with a value. */
  readonly onActivate: (cell: HeatCell) => void;
  /** What a screen reader says of the map, the selected cell's value with it. */
  readonly label: string;
}

interface Hover {
  readonly cell: HeatCell;
  readonly left: number;
  readonly top: number;
}

/** A value over two parameters as colours; y grows upwards. Arrow keys walk over the cells. */
export function HeatMap(props: HeatMapProps): ReactNode {
  const { x, y, values, selected, best, valueName, label } = props;
  const theme = useChartTheme();
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [hover, setHover] = useState<Hover | null>(null);
  const scale = useMemo(() => heatScale(values), [values]);
  const columns = x.values.length;
  const rows = y.values.length;
  const frame = useMemo(() => heatFrame(size, columns, rows), [size, columns, rows]);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || canvas.current === null || size.width === 0) return;
    const ratio = window.devicePixelRatio;
    canvas.current.width = Math.round(size.width * ratio);
    canvas.current.height = Math.round(size.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    drawHeatMap(context, { x, y, values, scale, selected, best, valueName }, frame, theme);
  }, [size, x, y, values, selected, best, theme, scale, frame, valueName]);

  function hoverOf(event: { readonly clientX: number; readonly clientY: number }): Hover | null {
    const box = canvas.current?.getBoundingClientRect();
    if (box === undefined) return null;
    const at = { left: event.clientX - box.left, top: event.clientY - box.top };
    const cell = heatCellAt(frame, at, { columns, rows });
    return cell === null ? null : { cell, ...at };
  }

  function activate(cell: HeatCell): void {
    if ((values[cell.y * columns + cell.x] ?? null) !== null) props.onActivate(cell);
  }

  const hovered = hover === null ? null : (values[hover.cell.y * columns + hover.cell.x] ?? null);
  return (
    <div
      ref={host}
      className="heat-map"
      role="application"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its arrow keys walk over the cells
      tabIndex={0}
      onKeyDown={(event) => {
        if (event.key === 'Enter') activate(selected);
        else {
          const next = heatNeighbour(event.key, selected, { columns, rows });
          if (next === null || event.altKey || event.ctrlKey || event.metaKey) return;
          props.onSelect(next);
        }
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerMove={(event) => setHover(hoverOf(event))}
      onPointerLeave={() => setHover(null)}
      onClick={(event) => {
        const cell = hoverOf(event)?.cell;
        if (cell === undefined) return;
        props.onSelect(cell);
        activate(cell);
      }}
    >
      <canvas ref={canvas} />
      {hover !== null && (
        <div
          className="heat-tip"
          style={{
            left: Math.min(hover.left + 14, size.width - 190),
            top: Math.min(hover.top + 14, size.height - 62),
          }}
        >
          <b>{props.describe(hover.cell)}</b>
          <span>
            {valueName} <b>{hovered === null ? NO_VALUE : formatNumber(hovered, 4)}</b>
          </span>
          <span className="muted">{hovered === null ? 'not tried' : 'click runs it'}</span>
        </div>
      )}
    </div>
  );
}
