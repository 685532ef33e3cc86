import { describe, expect, test } from 'vitest';
import { coinbase } from '#adapters/brokers/ccxt/coinbase';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';
import { memorySecrets, openBrokerEngine, startVenue } from '../support/brokers/broker-engine.ts';
import type { BrokerVendor, BrokerVenueDouble } from '../support/brokers/broker-vendor.ts';
import { coinbaseKeys, startCoinbaseVenue } from '../support/brokers/coinbase-venue.ts';
import { schwabVendor } from '../support/brokers/schwab-vendor.ts';
import { SCHWAB_FIELDS } from '../support/brokers/schwab-venue.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const exact = parseDecimal;
const { publicKey, ...keys } = coinbaseKeys();
const coinbaseVendor: BrokerVendor = {
  definition: coinbase,
  environment: 'live',
  fields: { ...keys, currency: 'USD' },
  instrument: {
    symbol: 'BTC-USD',
    assetClass: 'crypto',
    currency: 'USD',
    venue: 'CRYPTO',
    pricePrecision: 2,
  },
  quantity: exact('10'),
  part: exact('4'),
  answers: [],
  start: (now) => startCoinbaseVenue(now, { ...keys, publicKey }),
};
const schwab: BrokerVendor = {
  ...schwabVendor,
  fields: { ...SCHWAB_FIELDS, refreshTokenTime: String(Date.now()) },
};

/** An engine with one order of ten at work at the vendor's double. */
async function withOrder(vendor: BrokerVendor) {
  const venue = await startVenue(vendor);
  const desk = await openBrokerEngine({ dataFolder: temporaryFolder(), vendor, secrets: memorySecrets() });
  const { environment, fields } = vendor;
  const account = { account: 'main', broker: vendor.definition.id, environment, fields };
  await desk.engine.accounts.connect({ ...account, addresses: venue.addresses });
  await desk.client.accounts.allowLive({ account: 'main', phrase: 'trade main with real money' });
  await desk.ready();
  const sent = await desk.client.trading.submit({
    account: 'main',
    symbol: vendor.instrument.symbol,
    side: 'buy',
    type: 'limit',
    timeInForce: 'gtc',
    quantity: '10',
    limitPrice: '101.25',
    nonce: 'a',
  });
  const { clientOrderId, venueOrderId } = await desk.untilOrder(
    sent.clientOrderId,
    ({ status }) => status === 'working',
  );
  return { venue, desk, clientOrderId, venueOrderId: venueOrderId! };
}

const commands = (venue: BrokerVenueDouble) => venue.commands.map(({ command }) => command);

/** Never more at work than was wanted: what was sent, less what was ended before, as the venue has it. */
const lastSent = (venue: BrokerVenueDouble): string => {
  const { quantity } = venue.commands.findLast(({ command }) => command === 'submit')!.terms;
  return formatDecimal(quantity!);
};

describe.each([
  ['Coinbase', coinbaseVendor],
  ['Schwab', schwab],
])('a replacement at %s', (_, vendor) => {
  test('is a cancel and a new order for what is left, and stays one order here', async () => {
    const { venue, desk, clientOrderId, venueOrderId } = await withOrder(vendor);
    venue.fill(venueOrderId, exact('4'), exact('101.2'));
    await desk.untilOrder(clientOrderId, ({ filledQuantity }) => filledQuantity === '4');
    await desk.client.trading.replace({ clientOrderId, quantity: '12', limitPrice: '100' });
    const order = await desk.untilOrder(clientOrderId, ({ limitPrice }) => limitPrice === '100');
    expect(order).toMatchObject({ status: 'partially-filled', quantity: '12', filledQuantity: '4' });
    expect(order.venueOrderId).not.toBe(venueOrderId);
    expect(commands(venue)).toEqual(['submit', 'cancel', 'submit']);
    expect(lastSent(venue)).toBe('8');
    venue.fill(order.venueOrderId!, exact('8'), exact('99.5'));
    expect(await desk.untilOrder(clientOrderId, ({ status }) => status === 'filled')).toMatchObject({
      filledQuantity: '12',
    });
    expect(await desk.client.trading.orders({ account: 'main' })).toHaveLength(1);
  });

  // Would catch: more bought than was wanted, because the old order filled while it was being replaced.
  test('counts a fill that nobody told before the old order ended', async () => {
    const { venue, desk, clientOrderId, venueOrderId } = await withOrder(vendor);
    venue.fill(venueOrderId, exact('7'), exact('101.2'), { isTold: false });
    await desk.client.trading.replace({ clientOrderId, limitPrice: '100' });
    await desk.untilOrder(clientOrderId, ({ limitPrice }) => limitPrice === '100');
    expect(lastSent(venue)).toBe('3');
    await desk.untilOrder(clientOrderId, ({ filledQuantity }) => filledQuantity === '7');
  });

  test('that the venue refuses to begin leaves the order with its old terms; a new one it refuses ends it', async () => {
    const { venue, desk, clientOrderId } = await withOrder(vendor);
    venue.answerNext('cancel', { kind: 'reject', reason: 'it is being matched' });
    await desk.client.trading.replace({ clientOrderId, limitPrice: '100' });
    const kept = await desk.untilOrder(clientOrderId, ({ status }) => status === 'working');
    expect([kept.limitPrice, commands(venue)]).toEqual(['101.25', ['submit', 'cancel']]);
    venue.answerNext('submit', { kind: 'reject', reason: 'too little money' });
    await desk.client.trading.replace({ clientOrderId, limitPrice: '99' });
    const ended = await desk.untilOrder(clientOrderId, ({ status }) => status === 'cancelled');
    expect(ended.statusReason).toMatch(/cancelled to be replaced, and the new order was refused/);
  });

  // Would catch: a second order at the venue after the line came back in the middle, or one lost from sight.
  test('whose line is lost with the cancel ends as the venue has it, and nothing is sent in its place', async () => {
    const { venue, desk, clientOrderId } = await withOrder(vendor);
    venue.answerNext('cancel', { kind: 'accept-and-cut' });
    await desk.client.trading.replace({ clientOrderId, limitPrice: '100' });
    await desk.untilOrder(clientOrderId, ({ status }) => status === 'cancelled');
    expect(commands(venue)).toEqual(['submit', 'cancel']);
    await desk.until(() => desk.view().whyClosed === null, 'the account trades on');
  });
});

test('a replacement at Coinbase whose line is lost with the new order is found by its own id', async () => {
  const { venue, desk, clientOrderId, venueOrderId } = await withOrder(coinbaseVendor);
  venue.answerNext('submit', { kind: 'accept-and-cut' });
  await desk.client.trading.replace({ clientOrderId, limitPrice: '100' });
  const order = await desk.untilOrder(
    clientOrderId,
    ({ limitPrice, status }) => limitPrice === '100' && status === 'working',
  );
  expect(order.venueOrderId).not.toBe(venueOrderId);
  expect(commands(venue)).toEqual(['submit', 'cancel', 'submit']);
});
