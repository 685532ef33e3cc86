import { linearTicks, logarithmicTicks, timeTicks } from './axis.ts';
import { escapeHtml } from './format-figure.ts';

/** One line or filled area of a chart; null where the line is broken. */
export interface ChartLine {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** Names a colour of the style sheet. */
  readonly tone: 'own' | 'other' | 'down' | 'model';
  /** Filled down, or up, to zero. */
  readonly isFilled?: boolean;
}

export interface LineChart {
  readonly label: string;
  readonly time: readonly number[];
  readonly lines: readonly ChartLine[];
  /** Units of the drawing; text keeps its size when two stand side by side. */
  readonly width: number;
  readonly height: number;
  readonly isLogarithmic?: boolean;
  /** A line across at this value. */
  readonly rule?: number;
  readonly format: (value: number) => string;
}

const MARGIN = { left: 52, right: 10, top: 10, bottom: 20 };

/** A chart over time as SVG; colours come from the style sheet's classes. Empty when there are fewer than two points. */
export function drawLineChart(chart: LineChart): string {
  const { time, lines, width, height, format, rule } = chart;
  const values = lines.flatMap((line) => line.values.filter((value) => value !== null));
  if (time.length < 2 || values.length === 0) return '';
  const isLogarithmic = (chart.isLogarithmic ?? false) && values.every((value) => value > 0);
  const scale = verticalScale(
    rule === undefined || isLogarithmic ? values : [...values, rule],
    height,
    isLogarithmic,
    lines.some((line) => line.isFilled),
  );
  const [from, to] = [time[0]!, time[time.length - 1]!];
  const x = (at: number): number =>
    MARGIN.left + ((at - from) / (to - from)) * (width - MARGIN.left - MARGIN.right);
  const { y } = scale;
  const grid = scale.ticks
    .map(
      (value) =>
        `<line class="grid" x1="${MARGIN.left}" x2="${width - MARGIN.right}" y1="${fixed(y(value))}" y2="${fixed(y(value))}"/>` +
        `<text class="tick" x="${MARGIN.left - 6}" y="${fixed(y(value) + 3.5)}" text-anchor="end">${escapeHtml(format(value))}</text>`,
    )
    .join('');
  const dates = timeTicks(from, to, Math.floor(width / 75))
    .map(
      ({ at, label }) =>
        `<line class="grid faint" x1="${fixed(x(at))}" x2="${fixed(x(at))}" y1="${MARGIN.top}" y2="${height - MARGIN.bottom}"/>` +
        `<text class="tick" x="${fixed(x(at))}" y="${height - 5}" text-anchor="middle">${label}</text>`,
    )
    .join('');
  const across =
    rule === undefined
      ? ''
      : `<line class="rule" x1="${MARGIN.left}" x2="${width - MARGIN.right}" y1="${fixed(y(rule))}" y2="${fixed(y(rule))}"/>`;
  const paths = [...lines]
    .reverse()
    .map(({ values: own, tone, isFilled }) => {
      const path = linePath(time, own, x, y);
      const area = isFilled
        ? `<path class="area ${tone}" d="${path}L${fixed(x(to))} ${fixed(y(0))}L${fixed(x(from))} ${fixed(y(0))}Z"/>`
        : '';
      return `${area}<path class="line ${tone}" d="${path}"/>`;
    })
    .join('');
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(chart.label)}">${grid}${dates}${across}${paths}</svg>`;
}

/** Name and colour of each line, for above the chart. */
export function drawLegend(lines: readonly Pick<ChartLine, 'name' | 'tone'>[]): string {
  return `<p class="legend">${lines
    .map(({ name, tone }) => `<span class="key ${tone}"></span>${escapeHtml(name)}`)
    .join(' ')}</p>`;
}

function verticalScale(
  values: readonly number[],
  height: number,
  isLogarithmic: boolean,
  hasZero: boolean,
): { readonly ticks: number[]; readonly y: (value: number) => number } {
  let low = values.reduce((a, b) => Math.min(a, b), hasZero ? 0 : Number.POSITIVE_INFINITY);
  let high = values.reduce((a, b) => Math.max(a, b), hasZero ? 0 : Number.NEGATIVE_INFINITY);
  if (low === high) [low, high] = [low - 1, high + 1];
  const inner = height - MARGIN.top - MARGIN.bottom;
  const position = isLogarithmic
    ? (value: number): number => Math.log(value / low) / Math.log(high / low)
    : (value: number): number => (value - low) / (high - low);
  return {
    ticks: isLogarithmic
      ? logarithmicTicks(low, high)
      : linearTicks(low, high, Math.max(3, Math.round(inner / 32))),
    y: (value) => MARGIN.top + inner * (1 - position(value)),
  };
}

function linePath(
  time: readonly number[],
  values: readonly (number | null)[],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let isDown = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === null) isDown = false;
    else {
      path += `${isDown ? 'L' : 'M'}${fixed(x(time[i]!))} ${fixed(y(value))}`;
      isDown = true;
    }
  }
  return path;
}

/** One place is a tenth of a drawing unit; more only makes the file larger. */
function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
