import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { openBuiltPage } from '../support/built-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { type BenchRow, median } from './bench-row.ts';

declare global {
  interface Window {
    /** What test/web/support/chart-page.ts offers. */
    chartPage: {
      prepare(count: number): void;
      firstFrameMs(isFitted: boolean): Promise<number>;
      addIndicators(): void;
      updateFrames(frames: number, updatesPerFrame: number): Promise<void>;
      chart(): { fit(): void };
    };
  }
}

export interface ChartBenchOptions {
  /** Bars in the series; 10,000, 100,000 and 1,000,000 unless told. */
  readonly sizes?: readonly number[];
  /** Animation frames measured for each figure; 120 unless told. */
  readonly frames?: number;
  /** Repeats of the first frame, of which the median is reported; 5 unless told. */
  readonly repeats?: number;
}

const SUPPORT = new URL('../web/support/', import.meta.url);
const FOLDER = fileURLToPath(new URL('../../.cache/chart-page/', import.meta.url));

/**
 * Draws a 1,200 × 600 chart in headless Chromium (software raster) and reports: milliseconds from creating it to the
 * frame after its first; main-thread milliseconds a frame (`TaskDuration`) while 500 candles show and the last bar
 * changes once or a hundred times a frame; the same with every bar in view and with indicators; heap growth of updates.
 */
export async function benchChart(options: ChartBenchOptions = {}): Promise<BenchRow[]> {
  const { sizes = [10_000, 100_000, 1_000_000], frames = 120, repeats = 5 } = options;
  await build({ configFile: fileURLToPath(new URL('vite.config.ts', SUPPORT)), logLevel: 'error' });
  if (!existsSync(`${FOLDER}chart-page.html`))
    throw new Error(`${FOLDER} holds no chart-page.html after its build`);
  const browser = await launchChromium();
  const rows: BenchRow[] = [];
  try {
    for (const size of sizes) {
      const { page } = await openBuiltPage(browser, {
        folder: FOLDER,
        file: 'chart-page.html',
        width: 1_200,
        height: 600,
      });
      rows.push(...(await benchSize(page, size, frames, repeats)));
      await page.close();
    }
  } finally {
    await browser.close();
  }
  return rows;
}

async function benchSize(page: Page, size: number, frames: number, repeats: number): Promise<BenchRow[]> {
  const bars = `${size.toLocaleString('en-US')} bars`;
  await page.evaluate((count) => window.chartPage.prepare(count), size);
  const first: number[] = [];
  for (let i = 0; i < repeats; i++)
    first.push(await page.evaluate(() => window.chartPage.firstFrameMs(false)));
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const metric = async (name: string): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  };
  const busy = async (updates: number): Promise<number> => {
    await page.evaluate(() => window.chartPage.updateFrames(20, 1));
    const before = await metric('TaskDuration');
    await page.evaluate(([count, each]) => window.chartPage.updateFrames(count!, each!), [frames, updates]);
    return (((await metric('TaskDuration')) - before) / frames) * 1_000;
  };
  const rows: BenchRow[] = [
    {
      name: `chart first frame, ${bars}`,
      value: median(first),
      unit: 'ms',
      goal: 'at most 50 ms at a million bars',
    },
    { name: `chart frame, 1 update, ${bars}`, value: await busy(1), unit: 'ms busy' },
  ];
  await session.send('HeapProfiler.collectGarbage');
  const heapBefore = await metric('JSHeapUsedSize');
  rows.push({
    name: `chart frame, 100 updates, ${bars}`,
    value: await busy(100),
    unit: 'ms busy',
    goal: 'at most 5 ms at a million bars',
  });
  await session.send('HeapProfiler.collectGarbage');
  const growth = ((await metric('JSHeapUsedSize')) - heapBefore) / (frames * 100);
  rows.push({ name: `chart heap growth an update, ${bars}`, value: growth, unit: 'B' });
  await page.evaluate(() => window.chartPage.addIndicators());
  rows.push({
    name: `chart frame with 3 indicators, 100 updates, ${bars}`,
    value: await busy(100),
    unit: 'ms busy',
  });
  await page.evaluate(() => window.chartPage.chart().fit());
  rows.push({
    name: `chart frame with 3 indicators, all in view, ${bars}`,
    value: await busy(1),
    unit: 'ms busy',
  });
  return rows;
}
