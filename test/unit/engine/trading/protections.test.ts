import { describe, expect, it } from 'vitest';
import { type ProtectionSettings, usualProtections } from '#domain/risk/protections/protection-settings';
import { parseDecimal } from '#domain/values/decimal';
import { pullKillSwitch } from '#engine/trading/kill-switch';
import { ProtectionDesk } from '#engine/trading/protection-desk';
import { openScriptedAccount } from '../../../support/brokers/scripted-account.ts';

async function guarded(change: Partial<ProtectionSettings>) {
  const opened = await openScriptedAccount();
  const { trading } = opened;
  trading.transact(() =>
    trading.protections.change({ ...usualProtections('paper'), ...change }, trading.eventTime),
  );
  return opened;
}

type Opened = Awaited<ReturnType<typeof guarded>>;

async function buyTen({ send, until, held }: Opened) {
  send({});
  await until(() => held() === parseDecimal('10'));
}

function price({ engine, trading }: Opened, last: number) {
  const now = engine.clock.now();
  engine.board.publish(engine.board.slot('AAPL'), now, last, last, last, 0);
  trading.onTick('AAPL', now, last, Number.NaN, Number.NaN, 0);
}

describe('a daily loss', () => {
  it('lets only orders towards flat pass, whatever the price does afterwards, over a restart, until it is lifted', async () => {
    const opened = await guarded({ dailyLoss: { isOn: true, lossPctMax: 0.5, effect: 'reduce' } });
    const { engine, trading, send } = opened;
    await buyTen(opened);
    price(opened, 1);
    const [lock] = trading.protections.locks(trading.eventTime);
    expect(lock).toMatchObject({ protection: 'daily-loss', symbol: null, effect: 'reduce' });
    expect(engine.journal.hasPending).toBe(false);
    price(opened, 100);
    expect(() => send({ type: 'limit', limitPrice: '99' })).toThrow('only orders towards flat pass until');
    expect(trading.orders.whyClosed()).toContain('(protection daily-loss)');
    const again = new ProtectionDesk(engine.journal, trading.place);
    expect(again.locks(trading.eventTime)).toEqual([lock]);
    again.close();
    expect(send({ side: 'sell', quantity: '1' }).status).toBe('sent');
    trading.transact(() => trading.protections.lift(lock!.id, 'I know', trading.eventTime));
    expect(send({ type: 'limit', limitPrice: '99' }).status).toBe('sent');
    expect(engine.journal.store.readNewest({ kind: 'ProtectionLifted', limit: 9 })).toHaveLength(1);
  });

  it('that halts sends nothing at all, but what a person flattens by the kill switch', async () => {
    const opened = await guarded({ dailyLoss: { isOn: true, lossPctMax: 0.1, effect: 'halt' } });
    const { trading, send, press } = opened;
    await buyTen(opened);
    price(opened, 80);
    expect(() => send({ side: 'sell', quantity: '1' })).toThrow('nothing is sent until');
    const report = await pullKillSwitch(trading, { step: 'flatten', ...press() });
    expect(report).toMatchObject({ flattened: ['AAPL'], notDone: [] });
  });
});

describe('a loss', () => {
  it('sends its symbol to rest and no other, in the transaction of the fill', async () => {
    const opened = await guarded({ coolDown: { isOn: true, minutes: 30 } });
    const { engine, trading, venue, send, until } = opened;
    await buyTen(opened);
    venue.isPrompt = false;
    const { clientOrderId } = send({ side: 'sell', type: 'stop', stopPrice: '99' });
    await until(() => trading.orders.order(clientOrderId)?.status === 'working');
    const batches: string[][] = [];
    engine.journal.onCommitted(({ records }) => batches.push(records.map(({ kind }) => kind)));
    venue.fill(clientOrderId, '10', '90');
    await until(() => trading.orders.order(clientOrderId)?.status === 'filled');
    expect(batches).toContainEqual(expect.arrayContaining(['OrderFilled', 'ProtectionTriggered']));
    expect(() => send({ type: 'limit', limitPrice: '99' })).toThrow('it rests for 30 minutes');
    expect(send({ symbol: 'MSFT', type: 'limit', limitPrice: '99' }).status).toBe('sent');
    const again = new ProtectionDesk(engine.journal, trading.place);
    expect(again.locks(trading.eventTime + 31 * 60_000)).toEqual([]);
    expect(again.locks(trading.eventTime)).toHaveLength(1);
    again.close();
  });
});

it('more orders a minute than allowed are not sent', async () => {
  const { send, trading } = await guarded({
    orderRate: { isOn: true, ordersPerMinuteMax: 3, cancelPctMax: 100 },
  });
  for (let i = 0; i < 3; i++) send({ type: 'limit', limitPrice: '95', quantity: '1' });
  expect(() => send({ type: 'limit', limitPrice: '95', quantity: '1' })).toThrow('3 orders within a minute');
  expect(trading.orders.openOrders()).toHaveLength(3);
});

it('an unusual size is sent once it is accepted by name; the preview names it with value, margin and fee', async () => {
  const { engine, trading, send } = await guarded({});
  const limit = { type: 'limit', limitPrice: '95' } as const;
  for (const quantity of ['2', '3', '4']) send({ ...limit, quantity });
  const request = { symbol: 'AAPL', side: 'buy', quantity: '30', nonce: 'x', ...limit } as const;
  expect(trading.orders.preview(request)).toMatchObject({
    isAccepted: false,
    refusals: [expect.stringContaining('30 AAPL is 10 times the usual 3')],
    precautions: [{ name: 'unusual-quantity', isAccepted: false }],
    value: '2850',
    margin: '2850',
  });
  const records = engine.journal.length;
  expect(() => send({ ...limit, quantity: '30' })).toThrow(
    expect.objectContaining({ code: 'ORDER_REFUSED', details: { precautions: ['unusual-quantity'] } }),
  );
  expect(engine.journal.length).toBe(records);
  const accepted = { ...request, acceptPrecautions: ['unusual-quantity' as const] };
  expect(trading.orders.preview(accepted).isAccepted).toBe(true);
  expect(send(accepted).status).toBe('sent');
});

it('a rollback takes back what was counted and locked', async () => {
  const { trading } = await guarded({ orderRate: { isOn: true, ordersPerMinuteMax: 1, cancelPctMax: 100 } });
  const before = trading.protections.settings;
  const broken = () =>
    trading.transact(() => {
      trading.protections.change(usualProtections('live'), trading.eventTime);
      throw new Error('the disk is full');
    });
  expect(broken).toThrow('the disk is full');
  expect(trading.protections.settings).toEqual(before);
});
