import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  hasBrowser,
  type LaunchedBrowser,
  launchBrowser,
  type OpenedPage,
} from '../support/launch-browser.ts';
import { runCli } from '../support/run-cli.ts';
import { type RunningServe, startServe } from '../support/start-serve.ts';
import { expectLiveScreen } from '../support/trade-screen.ts';

const BAD_FILE = `Date,Open,High,Low,Close,Volume
2012-01-03,10,11,9,10.5,1000
2012-01-04,10.5,10,11,10.6,1200
2012-01-05,10.6,12,10.5,11.5,900
`;

// One person, one page, one account: each part goes on from where the one before left it.
describe.skipIf(!hasBrowser)("a person's day at the screen", () => {
  let dataFolder: string;
  let serve: RunningServe;
  let browser: LaunchedBrowser;
  let opened: OpenedPage;
  let page: Page;
  beforeAll(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'octopus-day-'));
    [serve, browser] = await Promise.all([startServe({ dataFolder }), launchBrowser()]);
    opened = await browser.open(serve.url);
    page = opened.page;
    // What does not come says which part did not, before the test as a whole runs out of time.
    page.setDefaultTimeout(10_000);
    await expectLiveScreen(page);
  });
  afterAll(async () => {
    await browser?.close();
    await serve?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  const tab = (name: string): Promise<void> => page.getByRole('tab', { name, exact: true }).click();
  const grid = (name: string): Locator => page.getByRole('grid', { name, exact: true });
  const rows = (name: string): Locator => grid(name).locator('[aria-selected]');
  const replay = (): Locator => page.getByRole('region', { name: 'Replay' });
  const dayText = async (): Promise<string> =>
    /day \d+ of \d+ \w+/.exec((await replay().innerText()).replace(/\s+/g, ' '))?.[0] ?? '';

  /** Nothing has the focus, so that keys mean commands. */
  const leaveFields = (): Promise<void> =>
    page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

  async function choose(...typed: string[]): Promise<void> {
    await page.keyboard.press('Control+k');
    await page.locator('[cmdk-input]:focus').waitFor();
    await page.keyboard.type(typed.join(' '));
    // Two frames: the list shows what was typed, and its first line is the one chosen.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    await page.locator('[cmdk-item][aria-selected=true]').waitFor();
    await page.keyboard.press('Enter');
  }

  async function setPaused(isPaused: boolean): Promise<void> {
    await leaveFields();
    await page.keyboard.press('Space');
    await replay()
      .getByText(isPaused ? 'paused' : 'running', { exact: true })
      .waitFor();
  }

  /** Writes an order with the keyboard alone and sends it. */
  async function typeOrder(side: 'b' | 's', quantity: string, type = 'Market', price = ''): Promise<void> {
    await leaveFields();
    await page.keyboard.press(side);
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await page.keyboard.type(quantity);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type(type);
    await page.keyboard.press('Tab');
    if (price !== '') await page.keyboard.type(price);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    const ticket = page.getByRole('form', { name: /^Order in/ });
    await ticket.getByRole('button', { name: /^(Buy|Sell) / }).waitFor();
    await page.keyboard.press('Enter');
  }

  async function lastPrice(symbol: string): Promise<number> {
    const text = await rows('Watchlist').filter({ hasText: symbol }).innerText();
    return Number(/[\d,]+\.\d\d/.exec(text)?.[0].replaceAll(',', ''));
  }

  test('an alert written on the line below speaks up as soon as the price crosses it', async () => {
    const price = await lastPrice('GOOG');
    const rule = page.getByRole('form', { name: 'New alert' }).getByLabel('Rule');
    await rule.fill('price crosss 1');
    await rule.press('Enter');
    await page.getByText('column 7: unknown operator "crosss"').waitFor();
    await rule.fill(`price crosses ${price}`);
    await rule.press('Enter');
    await expect.poll(() => rule.inputValue()).toBe('');
    await replay().getByLabel('Replay speed').selectOption('20 days/s');
    const spoken = page.getByRole('list', { name: 'Notifications' });
    // The price may have moved away while this was written; within the replay's year it comes back.
    await spoken
      .getByText(/^GOOG price crosses/)
      .first()
      .waitFor({ timeout: 25_000 });
  });

  test('the replay brings decisions with their reasons, fills, and a result that moves', async () => {
    await expect.poll(() => rows('Positions').count(), { timeout: 20_000 }).toBeGreaterThan(0);
    const result = page.locator('.account-summary');
    const before = await result.innerText();
    await expect.poll(() => result.innerText()).not.toBe(before);

    await tab('Fills');
    // The oldest: the newest is another one a moment later.
    const fill = rows('Fills').last();
    const [, symbol] = (await fill.innerText()).split('\n');
    await fill.getByRole('button', { name: /Why/ }).click();
    const decision = page.getByRole('region', { name: 'Decision' }).first();
    await decision
      .getByText(symbol ?? '?')
      .first()
      .waitFor();
    expect(await decision.getByLabel('What each voice added to the score').innerText()).toMatch(/×/);
    for (const kind of ['OrderIntended', 'OrderFilled'])
      expect(
        await decision.getByLabel('Journal records of this order').innerText(),
        `no ${kind} in the trail`,
      ).toContain(kind);
  });

  test('letters find a symbol, arrows step the paused replay by a day', async () => {
    await setPaused(true);
    await page.keyboard.type('goog');
    await page.keyboard.press('Enter');
    await page.getByRole('application', { name: 'GOOG, 1D bars' }).waitFor();
    const day = (await dayText()).match(/\d+/)?.[0];
    await leaveFields();
    await page.keyboard.press('ArrowRight');
    await expect.poll(dayText).toContain(`day ${Number(day) + 1} of`);
  });

  test('a limit order is typed, works at its price, and is cancelled, all by keyboard', async () => {
    const price = ((await lastPrice('GOOG')) * 0.93).toFixed(2);
    await typeOrder('b', '3', 'Limit', price);
    await page.locator('.sent').waitFor();
    await leaveFields();
    await choose('orders');
    await grid('Orders').and(page.locator(':focus')).waitFor();
    const order = rows('Orders').first();
    await expect.poll(() => order.innerText()).toMatch(/GOOG\s+Buy\s+limit\s+3[\s\S]*working[\s\S]*You/);
    expect(await order.innerText()).toContain(price);
    await page.keyboard.press('Home');
    await page.keyboard.press('Delete');
    await order.getByText('cancelled', { exact: true }).waitFor();
  });

  test('a stop order rests as well; a market order fills at the next price', async () => {
    const price = ((await lastPrice('GOOG')) * 1.05).toFixed(2);
    await typeOrder('b', '2', 'Stop', price);
    await expect.poll(() => rows('Orders').first().innerText()).toMatch(/stop\s+2[\s\S]*working/);
    await typeOrder('b', '4');
    const order = rows('Orders')
      .filter({ hasText: 'You' })
      .filter({ hasText: /market\s*4/ });
    await order.getByText('working', { exact: true }).waitFor();
    await leaveFields();
    await page.keyboard.press('ArrowRight');
    await order.getByText('filled', { exact: true }).waitFor();
    expect(await order.innerText()).toMatch(/GOOG\s+Buy\s+market\s+4\s+4[\s\S]*You/);
  });

  test('an order beyond the limits is refused, and says why', async () => {
    await typeOrder('b', '90000');
    const reasons = page.getByRole('alert', { name: 'The order was refused' });
    await reasons
      .getByText(/above the limit/)
      .first()
      .waitFor();
    await reasons.getByText(/buying power/).waitFor();
  });

  test('HALT cancels what rests and refuses what is written, until trading is resumed', async () => {
    await typeOrder('b', '6', 'Limit', ((await lastPrice('GOOG')) * 0.93).toFixed(2));
    const resting = rows('Orders').filter({ hasText: /limit\s*6/ });
    await resting.getByText('working', { exact: true }).waitFor();
    await leaveFields();
    await page.keyboard.press('Shift+Escape');
    await page.getByText('TRADING HALTED.').waitFor();
    await resting.getByText('cancelled', { exact: true }).waitFor();
    const ticket = page.getByRole('form', { name: 'Order in GOOG' });
    await ticket.getByText(/Trading is halted/).waitFor();
    await page.keyboard.press('b');
    await page.keyboard.type('1');
    expect(await ticket.getByRole('button', { name: /^Buy/ }).isDisabled()).toBe(true);
    await leaveFields();
    await choose('resume');
    await page.getByText('TRADING HALTED.').waitFor({ state: 'detached' });
    await expect.poll(() => ticket.getByRole('button', { name: /^Buy/ }).isEnabled()).toBe(true);
  });

  test('a position is flattened with two presses of a key', async () => {
    await leaveFields();
    await choose('positions');
    await grid('Positions').and(page.locator(':focus')).waitFor();
    const goog = rows('Positions').filter({ hasText: 'GOOG' });
    await goog.waitFor();
    await page.keyboard.press('Delete');
    await goog.getByRole('button', { name: /^Close [\d,]+\?$/ }).waitFor();
    await page.keyboard.press('Delete');
    await leaveFields();
    await page.keyboard.press('ArrowRight');
    await goog.waitFor({ state: 'detached' });
  });

  test('every panel opens by name and takes the keyboard; ? tells its keys', async () => {
    for (const name of ['Agents', 'Alerts', 'Chart', 'Journal', 'Tasks', 'Watchlist', 'Settings']) {
      await leaveFields();
      await choose(name);
      const panel = page.getByRole('region', { name, exact: true }).last();
      await expect
        .poll(() => panel.evaluate((element) => element.contains(document.activeElement)))
        .toBe(true);
    }
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: 'Settings' }).waitFor({ state: 'detached' });
    await choose('Chart');
    await page.keyboard.press('Shift+?');
    const keys = page.getByRole('region', { name: 'Keys' });
    expect(await keys.innerText()).toMatch(/Keys in Chart[\s\S]*Home End[\s\S]*HALT/);
    await leaveFields();
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
  });

  test('a file with a bad row is imported but for that row, which is listed with its reason', async () => {
    await page.keyboard.press('2');
    await page
      .getByLabel('Import file…')
      .setInputFiles({ name: 'ACME.csv', mimeType: 'text/csv', buffer: Buffer.from(BAD_FILE) });
    const sheet = page.getByRole('region', { name: 'Import ACME.csv' });
    await sheet.getByRole('button', { name: 'Import' }).click();
    await sheet.getByText('in quarantine').waitFor();
    expect(await rows('Stored series').filter({ hasText: 'ACME' }).innerText()).toMatch(/1d\s+2\s/);
    await sheet.getByRole('button', { name: 'Look at quarantine' }).click();
    await rows('Rows in quarantine').first().waitFor();
    expect(await rows('Rows in quarantine').first().innerText()).toMatch(/ACME.csv\s+3\s+ACME[\s\S]*high/i);
  });

  test('a backtest gives what the command line gives on the same bars', async () => {
    await leaveFields();
    await choose('run a backtest');
    const panel = page.getByRole('region', { name: 'Backtest' }).first();
    await panel.getByLabel('Symbol').selectOption('GOOG');
    await panel.getByLabel('Cash').press('Enter');
    const figures = panel.getByLabel('Statistics');
    await figures.waitFor();
    const { out } = await runCli([
      'backtest',
      'resources/sample-data/GOOG.csv.gz',
      ...['--strategy', 'sma-crossover', '--commission', '0.001', '--format', 'json'],
    ]);
    const told = JSON.parse(out) as { trades: number; returnPct: number; orderListHash: string };
    const shown = await figures.innerText();
    expect(shown).toContain(`+${told.returnPct.toFixed(2)} %`);
    expect(shown).toMatch(new RegExp(`Trades\\s+${told.trades}\\b`));
    await panel.getByRole('button', { name: new RegExp(told.orderListHash.slice(0, 12)) }).waitFor();
    await page.keyboard.press('Escape');
    await leaveFields();
    await page.keyboard.press('1');
  });

  test('after the server was started anew, everything stands where it stood', async () => {
    await leaveFields();
    await choose('switch between dark and light');
    await expect
      .poll(() => page.evaluate(() => document.documentElement.dataset['theme']), { timeout: 10_000 })
      .toBe('light');
    await page.getByRole('tab', { name: 'Tasks', exact: true }).hover();
    await page.getByRole('button', { name: 'Close Tasks' }).first().click();
    await tab('Orders');
    // Layouts are kept some moments after the last change.
    await page.waitForTimeout(1_500);
    const look = async (on: Page) => ({
      day: (await on.getByRole('region', { name: 'Replay' }).innerText()).match(/day \d+ of \d+/)?.[0],
      orders: await on.getByRole('grid', { name: 'Orders' }).locator('[aria-selected]').allInnerTexts(),
      account: await on
        .getByRole('tab', { name: 'Positions', exact: true })
        .click()
        .then(() => on.locator('.account-summary').innerText())
        // Value at risk is reckoned at each close and at each start.
        .then((text) => text.replace(/VaR.*/, '')),
      positions: await on.getByRole('grid', { name: 'Positions' }).locator('[aria-selected]').allInnerTexts(),
      tabs: await on.getByRole('tab').allInnerTexts(),
      theme: await on.evaluate(() => document.documentElement.dataset['theme']),
    });
    const before = await look(page);
    await tab('Orders');
    await page.waitForTimeout(1_500);
    expect(opened.complaints).toEqual([]);
    await page.close();
    expect(await serve.stop()).toBe(0);
    serve = await startServe({ dataFolder });
    opened = await browser.open(serve.url);
    page = opened.page;
    await expectLiveScreen(page);
    await rows('Orders').first().waitFor();
    expect(await look(page)).toEqual(before);
  });

  test('no console complained', () => {
    expect(opened.complaints).toEqual([]);
  });
});
