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

  const soon = <Value>(read: () => Value | Promise<Value>) => expect.poll(read, { timeout: 10_000 });
  const form = () => page.getByRole('form', { name: 'Backtest' });
  const figures = () => page.getByLabel('Statistics', { exact: true });
  const view = (name: string) => page.getByRole('radio', { name, exact: true }).check({ force: true });

  test('a dropped file is three clicks from a tear sheet with an out-of-sample verdict', async () => {
    const transfer = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'IDEA.csv', { type: 'text/csv' }));
      return data;
    }, FILE.toString('utf8'));
    for (const kind of ['dragenter', 'dragover', 'drop'])
      await page.dispatchEvent('body', kind, { dataTransfer: transfer });
    const sheet = page.getByRole('region', { name: 'Import IDEA.csv' });
    await sheet.getByRole('button', { name: 'Import', exact: true }).click();
    await sheet.getByRole('button', { name: 'Test an idea' }).click();
    await soon(() => form().getByLabel('Symbol').inputValue()).toBe('IDEA');
    await form().getByRole('button', { name: 'Run backtest' }).click();
    const report = page.getByRole('region', { name: 'Tear sheet' });
    await report.getByText('Monthly returns').waitFor();
    await report.getByText('Account and drawdown').waitFor();
    expect(await figures().innerText()).toMatch(/Trades\s+33\b/);
    expect(await figures().innerText()).toMatch(/Sharpe\s+0\.80 · 1 trial\b/);
    const verdict = page.locator('.verdict-line');
    await verdict.getByText(/newest bars.*from 2010-08-09.* 28\.6 %/).waitFor();
    await opened.screenshot('lab-tear-sheet-verdict');
    await verdict.getByRole('button', { name: /Why/ }).click();
    await page.getByRole('heading', { name: 'Out of sample' }).waitFor();
    await opened.screenshot('lab-verdict');
  });

  test('a search tells its size before a press, and one too large cannot be pressed', async () => {
    await view('Search');
    const bar = page.getByRole('form', { name: 'Search' });
    await bar.getByLabel('Fast period').fill('2:10000');
    await bar.getByLabel('Slow period').fill('2:10000');
    await bar.getByText(/combinations.*; every one of at most 2,000,000 can be tried/).waitFor();
    expect(await bar.getByRole('button', { name: 'Search' }).isDisabled()).toBe(true);
    await bar.getByLabel('Try').selectOption({ label: 'TPE' });
    await bar.getByText(/^500 of about [\d,]+ combinations/).waitFor();
    expect(await bar.getByRole('button', { name: 'Search' }).isDisabled()).toBe(false);
    await bar.getByLabel('Try').selectOption({ label: 'Every one' });
    await bar.getByLabel('Fast period').fill('4:12:4');
    await bar.getByLabel('Slow period').fill('10:40:10');
    await bar.getByText(/^11 combinations × [\d,]+ bars.* · 1 left out by the condition$/).waitFor();
  });

  test('the best cell of a map is run by the keyboard, another by a click', async () => {
    const bar = page.getByRole('form', { name: 'Search' });
    await bar.getByLabel('Slow period').press('Enter');
    const map = page.getByRole('application', { name: /^Sharpe ratio over fast and slow/ });
    await map.waitFor();
    await opened.screenshot('lab-search');
    await map.focus();
    for (const key of ['Home', 'PageDown', 'ArrowUp']) await page.keyboard.press(key);
    await page.getByRole('application', { name: /at fast 4 · slow 20:/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('sma-crossover 4/20').first().waitFor();
    await soon(() => figures().innerText()).toMatch(/Sharpe\s+\S+ · 12 trials/);
    await view('Search');
    const box = (await map.boundingBox())!;
    const at = { x: box.x + box.width * 0.5, y: box.y + box.height * 0.15 };
    await page.mouse.move(at.x, at.y);
    await map.getByText('fast 8 · slow 40').waitFor();
    await page.mouse.click(at.x, at.y);
    await page.getByText('sma-crossover 8/40').first().waitFor();
    await view('Trades');
    const trade = page.getByRole('grid', { name: 'Trades' }).locator('.table-row').nth(1);
    await trade.click();
    expect(await trade.getAttribute('aria-selected')).toBe('true');
  });

  test('a walk that would take long is cancelled by Esc', async () => {
    await view('Walk-forward');
    const bar = page.getByRole('form', { name: 'Walk-forward' });
    await bar.getByLabel('Train bars').fill('300');
    await bar.getByLabel('Test bars').fill('1');
    await bar.getByLabel('Fast period').fill('2:60');
    await bar.getByLabel('Slow period').fill('3:120');
    await bar.getByLabel('Slow period').press('Enter');
    await bar.getByRole('button', { name: 'Cancel' }).and(page.locator(':enabled')).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('The walk-forward analysis was cancelled; nothing was kept.').waitFor();
  });

  test('a strategy of one’s own is begun, run and named by its file', async () => {
    await view('Overview');
    await form().getByRole('button', { name: 'New strategy…' }).click();
    await page.getByLabel('Name of the strategy').fill('My first idea');
    await page.keyboard.press('Enter');
    await soon(() => form().getByLabel('Strategy', { exact: true }).inputValue()).toBe('my-first-idea');
    await form().getByText(`my-first-idea in ${serve.dataFolder}/strategies`).waitFor();
    await form().getByLabel('stopPct').fill('12');
    await form().getByLabel('stopPct').press('Enter');
    await page.getByText('my-first-idea 10/30/12').first().waitFor({ timeout: 30_000 });
    await opened.screenshot('lab-own-strategy');
  });

  test('a run is handed over as a file of each kind, and the menu says where it went', async () => {
    await page.getByRole('button', { name: 'Export', exact: true }).first().click();
    const menu = page.getByRole('dialog', { name: /^Export run/ });
    for (const [name, ending] of [
      ['Tear sheet HTML', '.html'],
      ['Trades CSV', '-trades.csv'],
      ['Trades Parquet', '-trades.parquet'],
      ['Everything JSON', '.json'],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        menu.getByRole('button', { name }).click(),
      ]);
      expect(download.suggestedFilename().endsWith(ending)).toBe(true);
      await menu.getByText(/in the downloads of this browser/).waitFor();
    }
    await page.keyboard.press('Escape');
  });

  test('two saved runs are compared, named, and one of them opened again', async () => {
    await page.getByRole('tab', { name: 'Runs', exact: true }).click();
    const grid = page.getByRole('grid', { name: 'Saved runs' });
    await soon(() => grid.locator('.table-row').count()).toBe(4);
    await grid.focus();
    for (const key of ['ArrowUp', 'Space', 'ArrowUp', 'Space', 'c']) await page.keyboard.press(key);
    const side = page.getByRole('region', { name: 'Statistics side by side' });
    await soon(async () => (await side.innerText()).replace(/\s+/g, ' ')).toMatch(/fast 10 4 slow 30 20/);
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
    await soon(() => figures().innerText()).toMatch(/Trades\s+33\b/);
    expect(await form().getByLabel('Fast period').inputValue()).toBe('10');
    await view('Tear sheet');
    await page.getByRole('region', { name: 'Tear sheet' }).getByText('Monthly returns').waitFor();
    await opened.screenshot('lab-tear-sheet');
    expect(opened.complaints).toEqual([]);
  });
});
