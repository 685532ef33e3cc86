import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  hasBrowser,
  type LaunchedBrowser,
  launchBrowser,
  type OpenedPage,
} from '../support/launch-browser.ts';
import { type RunningServe, startServe } from '../support/start-serve.ts';
import { startVendorServer, type VendorServer } from '../support/vendor-server.ts';

/** Names that nothing can be guessed from, and a row whose high is below its low. */
const FILE = `when;begin;top;bottom;end;pieces
03.01.2012;10,0;11,0;9,0;10,5;1000
04.01.2012;10,5;10,0;11,0;10,6;1200
05.01.2012;10,6;12,0;10,5;11,5;900
06.01.2012;11,5;12,5;11,0;12,0;800
`;
const ROLES = { when: 'time', begin: 'open', top: 'high', bottom: 'low', end: 'close', pieces: 'volume' };
const VENDOR_URL = 'OCTOPUS_YAHOO_FINANCE_URL';

describe.skipIf(!hasBrowser)('the data manager', () => {
  const urlBefore = process.env[VENDOR_URL];
  let vendor: VendorServer;
  let serve: RunningServe;
  let browser: LaunchedBrowser;
  let opened: OpenedPage;
  let page: Page;
  beforeAll(async () => {
    vendor = await startVendorServer(() => ({ isSilent: true }));
    process.env[VENDOR_URL] = vendor.url;
    [serve, browser] = await Promise.all([startServe(), launchBrowser()]);
    opened = await browser.open(serve.url);
    page = opened.page;
    page.setDefaultTimeout(10_000);
    await page
      .getByRole('status', { name: /^Round trip/ })
      .getByText(/[\d.]+ ms/)
      .waitFor();
    await page.keyboard.press('2');
  });
  afterAll(async () => {
    if (urlBefore === undefined) delete process.env[VENDOR_URL];
    else process.env[VENDOR_URL] = urlBefore;
    await browser?.close();
    await serve?.stop();
    await vendor?.close();
  });

  const grid = (name: string) => page.getByRole('grid', { name });
  const rows = (name: string) => grid(name).locator('.table-row');

  test('a file of unknown columns is mapped, judged as it is mapped, and imported but for its bad row', async () => {
    await page
      .getByLabel('Import file…')
      .setInputFiles({ name: 'XYZ.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) });
    const sheet = page.getByRole('region', { name: 'Import XYZ.csv' });
    for (const [column, role] of Object.entries(ROLES))
      await sheet.getByLabel(`Column ${column} is`).selectOption(role);
    await sheet.getByText('high 10 is below low 11').waitFor();
    await sheet.getByText('1 of the first 4 rows would go to quarantine').waitFor();
    expect(await sheet.getByLabel('Decimal sign').inputValue()).toBe(',');
    expect(await sheet.getByLabel('Symbol').inputValue()).toBe('XYZ');
    await sheet.getByRole('button', { name: 'Import', exact: true }).click();
    await sheet.getByRole('button', { name: 'Done' }).waitFor();
    expect((await sheet.innerText()).replace(/\s+/g, ' ')).toContain(
      '4 rows read = 3 stored + 0 repeats + 1 in quarantine',
    );
    await sheet.getByRole('button', { name: 'Look at quarantine' }).click();
  });

  test('its bad row is fixed by the keyboard: the new verdict is shown, then it is stored', async () => {
    const row = rows('Rows in quarantine').filter({ hasText: 'XYZ.csv' });
    await row.waitFor();
    await grid('Rows in quarantine').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const editor = page.getByRole('form', { name: 'Fix line 3 of XYZ.csv' });
    const field = editor.getByLabel('The row as it should be');
    await field.fill('04.01.2012;10,5;10,7;11,0;10,6;1200');
    await field.press('Enter');
    await editor.getByRole('status').getByText('high 10.7 is below low 11').waitFor();
    await field.fill('04.01.2012;10,5;11,0;10,0;10,6;1200');
    await field.press('Enter');
    await row.waitFor({ state: 'detached' });
    await page.getByRole('radio', { name: 'Series' }).check({ force: true });
    await expect
      .poll(() => rows('Stored series').filter({ hasText: 'XYZ' }).innerText())
      .toMatch(/1d\s+4\s+2012-01-03\s+2012-01-06/);
    await opened.screenshot('data-series');
  });

  test('a download that takes too long is cancelled by its key', async () => {
    await grid('Stored series').focus();
    for (const name of ['Sources', 'Downloads']) {
      await page.keyboard.press('ArrowRight');
      await grid(name).and(page.locator(':focus')).waitFor();
    }
    const form = page.getByRole('form', { name: 'Download' });
    await form.getByRole('button', { name: 'Yahoo Finance' }).click();
    await form.getByLabel('From').fill('2024-13-01');
    await form.getByText('"2024-13-01" is no date').waitFor();
    await form.getByLabel('From').fill('2024-01-01');
    await form.getByLabel('Symbol').fill('AAPL');
    await form.getByLabel('Symbol').press('Enter');
    const row = rows('Downloads').filter({ hasText: 'AAPL' });
    await row.getByText('running').waitFor();
    await row.click();
    await page.keyboard.press('Delete');
    await row.getByText('cancelled').waitFor();
    expect(vendor.requests.length).toBeGreaterThan(0);
    expect(opened.complaints).toEqual([]);
  });
});
