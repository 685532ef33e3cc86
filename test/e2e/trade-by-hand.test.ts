import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OrderView } from '#contract/services/trading';
import {
  hasBrowser,
  type LaunchedBrowser,
  launchBrowser,
  type OpenedPage,
} from '../support/launch-browser.ts';
import { type RunningServe, startServe } from '../support/start-serve.ts';
import { expectLiveScreen } from '../support/trade-screen.ts';

// One paper account on a simulated stream: each part goes on from where the one before left it.
describe.skipIf(!hasBrowser)('orders by hand, on a paper account', () => {
  let serve: RunningServe;
  let browser: LaunchedBrowser;
  let opened: OpenedPage;
  let page: Page;
  beforeAll(async () => {
    [serve, browser] = await Promise.all([startServe(), launchBrowser()]);
    opened = await browser.open(serve.url);
    page = opened.page;
    page.setDefaultTimeout(10_000);
    await expectLiveScreen(page);
    // The foot of the screen shows the newest event alone: the replay's own fills and alerts would take its place.
    await ask('/session/pause', {});
    await ask('/accounts/open-paper', { account: 'hand' });
    const line = page.getByLabel('Add a symbol to the watchlist');
    await line.fill('SIM:ACME');
    await line.press('Enter');
    await page.getByText('SIM:ACME is not stored.').waitFor();
    await line.press('Enter');
    await page.locator('.chart-head').getByText('SIM:ACME', { exact: true }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await serve?.stop();
  });

  async function ask<Answer>(path: string, input?: object): Promise<Answer> {
    const token = readFileSync(join(serve.dataFolder, 'access-token'), 'utf8').trim();
    const response = await fetch(new URL(`/api${path}`, serve.url), {
      ...(input ? { method: 'POST', body: JSON.stringify(input) } : {}),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    expect(response.status, path).toBe(200);
    return (await response.json()) as Answer;
  }
  /** Newest first. */
  const orders = (): Promise<OrderView[]> => ask('/trading/orders?account=hand');
  const newest = async (): Promise<OrderView | undefined> => (await orders())[0];
  const soon = <Value>(read: () => Value | Promise<Value>) => expect.poll(read, { timeout: 10_000 });
  const ticket = (): Locator => page.getByRole('form', { name: 'Order in SIM:ACME' });
  const chip = (): Locator => page.locator('.trade-chip-main').filter({ hasText: /^Buy limit 3/ });
  const sheet = (): Locator => page.getByRole('region', { name: 'Change an order' });
  const leaveFields = (): Promise<void> =>
    page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

  /** Three units below the market, by keys alone. */
  async function placeLimit(): Promise<void> {
    await leaveFields();
    await page.keyboard.press('b');
    await soon(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await page.keyboard.type('3');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    if ((await ticket().getByLabel('Type').inputValue()) !== 'limit') await page.keyboard.type('Limit');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowUp');
    for (let i = 0; i < 8; i++) await page.keyboard.press('Shift+ArrowDown');
    await ticket()
      .getByText(/^Buy 3 SIM:ACME limit .*Account hand/)
      .waitFor();
    // Until the stream's first trade no size can be judged.
    await ticket()
      .getByText(/^none of/)
      .waitFor();
    await page.keyboard.press('Enter');
    await chip().waitFor();
  }

  test('the ticket says whose money it is, and trades the account that is chosen', async () => {
    await ticket().locator('.environment').getByText('SIM', { exact: true }).waitFor();
    await page.getByLabel('Account', { exact: true }).selectOption('hand');
    await ticket().locator('.environment').getByText('PAPER', { exact: true }).waitFor();
  });

  test('by keys alone an order is placed, moved and cancelled', async () => {
    await placeLimit();
    const [placed] = await orders();
    expect(placed).toMatchObject({ account: 'hand', type: 'limit', quantity: '3', status: 'working' });
    await chip().focus();
    await page.keyboard.press('Shift+ArrowDown');
    await page.locator('.trade-chip.moving').getByText('→').waitFor();
    await page.keyboard.press('Enter');
    await sheet().getByText(/^Now/).waitFor();
    await page.keyboard.press('Enter');
    await soon(async () => (await newest())?.limitPrice).toBe(
      (Number(placed?.limitPrice) - 0.1).toFixed(2).replace(/0$/, ''),
    );
    await sheet().waitFor({ state: 'detached' });
    await chip().focus();
    await page.keyboard.press('Delete');
    await soon(async () => (await newest())?.status).toBe('cancelled');
    await chip().waitFor({ state: 'detached' });
    expect(await orders()).toHaveLength(1);
  });

  test('a line is dragged, shows what would change, and asks before it does', async () => {
    await placeLimit();
    const before = (await newest())?.limitPrice;
    // The chart moves with its market: the line is taken where it stands still for a moment.
    await chip().hover({ position: { x: 20, y: 6 } });
    const box = (await chip().boundingBox())!;
    await page.mouse.down();
    await page.mouse.move(box.x + 20, box.y + 60, { steps: 5 });
    await page.locator('.trade-chip.moving').getByText('→').waitFor();
    await page.mouse.up();
    await sheet().getByText('working').waitFor();
    expect((await newest())?.limitPrice).toBe(before);
    await opened.screenshot('chart-drag');
    await page.keyboard.press('Enter');
    await soon(async () => (await newest())?.limitPrice).not.toBe(before);
    expect(await orders()).toHaveLength(2);
    await chip()
      .locator('..')
      .getByRole('button', { name: /^Cancel:/ })
      .click();
    await soon(async () => (await newest())?.status).toBe('cancelled');
  });

  test('a right press on the chart offers what can be placed there', async () => {
    const chart = page.getByRole('application', { name: /^SIM:ACME/ });
    const box = (await chart.boundingBox())!;
    await page.mouse.click(box.x + 200, box.y + 200, { button: 'right' });
    const menu = page.getByRole('menu');
    await menu.getByRole('menuitem', { name: /^Buy (limit|stop) / }).waitFor();
    await menu.getByRole('menuitem', { name: /^Alert at / }).waitFor();
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
  });

  test('a press in the ladder writes the ticket; armed, it sends; its order is cancelled where it stands', async () => {
    await page.getByRole('tab', { name: 'Ladder', exact: true }).click();
    const ladder = page.getByRole('listbox', { name: 'Ladder of SIM:ACME' });
    // Wide rows: an order five rows below the market must not fill before it is cancelled.
    await page.getByLabel('Price from row to row').selectOption({ index: 5 });
    const place = () =>
      ladder.locator('.ladder-row.last ~ .ladder-row').nth(5).getByRole('button', { name: 'buy here' });
    await place().click();
    await ticket().waitFor();
    expect(await ticket().getByLabel('Type').inputValue()).toBe('limit');
    expect(await orders()).toHaveLength(2);
    await page.getByRole('tab', { name: 'Ladder', exact: true }).click();
    await page.getByRole('button', { name: 'One-click off' }).click();
    await page.getByRole('button', { name: '● ARMED' }).waitFor();
    await place().click();
    await soon(async () => (await orders()).length).toBe(3);
    const own = ladder.locator('.ladder-order').first();
    await own.waitFor();
    await opened.screenshot('ladder-armed');
    await own.getByRole('button').click();
    await soon(async () => (await newest())?.status).toBe('cancelled');
  });

  test('armed keys of the ladder buy at market and flatten; each fill is confirmed once', async () => {
    await page.getByRole('button', { name: /^Buy 1 market/ }).click();
    const position = page.getByLabel('Position in SIM:ACME');
    await position.getByText('Long').waitFor();
    const ladder = page.getByRole('listbox', { name: 'Ladder of SIM:ACME' });
    await ladder.focus();
    await page.keyboard.press('f');
    await page.keyboard.press('f');
    await position.getByText('Flat').waitFor();
    const confirmed = page.getByRole('list', { name: 'Newest event' });
    await confirmed.getByText(/^Sold SIM:ACME/).waitFor();
    expect(await confirmed.getByRole('listitem').count()).toBe(1);
    expect(opened.complaints).toEqual([]);
  });
});
