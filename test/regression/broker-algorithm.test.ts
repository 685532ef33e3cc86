import { expect, test } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import { alpacaVendor } from '../support/brokers/alpaca-vendor.ts';
import {
  type BrokerEngine,
  memorySecrets,
  openBrokerEngine,
  startVenue,
} from '../support/brokers/broker-engine.ts';
import type { BrokerVenueDouble } from '../support/brokers/broker-vendor.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const vendor = alpacaVendor;
/** Good till cancelled, so that it is taken at any hour. Alpaca shows no part of an order. */
const ICEBERG = {
  account: 'main',
  symbol: 'AAPL',
  side: 'buy',
  type: 'limit',
  timeInForce: 'gtc',
  quantity: '10',
  limitPrice: '101.25',
  displayQuantity: '4',
  nonce: 'ice',
} as const;

const submitted = (venue: BrokerVenueDouble): unknown[] =>
  venue.commands.filter(({ command }) => command === 'submit').map(({ terms }) => terms.quantity);

const workOn = ({ engine }: BrokerEngine): void =>
  engine.algorithms.restore((consumer) => engine.live.addConsumer(consumer));

/** Waits for the part that works and fills all of it. */
async function fillPart({ engine, until }: BrokerEngine, venue: BrokerVenueDouble): Promise<void> {
  const open = () => engine.journal.projection.openOrders('main')[0];
  await until(() => open()?.status === 'working', 'a part works');
  const { clientOrderId, venueOrderId, quantity } = open()!;
  venue.fill(venueOrderId!, quantity, parseDecimal('101.2'));
  const isFilled = (): boolean => engine.journal.projection.order(clientOrderId)?.status === 'filled';
  await until(isFilled, 'it is filled');
}

// Would catch: an order shown whole where its owner wanted a part shown, and a part that is sent twice by a restart.
test('a venue without icebergs is sent one part after the other, over a restart too', async () => {
  const venue = await startVenue(vendor);
  const options = { dataFolder: temporaryFolder(), vendor, secrets: memorySecrets() };
  const first = await openBrokerEngine(options);
  await first.engine.accounts.connect({
    account: 'main',
    broker: vendor.definition.id,
    environment: vendor.environment,
    fields: vendor.fields,
    addresses: venue.addresses,
  });
  await first.ready();
  workOn(first);
  const order = await first.client.trading.submit(ICEBERG);
  expect(order).toMatchObject({ quantity: '4', limitPrice: '101.25', timeInForce: 'gtc' });
  expect((await first.client.trading.submit(ICEBERG)).clientOrderId).toBe(order.clientOrderId);
  await fillPart(first, venue);
  await first.until(() => submitted(venue).length === 2, 'the second part is sent');
  await first.stop();

  const second = await openBrokerEngine(options);
  workOn(second);
  await second.ready();
  await fillPart(second, venue);
  await fillPart(second, venue);
  await second.until(() => second.engine.algorithms.list()[0]?.state === 'finished', 'all of it has filled');
  expect(submitted(venue)).toEqual(['4', '4', '2'].map(parseDecimal));
  expect(await second.client.trading.algorithms({})).toMatchObject([
    { kind: 'iceberg', filledQuantity: '10', averagePrice: '101.2', childrenSent: 3 },
  ]);
});

test('what parts cannot be is refused with a sentence, and nothing is sent', async () => {
  const venue = await startVenue(vendor);
  const { engine, client, ready } = await openBrokerEngine({
    dataFolder: temporaryFolder(),
    vendor,
    secrets: memorySecrets(),
  });
  await engine.accounts.connect({
    account: 'main',
    broker: vendor.definition.id,
    environment: vendor.environment,
    fields: vendor.fields,
    addresses: venue.addresses,
  });
  await ready();
  await expect(client.trading.submit({ ...ICEBERG, isPostOnly: true })).rejects.toThrow(
    /neither post-only nor reduce-only/,
  );
  await expect(client.trading.submit({ ...ICEBERG, displayQuantity: '10' })).rejects.toThrow(
    /below its quantity/,
  );
  expect(submitted(venue)).toEqual([]);
});
