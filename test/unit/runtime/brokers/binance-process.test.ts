import { afterEach, expect, test } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import type { BrokerEvent, BrokerOrder, BrokerState } from '#engine/ports/broker';
import type { HostedProcess } from '#engine/ports/process-host';
import { createBrokerDesk } from '#runtime/brokers/broker-desk';
import { createLiveClock } from '#runtime/processes/live-clock';
import { createNodeProcessHost } from '#runtime/processes/node-process-host';
import { startBinanceVenue } from '../../../support/brokers/binance-venue.ts';
import { quietLog } from '../../../support/quiet-log.ts';

const KEYS = { apiKey: 'a-key-of-the-account', secret: 'a-secret-of-the-account' };
const ID = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const order: BrokerOrder = {
  clientOrderId: ID,
  symbol: 'BTC-USD',
  side: 'buy',
  type: 'limit',
  quantity: parseDecimal('0.12345678'),
  limitPrice: parseDecimal('101.25'),
  timeInForce: 'gtc',
  instrument: {
    symbol: 'BTC-USD',
    assetClass: 'crypto',
    currency: 'USD',
    venue: 'BINANCE',
    pricePrecision: 2,
  },
};
const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

test('the process of Binance is killed mid-order: the order is unknown, then found and filled, never sent again', async () => {
  const venue = await startBinanceVenue(() => Date.now(), KEYS);
  closers.push(() => venue.close());
  const host = createNodeProcessHost();
  const processes: HostedProcess[] = [];
  const desk = createBrokerDesk({
    host: {
      kind: host.kind,
      spawn(entry, id) {
        processes.push(host.spawn(entry, id));
        return processes.at(-1)!;
      },
    },
    clock: createLiveClock(),
    log: quietLog(),
    secrets: {
      get: async ({ field }) => (field === 'apiKey' ? KEYS.apiKey : KEYS.secret),
      set: async () => undefined,
      delete: async () => false,
      describe: async () => ({ kind: 'keychain', name: 'test', problem: null }),
    },
  });
  const events: BrokerEvent[] = [];
  const states: BrokerState[] = [];
  const connection = desk.open(
    'binance',
    { accountId: 'one', environment: 'paper', fields: { currency: 'USD' }, addresses: venue.addresses },
    { event: (event) => events.push(event), state: (state) => states.push(state) },
  );
  closers.push(() => {
    connection.close();
    for (const one of processes) one.kill();
  });
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const isReady = (): boolean => states.at(-1)?.kind === 'ready';
  await until(isReady);

  venue.answerNext('submit', { kind: 'accept-silently' });
  connection.submit(order);
  await until(() => venue.commands.length === 1);
  process.kill(processes[0]!.pid!, 'SIGKILL');
  await until(() => events.length === 1);
  expect(events).toMatchObject([{ kind: 'outcome-unknown', command: 'submit', clientOrderId: ID }]);

  await until(isReady);
  const ref = { clientOrderId: ID, venueOrderId: null, symbol: 'BTC-USD', revision: 0 };
  const report = await connection.order(ref);
  expect(report).toMatchObject({ status: 'working', quantity: order.quantity });
  venue.fill(report!.venueOrderId, order.quantity, parseDecimal('101.24'));
  await until(() => events.some(({ kind }) => kind === 'filled'));
  expect(events.find(({ kind }) => kind === 'filled')).toMatchObject({
    fill: { clientOrderId: ID, quantity: order.quantity, price: parseDecimal('101.24') },
  });
  expect(venue.commands).toHaveLength(1);
  expect(processes).toHaveLength(2);
});
