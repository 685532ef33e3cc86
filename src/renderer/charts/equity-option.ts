import type { EChartsCoreOption } from 'echarts/core';
import { formatCompact, formatCount, formatNumber, formatPercent } from '../format/number.ts';
import { formatDate } from '../format/time.ts';
import { axisTooltip } from './axis-tooltip.ts';
import { type ChartTheme, withOpacity } from './chart-theme.ts';

/** The worth of an account at an instant. */
export interface EquityPoint {
  readonly time: number;
  readonly equity: number;
  /** Zero or negative. */
  readonly drawdownPct: number;
  /** What the same money would be worth held in the instrument itself. */
  readonly benchmark?: number;
}

/** An entry or exit to mark on the curve. */
export interface EquityMark {
  readonly time: number;
  readonly kind: 'entry' | 'exit';
}

export interface EquityPicture {
  readonly points: readonly EquityPoint[];
  readonly marks: readonly EquityMark[];
  readonly benchmarkName: string;
  /** Equal percentages are equally high. */
  readonly isLogarithmic?: boolean;
}

/** The curve above, the drawdown below, on one time axis in UTC. */
export function equityOption(
  { points, marks, benchmarkName, isLogarithmic = false }: EquityPicture,
  theme: ChartTheme,
): EChartsCoreOption {
  const hasBenchmark = points.some(({ benchmark }) => benchmark !== undefined);
  const deepest = points.reduce((least, { drawdownPct }) => Math.min(least, drawdownPct), 0);
  const drawdownDigits = deepest > -4 ? 1 : 0;
  const text = { color: theme.muted, fontSize: 10.5, fontFamily: theme.fontFamily };
  const line = (
    name: string,
    grid: number,
    colour: string,
    data: readonly (readonly [number, number])[],
  ) => ({
    name,
    type: 'line',
    xAxisIndex: grid,
    yAxisIndex: grid,
    data,
    showSymbol: false,
    symbol: 'none',
    sampling: 'lttb',
    lineStyle: { width: 1.25, color: colour },
    itemStyle: { color: colour },
    emphasis: { disabled: true },
  });
  const timeAxis = (grid: number) => ({
    type: 'time',
    gridIndex: grid,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: {
      ...text,
      show: grid === 1,
      hideOverlap: true,
      rich: { primary: { fontWeight: 400, color: theme.text } },
    },
    axisPointer: { label: { show: false } },
  });
  const valueAxis = (grid: number, format: (value: number) => string, count: number) => ({
    type: grid === 0 && isLogarithmic ? 'log' : 'value',
    ...(grid === 0 && isLogarithmic ? { logBase: 2 } : {}),
    gridIndex: grid,
    position: 'right',
    scale: grid === 0,
    splitNumber: count,
    axisLabel: { ...text, formatter: format, hideOverlap: true },
    splitLine: { lineStyle: { color: withOpacity(theme.line, 0.6) } },
  });
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: theme.fontFamily },
    grid: [
      { left: 10, right: 64, top: 10, bottom: '34%' },
      { left: 10, right: 64, top: '72%', bottom: 24 },
    ],
    axisPointer: { link: [{ xAxisIndex: 'all' }], lineStyle: { color: theme.muted, type: 'dashed' } },
    tooltip: axisTooltip(theme, (hovered) => tooltip(hovered, points, benchmarkName)),
    xAxis: [timeAxis(0), timeAxis(1)],
    yAxis: [
      valueAxis(0, (value) => (Math.abs(value) < 1e7 ? formatCount(value) : formatCompact(value)), 4),
      valueAxis(1, (value) => formatPercent(value, drawdownDigits), 2),
    ],
    series: [
      ...(hasBenchmark
        ? [
            line(
              benchmarkName,
              0,
              theme.muted,
              points.map(({ time, benchmark }) => [time, benchmark ?? Number.NaN] as const),
            ),
          ]
        : []),
      line(
        'Equity',
        0,
        theme.accent,
        points.map(({ time, equity }) => [time, equity] as const),
      ),
      {
        ...line(
          'Drawdown',
          1,
          theme.down,
          points.map(({ time, drawdownPct }) => [time, drawdownPct] as const),
        ),
        areaStyle: { color: withOpacity(theme.down, 0.18) },
      },
      ...markSeries(marks, points, theme),
    ],
  };
}

function markSeries(marks: readonly EquityMark[], points: readonly EquityPoint[], theme: ChartTheme) {
  return (['entry', 'exit'] as const).map((kind) => ({
    name: kind,
    type: 'scatter',
    symbol: 'triangle',
    symbolRotate: kind === 'entry' ? 0 : 180,
    symbolSize: 7,
    silent: true,
    z: 4,
    itemStyle: { color: kind === 'entry' ? theme.up : theme.down, borderColor: theme.panel, borderWidth: 1 },
    data: marks.filter((mark) => mark.kind === kind).map(({ time }) => [time, equityAt(points, time)]),
  }));
}

/** Equity at the last point at or before a time; the first point's before all of them. */
function equityAt(points: readonly EquityPoint[], time: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[middle]!.time <= time) low = middle + 1;
    else high = middle;
  }
  return points[Math.max(0, low - 1)]?.equity ?? Number.NaN;
}

/** Elements, not markup: the page's policy refuses inline styles in markup. */
function tooltip(hovered: unknown, points: readonly EquityPoint[], benchmarkName: string): HTMLElement {
  const root = document.createElement('div');
  root.className = 'equity-tooltip';
  const first: unknown = Array.isArray(hovered) ? hovered[0] : undefined;
  const time =
    typeof first === 'object' && first !== null && 'axisValue' in first
      ? Number(first.axisValue)
      : Number.NaN;
  const point = points.find((candidate) => candidate.time >= time) ?? points[points.length - 1];
  if (point === undefined) return root;
  const date = document.createElement('span');
  date.className = 'equity-tooltip-time';
  date.textContent = formatDate(point.time);
  root.append(date);
  const row = (name: string, value: string) => {
    const label = document.createElement('span');
    label.textContent = name;
    const number = document.createElement('b');
    number.textContent = value;
    root.append(label, number);
  };
  row('Account', formatNumber(point.equity));
  if (point.benchmark !== undefined) row(benchmarkName, formatNumber(point.benchmark));
  row('Drawdown', formatPercent(point.drawdownPct));
  return root;
}
