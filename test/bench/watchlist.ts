import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { openBuiltPage } from '../support/built-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { type BenchRow, median, percentile } from './bench-row.ts';

declare global {
  interface Window {
    /** What test/web/support/watch-page.tsx offers. */
    watchPage: {
      prepare(count: number): void;
      run(updatesPerSecond: number, durationMs: number): Promise<{ frameMs: number[]; updates: number }>;
      wrongRows(): string[];
    };
  }
}

const SUPPORT = new URL('../web/support/', import.meta.url);
const FOLDER = fileURLToPath(new URL('../../.cache/chart-page/', import.meta.url));
const ROWS = 200;
const UPDATES_PER_SECOND = 20_000;
const ROUNDS = 7;
const ROUND_MS = 2_000;

interface Round {
  readonly frameMs: number[];
  readonly updates: number;
  readonly busyMs: number;
}

/**
 * A watchlist of 200 symbols with nine moving columns in headless Chromium (software raster, 1,000 × 900), handed 20,000
 * updates a second: intervals between frames, interleaved with rounds of the same page at rest, and main-thread
 * milliseconds a frame.
 */
export async function benchWatchlist(): Promise<BenchRow[]> {
  await build({ configFile: fileURLToPath(new URL('vite.config.ts', SUPPORT)), logLevel: 'error' });
  const browser = await launchChromium();
  try {
    const { page } = await openBuiltPage(browser, {
      folder: FOLDER,
      file: 'watch-page.html',
      width: 1_000,
      height: 900,
    });
    await page.evaluate((count) => window.watchPage.prepare(count), ROWS);
    await page.waitForSelector('.table-row');
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const busySeconds = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
    };
    const round = async (updatesPerSecond: number): Promise<Round> => {
      const before = await busySeconds();
      const run = await page.evaluate(
        ([rate, duration]) => window.watchPage.run(rate!, duration!),
        [updatesPerSecond, ROUND_MS],
      );
      return { ...run, busyMs: (((await busySeconds()) - before) / run.frameMs.length) * 1_000 };
    };
    await round(UPDATES_PER_SECOND);
    const moving: Round[] = [];
    const resting: Round[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      moving.push(await round(UPDATES_PER_SECOND));
      resting.push(await round(0));
    }
    await page.waitForTimeout(300);
    const wrong = await page.evaluate(() => window.watchPage.wrongRows());
    if (wrong.length > 0) throw new Error(`${wrong.join(', ')} do not show their newest price`);
    const p99 = (rounds: readonly Round[]): number[] =>
      rounds.map(({ frameMs }) => percentile(frameMs, 0.99));
    const ratios = p99(moving).map((value, i) => value / p99(resting)[i]!);
    return [
      {
        name: `watchlist of ${ROWS}, frame interval p99 at 20,000 updates/s`,
        value: median(p99(moving)),
        unit: 'ms',
        baseline: median(p99(resting)),
        ratio: median(ratios),
        against: 'the same page at rest',
        goal: 'at most 18 ms',
      },
      {
        name: `watchlist of ${ROWS}, main thread a frame at 20,000 updates/s`,
        value: median(moving.map(({ busyMs }) => busyMs)),
        unit: 'ms busy',
        baseline: median(resting.map(({ busyMs }) => busyMs)),
        against: 'the same page at rest',
      },
      {
        name: 'updates a second handed to the watchlist',
        value: median(moving.map(({ updates }) => updates / (ROUND_MS / 1_000))),
        unit: 'updates/s',
        goal: '20,000',
      },
    ];
  } finally {
    await browser.close();
  }
}

if (import.meta.main) console.table(await benchWatchlist());
