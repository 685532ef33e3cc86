import type { VisibleRange } from './price-chart.ts';

/** Maps bar positions and values of one pane to device pixels. */
export interface PaneGeometry {
  /** Plot area in device pixels. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Device pixels per screen pixel. */
  readonly ratio: number;
  readonly range: VisibleRange;
  /** Device pixels from one bar to the next. */
  readonly pixelsPerBar: number;
  xOf(position: number): number;
  yOf(value: number): number;
}

export interface PaneScale {
  readonly minimum: number;
  readonly maximum: number;
  readonly isLogarithmic: boolean;
  /** Below this value the pane holds something else (volume); `minimum` when absent. */
  readonly lowestShown?: number;
}

export function paneGeometry(
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
  ratio: number,
  range: VisibleRange,
  scale: PaneScale,
): PaneGeometry {
  const { left, top, width, height } = box;
  const pixelsPerBar = width / (range.to - range.from);
  const { from } = range;
  const bottom = top + height;
  const low = scale.isLogarithmic ? Math.log(scale.minimum) : scale.minimum;
  const high = scale.isLogarithmic ? Math.log(scale.maximum) : scale.maximum;
  const factor = height / (high - low || 1);
  const yOf = scale.isLogarithmic
    ? (value: number) => bottom - (Math.log(value) - low) * factor
    : (value: number) => bottom - (value - low) * factor;
  return {
    left,
    top,
    width,
    height,
    ratio,
    range,
    pixelsPerBar,
    xOf: (position) => left + (position - from) * pixelsPerBar,
    yOf,
  };
}

/** First (inclusive) and last (exclusive) bar that touches the range. */
export function visibleBars(range: VisibleRange, length: number): { first: number; end: number } {
  const first = Math.max(0, Math.floor(range.from));
  return { first, end: Math.max(first, Math.min(length, Math.ceil(range.to) + 1)) };
}
