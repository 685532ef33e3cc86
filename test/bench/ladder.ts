import type { BenchRow } from './bench-row.ts';
import { benchMovingPage } from './moving-page.ts';

declare global {
  interface Window {
    /** What test/web/support/ladder-page.tsx offers. */
    ladderPage: {
      prepare(): Promise<void>;
      run(updatesPerSecond: number, durationMs: number): Promise<{ frameMs: number[]; updates: number }>;
      wrongRows(): string[];
    };
  }
}

/** A ladder of a walking market with a book of a hundred levels a side, told ten times a second as the engine does, 320 × 900. */
export function benchLadder(): Promise<BenchRow[]> {
  return benchMovingPage({
    name: 'ladder',
    file: 'ladder-page.html',
    width: 320,
    height: 900,
    async prepare(page) {
      await page.evaluate(() => window.ladderPage.prepare());
      await page.waitForSelector('.ladder-row');
    },
    run: (page, rate, duration) =>
      page.evaluate(([rate, duration]) => window.ladderPage.run(rate!, duration!), [rate, duration]),
    wrongRows: (page) => page.evaluate(() => window.ladderPage.wrongRows()),
  });
}

if (import.meta.main) console.table(await benchLadder());
