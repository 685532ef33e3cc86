import type { EChartsCoreOption } from 'echarts/core';
import { formatCompact, formatNumber, formatSigned } from '../format/number.ts';
import { axisTooltip } from './axis-tooltip.ts';
import { type ChartTheme, withOpacity } from './chart-theme.ts';

/** Profit in money over prices of the underlying. */
export interface PayoffPicture {
  /** Ascending. */
  readonly spot: readonly number[];
  readonly atHorizon: readonly number[];
  readonly now: readonly number[];
  /** Price of the underlying now. */
  readonly present: number;
  readonly breakEvens: readonly number[];
}

/** Profit at the horizon, tinted by its sign, profit now as a thin line, the present price and the break-evens. */
export function payoffOption(picture: PayoffPicture, theme: ChartTheme): EChartsCoreOption {
  const { spot, atHorizon, now, present, breakEvens } = picture;
  const text = { color: theme.muted, fontSize: 10.5, fontFamily: theme.fontFamily };
  const plain = { type: 'line', showSymbol: false, symbol: 'none', emphasis: { disabled: true } };
  const all = [...atHorizon, ...now];
  const [lowest, highest] = [Math.min(0, ...all), Math.max(0, ...all)];
  // Break-evens are points of their own, so that the tint changes exactly there.
  const points = [...spot.map((at, i) => [at, atHorizon[i] ?? 0]), ...breakEvens.map((at) => [at, 0])].sort(
    (a, b) => (a[0] ?? 0) - (b[0] ?? 0),
  );
  const tinted = (colour: string, isKept: (profit: number) => boolean) => ({
    ...plain,
    data: points.map(([at = 0, profit = 0]) => [at, isKept(profit) ? profit : 0]),
    lineStyle: { opacity: 0 },
    areaStyle: { color: withOpacity(colour, 0.2) },
    silent: true,
  });
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left: 8, right: 50, top: 10, bottom: 22 },
    axisPointer: { lineStyle: { color: theme.muted, type: 'dashed' } },
    tooltip: axisTooltip(theme, (hovered) => payoffTooltip(hovered, picture)),
    xAxis: {
      type: 'value',
      min: spot[0] ?? 0,
      max: spot.at(-1) ?? 1,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...text,
        formatter: (value: number) => formatNumber(value, 0),
        hideOverlap: true,
        showMinLabel: false,
        showMaxLabel: false,
      },
      axisPointer: { label: { show: false } },
    },
    yAxis: {
      type: 'value',
      position: 'right',
      splitNumber: 4,
      axisLabel: {
        ...text,
        formatter: (value: number) => formatCompact(value).replace('-', '−'),
        hideOverlap: true,
      },
      splitLine: { lineStyle: { color: withOpacity(theme.line, 0.6) } },
    },
    series: [
      tinted(theme.up, (profit) => profit > 0),
      tinted(theme.down, (profit) => profit < 0),
      {
        ...plain,
        data: spot.map((at) => [at, 0]),
        lineStyle: { width: 1, color: theme.muted },
        silent: true,
      },
      {
        ...plain,
        data: [
          [present, lowest],
          [present, highest],
        ],
        lineStyle: { width: 1, color: theme.warning, type: 'dashed' },
        silent: true,
        tooltip: { show: false },
      },
      {
        ...plain,
        name: 'now',
        data: spot.map((at, i) => [at, now[i] ?? 0]),
        lineStyle: { width: 1.25, color: theme.accent },
      },
      { ...plain, name: 'horizon', data: points, lineStyle: { width: 1.75, color: theme.text } },
      {
        type: 'scatter',
        symbol: 'diamond',
        symbolSize: 9,
        silent: true,
        z: 5,
        data: breakEvens.map((at) => [at, 0]),
        itemStyle: { color: theme.text, borderColor: theme.panel, borderWidth: 1 },
      },
    ],
  };
}

/** Elements, not markup: the page's policy refuses inline styles in markup. */
function payoffTooltip(hovered: unknown, { spot, atHorizon, now }: PayoffPicture): HTMLElement {
  const root = document.createElement('div');
  root.className = 'equity-tooltip';
  const first: unknown = Array.isArray(hovered) ? hovered[0] : undefined;
  const at =
    typeof first === 'object' && first !== null && 'axisValue' in first
      ? Number(first.axisValue)
      : Number.NaN;
  const head = document.createElement('span');
  head.className = 'equity-tooltip-time';
  head.textContent = `underlying at ${formatNumber(at)}`;
  root.append(head);
  for (const [name, values] of [
    ['At expiration', atHorizon],
    ['Now', now],
  ] as const) {
    const label = document.createElement('span');
    label.textContent = name;
    const value = document.createElement('b');
    value.textContent = formatSigned(between(spot, values, at), 0);
    root.append(label, value);
  }
  return root;
}

/** The value at a place between two points. */
function between(places: readonly number[], values: readonly number[], at: number): number {
  const right = places.findIndex((place) => place >= at);
  if (right <= 0) return values[Math.max(0, right)] ?? Number.NaN;
  const [from = 0, to = 0] = [places[right - 1], places[right]];
  const [low = 0, high = 0] = [values[right - 1], values[right]];
  return low + ((high - low) * (at - from)) / (to - from || 1);
}
