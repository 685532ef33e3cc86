import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { collectComplaints } from './complaints.ts';
import { pictures } from './launch-electron.ts';

export { hasBrowser } from './chromium.ts';

export interface LaunchedBrowser {
  readonly browser: Browser;
  /** Opens a page of its own session and collects what its console complains of. */
  open(url: string, viewport?: { width: number; height: number }): Promise<OpenedPage>;
  close(): Promise<void>;
}

export interface OpenedPage {
  readonly page: Page;
  /** Errors and warnings of the console, and uncaught errors, so far. */
  readonly complaints: readonly string[];
  screenshot(name: string): Promise<void>;
}

/** Starts a headless Chromium that talks to nobody but the pages under test. */
export async function launchBrowser(): Promise<LaunchedBrowser> {
  const browser = await launchChromium();
  return {
    browser,
    async open(url, viewport = { width: 1680, height: 1000 }) {
      const page = await browser.newPage({ viewport });
      const complaints = collectComplaints(page);
      await page.goto(url);
      return {
        page,
        complaints,
        async screenshot(name) {
          mkdirSync(pictures, { recursive: true });
          await page.screenshot({ path: `${pictures}${name}.png` });
        },
      };
    },
    close: () => browser.close(),
  };
}
