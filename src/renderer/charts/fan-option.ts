import type { EChartsCoreOption } from 'echarts/core';
import { formatCount, formatNumber } from '../format/number.ts';
import { axisTooltip } from './axis-tooltip.ts';
import { type ChartTheme, withOpacity } from './chart-theme.ts';

/** Percentiles of many paths at the same points. */
export interface Fan {
  /** Steps taken at each point. */
  readonly at: readonly number[];
  readonly p5: readonly number[];
  readonly p25: readonly number[];
  readonly p50: readonly number[];
  readonly p75: readonly number[];
  readonly p95: readonly number[];
}

export interface FanPicture {
  readonly fan: Fan;
  /** What a step is: `trades`. */
  readonly unit: string;
  /** Where the run itself ended, as a multiple of what it began with. */
  readonly actual: number;
}

const BANDS = [
  ['p5', '5th percentile'],
  ['p25', '25th percentile'],
  ['p50', 'Median'],
  ['p75', '75th percentile'],
  ['p95', '95th percentile'],
] as const;

/** Below a sixty-fourth of what there was nothing is to be told apart. */
const LOG_LEAST = -6;

/** Two bands around a median, and a line at what there was to begin with; doublings are equally far apart. */
export function fanOption({ fan, unit, actual }: FanPicture, theme: ChartTheme): EChartsCoreOption {
  const text = { color: theme.muted, fontSize: 10.5, fontFamily: theme.fontFamily };
  const points = (values: readonly number[]) => fan.at.map((at, i) => [at, values[i] ?? 0] as const);
  const height = (values: readonly number[]) => values.map(doublings);
  const gap = (low: readonly number[], high: readonly number[]) =>
    points(high.map((value, i) => value - (low[i] ?? 0)));
  const plain = { type: 'line', showSymbol: false, symbol: 'none', emphasis: { disabled: true } };
  // A band is drawn as what it adds to an invisible line below it.
  const band = (name: string, low: readonly number[], high: readonly number[], opacity: number) => [
    {
      ...plain,
      stack: name,
      stackStrategy: 'all',
      data: points(low),
      lineStyle: { opacity: 0 },
      silent: true,
    },
    {
      ...plain,
      stack: name,
      stackStrategy: 'all',
      data: gap(low, high),
      lineStyle: { opacity: 0 },
      areaStyle: { color: withOpacity(theme.accent, opacity) },
      silent: true,
    },
  ];
  const edge = { ...plain, lineStyle: { width: 0.75, color: withOpacity(theme.accent, 0.6) } };
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left: 10, right: 52, top: 12, bottom: 30 },
    axisPointer: { lineStyle: { color: theme.muted, type: 'dashed' } },
    tooltip: axisTooltip(theme, (hovered) => fanTooltip(hovered, fan, unit)),
    xAxis: {
      type: 'value',
      max: fan.at.at(-1) ?? 1,
      name: unit,
      nameLocation: 'middle',
      nameGap: 17,
      nameTextStyle: text,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: { ...text, formatter: (value: number) => formatCount(value), hideOverlap: true },
      axisPointer: { label: { show: false } },
    },
    yAxis: {
      type: 'value',
      position: 'right',
      scale: true,
      splitNumber: 5,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        ...text,
        formatter: (value: number) => `${formatNumber(2 ** value, value < 3 ? 2 : 1)}×`,
        hideOverlap: true,
      },
      splitLine: { lineStyle: { color: withOpacity(theme.line, 0.6) } },
    },
    series: [
      ...band('outer', height(fan.p5), height(fan.p95), 0.14),
      ...band('inner', height(fan.p25), height(fan.p75), 0.2),
      { ...edge, data: points(height(fan.p5)) },
      { ...edge, data: points(height(fan.p95)) },
      { ...plain, data: points(height(fan.p50)), lineStyle: { width: 1.75, color: theme.accent } },
      {
        ...plain,
        data: fan.at.map((at) => [at, 0]),
        lineStyle: { width: 1, color: theme.muted, type: 'dashed' },
      },
      {
        type: 'scatter',
        symbol: 'diamond',
        symbolSize: 11,
        silent: true,
        z: 5,
        data: [[fan.at.at(-1) ?? 0, doublings(actual)]],
        itemStyle: { color: theme.warning, borderColor: theme.panel, borderWidth: 1.5 },
      },
    ],
  };
}

/** The exponent of two, not below what is shown. */
function doublings(value: number): number {
  return value <= 2 ** LOG_LEAST ? LOG_LEAST : Math.log2(value);
}

/** Elements, not markup: the page's policy refuses inline styles in markup. */
function fanTooltip(hovered: unknown, fan: Fan, unit: string): HTMLElement {
  const root = document.createElement('div');
  root.className = 'equity-tooltip';
  const first: unknown = Array.isArray(hovered) ? hovered[0] : undefined;
  const place =
    typeof first === 'object' && first !== null && 'dataIndex' in first ? Number(first.dataIndex) : 0;
  const head = document.createElement('span');
  head.className = 'equity-tooltip-time';
  head.textContent = `after ${formatCount(fan.at[place])} ${unit}`;
  root.append(head);
  for (const [key, name] of [...BANDS].reverse()) {
    const label = document.createElement('span');
    label.textContent = name;
    const value = document.createElement('b');
    value.textContent = `${formatNumber(fan[key][place])}×`;
    root.append(label, value);
  }
  return root;
}
