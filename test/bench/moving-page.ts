import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { openBuiltPage } from '../support/built-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { type BenchRow, median, percentile } from './bench-row.ts';

const SUPPORT = new URL('../web/support/', import.meta.url);
const FOLDER = fileURLToPath(new URL('../../.cache/chart-page/', import.meta.url));
const UPDATES_PER_SECOND = 20_000;
const ROUNDS = 7;
const ROUND_MS = 2_000;

/** A page of test/web/support that is handed updates, and what of it is measured. */
export interface MovingPage {
  /** What it shows, in the table: `watchlist of 200`. */
  readonly name: string;
  readonly file: string;
  readonly width: number;
  readonly height: number;
  prepare(page: Page): Promise<void>;
  run(
    page: Page,
    updatesPerSecond: number,
    durationMs: number,
  ): Promise<{ frameMs: number[]; updates: number }>;
  /** Rows that do not show their newest values once it rests. */
  wrongRows(page: Page): Promise<string[]>;
}

interface Round {
  readonly frameMs: number[];
  readonly updates: number;
  readonly busyMs: number;
}

/**
 * A page in headless Chromium (software raster), handed 20,000 updates a second: intervals between frames, interleaved with
 * rounds of the same page at rest, and what the main thread takes of the processor for a frame.
 */
export async function benchMovingPage(moving: MovingPage): Promise<BenchRow[]> {
  const { name, file, width, height } = moving;
  await build({ configFile: fileURLToPath(new URL('vite.config.ts', SUPPORT)), logLevel: 'error' });
  const browser = await launchChromium();
  try {
    const { page } = await openBuiltPage(browser, { folder: FOLDER, file, width, height });
    await moving.prepare(page);
    const session = await page.context().newCDPSession(page);
    // The processor's time, not the wall's: other work of the machine is not the page's.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busySeconds = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? Number.NaN;
    };
    const round = async (updatesPerSecond: number): Promise<Round> => {
      const before = await busySeconds();
      const run = await moving.run(page, updatesPerSecond, ROUND_MS);
      return { ...run, busyMs: (((await busySeconds()) - before) / run.frameMs.length) * 1_000 };
    };
    await round(UPDATES_PER_SECOND);
    const fast: Round[] = [];
    const resting: Round[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      fast.push(await round(UPDATES_PER_SECOND));
      resting.push(await round(0));
    }
    await page.waitForTimeout(300);
    const wrong = await moving.wrongRows(page);
    if (wrong.length > 0) throw new Error(`${wrong.join(', ')} do not show their newest values`);
    const p99 = (rounds: readonly Round[]): number[] =>
      rounds.map(({ frameMs }) => percentile(frameMs, 0.99));
    const ratios = p99(fast).map((value, i) => value / p99(resting)[i]!);
    return [
      {
        name: `${name}, frame interval p99 at 20,000 updates/s`,
        value: median(p99(fast)),
        unit: 'ms',
        baseline: median(p99(resting)),
        ratio: median(ratios),
        against: 'the same page at rest',
        goal: 'at most 18 ms',
      },
      {
        name: `${name}, main thread a frame at 20,000 updates/s`,
        value: median(fast.map(({ busyMs }) => busyMs)),
        unit: 'ms of processor',
        baseline: median(resting.map(({ busyMs }) => busyMs)),
        against: 'the same page at rest',
      },
      {
        name: `updates a second handed to the ${name}`,
        value: median(fast.map(({ updates }) => updates / (ROUND_MS / 1_000))),
        unit: 'updates/s',
        goal: '20,000',
      },
    ];
  } finally {
    await browser.close();
  }
}
