import { describe, expect, test } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import { alpacaVendor } from '../support/brokers/alpaca-vendor.ts';
import {
  type BrokerEngine,
  memorySecrets,
  openBrokerEngine,
  STARTING_CASH,
  setMoney,
  startVenue,
} from '../support/brokers/broker-engine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const vendor = alpacaVendor;
const one = parseDecimal('1');
const exact = parseDecimal;

/** An engine with the account `main` at Alpaca's double, ready to trade. */
async function connected() {
  const venue = await startVenue(vendor);
  const dataFolder = temporaryFolder();
  const secrets = memorySecrets();
  const desk = await openBrokerEngine({ dataFolder, vendor, secrets });
  await connect(desk, venue.addresses);
  await desk.ready();
  return { venue, desk, dataFolder, secrets };
}

async function connect(desk: BrokerEngine, addresses: Readonly<Record<string, string>>): Promise<void> {
  await desk.engine.accounts.connect({
    account: 'main',
    broker: vendor.definition.id,
    environment: vendor.environment,
    fields: vendor.fields,
    addresses,
  });
}

/** Good till cancelled, so that it is taken at any hour. */
const buy = (nonce: string, quantity = '10', limitPrice = '101.25') =>
  ({
    account: 'main',
    symbol: 'AAPL',
    side: 'buy',
    type: 'limit',
    timeInForce: 'gtc',
    quantity,
    limitPrice,
    nonce,
  }) as const;

describe('an account at a broker, from its connection to its fills', () => {
  test('begins with what the broker holds, and books each fill exactly once', async () => {
    const { venue, desk } = await connected();
    const { client, view } = desk;
    await desk.until(() => view().cash === STARTING_CASH, 'the cash is that of the broker');
    expect(view()).toMatchObject({ whyClosed: null, currency: 'USD', brokerName: 'Alpaca' });
    expect(await client.trading.portfolio({ account: 'main' })).toMatchObject({
      startingCash: STARTING_CASH,
      totalPnl: 0,
    });

    const sent = await client.trading.submit(buy('a'));
    expect(sent.status).toBe('sent');
    const working = await desk.untilOrder(sent.clientOrderId, ({ status }) => status === 'working');
    venue.fill(working.venueOrderId!, exact('4'), exact('101.2'));
    venue.repeatFill();
    await desk.untilOrder(sent.clientOrderId, ({ filledQuantity }) => filledQuantity === '4');
    venue.fill(working.venueOrderId!, exact('6'), exact('101.1'));
    const filled = await desk.untilOrder(sent.clientOrderId, ({ status }) => status === 'filled');
    expect(filled).toMatchObject({ filledQuantity: '10', averagePrice: '101.14' });
    // 25,000.50 − 4 × 101.20 − 6 × 101.10
    expect(view().cash).toBe('23989.1');
    const { positions } = await client.trading.portfolio({ account: 'main' });
    expect(positions).toMatchObject([{ symbol: 'AAPL', quantity: '10', averagePrice: '101.14' }]);

    setMoney(venue, '23989.1');
    venue.setPositions([{ symbol: 'AAPL', quantity: exact('10'), averagePrice: exact('101.14') }]);
    const { reconciliation } = await client.accounts.reconcile({ account: 'main' });
    expect(reconciliation).toMatchObject({ unknown: [], external: [], differences: [] });
    expect(venue.commands).toHaveLength(1);
  });

  test('a killed process leaves the order unknown until the broker was asked; it is never sent again', async () => {
    const { venue, desk } = await connected();
    venue.answerNext('submit', { kind: 'accept-silently' });
    const sent = await desk.client.trading.submit(buy('a'));
    await desk.until(() => venue.commands.length === 1, 'the order reached the venue');
    process.kill(desk.processes[0]!.pid!, 'SIGKILL');
    await desk.untilOrder(sent.clientOrderId, ({ status }) => status === 'unknown');
    await expect(desk.client.trading.submit(buy('b'))).rejects.toThrow('not connected');

    const found = await desk.untilOrder(sent.clientOrderId, ({ status }) => status === 'working');
    await desk.until(() => desk.view().whyClosed === null, 'it may trade again');
    venue.fill(found.venueOrderId!, exact('10'), exact('101'));
    await desk.untilOrder(sent.clientOrderId, ({ status }) => status === 'filled');
    expect(venue.commands).toHaveLength(1);
    expect(desk.processes).toHaveLength(2);
  });

  test('an order in doubt closes the account to new ones until a person has decided', async () => {
    const { venue, desk } = await connected();
    venue.answerNext('submit', { kind: 'trouble', isTaken: false });
    const { clientOrderId } = await desk.client.trading.submit(buy('a'));
    await desk.untilOrder(clientOrderId, ({ status }) => status === 'unknown');
    await expect(desk.client.trading.submit(buy('b'))).rejects.toThrow('the outcome of an order at Alpaca');
    await desk.client.accounts.decide({ account: 'main', clientOrderId, choice: 'never-arrived' });
    expect((await desk.order(clientOrderId)).status).toBe('rejected');
    await desk.until(() => desk.view().whyClosed === null, 'it may trade again');
    const again = await desk.client.trading.submit(buy('b'));
    await desk.untilOrder(again.clientOrderId, ({ status }) => status === 'working');
  });

  test('an engine that starts again goes on with its open orders, and books what filled while it was away', async () => {
    const { venue, desk, dataFolder, secrets } = await connected();
    const first = await desk.client.trading.submit(buy('a'));
    const second = await desk.client.trading.submit(buy('b', '5', '100'));
    const { venueOrderId } = await desk.untilOrder(first.clientOrderId, ({ status }) => status === 'working');
    await desk.untilOrder(second.clientOrderId, ({ status }) => status === 'working');
    await desk.stop();
    venue.fill(venueOrderId!, exact('4'), exact('101.2'));

    const next = await openBrokerEngine({ dataFolder, vendor, secrets });
    expect(next.view().whyClosed).toBe('Alpaca is not connected');
    await next.ready();
    const order = await next.order(first.clientOrderId);
    expect(order).toMatchObject({ status: 'partially-filled', filledQuantity: '4' });
    const { differences } = next.view().reconciliation!;
    // The double's money and shares stand still: what it tells is what differs.
    expect(differences).toMatchObject([
      { kind: 'position', what: 'AAPL', ours: '4', theirs: '0' },
      { kind: 'cash', what: 'USD', ours: '24595.7', theirs: STARTING_CASH },
    ]);
    venue.fill(venueOrderId!, exact('6'), exact('101.2'));
    await next.untilOrder(first.clientOrderId, ({ status }) => status === 'filled');
    await next.client.trading.cancel({ clientOrderId: second.clientOrderId });
    await next.untilOrder(second.clientOrderId, ({ status }) => status === 'cancelled');
    expect(venue.commands.map(({ command }) => command)).toEqual(['submit', 'submit', 'cancel']);
  });

  test('differences are told, and taken over when a person says so', async () => {
    const { venue, desk } = await connected();
    await desk.until(() => desk.view().cash === STARTING_CASH, 'the cash is that of the broker');
    setMoney(venue, '24000');
    venue.setPositions([{ symbol: 'AAPL', quantity: exact('3'), averagePrice: exact('99') }]);
    const { reconciliation } = await desk.client.accounts.reconcile({ account: 'main' });
    expect(reconciliation!.differences).toHaveLength(2);
    await desk.client.accounts.takeOver({ account: 'main', kind: 'position', what: 'AAPL' });
    const after = await desk.client.accounts.takeOver({ account: 'main', kind: 'cash', what: 'USD' });
    expect(after).toMatchObject({ cash: '24000', positions: 1, reconciliation: { differences: [] } });
    await expect(
      desk.client.accounts.takeOver({ account: 'main', kind: 'cash', what: 'USD' }),
    ).rejects.toThrow('do not differ');
  });
});

describe('an order that was placed elsewhere', () => {
  async function withForeign() {
    const { venue, desk } = await connected();
    const venueOrderId = venue.placeElsewhere({ side: 'buy', quantity: one, limitPrice: exact('90') });
    await desk.until(() => desk.view().reconciliation?.external.length === 1, 'the foreign order is shown');
    return { venue, desk, venueOrderId };
  }

  test('adopted, it is booked like one of ours', async () => {
    const { venue, desk, venueOrderId } = await withForeign();
    const view = await desk.client.accounts.decideExternal({
      account: 'main',
      venueOrderId,
      choice: 'adopt',
    });
    expect(view).toMatchObject({ openOrders: 1, reconciliation: { external: [] } });
    venue.fill(venueOrderId, one, exact('90'));
    await desk.until(() => desk.view().positions === 1, 'its fill is booked');
    expect(desk.view().cash).toBe('24910.5');
    expect((await desk.client.accounts.reconcile({ account: 'main' })).reconciliation!.external).toEqual([]);
  });

  test('ignored, it is not shown again', async () => {
    const { desk, venueOrderId } = await withForeign();
    const choice = { account: 'main', venueOrderId, choice: 'ignore' } as const;
    expect((await desk.client.accounts.decideExternal(choice)).reconciliation!.external).toEqual([]);
    expect((await desk.client.accounts.reconcile({ account: 'main' })).reconciliation!.external).toEqual([]);
    expect(desk.view().openOrders).toBe(0);
  });

  test('closed, it is cancelled at the broker', async () => {
    const { venue, desk, venueOrderId } = await withForeign();
    await desk.client.accounts.decideExternal({ account: 'main', venueOrderId, choice: 'close' });
    await desk.until(() => venue.commands.length === 1, 'the cancel reached the venue');
    expect(venue.commands).toMatchObject([{ command: 'cancel', venueOrderId }]);
    await desk.until(() => desk.view().openOrders === 0, 'the order ended');
  });
});
