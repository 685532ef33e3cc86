import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

const ORIGIN = 'http://octopus.localhost';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** Opens a built page of a folder without a server: every request is answered from the folder. */
export async function openBuiltPage(
  browser: Browser,
  options: {
    readonly folder: string;
    readonly file: string;
    readonly width: number;
    readonly height: number;
    readonly scale?: number;
  },
): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage({
    viewport: { width: options.width, height: options.height },
    deviceScaleFactor: options.scale ?? 1,
  });
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const body = await readFile(join(options.folder, pathname)).catch(() => null);
    if (body === null) await route.fulfill({ status: 404, body: 'not found' });
    else await route.fulfill({ body, contentType: TYPES[extname(pathname)] ?? 'application/octet-stream' });
  });
  await page.goto(`${ORIGIN}/${options.file}`);
  return { page, problems };
}
