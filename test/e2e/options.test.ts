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

/** A put that can be sold for more than parity allows at 160, and a quote that is old at 140. */
const FILE = `symbol,quote_datetime,expiration,strike,type,bid,ask,underlying_price,open_interest
IBM,2026-11-20 15:59,2026-12-18,140,C,13.0,13.2,151,10
IBM,2026-11-20 15:59,2026-12-18,140,P,1.5,1.6,151,1234
IBM,2026-11-20 15:59,2026-12-18,150,C,6.2,6.4,151,12
IBM,2026-11-20 15:59,2026-12-18,150,P,4.6,4.8,151,13
IBM,2026-11-20 15:59,2026-12-18,160,C,2.1,2.2,151,14
IBM,2026-11-20 15:59,2026-12-18,160,P,15.9,16.1,151,15
IBM,2026-11-20 15:59,2026-12-18,170,C,9.0,8.0,151,16
`;

describe.skipIf(!hasBrowser)('options, by the keyboard and from a file', () => {
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
    // A week goes by in seconds otherwise, and with it the options of that week.
    await page.keyboard.press('Space');
    await page.getByText('paused', { exact: true }).first().waitFor();
    await page.locator('[data-panel="watchlist"] .table-row').filter({ hasText: 'IBM' }).click();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Options');
    await page.keyboard.press('Enter');
  });
  afterAll(async () => {
    await browser?.close();
    await serve?.stop();
  });

  const grid = () => page.getByRole('grid', { name: /^Options on IBM/ });
  const ticket = () => page.getByRole('form', { name: 'Options order on IBM' });
  const legs = () => ticket().getByRole('list', { name: 'Legs' }).getByRole('listitem');

  test('a simulated chain says so, and legs are added by the keyboard alone', async () => {
    await grid().waitFor();
    await page.getByText('SIMULATED PRICES').waitFor();
    await grid().locator('.at-the-money').waitFor();
    await grid().focus();
    // To the ask of the call at the money, then two strikes up to a bid.
    for (const key of ['ArrowDown', 'Enter', 'ArrowDown', 'ArrowDown', 'ArrowLeft', 'Enter'])
      await page.keyboard.press(key);
    await expect.poll(() => legs().count()).toBe(2);
    expect(
      await legs()
        .first()
        .getByRole('button', { name: /^Bought/ })
        .count(),
    ).toBe(1);
    await ticket().getByText('Vertical spread', { exact: true }).first().waitFor();
    await ticket().getByText('Greatest loss').waitFor();
    await ticket().getByText('A replay trades the shares it plays, no options').waitFor();
    expect(
      await ticket()
        .getByRole('button', { name: /^Send 1 × 2 legs/ })
        .isDisabled(),
    ).toBe(true);
  });

  test('a strategy is laid out, turned round and drawn', async () => {
    await ticket().getByLabel('Lay out a strategy at the money').selectOption('iron-condor');
    await expect.poll(() => legs().count()).toBe(4);
    await ticket().getByText('Received').waitFor();
    await ticket().getByText('Break-evens').waitFor();
    await ticket()
      .getByRole('img', { name: /^Profit over prices/ })
      .waitFor();
    await ticket().getByRole('button', { name: 'Reverse' }).click();
    await ticket().getByText('Paid').waitFor();
    await opened.screenshot('options');

    // On a small screen nothing has to be scrolled to read what is sent; Escape goes back to the chain.
    await page.setViewportSize({ width: 1280, height: 800 });
    const foot = (await ticket().locator('.ticket-foot').boundingBox())!;
    await expect.poll(async () => (await legs().last().boundingBox())!.y).toBeLessThan(foot.y - 20);
    await ticket().getByLabel('Quantity').focus();
    await page.keyboard.press('Escape');
    expect(await grid().evaluate((element) => element === document.activeElement)).toBe(true);
    await opened.screenshot('options-small');
    await page.setViewportSize({ width: 1680, height: 1000 });
  });

  test('a chain from a file takes its place; what contradicts itself and what is wrong is said', async () => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import…' }).first().click();
    await (await chooser).setFiles({
      name: 'ibm-chain.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(FILE),
    });
    await page.getByText('Imported contracts: IBM 6').waitFor();
    await grid().getByLabel('breaks put–call parity').waitFor();
    await page.getByText('≠ parity at 1 strike').waitFor();
    expect(await grid().getByText('1.23k').count()).toBe(1);
    expect(await page.getByText('SIMULATED PRICES').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });
});
