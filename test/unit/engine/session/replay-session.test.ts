import { describe, expect, it } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import type { ReplaySession } from '#engine/session/replay-session';
import { flattenPosition } from '#engine/trading/flatten-position';
import { pullKillSwitch } from '#engine/trading/kill-switch';
import type { Engine } from '#runtime/engine/create-engine';
import { day, finished, openSampleEngine, SHORT_REPLAY } from '#test/support/test-engine';

/** A paused session of two shares whose strategies only speak, at the end of its first day. */
async function standing(cash = '100000'): Promise<{ engine: Engine; session: ReplaySession }> {
  const engine = await openSampleEngine();
  const session = await engine.keeper.start({ ...SHORT_REPLAY, cash, daysPerSecond: 1 });
  session.pause();
  session.configure({ autonomy: 'suggest' });
  await session.step(1);
  return { engine, session };
}

let nonce = 0;
type Request = Parameters<ReplaySession['orders']['submit']>[0];
const request = (change: Partial<Request>): Request => ({
  symbol: 'AAPL',
  side: 'buy',
  type: 'market',
  quantity: '10',
  nonce: `n${++nonce}`,
  ...change,
});
const send = (session: ReplaySession, change: Partial<Request>) =>
  session.transact(() => session.orders.submit(request(change)));
const last = (session: ReplaySession, symbol = 'AAPL') => session.book.lastPrice(symbol)!;
const price = (value: number) => value.toFixed(2);

describe('an order of a person', () => {
  it('sent after the close lives into the next day and fills at its first tick, the open', async () => {
    const { engine, session } = await standing();
    const order = send(session, {});
    expect(order).toMatchObject({ status: 'working', timeInForce: 'day', origin: 'person' });
    await session.step(1);
    const filled = engine.journal.projection.order(order.clientOrderId)!;
    const bars = await engine.stores.market.readBars('AAPL', '1d', {
      from: session.state().eventTime - 86_400_000,
      limit: 1,
      to: session.state().eventTime,
    });
    expect(filled).toMatchObject({ status: 'filled', averagePrice: parseDecimal(String(bars.open[0])) });
    const account = session.book.accountRow();
    expect(account.feesPaid).toBe(parseDecimal('1'));
    expect(account.cash).toBe(parseDecimal('99999') - filled.averagePrice * 10n);
  });

  it('that is a day order and not reached expires at the end of the day, a lasting one works on', async () => {
    const { engine, session } = await standing();
    const far = price(last(session) * 0.92);
    const today = send(session, { type: 'limit', limitPrice: far });
    const lasting = send(session, { type: 'limit', limitPrice: far, timeInForce: 'gtc' });
    await session.step(1);
    const status = (id: string) => engine.journal.projection.order(id);
    expect(status(today.clientOrderId)).toMatchObject({
      status: 'expired',
      statusReason: 'the trading day ended',
      updatedTime: session.state().eventTime,
    });
    expect(status(lasting.clientOrderId)?.status).toBe('working');
  });

  it('with a limit fills at the limit or better, with a stop at the stop or worse', async () => {
    const { engine, session } = await standing();
    const limit = last(session) * 0.999;
    const stop = last(session) * 1.001;
    const bought = send(session, { type: 'limit', limitPrice: price(limit), timeInForce: 'gtc' });
    const stopped = send(session, { type: 'stop', stopPrice: price(stop), timeInForce: 'gtc' });
    await session.step(10);
    const fill = (id: string) => engine.journal.projection.order(id)!;
    expect(fill(bought.clientOrderId).status).toBe('filled');
    expect(fill(bought.clientOrderId).averagePrice).toBeLessThanOrEqual(parseDecimal(price(limit)));
    expect(fill(stopped.clientOrderId).status).toBe('filled');
    expect(fill(stopped.clientOrderId).averagePrice).toBeGreaterThanOrEqual(parseDecimal(price(stop)));
  });

  it('is cancelled once, and a cancelled order never fills', async () => {
    const { engine, session } = await standing();
    const order = send(session, { timeInForce: 'gtc' });
    const cancel = () => session.transact(() => session.orders.cancel(order.clientOrderId));
    expect(cancel()).toMatchObject({ status: 'cancelled', statusReason: 'cancelled by a person' });
    const records = engine.journal.length;
    expect(cancel().status).toBe('cancelled');
    expect(engine.journal.length).toBe(records);
    await session.step(2);
    expect(engine.journal.store.fills(session.account, 9)).toEqual([]);
    expect(() => session.orders.cancel('NOBODY')).toThrow('no order NOBODY');
  });

  it('sent twice by one press of the button is one order', async () => {
    const { engine, session } = await standing();
    const twice = request({ nonce: 'one press' });
    const first = session.transact(() => session.orders.submit(twice));
    const records = engine.journal.length;
    expect(session.transact(() => session.orders.submit(twice))).toEqual(first);
    expect(engine.journal.length).toBe(records);
    expect(
      session.transact(() => session.orders.submit({ ...twice, nonce: 'another' })).clientOrderId,
    ).not.toBe(first.clientOrderId);
  });

  it.each([
    ['another symbol', { symbol: 'AAPPL' }, 'UNKNOWN_SYMBOL', 'did you mean AAPL'],
    ['a limit without price', { type: 'limit' as const }, 'BAD_REQUEST', 'needs a limit price'],
    ['a stop without price', { type: 'stop' as const }, 'BAD_REQUEST', 'needs a stop price'],
  ])('for %s is refused without a trace', async (_, change, code, message) => {
    const { engine, session } = await standing();
    const records = engine.journal.length;
    expect(() => send(session, change)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
    expect(engine.journal.length).toBe(records);
    expect(engine.keeper.current).toBe(session);
  });
});

describe('a preview', () => {
  it.each([
    ['a sound order', {}],
    ['one too large', { quantity: '1000', acceptPrecautions: ['large-value' as const] }],
    ['one much worse than the market', { type: 'limit' as const, limitPrice: '600' }],
    ['a sale of what is not held', { side: 'sell' as const, quantity: '5' }],
  ])('of %s says what sending it does, and leaves nothing behind', async (_, change) => {
    const { engine, session } = await standing();
    const records = engine.journal.length;
    const wanted = request(change);
    const preview = session.orders.preview(wanted);
    expect(engine.journal.length).toBe(records);
    const order = session.transact(() => session.orders.submit(wanted));
    expect(order.status).toBe(preview.isAccepted ? 'working' : 'refused');
    expect(order.statusReason).toBe(preview.isAccepted ? undefined : preview.refusals.join('; '));
    if (wanted.type === 'market' && preview.isAccepted && wanted.side === 'buy') {
      await session.step(1);
      expect(session.book.accountRow().feesPaid).toBe(parseDecimal(preview.fee));
    }
  });

  it('of terms that make no order names the fault that sending it is refused with, and nothing is recorded', async () => {
    const { engine, session } = await standing();
    const records = engine.journal.length;
    for (const wanted of [
      request({ quantity: '0' }),
      request({ type: 'limit' }),
      request({ limitPrice: '9' }),
    ]) {
      const { isAccepted, refusals } = session.orders.preview(wanted);
      expect(isAccepted).toBe(false);
      expect(() => session.transact(() => session.orders.submit(wanted))).toThrow(refusals[0]);
    }
    expect(engine.journal.length).toBe(records);
  });
});

describe('orders that still work', () => {
  it('share one buying power: together they never take more than there is', async () => {
    const { session } = await standing('10000');
    const quantity = String(Math.floor(2_900 / last(session, 'AAPL')));
    const goog = String(Math.floor(2_900 / last(session, 'GOOG')));
    const statuses = [
      send(session, { quantity }),
      send(session, { symbol: 'GOOG', quantity: goog }),
      send(session, { quantity }),
      send(session, { symbol: 'GOOG', quantity: goog }),
    ].map(({ status }) => status);
    // Each is under 30 % of the account; the second of each symbol would make 58 %.
    expect(statuses).toEqual(['working', 'working', 'refused', 'refused']);
    await session.step(1);
    expect(session.book.accountRow().cash > 0n).toBe(true);
  });

  it('that close a position close it once: a second sale of the same shares is judged as opening a short', async () => {
    const { session } = await standing();
    send(session, { quantity: '60' });
    await session.step(1);
    expect(session.book.position('AAPL')?.quantity).toBe(parseDecimal('60'));
    expect(send(session, { side: 'sell', quantity: '60' }).status).toBe('working');
    const again = send(session, { side: 'sell', quantity: '90' });
    expect(again).toMatchObject({ status: 'refused', statusReason: expect.stringContaining('of equity') });
  });

  it('are cancelled before the position is flattened, so that it ends flat', async () => {
    const { engine, session } = await standing();
    send(session, { quantity: '60' });
    await session.step(1);
    const limit = send(session, {
      side: 'sell',
      type: 'limit',
      quantity: '60',
      limitPrice: price(last(session) * 1.001),
      timeInForce: 'gtc',
    });
    const press = { nonce: 'press', reason: 'flat', clock: engine.clock };
    const flat = () => flattenPosition(session, 'AAPL', press);
    const order = await flat();
    expect(await flat()).toEqual(order);
    expect(order).toMatchObject({ side: 'sell', type: 'market', quantity: parseDecimal('60') });
    expect(engine.journal.projection.order(limit.clientOrderId)?.status).toBe('cancelled');
    await session.step(3);
    expect(session.book.position('AAPL')?.quantity).toBe(0n);
    await expect(flat()).rejects.toThrow('nothing of AAPL is held');
  });
});

describe('a halt', () => {
  it('cancels what works and refuses what comes until trading is resumed, and survives a restart', async () => {
    const { engine, session } = await standing();
    const order = send(session, { timeInForce: 'gtc' });
    const press = { reason: 'too fast for me', nonce: 'n', clock: engine.clock };
    await pullKillSwitch(session, { step: 'cancel-all', ...press });
    expect(engine.journal.projection.order(order.clientOrderId)).toMatchObject({
      status: 'cancelled',
      statusReason: 'kill switch, cancel-all: too fast for me',
    });
    expect(() => send(session, {})).toThrow(expect.objectContaining({ code: 'TRADING_HALTED' }));
    expect(session.orders.preview(request({})).refusals).toContain(
      'trading is halted: no order is sent until you resume it',
    );
    await engine.keeper.reload();
    const again = engine.keeper.require();
    expect(again.state().tradingState).toBe('halted');
    expect(() => send(again, {})).toThrow('trading is halted');
    again.setTradingState('active', 'resumed by a person');
    expect(send(again, {}).status).toBe('working');
  });

  it('lets strategies speak on, but nothing of theirs is sent', async () => {
    const { engine, session } = await standing();
    session.configure({ autonomy: 'auto' });
    const press = { reason: 'stop', nonce: 'n', clock: engine.clock };
    await pullKillSwitch(session, { step: 'cancel-all', ...press });
    await session.step(25);
    expect(session.state().decisionCount).toBe(52);
    expect(engine.journal.store.orders(session.account, 99)).toEqual([]);
  });
});

describe('a session', () => {
  it('that was replaced by another handles nothing more, even in the middle of a long step', async () => {
    const { engine, session } = await standing();
    const stepping = session.step(20);
    const next = await engine.keeper.start({ ...SHORT_REPLAY, seed: 8, daysPerSecond: 1 });
    next.pause();
    await stepping;
    const cursor = session.cursor;
    expect(session.state().dayIndex).toBeLessThan(20);
    expect(() => session.resume()).toThrow('another session has taken the place');
    expect(() => send(session, {})).toThrow('another session has taken the place');
    await session.step(1).catch(() => undefined);
    expect(session.cursor).toBe(cursor);
    expect(await engine.verifyJournal()).toMatchObject({ isValid: true, isLedgerEqual: true });
  });

  it('started twice at once is two sessions, of which the last alone runs', async () => {
    const engine = await openSampleEngine();
    const [one, two] = await Promise.all([
      engine.keeper.start({ ...SHORT_REPLAY, seed: 1 }),
      engine.keeper.start({ ...SHORT_REPLAY, seed: 2 }),
    ]);
    expect([one.id, two.id, one.isClosed, two.isClosed]).toEqual(['replay-1', 'replay-2', true, false]);
    await finished(two);
    expect(one.cursor).toBe(0);
  });

  it('begun where an older one ended does not show its prices', async () => {
    const engine = await openSampleEngine();
    await finished(
      await engine.keeper.start({ symbols: ['FB'], startDate: day('2013-02-20'), daysPerSecond: 0 }),
    );
    const early = await engine.keeper.start({
      symbols: ['FB', 'AAPL'],
      startDate: day('2012-05-01'),
      endDate: day('2012-05-04'),
      daysPerSecond: 1,
    });
    early.pause();
    // Facebook was first traded on 18 May 2012.
    expect(early.book.lastPrice('FB')).toBeNull();
    expect(early.book.lastPrice('AAPL')).toBeGreaterThan(500);
  });

  it('counts the same drawdown whether or not somebody looks', async () => {
    const [watched, alone] = [await openSampleEngine(), await openSampleEngine()];
    const one = await watched.keeper.start(SHORT_REPLAY);
    const two = await alone.keeper.start(SHORT_REPLAY);
    while (one.state().state !== 'finished') {
      one.portfolio();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await finished(two);
    expect(one.portfolio()).toEqual(two.portfolio());
  });

  it('looks at the bars that are closed, today’s once it is, and spoils nothing by looking', async () => {
    const { engine, session } = await standing();
    const twin = await standing();
    const dates = new Set<number>();
    for (let i = 0; i < 400; i++) {
      const result = session.analyze('AAPL', 'full', `look-${i}`);
      expect(result.eventTime).toBe(session.eventTime);
      dates.add(session.state().dayIndex);
      if (i % 40 === 0) await session.step(1);
    }
    await twin.session.step(10);
    expect(dates.size).toBeGreaterThan(5);
    expect(session.state().dayIndex).toBe(twin.session.state().dayIndex);
    const saw = (one: Engine, id: string) =>
      one.journal.store.decisions(id, { limit: 99 }).map(({ body }) => body);
    expect(saw(engine, session.id)).toEqual(saw(twin.engine, twin.session.id));
  });

  it('at a crawl still moves', async () => {
    const { session } = await standing();
    session.configure({ daysPerSecond: 0.001 });
    const before = session.cursor;
    session.resume();
    while (session.cursor === before) await new Promise((resolve) => setTimeout(resolve, 5));
    session.pause();
    expect(session.cursor).toBeGreaterThan(before);
  });
});
