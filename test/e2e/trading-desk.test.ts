import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import { openFeedConnection } from '#engine/feed/feed-connection';
import { createRouter } from '#runtime/services/create-router';
import { startServer } from '#server/start-server';
import {
  type BrokerEngine,
  memorySecrets,
  openBrokerEngine,
  setMoney,
  startVenue,
} from '../support/brokers/broker-engine.ts';
import { schwabVendor as vendor } from '../support/brokers/schwab-vendor.ts';
import { hasBrowser, launchBrowser } from '../support/launch-browser.ts';
import { repository } from '../support/launch-electron.ts';
import { quietLog } from '../support/quiet-log.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const DAY_MS = 86_400_000;

/** The window over an engine of this process, so that the venue behind it does what the test says. */
async function openWindow({ engine }: BrokerEngine) {
  const log = quietLog();
  const server = await startServer({
    port: 0,
    staticFolder: join(repository, 'out/renderer'),
    router: createRouter(engine),
    context: { client: 'server' },
    openFeed: (channel) => {
      const { board, series, clock, live } = engine;
      const onPrices = (listener: () => void) => live.addConsumer({ name: 'feed', take: listener });
      openFeedConnection(channel, { board, series, clock, log, onPrices });
    },
    token: 'a-token-of-this-test',
    version: 'test',
    log,
  });
  const browser = await launchBrowser();
  onTestFinished(async () => {
    await browser.close();
    await server.close();
  });
  const { page, screenshot } = await browser.open(server.url);
  page.setDefaultTimeout(15_000);
  return { page, screenshot };
}

test.skipIf(!hasBrowser)(
  'an order of unknown fate opens the recovery sheet; one key decides it, another stops the account, and the blotter has every step',
  { timeout: 90_000 },
  async () => {
    const venue = await startVenue(vendor);
    const desk = await openBrokerEngine({ dataFolder: temporaryFolder(), vendor, secrets: memorySecrets() });
    const { engine, client, view } = desk;
    await engine.accounts.connect({
      account: 'main',
      broker: vendor.definition.id,
      environment: vendor.environment,
      // A login of yesterday lasts another six days.
      fields: { ...vendor.fields, refreshTokenTime: String(Date.now() - DAY_MS) },
      addresses: venue.addresses,
    });
    await desk.ready();
    await client.accounts.allowLive({ account: 'main', phrase: 'trade main with real money' });
    const limit = {
      account: 'main',
      symbol: 'AAPL',
      side: 'buy',
      type: 'limit',
      timeInForce: 'gtc',
    } as const;
    const kept = await client.trading.submit({
      ...limit,
      quantity: '10',
      limitPrice: '101.25',
      nonce: 'kept',
    });
    await desk.untilOrder(kept.clientOrderId, ({ status }) => status === 'working');
    venue.answerNext('submit', { kind: 'trouble', isTaken: false });
    const lost = await client.trading.submit({ ...limit, quantity: '3', limitPrice: '100.5', nonce: 'lost' });
    await desk.until(() => view().reconciliation?.unknown.length === 1, 'one outcome is unknown');
    setMoney(venue, '24000.25');
    await client.accounts.reconcile({ account: 'main' });

    const { page, screenshot } = await openWindow(desk);
    const recovery = page.getByRole('region', { name: 'Recovery' });
    await recovery.getByText('Nobody knows whether this order is at the broker').waitFor();
    await recovery.getByText('outcome unknown', { exact: true }).waitFor();
    await recovery.getByText(/nothing that opens risk is sent in main/).waitFor();
    await screenshot('recovery');

    const card = recovery.getByRole('listitem', { name: 'Nobody knows whether this order is at the broker' });
    await card.focus();
    await page.keyboard.press('n');
    await page.keyboard.type('1234');
    expect(await card.getByLabel(/^N Its number at Schwab/).inputValue()).toBe('1234');
    await page.keyboard.press('Escape');
    await page.keyboard.press('1');
    await card.waitFor({ state: 'detached' });
    await desk.untilOrder(lost.clientOrderId, ({ status }) => status === 'rejected');
    expect(view().whyClosed).toBeNull();

    await recovery.getByRole('listitem', { name: 'The books differ' }).focus();
    await page.keyboard.press('1');
    await recovery.getByText('Everything is certain').waitFor();
    expect(view().cash).toBe('24000.25');
    await page.keyboard.press('Escape');

    await page.getByRole('tab', { name: 'Accounts', exact: true }).click();
    await page.getByRole('grid', { name: 'Accounts' }).getByText('main', { exact: true }).click();
    await page.getByRole('button', { name: 'Trade this account' }).click();
    await page.getByRole('tab', { name: 'Orders', exact: true }).click();
    const orders = page.getByRole('grid', { name: 'Orders', exact: true });
    await orders.getByText('rejected', { exact: true }).waitFor();
    await orders.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    for (const step of ['intended', 'risk', 'sent', 'outcome unknown', 'never arrived'])
      await orders.getByText(step, { exact: true }).waitFor();
    await screenshot('blotter');
    await page.keyboard.press('ArrowLeft');
    await orders.getByText('intended', { exact: true }).waitFor({ state: 'detached' });

    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('Alt+h');
    const safety = page.getByRole('region', { name: 'Safety' });
    await safety.getByRole('button', { name: /Hold/ }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('2');
    await page.getByText('TRADING HALTED.').waitFor();
    await safety.getByText(/main: no order is sent, 1 order cancelled, 0 still open/).waitFor();
    await desk.untilOrder(kept.clientOrderId, ({ status }) => status === 'cancelled');
    expect(venue.commands.filter(({ command }) => command === 'cancel')).toHaveLength(1);
    await screenshot('kill-switch');

    // Let go too early, nothing is closed; held, it is.
    await page.keyboard.down('4');
    await page.waitForTimeout(300);
    await page.keyboard.up('4');
    expect(view().tradingState).toBe('halted');
    await page.keyboard.down('4');
    await desk.until(() => view().tradingState === 'reducing', 'flatten was pressed');
    await page.keyboard.up('4');
    await safety.getByRole('button', { name: 'Resume' }).click();
    await desk.until(() => view().tradingState === 'active', 'the account trades again');
    expect(parseDecimal(view().cash)).toBe(parseDecimal('24000.25'));
  },
);
