import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  hasBrowser,
  type LaunchedBrowser,
  launchBrowser,
  type OpenedPage,
} from '../support/launch-browser.ts';
import { type RunningServe, startServe } from '../support/start-serve.ts';
import { expectLiveScreen } from '../support/trade-screen.ts';

describe.skipIf(!hasBrowser)('alerts, by the keyboard alone', () => {
  let serve: RunningServe;
  let browser: LaunchedBrowser;
  let opened: OpenedPage;
  let page: Page;
  beforeAll(async () => {
    [serve, browser] = await Promise.all([startServe(), launchBrowser()]);
    opened = await browser.open(serve.url);
    page = opened.page;
    await page.setViewportSize({ width: 1680, height: 1000 });
    await expectLiveScreen(page);
  });
  afterAll(async () => {
    await browser?.close();
    await serve?.stop();
  });

  const rows = () => page.getByRole('grid', { name: 'Alerts' }).locator('.table-row');

  test('one at the price of the symbol shown is drafted, joined with another condition, and armed', async () => {
    await page.locator('[data-panel="watchlist"] .table-row').filter({ hasText: 'IBM' }).click();
    await page.keyboard.press('Alt+a');
    const editor = page.getByRole('form', { name: 'New alert in full' });
    const rule = editor.getByLabel('Rule for IBM');
    await expect.poll(() => rule.inputValue()).toMatch(/^price crosses \d+(\.\d+)?$/);
    await page.keyboard.type('price is-above 1 and rsi(14,1d) is-abov 1');
    await editor.getByText('column 33: unknown operator "is-abov"; did you mean is-above').waitFor();
    await page.keyboard.press('End');
    for (let i = 0; i < 2; i++) await page.keyboard.press('Backspace');
    await page.keyboard.type('e 2');
    await editor.getByLabel('Measure 2').waitFor();
    expect(await editor.getByLabel('Value 2').inputValue()).toBe('2');
    await editor.getByLabel('Fires').fill('once-per-day');
    await editor.getByLabel('Name').fill('IBM is alive');
    await page.keyboard.press('Enter');
    await rows().filter({ hasText: 'IBM price is-above 1 and rsi(14,1d) is-above 2' }).waitFor();
  });

  test('it fires with the price that fired it, and the history says so', async () => {
    await page
      .getByRole('list', { name: 'Notifications' })
      .getByText('IBM is alive')
      .first()
      .waitFor({ timeout: 20_000 });
    await page.getByRole('radio', { name: 'history' }).focus();
    await page.keyboard.press('Space');
    const history = page.getByRole('grid', { name: 'Alert history' });
    const line = history.locator('.table-row').filter({ hasText: 'IBM is alive' }).first();
    await line.waitFor();
    expect(await line.innerText()).toMatch(/(tick|bar) [\d.,]+/);
    await opened.screenshot('alerts-history');
    await page.getByRole('radio', { name: 'history' }).focus();
    await page.keyboard.press('ArrowLeft');
  });

  test('it is switched off, changed and removed from its row', async () => {
    const row = rows().filter({ hasText: 'IBM price' });
    await row.click();
    await page.keyboard.press('d');
    await row.getByText('off', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    const editor = page.getByRole('form', { name: 'Edit the alert' });
    await editor.getByLabel('Expires').fill('soon');
    await editor.getByText('"soon" is no date such as').waitFor();
    await editor.getByLabel('Expires').press('Escape');
    await row.click();
    await page.keyboard.press('Delete');
    await expect.poll(() => row.count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });
});
