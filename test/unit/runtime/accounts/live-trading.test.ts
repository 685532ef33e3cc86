import { expect, it } from 'vitest';
import { alpacaVendor } from '../../../support/brokers/alpaca-vendor.ts';
import { memorySecrets, openBrokerEngine, startVenue } from '../../../support/brokers/broker-engine.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const ORDER = {
  account: 'main',
  symbol: alpacaVendor.instrument.symbol,
  side: 'buy',
  type: 'limit',
  quantity: '2',
  limitPrice: '100',
  timeInForce: 'gtc',
} as const;

it('an account of money sends nothing until a person has typed it out, over a restart, and again once it is taken back', {
  timeout: 60_000,
}, async () => {
  const venue = await startVenue(alpacaVendor);
  const secrets = memorySecrets();
  const options = { dataFolder: temporaryFolder(), vendor: alpacaVendor, secrets };
  const submits = () => venue.commands.filter(({ command }) => command === 'submit').length;

  const first = await openBrokerEngine(options);
  await first.engine.accounts.connect({
    account: 'main',
    broker: alpacaVendor.definition.id,
    environment: 'live',
    fields: alpacaVendor.fields,
    addresses: venue.addresses,
  });
  expect(await first.ready()).toMatchObject({ environment: 'live', isLiveAllowed: false });
  expect(first.view().whyClosed).toContain('trading with money is switched off for main');
  await expect(first.client.trading.submit({ ...ORDER, nonce: '1' })).rejects.toThrow('switched off');
  await expect(
    first.client.accounts.allowLive({ account: 'main', phrase: 'trade main with real money!' }),
  ).rejects.toThrow('type "trade main with real money" to allow it, exactly');
  expect(submits()).toBe(0);
  const phrase = 'trade main with real money';
  expect(await first.client.accounts.allowLive({ account: 'main', phrase })).toMatchObject({
    isLiveAllowed: true,
    whyClosed: null,
  });
  expect(await first.client.accounts.protections({ account: 'main' })).toMatchObject({
    dailyLoss: { isOn: true },
    orderRate: { isOn: true },
  });
  await first.stop();

  const second = await openBrokerEngine(options);
  expect(await second.ready()).toMatchObject({ isLiveAllowed: true });
  const { clientOrderId } = await second.client.trading.submit({ ...ORDER, nonce: '2' });
  await second.untilOrder(clientOrderId, ({ status }) => status === 'working');
  expect(submits()).toBe(1);
  await second.client.accounts.allowLive({ account: 'main', phrase: '' });
  await expect(second.client.trading.submit({ ...ORDER, nonce: '3' })).rejects.toThrow('switched off');
  const cancelled = await second.client.trading.cancel({ clientOrderId });
  expect(cancelled.status).toBe('pending-cancel');
  await second.untilOrder(clientOrderId, ({ status }) => status === 'cancelled');
  const switched = second.engine.journal.store.readNewest({ kind: 'LiveTradingSwitched', limit: 9 });
  expect(switched.map(({ payload, source }) => [JSON.parse(payload).isAllowed, source])).toEqual([
    [false, 'person'],
    [true, 'person'],
  ]);
  await expect(second.client.accounts.drill({ account: 'main' })).rejects.toThrow('main trades money');
  expect(submits()).toBe(1);
});
