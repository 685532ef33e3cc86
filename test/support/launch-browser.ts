import { existsSync, mkdirSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { collectComplaints } from './complaints.ts';
import { pictures } from './launch-electron.ts';

/** A Chromium to drive; OCTOPUS_CHROMIUM names another than the system's. */
const executablePath = [
  process.env['OCTOPUS_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
].find((path) => path !== undefined && existsSync(path));

export const hasBrowser = executablePath !== undefined;

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
  if (!executablePath)
    throw new Error('there is no Chromium here; apt-get install chromium, or set OCTOPUS_CHROMIUM');
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
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
