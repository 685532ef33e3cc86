import '@fontsource-variable/inter/wght.css';
import '../../../src/renderer/styles/tokens.css';
import '../../../src/renderer/styles/base.css';
import './chart-page.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { BacktestResult } from '#contract/services/backtests';
import { type BarColumns, barsFromRows, sliceBars } from '#domain/market/bar';
import { BacktestChart } from '../../../src/renderer/charts/backtest-chart.tsx';
import { readChartTheme } from '../../../src/renderer/charts/chart-theme.ts';
import { LiveIndicators } from '../../../src/renderer/charts/live-indicators.ts';
import type { PriceChart } from '../../../src/renderer/charts/price-chart.ts';
import { createPriceChart } from '../../../src/renderer/charts/uplot-price-chart.ts';
import { seededNumbers, syntheticBars } from './synthetic-bars.ts';

declare global {
  interface Window {
    chartPage: typeof page;
  }
}

let chart: PriceChart | null = null;
let bars: BarColumns = barsFromRows([]);
const next = seededNumbers(7);

function freshChart(barMs: number): PriceChart {
  chart?.destroy();
  document.body.innerHTML = '<div id="chart"></div>';
  const host = document.querySelector<HTMLElement>('#chart')!;
  chart = createPriceChart(host, {
    theme: readChartTheme(host),
    format: { pricePrecision: 2, timeZone: 'America/New_York', barMs },
    label: 'Test chart',
  });
  return chart;
}

function parseCsv(text: string): BarColumns {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(',').map((name) => name.trim().toLowerCase());
  const at = (name: string) => names.indexOf(name);
  return barsFromRows(
    lines.map((line) => {
      const cells = line.split(',');
      const number = (name: string) => Number(cells[at(name)]);
      return {
        time: Date.parse(`${cells[Math.max(0, at('date'))]}T00:00Z`),
        open: number('open'),
        high: number('high'),
        low: number('low'),
        close: number('close'),
        volume: number('volume'),
      };
    }),
  );
}

const live = new LiveIndicators();
live.choose([
  { slug: 'simple-moving-average', parameters: { period: 10 } },
  { slug: 'simple-moving-average', parameters: { period: 30 } },
  { slug: 'relative-strength-index', parameters: { period: 14 } },
]);

const page = {
  /** Shows a result of {@link BacktestResult} shape in the chart of the backtest panel. */
  showBacktest(result: BacktestResult): void {
    chart?.destroy();
    chart = null;
    document.body.innerHTML = '<div id="chart"></div>';
    createRoot(document.querySelector('#chart')!).render(createElement(BacktestChart, { result }));
  },
  /** Draws daily bars of a CSV file with everything a chart can carry. */
  async show(csv: string, count?: number): Promise<void> {
    const all = parseCsv(csv);
    bars = count === undefined ? all : sliceBars(all, all.length - count, all.length);
    const made = freshChart(86_400_000);
    made.setBars(bars, 1);
    made.setIndicators(live.compute(bars, 0));
    const last = bars.length - 1;
    if (last > 220) {
      const at = (back: number) => bars.time[last - back]!;
      made.setMarkers([
        { time: at(200), side: 'buy', text: 'bought 45 @ 580.00' },
        { time: at(150), side: 'buy', text: 'bought 30 @ 575.00' },
        { time: at(86), side: 'sell', text: 'sold 75 @ 750.00' },
        { time: at(40), side: 'buy', text: 'bought 45 @ 700.00' },
      ]);
      made.setPriceLines([
        { price: bars.close[last]! * 0.96, label: 'stop 769.15 × 45', tone: 'down' },
        { price: bars.close[last]! * 1.02, label: 'limit 817.22 × 45', tone: 'up' },
      ]);
      made.setRibbon([
        { fromTime: at(240), tone: 'down', label: 'Falling' },
        { fromTime: at(200), tone: 'warning', label: 'Range' },
        { fromTime: at(150), tone: 'up', label: 'Trend' },
        { fromTime: at(86), tone: 'down', label: 'Falling' },
        { fromTime: at(50), tone: 'up', label: 'Trend' },
      ]);
    }
    await document.fonts.ready;
  },
  /** Prepares synthetic minute bars, apart from drawing them. */
  prepare(count: number): void {
    bars = syntheticBars(count, 42);
  },
  /** Creates a chart of the prepared bars; the result is the milliseconds until the frame after it. */
  async firstFrameMs(isFitted: boolean): Promise<number> {
    const started = performance.now();
    const made = freshChart(60_000);
    made.setBars(bars, 1);
    if (isFitted) made.fit();
    else made.setVisibleRange({ from: bars.length - 500.5, to: bars.length + 4.5 });
    return new Promise((resolve) =>
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - started))),
    );
  },
  addIndicators(): void {
    let changedFrom = 0;
    chart!.onBeforeFrame(() => {
      chart!.setIndicators(live.compute(bars, changedFrom));
      changedFrom = bars.length - 1;
    });
    chart!.setIndicators([]);
  },
  /** Changes the last bar a number of times in each of some animation frames. */
  async updateFrames(frames: number, updatesPerFrame: number): Promise<void> {
    const last = bars.length - 1;
    for (let frame = 0; frame < frames; frame++) {
      for (let update = 0; update < updatesPerFrame; update++) {
        const close = bars.close[last]! * (1 + (next() - 0.5) * 0.0004);
        bars.close[last] = close;
        bars.high[last] = Math.max(bars.high[last]!, close);
        bars.low[last] = Math.min(bars.low[last]!, close);
        chart!.updateBars(last, bars);
      }
      await new Promise(requestAnimationFrame);
    }
  },
  setTheme(theme: 'dark' | 'light'): void {
    document.documentElement.dataset['theme'] = theme;
    chart?.setTheme(readChartTheme(document.body));
  },
  chart: () => chart!,
};
window.chartPage = page;
