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

describe.skipIf(!hasBrowser)('live prices on the screen', () => {
  let serve: RunningServe;
  let browser: LaunchedBrowser;
  let opened: OpenedPage;
  let page: Page;
  beforeAll(async () => {
    [serve, browser] = await Promise.all([startServe(), launchBrowser()]);
    opened = await browser.open(serve.url);
    page = opened.page;
    await expectLiveScreen(page);
  });
  afterAll(async () => {
    await browser?.close();
    await serve?.stop();
  });

  const list = () => page.getByRole('grid', { name: 'Watchlist' });
  const row = () => list().locator('.table-row').filter({ hasText: 'ACME' });
  const lastOf = async () =>
    Number((await row().locator('.stale-pair .number').innerText()).replaceAll(',', ''));

  // Catches a stream that is asked for and never drawn, and one drawn as if it were a market.
  test('a symbol that is not stored is offered as a stream, and its price moves, labelled', async () => {
    const line = page.getByLabel('Add a symbol to the watchlist');
    await line.fill('# Simulated');
    await line.press('Enter');
    await line.fill('SIM:ACME');
    await line.press('Enter');
    await page.getByText('SIM:ACME is not stored.').waitFor();
    await line.press('Enter');
    await row().waitFor();
    await expect.poll(lastOf, { timeout: 10_000 }).toBeGreaterThan(0);
    const first = await lastOf();
    await expect.poll(lastOf, { timeout: 10_000 }).not.toBe(first);
    const head = page.locator('.chart-head');
    await head.getByText('SIM:ACME', { exact: true }).waitFor();
    await head.locator('.badge.tone-warning').filter({ hasText: /^SIM/ }).waitFor();
    await page.getByRole('button', { name: 'Streams 1 live' }).waitFor();
  });

  test('its card tells what it is and keeps a note', async () => {
    await page.locator('.panel-tab').filter({ hasText: 'Instrument' }).click();
    const card = page.locator('[data-panel="instrument"]');
    await card.getByRole('heading', { name: 'Simulated ACME' }).waitFor();
    await card.getByText('open, always').waitFor();
    await expect.poll(() => card.locator('.card-last').innerText()).toMatch(/\d/);
    const note = card.getByLabel('Add a note on SIM:ACME');
    await note.fill('Made up, and says so');
    await note.press('Enter');
    await card.getByText('Made up, and says so').waitFor();
    await opened.screenshot('live-instrument');
  });

  test('an alert on it fires', async () => {
    const form = page.getByRole('form', { name: 'New alert' });
    await form.getByText('SIM:ACME').waitFor();
    await form.getByLabel('Rule', { exact: true }).fill('price is-above 1');
    await form.getByLabel('Rule', { exact: true }).press('Enter');
    await page
      .getByRole('list', { name: 'Notifications' })
      .getByText('SIM:ACME')
      .first()
      .waitFor({ timeout: 15_000 });
  });

  test('rows move by the keyboard, and L ends the stream: the price stays, as stored', async () => {
    await row().click();
    const place = () =>
      list()
        .locator('.table-row')
        .allInnerTexts()
        .then((texts) => texts.findIndex((text) => text.includes('ACME')));
    const before = await place();
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(place).toBe(before - 1);
    await page.keyboard.press('l');
    await page.getByRole('button', { name: 'Streams none' }).waitFor();
    await page
      .locator('.chart-head .badge')
      .filter({ hasText: /^SIM, stored, last/ })
      .waitFor();
    expect(opened.complaints).toEqual([]);
  });
});
