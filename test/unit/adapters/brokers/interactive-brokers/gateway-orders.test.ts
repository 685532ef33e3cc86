import { afterEach, describe, expect, it } from 'vitest';
import { multiplyDecimal, parseDecimal } from '#domain/values/decimal';
import type { BrokerOrder } from '#engine/ports/broker';
import type { GatewayDouble } from '#test/support/brokers/gateway/gateway-double';
import { orderId } from '#test/support/brokers/open-broker';
import { type OpenGateway, type OpenGatewayOptions, openGateway } from './open-gateway.ts';

const exact = parseDecimal;
const TEN = exact('10');
const FOUR = exact('4');
const PRICE = exact('101.25');
const PLACE_ORDER = '3';

let opened: OpenGateway[] = [];
const ready = async (options: OpenGatewayOptions = {}): Promise<OpenGateway> => {
  const one = await openGateway(options);
  opened.push(one);
  await one.ready();
  return one;
};
afterEach(async () => {
  for (const { connection, gateway } of opened) {
    connection.close();
    await gateway.close();
  }
  opened = [];
});

describe('orders through a Gateway', () => {
  // Each adds fields to messages, or takes some away.
  it.each([164, 176, 188, 191])(
    'of message version %i are placed, filled, changed, cancelled, found',
    async (version) => {
      const broker = await ready({ version });
      const { order, ref, venueOrderId } = await broker.place();
      broker.gateway.fill(venueOrderId, FOUR, PRICE);
      await broker.until(() => broker.fills().length === 1);
      const change = { limitPrice: exact('100.5') };
      broker.connection.replace(ref, change, { ...order, ...change });
      await broker.until(() => broker.of('replaced').length === 1);
      broker.connection.cancel({ ...ref, revision: 1 });
      await broker.until(() => broker.of('cancelled').length === 1);
      expect(await broker.ask(() => broker.connection.order(ref))).toMatchObject({
        status: 'cancelled',
        filledQuantity: FOUR,
        averagePrice: PRICE,
        limitPrice: change.limitPrice,
      });
      expect(broker.of('unreadable')).toEqual([]);
    },
  );

  it('a cancel right behind its order does not overtake it', async () => {
    const broker = await ready();
    const order = broker.order();
    broker.connection.submit(order);
    const { clientOrderId, symbol } = order;
    broker.connection.cancel({ clientOrderId, symbol, venueOrderId: null, revision: 0 });
    await broker.until(() => broker.of('cancelled').length === 1);
    expect(broker.gateway.commands.map(({ command }) => command)).toEqual(['submit', 'cancel']);
  });

  it('an id that is in use is not sent again', async () => {
    const broker = await ready();
    const { order } = await broker.place();
    broker.connection.submit(order);
    await broker.until(() => broker.of('unsent').length === 1);
    expect(broker.of('unsent')[0]!.reason).toContain('already');
    expect(broker.got('submit')).toHaveLength(1);
  });

  it.each<[string, Partial<BrokerOrder>, RegExp]>([
    [
      'a price between two steps',
      { limitPrice: exact('101.255') },
      /101\.255 .* steps of 0\.01 .*101\.25 and 101\.26/,
    ],
    ['a trigger between two steps', { type: 'stop', stopPrice: exact('99.001') }, /stop price 99\.001/],
    ['a part of a share', { quantity: exact('10.5') }, /steps of 1 .*10\.5/],
    ['fewer than one', { quantity: exact('0.5') }, /from 1 on/],
    ['more digits than are exact', { limitPrice: exact('99999999999999.99') }, /more than 15 digits/],
  ])('%s is unsent with a sentence', async (_, terms, sentence) => {
    const broker = await ready({ sizeStep: '1' });
    const order = broker.order(terms);
    broker.connection.submit(order);
    await broker.until(() => broker.of('unsent').length === 1);
    expect(broker.of('unsent')[0]!.reason).toMatch(sentence);
    expect(broker.gateway.commands).toEqual([]);
  });

  it.each([
    ['unknown', { symbol: 'NOSUCH', assetClass: 'equity' as const }, /knows no NOSUCH in USD/],
    ['a future', { symbol: 'ESZ6', assetClass: 'future' as const }, /futures are not sent/],
  ])('%s is unsent with a sentence', async (_, instrument, sentence) => {
    const broker = await ready();
    const order = broker.order();
    broker.connection.submit({
      ...order,
      symbol: instrument.symbol,
      instrument: { ...order.instrument, ...instrument },
    });
    await broker.until(() => broker.of('unsent').length === 1);
    expect(broker.of('unsent')[0]!.reason).toMatch(sentence);
    expect(broker.gateway.commands).toEqual([]);
  });

  it.each([
    ['EURUSD', 'forex' as const, { quantity: exact('20000'), limitPrice: exact('1.08') }],
    ['BTCUSD', 'crypto' as const, { quantity: exact('0.0125'), limitPrice: exact('64250.5') }],
    ['BRK.B', 'equity' as const, {}],
  ])('%s is ordered, and told of by that symbol', async (symbol, assetClass, terms) => {
    const broker = await ready();
    const order = broker.order(terms);
    const sent = { ...order, symbol, instrument: { ...order.instrument, symbol, assetClass } };
    broker.connection.submit(sent);
    await broker.until(() => broker.of('acknowledged').length === 1);
    const { venueOrderId } = broker.of('acknowledged')[0]!;
    broker.gateway.fill(venueOrderId, sent.quantity, sent.limitPrice!);
    await broker.until(() => broker.fills().length === 1);
    expect(broker.fills()[0]).toMatchObject({ symbol, quantity: sent.quantity, price: sent.limitPrice });
  });

  it('what an earlier connection placed is known by its name, and can be cancelled', async () => {
    const before = await ready();
    const { ref } = await before.place();
    before.connection.close();
    const after = await ready({ gateway: before.gateway });
    expect(after.events).toEqual([]);
    expect(await after.ask(() => after.connection.order({ ...ref, venueOrderId: null }))).toMatchObject({
      venueOrderId: ref.venueOrderId,
      status: 'working',
    });
    after.connection.cancel(ref);
    await after.until(() => after.of('cancelled').length === 1);
    expect(after.of('cancelled')[0]).toMatchObject({ clientOrderId: ref.clientOrderId });
    expect((await after.place({ clientOrderId: orderId(9) })).venueOrderId).not.toBe(ref.venueOrderId);
  });

  it('what another program placed cannot be changed here, and nothing is sent', async () => {
    const before = await ready({ fields: { clientId: '9' } });
    const { ref } = await before.place();
    before.connection.close();
    const after = await ready({ gateway: before.gateway });
    after.connection.cancel(ref);
    await after.until(() => after.of('cancel-rejected').length === 1);
    expect(after.of('cancel-rejected')[0]!.reason).toContain('client 9');
    expect(after.got('cancel')).toEqual([]);
  });

  it('are sent no faster than TWS takes them, each once, in their order', async () => {
    const broker = await ready();
    await broker.place();
    const times: number[] = [];
    const orders = Array.from({ length: 100 }, () => broker.order());
    for (const order of orders) broker.connection.submit(order);
    let seen = 1;
    await broker.until(() => {
      for (; seen < broker.got('submit').length; seen++) times.push(broker.clock.now());
      return times.length === orders.length;
    });
    expect(
      broker
        .got('submit')
        .slice(1)
        .map(({ clientId }) => clientId),
    ).toEqual(orders.map(({ clientOrderId }) => clientOrderId));
    // Simulated time goes on by 20 ms between two looks.
    for (const [place, time] of times.entries()) {
      const within = times.slice(place).filter((later) => later < time + 1_000 - 40);
      expect(within.length).toBeLessThanOrEqual(50);
    }
    expect(broker.of('unsent')).toEqual([]);
  });

  it('are sent slower after TWS complained of the pace', async () => {
    const broker = await ready();
    await broker.place();
    broker.gateway.sayNotice(100, 'Max rate of messages per second has been exceeded:max=50 rec=51 (1)');
    await broker.settle(2_000);
    for (let count = 0; count < 30; count++) broker.connection.submit(broker.order());
    await broker.settle(1_000);
    expect(broker.got('submit').length).toBeLessThan(25);
    await broker.until(() => broker.of('acknowledged').length === 31);
  });
});

describe('what TWS says of orders', () => {
  it.each([
    [399, 'Order Message: BUY 10 AAPL: your order will not be placed until the market opens'],
    [2109, 'Order Event Warning: Attribute "Outside Regular Trading Hours" is ignored'],
    [404, 'Shares for this order are not immediately available for short sale'],
  ])('%i is a warning: the order works on', async (code, text) => {
    const broker = await ready();
    const { venueOrderId } = await broker.place();
    broker.gateway.sayNotice(code, text, 7);
    await broker.settle(5_000);
    expect(broker.events.map(({ kind }) => kind)).toEqual(['acknowledged']);
    expect(broker.said()).toContain(text.slice(0, 30));
    broker.gateway.fill(venueOrderId, TEN, PRICE);
    await broker.until(() => broker.fills().length === 1);
  });

  it.each([110, 200, 201, 203, 321])('%i before it stands is a rejection', async (code) => {
    const broker = await ready();
    broker.answerNext('submit', { kind: 'accept-silently' });
    broker.connection.submit(broker.order());
    await broker.until(() => broker.got('submit').length === 1);
    broker.gateway.sayNotice(code, 'it will not have it', 7);
    await broker.until(() => broker.of('rejected').length === 1);
    expect(broker.of('rejected')[0]!.reason).toBe(`it will not have it (${code})`);
    await broker.settle(20_000);
    expect(broker.of('outcome-unknown')).toEqual([]);
  });

  it('a newer number that may mean anything decides nothing: the outcome is unknown, with its words', async () => {
    const broker = await ready();
    broker.answerNext('submit', { kind: 'accept-silently' });
    broker.connection.submit(broker.order());
    await broker.until(() => broker.got('submit').length === 1);
    broker.gateway.sayNotice(10_311, 'This order will be directly routed', 7);
    await broker.until(() => broker.of('outcome-unknown').length === 1);
    expect(broker.of('outcome-unknown')[0]!.reason).toContain('directly routed');
    expect(broker.of('rejected')).toEqual([]);
  });

  it.each([161, 10_147, 10_148])('%i is a refused cancel', async (code) => {
    const broker = await ready();
    const { ref } = await broker.place();
    broker.answerNext('cancel', { kind: 'accept-silently' });
    broker.connection.cancel(ref);
    await broker.until(() => broker.got('cancel').length === 1);
    broker.gateway.sayNotice(code, 'not in a state for it', 7);
    await broker.until(() => broker.of('cancel-rejected').length === 1);
    expect(broker.of('cancelled')).toEqual([]);
  });

  it('the status of an order said again and again, and late, is one event', async () => {
    const broker = await ready();
    const { venueOrderId } = await broker.place();
    broker.gateway.fill(venueOrderId, FOUR, PRICE);
    await broker.until(() => broker.fills().length === 1);
    for (let count = 0; count < 3; count++) broker.gateway.sayStatus(venueOrderId);
    broker.gateway.sayStatus(venueOrderId, { status: 'PreSubmitted', filled: 0n });
    await broker.settle(5_000);
    expect(broker.events.map(({ kind }) => kind)).toEqual(['acknowledged', 'filled']);
    const [open] = await broker.ask(() => broker.connection.openOrders());
    expect(open).toMatchObject({ status: 'partially-filled', filledQuantity: FOUR });
  });

  it('a status of an order that was never sent is shown, and changes nothing', async () => {
    const broker = await ready();
    const { venueOrderId } = await broker.place();
    broker.gateway.sayStatus(venueOrderId, { orderId: 4_711, permId: 99, status: 'Filled', filled: TEN });
    await broker.until(() => broker.of('unreadable').length === 1);
    expect(broker.of('unreadable')[0]!.reason).toContain('order 4711');
    expect(broker.fills()).toEqual([]);
  });

  it('a message the library breaks on does not spoil the next', async () => {
    const broker = await ready();
    const { venueOrderId } = await broker.place();
    broker.gateway.say(['4', '2', '7', '201', 'rejected', '{"broken'].join('\0'));
    broker.gateway.say(['5', '7', 'half an order'].join('\0'));
    broker.gateway.fill(venueOrderId, TEN, PRICE);
    await broker.until(() => broker.fills().length === 1);
    expect(broker.of('unreadable')).toHaveLength(2);
    expect(broker.of('rejected')).toEqual([]);
  });
});

describe('fills and their fees', () => {
  it('the fee that comes behind is told with its fill, in the account currency', async () => {
    const broker = await ready();
    const { venueOrderId } = await broker.place();
    broker.gateway.fill(venueOrderId, TEN, PRICE);
    await broker.until(() => broker.fills().length === 1);
    expect(broker.fills()[0]).toMatchObject({ fee: exact('0.35125'), liquidity: 'taker' });
    expect(broker.of('filled')).toHaveLength(1);
  });

  it('a fee that stays away holds its fill for 2 s, and what came after it in its order', async () => {
    const broker = await ready();
    const { ref, venueOrderId } = await broker.place();
    broker.gateway.tellsFees = false;
    broker.gateway.fill(venueOrderId, FOUR, PRICE);
    broker.connection.cancel(ref);
    const start = broker.clock.now();
    await broker.until(() => broker.of('cancelled').length === 1);
    expect(broker.clock.now() - start).toBeLessThan(3_000);
    expect(broker.events.map(({ kind }) => kind)).toEqual(['acknowledged', 'filled', 'cancelled']);
    expect(broker.fills()[0]).toMatchObject({ fee: null, quantity: FOUR });
    broker.gateway.tellFees();
    await broker.settle(1_000);
    expect(broker.fills()).toHaveLength(1);
    const [told] = await broker.ask(() => broker.connection.fills(0));
    expect(told).toMatchObject({ fillId: broker.fills()[0]!.fillId, fee: exact('0.35125') });
  });

  it.each([
    ['changed at the rate TWS tells', 'EUR', [['USD', '7']], '0.35125'],
    ['unknown, not zero, without a rate', 'GBP', [], null],
  ] as const)('a fee in another currency than the account is %s', async (_, base, others, fee) => {
    const cash = exact('10');
    const prepare = (gateway: GatewayDouble) =>
      gateway.setBalances([
        { currency: base, cash, buyingPower: exact('20'), equity: exact('30') },
        ...others.map(([currency, amount]) => ({
          currency,
          cash: exact(amount),
          buyingPower: null,
          equity: null,
        })),
      ]);
    const broker = await ready({ prepare, rates: { USD: '1.25' } });
    const { venueOrderId } = await broker.place();
    broker.gateway.fill(venueOrderId, TEN, PRICE);
    await broker.until(() => broker.fills().length === 1);
    expect(broker.fills()[0]!.fee).toBe(fee === null ? null : multiplyDecimal(exact(fee), exact('1.25')));
  });

  it('a corrected execution is shown to a person and not booked twice', async () => {
    const broker = await ready();
    const { venueOrderId } = await broker.place();
    broker.gateway.fill(venueOrderId, TEN, PRICE);
    await broker.until(() => broker.fills().length === 1);
    broker.gateway.correctLastFill(exact('101.2'));
    await broker.until(() => broker.of('unreadable').length === 1);
    expect(broker.of('unreadable')[0]!.reason).toContain('corrected execution 0000e0d5.00000001.01');
    expect(broker.fills()).toHaveLength(1);
  });

  it('executions that only the status told of are asked for', async () => {
    const broker = await ready();
    const { venueOrderId } = await broker.place();
    broker.gateway.fill(venueOrderId, FOUR, PRICE, { isTold: false });
    broker.gateway.sayStatus(venueOrderId);
    await broker.until(() => broker.fills().length === 1);
    expect(broker.fills()[0]).toMatchObject({ quantity: FOUR, price: PRICE });
    expect(broker.gateway.heard.filter(([kind]) => kind === PLACE_ORDER)).toHaveLength(1);
  });
});
