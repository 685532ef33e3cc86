import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { binance } from '#adapters/brokers/ccxt/binance';
import { parseDecimal } from '#domain/values/decimal';
import { alpacaVendor } from '../support/brokers/alpaca-vendor.ts';
import { startBinanceVenue } from '../support/brokers/binance-venue.ts';
import {
  type BrokerEngine,
  memorySecrets,
  openBrokerEngine,
  setMoney,
  startVenue,
} from '../support/brokers/broker-engine.ts';
import type { BrokerVendor, BrokerVenueDouble } from '../support/brokers/broker-vendor.ts';
import { interactiveBrokersVendor } from '../support/brokers/interactive-brokers-vendor.ts';
import { schwabVendor } from '../support/brokers/schwab-vendor.ts';
import { SCHWAB_FIELDS, type SchwabVenue, startSchwabVenue } from '../support/brokers/schwab-venue.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const exact = parseDecimal;
const BINANCE_KEYS = { apiKey: 'a-key-of-the-account-7c41', secret: 'a-secret-of-the-account-90fe' };
const binanceVendor: BrokerVendor = {
  definition: binance,
  environment: 'paper',
  fields: { ...BINANCE_KEYS, currency: 'USD' },
  instrument: {
    symbol: 'BTC-USD',
    assetClass: 'crypto',
    currency: 'USD',
    venue: 'CRYPTO',
    pricePrecision: 2,
  },
  quantity: exact('1'),
  part: exact('0.4'),
  answers: [],
  start: (now) => startBinanceVenue(now, BINANCE_KEYS),
};

/** An engine with the account `main` at this vendor; not waited for. */
async function open(
  vendor: BrokerVendor,
  venue: BrokerVenueDouble,
  options: { readonly broker?: string; readonly fields?: Readonly<Record<string, string>> } = {},
) {
  const dataFolder = temporaryFolder();
  const secrets = memorySecrets();
  const desk = await openBrokerEngine({ dataFolder, vendor, secrets });
  await desk.engine.accounts.connect({
    account: 'main',
    broker: options.broker ?? vendor.definition.id,
    environment: vendor.environment,
    fields: options.fields ?? vendor.fields,
    addresses: venue.addresses,
  });
  if (vendor.environment === 'live')
    await desk.client.accounts.allowLive({ account: 'main', phrase: 'trade main with real money' });
  return { desk, dataFolder, secrets };
}

/** Good till cancelled, so that it is taken at any hour. */
const limit = (vendor: BrokerVendor, quantity: string, limitPrice: string, nonce = 'a') =>
  ({
    account: 'main',
    symbol: vendor.instrument.symbol,
    side: 'buy',
    type: 'limit',
    timeInForce: 'gtc',
    quantity,
    limitPrice,
    nonce,
  }) as const;

test('an account is kept in the currency of its broker', async () => {
  const venue = await alpacaVendor.start(() => Date.now());
  setMoney(venue, '900.25', 'EUR');
  const { desk } = await open(alpacaVendor, venue);
  expect(await desk.ready()).toMatchObject({ currency: 'EUR', cash: '900.25', dayPnl: 0 });
  expect(desk.view().reconciliation!.differences).toEqual([]);
  await venue.close();
});

describe('a venue without replacement', () => {
  async function withOrder() {
    const venue = await startVenue(binanceVendor);
    const { desk, ...kept } = await open(binanceVendor, venue);
    await desk.ready();
    const sent = await desk.client.trading.submit(limit(binanceVendor, '1', '101.25'));
    const working = await desk.untilOrder(sent.clientOrderId, ({ status }) => status === 'working');
    return { venue, desk, kept, ...working };
  }
  const commands = (venue: BrokerVenueDouble) => venue.commands.map(({ command }) => command);

  test('an order is replaced by a cancel and a new order for what is left, and stays one order here', async () => {
    const { venue, desk, clientOrderId, venueOrderId } = await withOrder();
    venue.fill(venueOrderId!, exact('0.4'), exact('101.2'));
    await desk.untilOrder(clientOrderId, ({ filledQuantity }) => filledQuantity === '0.4');
    await desk.client.trading.replace({ clientOrderId, quantity: '2', limitPrice: '100' });
    const order = await desk.untilOrder(clientOrderId, ({ limitPrice }) => limitPrice === '100');
    expect(order).toMatchObject({ status: 'partially-filled', quantity: '2', filledQuantity: '0.4' });
    expect(commands(venue)).toEqual(['submit', 'cancel', 'submit']);
    expect(venue.commands[2]!.terms).toMatchObject({ quantity: exact('1.6'), limitPrice: exact('100') });
    expect(order.venueOrderId).not.toBe(venueOrderId);

    venue.fill(order.venueOrderId!, exact('1.6'), exact('99.5'));
    const filled = await desk.untilOrder(clientOrderId, ({ status }) => status === 'filled');
    expect(filled).toMatchObject({ filledQuantity: '2', averagePrice: '99.84' });
    expect(await desk.client.trading.orders({ account: 'main' })).toHaveLength(1);
    expect((await desk.client.trading.fills({ account: 'main' })).map(({ quantity }) => quantity)).toEqual([
      '1.6',
      '0.4',
    ]);
  });

  test('a fill that nobody told before the cancel counts: no more than was wanted is ever sent', async () => {
    const { venue, desk, clientOrderId, venueOrderId } = await withOrder();
    venue.fill(venueOrderId!, exact('0.7'), exact('101.2'), { isTold: false });
    await desk.client.trading.replace({ clientOrderId, limitPrice: '100' });
    await desk.untilOrder(clientOrderId, ({ limitPrice }) => limitPrice === '100');
    expect(venue.commands[2]!.terms).toMatchObject({ quantity: exact('0.3') });
  });

  test('a cancel that is refused leaves the order with its old terms', async () => {
    const { venue, desk, clientOrderId } = await withOrder();
    venue.answerNext('cancel', { kind: 'reject', reason: 'it is being matched' });
    await desk.client.trading.replace({ clientOrderId, limitPrice: '100' });
    const order = await desk.untilOrder(clientOrderId, ({ status }) => status === 'working');
    expect(order.limitPrice).toBe('101.25');
    expect(commands(venue)).toEqual(['submit', 'cancel']);
    const again = await desk.client.trading.replace({ clientOrderId, limitPrice: '99' });
    expect(again.status).toBe('pending-replace');
    await desk.untilOrder(clientOrderId, ({ limitPrice }) => limitPrice === '99');
  });

  test('a new order that is refused leaves the order ended, and says so', async () => {
    const { venue, desk, clientOrderId } = await withOrder();
    venue.answerNext('submit', { kind: 'reject', reason: 'too little money' });
    await desk.client.trading.replace({ clientOrderId, quantity: '5' });
    const order = await desk.untilOrder(clientOrderId, ({ status }) => status === 'cancelled');
    expect(order.statusReason).toMatch(/cancelled to be replaced, and the new order was refused/);
    await desk.until(() => desk.view().openOrders === 0, 'nothing is open');
  });

  test('a cancel that comes meanwhile ends the order: nothing is sent in its place', async () => {
    const { venue, desk, clientOrderId } = await withOrder();
    await desk.client.trading.replace({ clientOrderId, limitPrice: '100' });
    await desk.client.trading.cancel({ clientOrderId });
    await desk.untilOrder(clientOrderId, ({ status }) => status === 'cancelled');
    expect(commands(venue)).toEqual(['submit', 'cancel']);
  });

  test('after a restart the order is still known by the id of its replacement', async () => {
    const { venue, desk, kept, clientOrderId } = await withOrder();
    await desk.client.trading.replace({ clientOrderId, limitPrice: '100' });
    const { venueOrderId } = await desk.untilOrder(clientOrderId, ({ limitPrice }) => limitPrice === '100');
    await desk.stop();
    venue.fill(venueOrderId!, exact('0.4'), exact('99.5'));
    const next = await openBrokerEngine({ ...kept, vendor: binanceVendor });
    await next.ready();
    expect(await next.order(clientOrderId)).toMatchObject({
      status: 'partially-filled',
      filledQuantity: '0.4',
    });
    await next.client.trading.replace({ clientOrderId, limitPrice: '98' });
    await next.untilOrder(clientOrderId, ({ limitPrice }) => limitPrice === '98');
    expect(venue.commands.at(-1)!.terms).toMatchObject({ quantity: exact('0.6') });
    await next.client.trading.cancel({ clientOrderId });
    await next.untilOrder(clientOrderId, ({ status }) => status === 'cancelled');
  });

  test('a process that is killed before the new order is answered is asked for it by its own id', async () => {
    const { venue, desk, clientOrderId, venueOrderId } = await withOrder();
    venue.answerNext('submit', { kind: 'accept-silently' });
    await desk.client.trading.replace({ clientOrderId, limitPrice: '100' });
    await desk.until(() => venue.commands.length === 3, 'the new order reached the venue');
    process.kill(desk.processes[0]!.pid!, 'SIGKILL');
    await desk.untilOrder(clientOrderId, ({ status }) => status === 'unknown');
    const order = await desk.untilOrder(clientOrderId, ({ status }) => status === 'working');
    expect(order).toMatchObject({ limitPrice: '100', quantity: '1' });
    expect(order.venueOrderId).not.toBe(venueOrderId);
    venue.fill(order.venueOrderId!, exact('1'), exact('99'));
    await desk.untilOrder(clientOrderId, ({ status }) => status === 'filled');
    expect(commands(venue)).toEqual(['submit', 'cancel', 'submit']);
  });
});

describe('Schwab', () => {
  const fields = { ...SCHWAB_FIELDS, refreshTokenTime: String(Date.now()) };

  /** Everything a person or a program can read. */
  async function readable({ client, lines }: BrokerEngine, dataFolder: string): Promise<string> {
    const answers = [
      await client.accounts.list(),
      await client.accounts.brokers(),
      await client.settings.get(),
      await client.journal.records({ limit: 500 }),
    ];
    const files = readdirSync(dataFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
    return [JSON.stringify(answers), ...lines, ...files].join('\n');
  }

  test('stands in for TD Ameritrade, renews its token by itself, and asks for a person once that ends; no key is anywhere', async () => {
    const venue = await startVenue<SchwabVenue>({ start: startSchwabVenue });
    const { desk, dataFolder, secrets } = await open(schwabVendor, venue, {
      broker: 'td-ameritrade',
      fields,
    });
    expect(await desk.ready()).toMatchObject({ broker: 'schwab', brokerName: 'Schwab', whyClosed: null });
    const [alias] = (await desk.client.accounts.brokers()).flatMap(({ aliases }) => aliases);
    expect(alias).toMatchObject({
      id: 'td-ameritrade',
      notice: expect.stringContaining('closed on 10 May 2024'),
    });

    venue.endAccess();
    const grants = venue.grants.length;
    await desk.client.accounts.reconcile({ account: 'main' });
    expect(venue.grants.length).toBeGreaterThan(grants);
    expect(desk.view()).toMatchObject({ connection: { kind: 'ready' }, whyClosed: null });

    venue.say(`nobody reads ${fields.appSecret} and ${fields.refreshToken}`);
    venue.endLogin?.();
    venue.endAccess();
    await desk.client.accounts.reconcile({ account: 'main' });
    await desk.until(() => desk.view().connection?.kind === 'needs-login', 'a person is asked');
    await expect(desk.client.trading.submit(limit(schwabVendor, '1', '100'))).rejects.toThrow(
      'Schwab is not connected',
    );

    const text = await readable(desk, dataFolder);
    expect(text).toContain('needs-login');
    const secretFields = schwabVendor.definition.fields.filter(({ isSecret }) => isSecret);
    expect(secretFields.length).toBeGreaterThan(1);
    for (const [key, value] of secrets.kept) expect(text.includes(value), key).toBe(false);
    await desk.client.accounts.disconnect({ account: 'main' });
    expect([...secrets.kept.keys()]).toEqual([]);
  });
});

test('after the nightly reset of the Gateway the books are compared before anything is sent, and what filled is booked', async () => {
  const vendor = interactiveBrokersVendor();
  const venue = await startVenue(vendor);
  const { desk } = await open(vendor, venue);
  await desk.ready();
  const { clientOrderId } = await desk.client.trading.submit(limit(vendor, '10', '101.25'));
  const { venueOrderId } = await desk.untilOrder(clientOrderId, ({ status }) => status === 'working');
  venue.goAway();
  await desk.until(() => desk.view().connection?.kind === 'waiting', 'the line is away');
  await expect(desk.client.trading.submit(limit(vendor, '1', '100', 'b'))).rejects.toThrow(
    'is not connected',
  );
  venue.fill(venueOrderId!, exact('10'), exact('101'), { isTold: false });
  await venue.comeBack();
  const filled = await desk.untilOrder(clientOrderId, ({ status }) => status === 'filled');
  expect(filled).toMatchObject({ filledQuantity: '10', averagePrice: '101' });
  await desk.until(() => desk.view().whyClosed === null, 'it may trade again');
});
