import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alpaca } from '#adapters/brokers/alpaca/alpaca';
import { readAlpacaOrder, readAlpacaPosition, UnreadableAnswer } from '#adapters/brokers/alpaca/read-alpaca';
import { alpacaVendor } from '#test/support/brokers/alpaca-vendor';
import { exact, type OpenBroker, openBroker } from '#test/support/brokers/open-broker';

const ORDER = {
  id: '61e69015-8549-4bfd-b9c3-01e75843f47d',
  client_order_id: 'b1a7f0d2-6f4c-4a52-9a37-9d3a0a5c1c11',
  symbol: 'AAPL',
  side: 'buy',
  type: 'limit',
  time_in_force: 'day',
  qty: '10',
  filled_qty: '0',
  filled_avg_price: null,
  limit_price: '101.25',
  status: 'new',
  updated_at: '2026-03-03T15:00:00.123456789Z',
};

describe('an order as Alpaca tells it', () => {
  it.each([
    ['new', '0', 'working'],
    ['accepted', '0', 'working'],
    ['done_for_day', '3', 'partially-filled'],
    ['pending_cancel', '3', 'pending-cancel'],
    ['canceled', '3', 'cancelled'],
  ])('%s with %s filled is %s', (status, filled_qty, ours) => {
    expect(readAlpacaOrder({ ...ORDER, status, filled_qty }).report.status).toBe(ours);
  });

  it('keeps milliseconds, exact prices and averages of any length', () => {
    const { report } = readAlpacaOrder({ ...ORDER, filled_qty: '3', filled_avg_price: '101.2333333333' });
    expect(report).toMatchObject({
      clientOrderId: null,
      limitPrice: exact('101.25'),
      averagePrice: exact('101.23333333'),
      updatedTime: Date.parse('2026-03-03T15:00:00.123Z'),
    });
  });

  it('of a money amount has the quantity that filled', () => {
    const { report } = readAlpacaOrder({ ...ORDER, type: 'market', qty: null, filled_qty: '0.123456789' });
    expect(report.quantity).toBe(exact('0.12345678'));
  });

  it.each([
    ['status', 'sleeping'],
    ['type', 'iceberg'],
    ['time_in_force', 'gtx'],
    ['side', 'both'],
    ['qty', '1e3'],
    ['updated_at', 'yesterday'],
    ['id', ''],
  ])('with %s "%s" is not guessed at', (name, value) => {
    const bare = { ...ORDER, submitted_at: undefined, [name]: value };
    expect(() => readAlpacaOrder(bare)).toThrow(UnreadableAnswer);
  });

  it('counts the ninth place of a position for nothing, never for more', () => {
    expect(readAlpacaPosition({ symbol: 'AAPL', qty: '-0.999999999', avg_entry_price: '9.5' }).quantity).toBe(
      exact('-0.99999999'),
    );
  });
});

describe('Alpaca', () => {
  let broker: OpenBroker;
  beforeEach(async () => {
    broker = await openBroker(alpacaVendor);
    await broker.ready();
  });
  afterEach(async () => {
    broker.connection.close();
    await broker.venue.close();
  });

  it('trades parts of a share by the day, and refuses them else before Alpaca has to', async () => {
    const { order } = await broker.place({ quantity: exact('0.25') });
    expect(broker.got('submit')[0]!.terms.quantity).toBe(order.quantity);
    broker.connection.submit(broker.order({ quantity: exact('0.25'), timeInForce: 'gtc' }));
    await broker.until(() => broker.of('unsent').length === 1);
    expect(broker.of('unsent')[0]!.reason).toContain('day orders only');
    expect(broker.got('submit')).toHaveLength(1);
  });

  it('a trailing distance in percent is no distance in dollars', async () => {
    await broker.place({ type: 'trailing-stop', trailPercent: exact('2.5') });
    expect(broker.got('submit')[0]!.terms).toMatchObject({ trailPercent: exact('2.5') });
    expect(broker.got('submit')[0]!.terms).not.toHaveProperty('trailAmount');
  });

  // Alpaca-API issue 165: without it the filled part would be bought twice.
  it('asks for what is left when an order that filled in part is replaced', async () => {
    const { order, ref, venueOrderId } = await broker.place();
    broker.venue.fill(venueOrderId, exact('4'), exact('101.2'));
    await broker.until(() => broker.fills().length === 1);
    const limitPrice = exact('101.5');
    broker.connection.replace(ref, { limitPrice }, { ...order, limitPrice });
    await broker.until(() => broker.of('replaced').length === 1);
    expect(broker.got('replace')[0]!.terms).toEqual({ quantity: exact('6'), limitPrice });
    const next = broker.of('replaced')[0]!.venueOrderId;
    broker.venue.fill(next, exact('6'), limitPrice);
    await broker.until(() => broker.fills().length === 2);
    const report = await broker.ask(() =>
      broker.connection.order({ ...ref, venueOrderId: next, revision: 1 }),
    );
    expect(report).toMatchObject({
      quantity: exact('10'),
      filledQuantity: exact('10'),
      averagePrice: exact('101.38'),
      status: 'filled',
    });
  });

  it('does not replace an order by less than what has filled', async () => {
    const { order, ref, venueOrderId } = await broker.place();
    broker.venue.fill(venueOrderId, exact('4'), exact('101.2'));
    await broker.until(() => broker.fills().length === 1);
    const quantity = exact('4');
    broker.connection.replace(ref, { quantity }, { ...order, quantity });
    await broker.until(() => broker.of('replace-rejected').length === 1);
    expect(broker.of('replace-rejected')[0]!.reason).toContain('cancel it instead');
    expect(broker.got('replace')).toEqual([]);
  });

  // The id is a function of the intent: called rejected, an order that works would be forgotten.
  it('does not call an order rejected whose id Alpaca has already', async () => {
    broker.answerNext('submit', { kind: 'reject', reason: 'client_order_id must be unique' });
    broker.connection.submit(broker.order());
    await broker.until(() => broker.of('outcome-unknown').length === 1);
    expect(broker.of('rejected')).toEqual([]);
  });

  it('tells a change that was made elsewhere by its new price, not by one refused before', async () => {
    const { order, ref } = await broker.place();
    const limitPrice = exact('99');
    broker.answerNext('replace', { kind: 'reject', reason: 'not now' });
    broker.connection.replace(ref, { limitPrice }, { ...order, limitPrice });
    await broker.until(() => broker.of('replace-rejected').length === 1);
    const next = {
      ...ORDER,
      client_order_id: order.clientOrderId,
      replaces: ref.venueOrderId,
      limit_price: '98.5',
    };
    broker.venue.say(JSON.stringify({ stream: 'trade_updates', data: { event: 'new', order: next } }));
    await broker.until(() => broker.of('replaced').length === 1);
    expect(broker.of('replaced')[0]).toMatchObject({
      clientOrderId: order.clientOrderId,
      venueOrderId: ORDER.id,
      change: { limitPrice: exact('98.5') },
    });
  });

  it('shows what is not documented, and a trade that was taken back', async () => {
    const order = { ...ORDER, client_order_id: broker.order().clientOrderId };
    const say = (event: string) =>
      broker.venue.say(JSON.stringify({ stream: 'trade_updates', data: { event, order } }));
    for (const event of ['pending_new', 'done_for_day', 'turned_blue', 'trade_bust']) say(event);
    await broker.until(() => broker.of('unreadable').length === 2);
    expect(broker.of('unreadable').map(({ reason }) => reason)).toEqual([
      expect.stringContaining('"turned_blue"'),
      expect.stringContaining('taken back'),
    ]);
    expect(broker.of('cancelled')).toEqual([]);
  });

  it('is not asked in clear', async () => {
    const vendor = {
      ...alpacaVendor,
      start: async (now: () => number) => {
        const venue = await alpacaVendor.start(now);
        return { ...venue, addresses: { ...venue.addresses, trading: 'http://api.example.com' } };
      },
    };
    const other = await openBroker(vendor);
    expect(other.states).toMatchObject([{ kind: 'needs-login' }]);
    expect(other.clock.timers()).toBe(0);
    await other.venue.close();
  });

  it('names only documented addresses for paper and live', () => {
    expect(alpaca.addresses.paper['trading']).toBe('https://paper-api.alpaca.markets');
    expect(alpaca.addresses.live['trading']).toBe('https://api.alpaca.markets');
  });
});
