import type { BenchRow } from './bench-row.ts';
import { benchMovingPage } from './moving-page.ts';

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

const ROWS = 200;

/** A watchlist of 200 symbols with nine moving columns, 1,000 × 900. */
export function benchWatchlist(): Promise<BenchRow[]> {
  return benchMovingPage({
    name: `watchlist of ${ROWS}`,
    file: 'watch-page.html',
    width: 1_000,
    height: 900,
    async prepare(page) {
      await page.evaluate((count) => window.watchPage.prepare(count), ROWS);
      await page.waitForSelector('.table-row');
    },
    run: (page, rate, duration) =>
      page.evaluate(([rate, duration]) => window.watchPage.run(rate!, duration!), [rate, duration]),
    wrongRows: (page) => page.evaluate(() => window.watchPage.wrongRows()),
  });
}

if (import.meta.main) console.table(await benchWatchlist());
