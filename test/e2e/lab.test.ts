import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  hasBrowser,
  type LaunchedBrowser,
  launchBrowser,
  type OpenedPage,
} from '../support/launch-browser.ts';
import { repository } from '../support/launch-electron.ts';
import { type RunningServe, startServe } from '../support/start-serve.ts';

const FILE = gunzipSync(readFileSync(join(repository, 'resources/sample-data/GOOG.csv.gz')));

// One person with a file and an idea: each part goes on from where the one before left it.
describe.skipIf(!hasBrowser)('the backtest lab', () => {
  let serve: RunningServe;
  let browser: LaunchedBrowser;
  let opened: OpenedPage;
  let page: Page;
  beforeAll(async () => {
    [serve, browser] = await Promise.all([startServe(), launchBrowser()]);
    opened = await browser.open(serve.url, { width: 1280, height: 800 });
    page = opened.page;
    page.setDefaultTimeout(10_000);
    await page
      .getByRole('status', { name: /^Round trip/ })
      .getByText(/[\d.]+ ms/)
      .waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await serve?.stop();
  });

  const form = () => page.getByRole('form', { name: 'Backtest' });
  const figures = () => page.getByLabel('Statistics', { exact: true });
  const view = (name: string) => page.getByRole('radio', { name, exact: true }).check({ force: true });

  test('a dropped file is three clicks from a result with an out-of-sample verdict', async () => {
    const transfer = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'IDEA.csv', { type: 'text/csv' }));
      return data;
    }, FILE.toString('utf8'));
    for (const kind of ['dragenter', 'dragover', 'drop'])
      await page.dispatchEvent('body', kind, { dataTransfer: transfer });
    const sheet = page.getByRole('region', { name: 'Import IDEA.csv' });
    await sheet.getByRole('button', { name: 'Import', exact: true }).click();
    await sheet.getByRole('button', { name: 'Backtest it' }).click();
    await expect.poll(() => form().getByLabel('Symbol').inputValue()).toBe('IDEA');
    await form().getByRole('button', { name: 'Run backtest' }).click();
    await figures().waitFor();
    expect(await figures().innerText()).toMatch(/Trades\s+33\b/);
    expect(await figures().innerText()).toMatch(/Sharpe\s+0\.80 · trial \d/);
    const verdict = page.locator('.verdict-line');
    await verdict.getByText(/Over the newest bars, from 2010-08-09, it made 28\.6 %/).waitFor();
    await verdict.getByRole('button', { name: /Why/ }).click();
    await page.getByRole('heading', { name: 'Out of sample' }).waitFor();
    await opened.screenshot('lab-verdict');
  });

  test('the best cell of a sweep is run by the keyboard, and counts as a trial with all others', async () => {
    await view('Sweep');
    const bar = page.getByRole('form', { name: 'Sweep' });
    await bar.getByLabel('Fast period').fill('4:12:4');
    await bar.getByLabel('Slow period').fill('10:40:10');
    await bar.getByLabel('Slow period').press('Enter');
    const map = page.getByRole('application', { name: /^Sharpe ratio over fast and slow/ });
    await map.waitFor();
    await opened.screenshot('lab-sweep');
    await map.focus();
    for (const key of ['Home', 'PageDown', 'ArrowUp']) await page.keyboard.press(key);
    await page.getByRole('application', { name: /at fast 4 · slow 20:/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('sma-crossover 4/20').first().waitFor();
    await expect.poll(() => figures().innerText()).toMatch(/Sharpe\s+\S+ · trial 1[1-3]\b/);
  });

  test('a walk that would take long is cancelled', async () => {
    await view('Walk-forward');
    const bar = page.getByRole('form', { name: 'Walk-forward' });
    await bar.getByLabel('Train bars').fill('300');
    await bar.getByLabel('Test bars').fill('1');
    await bar.getByLabel('Fast period').fill('2:60');
    await bar.getByLabel('Slow period').fill('3:120');
    await bar.getByRole('button', { name: 'Walk' }).click();
    await bar.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The walk-forward analysis was cancelled; nothing was kept.').waitFor();
  });

  test('two saved runs are compared, named, and one of them opened again', async () => {
    await page.getByRole('tab', { name: 'Runs', exact: true }).click();
    const grid = page.getByRole('grid', { name: 'Saved runs' });
    await expect.poll(() => grid.locator('.table-row').count()).toBe(2);
    await grid.focus();
    for (const key of ['ArrowUp', 'Space', 'ArrowUp', 'Space', 'c']) await page.keyboard.press(key);
    const side = page.getByRole('region', { name: 'Statistics side by side' });
    await expect
      .poll(async () => (await side.innerText()).replace(/\s+/g, ' '))
      .toMatch(/fast 10 4 slow 30 20/);
    await page
      .getByLabel('Where the trades part')
      .getByText(/equal trades, then #\d+/)
      .waitFor();
    await opened.screenshot('lab-compare');
    await page.getByRole('button', { name: /All runs/ }).click();
    await grid.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('F2');
    const labels = page.getByRole('form', { name: /^Labels of/ });
    await labels.getByLabel('Name').fill('first idea');
    await labels.getByLabel('Tags').fill('trend');
    await labels.getByLabel('Tags').press('Enter');
    await grid.getByText('first idea').waitFor();
    await grid.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => figures().innerText()).toMatch(/Trades\s+33\b/);
    expect(await form().getByLabel('Fast period').inputValue()).toBe('10');
    await view('Tear sheet');
    await page.getByRole('region', { name: 'Tear sheet' }).getByText('Monthly returns').waitFor();
    await opened.screenshot('lab-tear-sheet');
    expect(opened.complaints).toEqual([]);
  });
});
