import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  hasBrowser,
  type LaunchedBrowser,
  launchBrowser,
  type OpenedPage,
} from '../support/launch-browser.ts';
import { type RunningServe, startServe } from '../support/start-serve.ts';
import { expectConfinedPage, expectLiveScreen } from '../support/trade-screen.ts';

describe.skipIf(!hasBrowser)('the screen in a browser', () => {
  let serve: RunningServe;
  let browser: LaunchedBrowser;
  let opened: OpenedPage;
  beforeAll(async () => {
    [serve, browser] = await Promise.all([startServe(), launchBrowser()]);
    opened = await browser.open(serve.url);
  });
  afterAll(async () => {
    await browser?.close();
    await serve?.stop();
  });

  test('shows live figures of the engine, and its console is clean', async () => {
    await expectLiveScreen(opened.page);
    expect(opened.complaints).toEqual([]);
  });

  test('the page is bound to its content policy', async () => {
    const { page } = await browser.open(serve.url);
    await expectConfinedPage(page);
    await page.close();
  });

  test.each([
    { colorScheme: 'dark', width: 1280, height: 800 },
    { colorScheme: 'light', width: 1680, height: 1000 },
    { colorScheme: 'dark', width: 2560, height: 1440 },
  ] as const)('fits $width × $height, $colorScheme', async ({ colorScheme, width, height }) => {
    await opened.page.emulateMedia({ colorScheme });
    await opened.page.setViewportSize({ width, height });
    await expectLiveScreen(opened.page);
    await opened.screenshot(`browser-trade-${colorScheme}-${width}`);
    const overflow = await opened.page.evaluate(() => {
      const { scrollWidth, clientWidth, scrollHeight, clientHeight, dataset } = document.documentElement;
      return { x: scrollWidth - clientWidth, y: scrollHeight - clientHeight, theme: dataset['theme'] };
    });
    expect(overflow).toEqual({ x: 0, y: 0, theme: colorScheme });
  });

  test('HALT stops trading at once and says so; resuming is a deliberate act', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: /^HALT/ }).click();
    await page.getByText('TRADING HALTED.').waitFor();
    await page.getByRole('button', { name: 'Resume trading' }).click();
    await page.getByRole('button', { name: /^HALT/ }).waitFor();
    expect(await page.getByText('TRADING HALTED.').count()).toBe(0);
  });

  test('every workspace and every tab of the positions opens without a complaint', async () => {
    const { page } = opened;
    for (const name of ['Orders', 'Fills', 'Decisions', 'Equity', 'Tasks', 'Journal', 'Positions'])
      await page.getByRole('tab', { name, exact: true }).click();
    const workspaces = page.getByRole('navigation', { name: 'Workspaces' }).getByRole('button');
    for (const workspace of (await workspaces.all()).reverse()) await workspace.click();
    await expectLiveScreen(page);
    expect(opened.complaints).toEqual([]);
  });

  test('a second page sees the same session', async () => {
    const second = await browser.open(serve.url);
    await expectLiveScreen(second.page);
    expect(second.complaints).toEqual([]);
    await second.page.close();
  });

  test('an interrupt ends the server with code 0, clients or not', async () => {
    expect(await serve.stop()).toBe(0);
  });
});
