import type { EChartsCoreOption } from 'echarts/core';
import { formatDate } from '../format/time.ts';
import { axisTooltip } from './axis-tooltip.ts';
import { type ChartTheme, withOpacity } from './chart-theme.ts';

/** A line over time; null breaks it. */
export interface TimeLine {
  readonly name: string;
  readonly time: readonly number[];
  readonly values: readonly (number | null)[];
  /** A slot of the theme's series colours, or a colour that means something. */
  readonly colour: number | 'accent' | 'muted' | 'up' | 'down' | 'warning' | 'model';
  /** Tints the ground between the line and zero. */
  readonly isFilled?: boolean;
}

export interface LinesPicture {
  readonly lines: readonly TimeLine[];
  readonly format: (value: number) => string;
  readonly isLogarithmic?: boolean;
  /** Names fewer dates, evenly, where a year at each label has no room. */
  readonly isSmall?: boolean;
}

/** Lines on one time axis in UTC and one value axis, which need not begin at zero. */
export function linesOption(
  { lines, format, isLogarithmic = false, isSmall = false }: LinesPicture,
  theme: ChartTheme,
): EChartsCoreOption {
  const text = { color: theme.muted, fontSize: 10.5, fontFamily: theme.fontFamily };
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: theme.fontFamily },
    grid: { left: 10, right: 58, top: 10, bottom: 22 },
    axisPointer: { lineStyle: { color: theme.muted, type: 'dashed' } },
    tooltip: axisTooltip(theme, (hovered) => linesTooltip(hovered, format)),
    xAxis: {
      type: 'time',
      ...(isSmall ? { splitNumber: 4 } : {}),
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: { ...text, hideOverlap: true, rich: { primary: { fontWeight: 400, color: theme.text } } },
      axisPointer: { label: { show: false } },
    },
    yAxis: {
      type: isLogarithmic ? 'log' : 'value',
      position: 'right',
      scale: true,
      splitNumber: 3,
      axisLabel: { ...text, formatter: format, hideOverlap: true },
      splitLine: { lineStyle: { color: withOpacity(theme.line, 0.6) } },
    },
    series: lines.map(({ name, time, values, colour, isFilled }) => {
      const stroke = lineColour(theme, colour);
      return {
        name,
        type: 'line',
        data: time.map((at, i) => [at, values[i] ?? null]),
        showSymbol: false,
        symbol: 'none',
        sampling: 'lttb',
        lineStyle: { width: 1.25, color: stroke },
        itemStyle: { color: stroke },
        emphasis: { disabled: true },
        ...(isFilled ? { areaStyle: { color: withOpacity(stroke, 0.16) } } : {}),
      };
    }),
  };
}

/** What a line's colour is in a theme. */
export function lineColour(theme: ChartTheme, colour: TimeLine['colour']): string {
  return typeof colour === 'number' ? themeSlot(theme, colour) : theme[colour];
}

/** The colour of a slot, going round when there are more lines than colours. */
export function themeSlot(theme: ChartTheme, slot: number): string {
  return theme.series[slot % theme.series.length] ?? theme.accent;
}

/** Elements, not markup: the page's policy refuses inline styles in markup. */
function linesTooltip(hovered: unknown, format: (value: number) => string): HTMLElement {
  const root = document.createElement('div');
  root.className = 'equity-tooltip';
  const points = (Array.isArray(hovered) ? hovered : []) as readonly {
    readonly seriesName: string;
    readonly axisValue: number;
    readonly value: readonly [number, number | null];
  }[];
  const [first] = points;
  if (first === undefined) return root;
  const date = document.createElement('span');
  date.className = 'equity-tooltip-time';
  date.textContent = formatDate(first.axisValue);
  root.append(date);
  for (const { seriesName, value } of points) {
    const label = document.createElement('span');
    label.textContent = seriesName;
    const number = document.createElement('b');
    number.textContent = value[1] === null ? '–' : format(value[1]);
    root.append(label, number);
  }
  return root;
}
