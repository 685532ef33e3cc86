import { describe, expect, it } from 'vitest';
import { OctopusError } from '#contract/errors';
import { parseDecimal } from '#domain/values/decimal';
import { flattenPosition } from '#engine/trading/flatten-position';
import { pullKillSwitch } from '#engine/trading/kill-switch';
import { openPaperAccount } from '#test/support/paper-account';
import { temporaryFolder } from '#test/support/temporary-folder';

const FRIDAY_EVENING = '2026-11-20T22:00:00Z';
const MONDAY_OPEN = Date.parse('2026-11-23T14:30:00Z');

/** Ten AAPL, bought in Friday's session; it is Friday evening. */
async function holdingTen(dataFolder = temporaryFolder()) {
  const opened = await openPaperAccount('2026-11-20T15:00:00Z', {}, { dataFolder });
  opened.tick('AAPL', 100);
  opened.send({});
  opened.tick('AAPL', 100);
  opened.at(FRIDAY_EVENING);
  return opened;
}

describe('an order sent while the exchange is closed', () => {
  it('waits for the opening and says until when; what is told before it fills nothing', async () => {
    const { send, tick, at, order, trading, engine } = await openPaperAccount('2026-11-20T20:00:00Z');
    tick('AAPL', 100);
    at(FRIDAY_EVENING);
    const request = { symbol: 'AAPL', side: 'buy', type: 'market', quantity: '10', nonce: 'p' } as const;
    expect(trading.orders.preview({ ...request, timeInForce: 'day' })).toMatchObject({
      isAccepted: true,
      waitsUntil: MONDAY_OPEN,
    });
    const [day, lasting] = [send({}), send({ timeInForce: 'gtc' })];
    expect(day).toMatchObject({ status: 'working', waitsUntil: MONDAY_OPEN });
    at('2026-11-20T22:30:00Z');
    tick('AAPL', 101);
    // The day whose close it has missed does not end it.
    engine.accounts.endDueDays();
    at('2026-11-23T13:00:00Z');
    tick('AAPL', 102);
    expect([order(day.clientOrderId)?.status, order(lasting.clientOrderId)?.status]).toEqual([
      'working',
      'working',
    ]);
    at('2026-11-23T14:30:01Z');
    tick('AAPL', 103);
    for (const { clientOrderId } of [day, lasting])
      expect(order(clientOrderId)).toMatchObject({ status: 'filled', averagePrice: parseDecimal('103') });
  });

  it('of the day ends with the session it was for', async () => {
    const { send, tick, at, order, engine } = await openPaperAccount(FRIDAY_EVENING);
    tick('AAPL', 100);
    const { clientOrderId } = send({ type: 'limit', limitPrice: '91' });
    at('2026-11-23T20:59:00Z');
    tick('AAPL', 100);
    expect(order(clientOrderId)?.status).toBe('working');
    at('2026-11-23T21:01:00Z');
    expect(engine.accounts.endDueDays()).toEqual(['desk']);
    expect(order(clientOrderId)).toMatchObject({ status: 'expired', statusReason: 'the trading day ended' });
  });

  it('that trades at once or not at all is refused, with when it opens', async () => {
    const { send, tick } = await openPaperAccount(FRIDAY_EVENING);
    tick('AAPL', 100);
    for (const timeInForce of ['ioc', 'fok'] as const)
      expect(() => send({ timeInForce })).toThrow(
        'New York Stock Exchange is closed, where AAPL trades: it opens 2026-11-23 14:30 UTC; send a day order to have it wait for that',
      );
    expect(() => send({ timeInForce: 'ioc' })).toThrow(OctopusError);
  });

  // Would catch: an order taken for waiting whose date comes before the exchange opens.
  it('that ends before the opening is refused, with both times', async () => {
    const { send, tick } = await openPaperAccount(FRIDAY_EVENING);
    tick('AAPL', 100);
    const limit = { type: 'limit', limitPrice: '95', timeInForce: 'gtd' } as const;
    expect(() => send({ ...limit, expireTime: MONDAY_OPEN })).toThrow(
      'the order would end 2026-11-23 14:30 UTC, before New York Stock Exchange opens, where AAPL trades: 2026-11-23 14:30 UTC',
    );
    expect(send({ ...limit, expireTime: MONDAY_OPEN + 60_000 }).status).toBe('working');
  });

  it('still waits after a restart', async () => {
    const dataFolder = temporaryFolder();
    const first = await holdingTen(dataFolder);
    const { clientOrderId } = first.send({ side: 'sell' });
    await first.engine.stop();
    const { tick, at, order } = await openPaperAccount('2026-11-21T12:00:00Z', {}, { dataFolder });
    tick('AAPL', 101);
    expect(order(clientOrderId)).toMatchObject({ status: 'working', waitsUntil: MONDAY_OPEN });
    at('2026-11-23T14:31:00Z');
    tick('AAPL', 102);
    expect(order(clientOrderId)).toMatchObject({ status: 'filled', averagePrice: parseDecimal('102') });
  });
});

describe('flatten while the exchange is closed', () => {
  it('sends a closing order that waits for the opening, once', async () => {
    const { trading, press, tick, at } = await holdingTen();
    const closing = await flattenPosition(trading, 'AAPL', press());
    expect(closing).toMatchObject({
      side: 'sell',
      type: 'market',
      status: 'working',
      waitsUntil: MONDAY_OPEN,
    });
    expect((await flattenPosition(trading, 'AAPL', press('again'))).clientOrderId).toBe(
      closing.clientOrderId,
    );
    at('2026-11-23T14:30:05Z');
    tick('AAPL', 95);
    expect(trading.book.held()).toEqual([]);
  });

  it('by the kill switch says what closes when', async () => {
    const { trading, press } = await holdingTen();
    expect(await pullKillSwitch(trading, { step: 'flatten', ...press() })).toMatchObject({
      tradingState: 'reducing',
      flattened: ['AAPL'],
      waiting: [{ symbol: 'AAPL', opensTime: MONDAY_OPEN }],
      notDone: [],
    });
  });
});

it('where the market never closes nothing waits', async () => {
  const { send, tick, trading, order } = await openPaperAccount(FRIDAY_EVENING);
  tick('BTC-USD', 100);
  expect(trading.opensAt('BTC-USD')).toBeUndefined();
  const { clientOrderId } = send({ symbol: 'BTC-USD', timeInForce: 'ioc' });
  tick('BTC-USD', 101);
  expect(order(clientOrderId)?.status).toBe('filled');
});

// Would catch: orders for the day of a share that work on after its close because the account also trades coins, which never rest.
describe('an account that also holds coins', () => {
  async function withCoins() {
    const opened = await openPaperAccount('2026-12-14T15:00:00Z');
    for (const symbol of ['AAPL', 'BTC-USD']) opened.tick(symbol, 100);
    opened.send({ symbol: 'BTC-USD', quantity: '1' });
    opened.pass(10);
    opened.tick('BTC-USD', 100);
    return opened;
  }

  it('has its orders for shares end with their session, and its day with the last of all', async () => {
    const { send, at, tick, order, engine } = await withCoins();
    const share = send({ type: 'limit', limitPrice: '95' });
    const coin = send({ symbol: 'BTC-USD', type: 'limit', limitPrice: '95', quantity: '1' });
    const atClose = send({ timeInForce: 'at-close' });
    const coinAtClose = send({ symbol: 'BTC-USD', timeInForce: 'at-close', quantity: '1' });
    at('2026-12-14T21:00:01Z');
    expect(engine.accounts.endDueDays()).toEqual([]);
    at('2026-12-14T23:00:00Z');
    tick('AAPL', 90);
    const statusOf = ({ clientOrderId }: { clientOrderId: string }) => order(clientOrderId)?.status;
    expect([share, coin, atClose, coinAtClose].map(statusOf)).toEqual([
      'expired',
      'working',
      'filled',
      'working',
    ]);
    expect(order(atClose.clientOrderId)?.averagePrice).toBe(parseDecimal('100'));
    at('2026-12-15T00:00:01Z');
    expect(engine.accounts.endDueDays()).toEqual(['desk']);
    expect([coin, coinAtClose].map(statusOf)).toEqual(['expired', 'filled']);
  });

  it('has its options settled at the price of their close', async () => {
    const { send, at, tick, pass, engine, trading } = await withCoins();
    const call = 'AAPL261214C00095000';
    tick(call, 5);
    send({ symbol: call, quantity: '1' });
    pass(10);
    tick(call, 5);
    at('2026-12-14T21:00:01Z');
    engine.accounts.endDueDays();
    tick('AAPL', 90);
    at('2026-12-15T00:00:01Z');
    engine.accounts.endDueDays();
    expect(trading.book.position('AAPL')?.quantity).toBe(parseDecimal('100'));
  });
});
