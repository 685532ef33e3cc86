import { describe, expect, it } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import { flattenPosition } from '#engine/trading/flatten-position';
import { pullKillSwitch } from '#engine/trading/kill-switch';
import { openScriptedAccount } from '../../../support/brokers/scripted-account.ts';

async function holdingTen() {
  const opened = await openScriptedAccount();
  opened.send({});
  await opened.until(() => opened.held() === parseDecimal('10'));
  return opened;
}

/** One with a sale of all that is held working, at a venue that answers nothing by itself any more. */
async function sellingTen() {
  const opened = await holdingTen();
  const target = opened.send({ side: 'sell', type: 'limit', limitPrice: '105' });
  const statusOf = () => opened.trading.orders.order(target.clientOrderId)?.status;
  await opened.until(() => statusOf() === 'working');
  opened.venue.isPrompt = false;
  opened.venue.submitted.length = 0;
  return { ...opened, target: target.clientOrderId, statusOf };
}

describe('flatten', () => {
  it('sends nothing before the venue has confirmed the cancel, and then what is held by that time: it never over-closes', async () => {
    const { trading, venue, target, statusOf, until, press } = await sellingTen();
    const pulling = pullKillSwitch(trading, { step: 'flatten', ...press() });
    await until(() => statusOf() === 'pending-cancel');
    venue.fill(target, '4');
    await until(() => trading.book.position('AAPL')?.quantity === parseDecimal('6'));
    expect(venue.submitted).toEqual([]);
    venue.cancelled(target);
    const report = await pulling;
    expect(venue.submitted).toMatchObject([{ side: 'sell', type: 'market', quantity: parseDecimal('6') }]);
    expect(report).toMatchObject({
      tradingState: 'reducing',
      cancelled: 1,
      flattened: ['AAPL'],
      notDone: [],
      held: [{ symbol: 'AAPL', quantity: '6' }],
    });
    expect(report.openOrders).toMatchObject([{ symbol: 'AAPL' }]);
  });

  it('pressed again while the closing order is on its way cancels and sends nothing', async () => {
    const { trading, venue, target, statusOf, until, press } = await sellingTen();
    const pulling = pullKillSwitch(trading, { step: 'flatten', ...press() });
    await until(() => statusOf() === 'pending-cancel');
    const again = pullKillSwitch(trading, { step: 'flatten', ...press('second') });
    venue.cancelled(target);
    await Promise.all([pulling, again]);
    const third = await pullKillSwitch(trading, { step: 'flatten', ...press('third') });
    expect(third).toMatchObject({ cancelled: 0, flattened: ['AAPL'], notDone: [] });
    expect(venue.submitted).toHaveLength(1);
    expect(venue.cancelsAsked).toEqual([target]);
    venue.fill(venue.submitted[0]!.clientOrderId, '10');
    await until(() => trading.book.position('AAPL')?.quantity === 0n);
    expect(await pullKillSwitch(trading, { step: 'flatten', ...press('fourth') })).toMatchObject({
      flattened: [],
      openOrders: [],
      held: [],
    });
  });

  // Would catch: two presses that wait for the same cancel and each sell all that is held, so that the account ends short.
  it('of one symbol, pressed twice while its exit is being cancelled, closes once', async () => {
    const { trading, venue, target, until, press } = await sellingTen();
    const pressed = ['first', 'second'].map((nonce) => flattenPosition(trading, 'AAPL', press(nonce)));
    await until(() => venue.cancelsAsked.length === 1);
    venue.cancelled(target);
    const [first, second] = await Promise.all(pressed);
    expect(second?.clientOrderId).toBe(first?.clientOrderId);
    expect(venue.submitted).toHaveLength(1);
  });

  // Would catch: "nothing of AAPL is held" as what was not done, and exit code 1, though the account is flat.
  it.each([
    ['the kill switch', 2],
    ['flatten', 1],
  ] as const)('by %s is a success when the exit fills in its own cancel', async (by, cancels) => {
    const { trading, venue, target, statusOf, held, until, press } = await sellingTen();
    const pressed =
      by === 'flatten'
        ? flattenPosition(trading, 'AAPL', press())
        : pullKillSwitch(trading, { step: 'flatten', ...press() });
    // The venue is too late for the first cancel of the kill switch, and the exit fills during the second.
    for (let asked = 1; asked < cancels; asked++) {
      await until(() => venue.cancelsAsked.length === asked);
      venue.cancelRejected(target);
    }
    await until(() => venue.cancelsAsked.length === cancels && statusOf() === 'pending-cancel');
    venue.fill(target, '10');
    expect(await pressed).toMatchObject(
      by === 'flatten'
        ? { clientOrderId: target, status: 'filled' }
        : { cancelled: 0, flattened: ['AAPL'], openOrders: [], held: [], notDone: [] },
    );
    expect(held()).toBe(0n);
    expect(venue.submitted).toEqual([]);
    await expect(flattenPosition(trading, 'AAPL', press('later'))).rejects.toThrow('nothing of AAPL is held');
  });

  // Would catch: a stop that still works beside an order that closes all, and sells once more.
  it('ends what else works in the symbol when an order closes it already, and sells no more than is left', async () => {
    const { trading, venue, target, send, until, press } = await sellingTen();
    const closing = send({ side: 'sell' });
    const flattening = flattenPosition(trading, 'AAPL', press());
    await until(() => venue.cancelsAsked.length === 1);
    expect(venue.cancelsAsked).toEqual([target]);
    venue.fill(target, '4');
    venue.cancelled(target);
    await until(() => venue.cancelsAsked.length === 2);
    venue.cancelled(closing.clientOrderId);
    expect(await flattening).toMatchObject({ type: 'market', quantity: parseDecimal('6') });
    expect(trading.orders.openOrders()).toHaveLength(1);
  });

  it('does not close a position whose order the venue keeps, and closes the others', async () => {
    const opened = await openScriptedAccount();
    opened.send({});
    opened.send({ symbol: 'MSFT' });
    await opened.until(() => opened.held() > 0n && opened.held('MSFT') > 0n);
    const { clientOrderId } = opened.send({ side: 'sell', type: 'limit', limitPrice: '105' });
    const { trading, venue } = opened;
    await opened.until(() => trading.orders.order(clientOrderId)?.status === 'working');
    venue.isPrompt = false;
    const pulling = pullKillSwitch(trading, { step: 'flatten', ...opened.press() });
    for (const asked of [1, 2]) {
      await opened.until(() => venue.cancelsAsked.length === asked);
      venue.cancelRejected(clientOrderId);
    }
    const report = await pulling;
    expect(report.flattened).toEqual(['MSFT']);
    expect(report.notDone).toEqual(
      expect.arrayContaining([expect.stringContaining('AAPL was not closed: order')]),
    );
    expect(venue.submitted.at(-1)).toMatchObject({ symbol: 'MSFT', side: 'sell' });
    await expect(
      Promise.all([
        flattenPosition(trading, 'AAPL', opened.press('own')),
        opened.until(() => venue.cancelsAsked.length === 3).then(() => venue.cancelRejected(clientOrderId)),
      ]),
    ).rejects.toThrow('AAPL was not closed');
  });
});

describe('without a line to the broker', () => {
  it.each(['cancel-all', 'flatten', 'reduce-only'] as const)(
    '%s stops the account, sends nothing blindly and says what it could not do',
    async (step) => {
      const { trading, venue, send, until, held, press } = await holdingTen();
      const buy = send({ type: 'limit', limitPrice: '95' });
      await until(() => trading.orders.order(buy.clientOrderId)?.status === 'working');
      venue.disconnect();
      const report = await pullKillSwitch(trading, { step, ...press() });
      expect(report.notDone).toContain(
        'an order at the venue could not be cancelled: Plain Broker is not connected',
      );
      if (step === 'flatten')
        expect(report.notDone).toContain('AAPL was not closed: Plain Broker is not connected');
      expect(report).toMatchObject({
        tradingState: step === 'cancel-all' ? 'halted' : 'reducing',
        cancelled: 0,
        flattened: [],
        openOrders: [{ clientOrderId: buy.clientOrderId, status: 'working' }],
        held: [{ symbol: 'AAPL', quantity: '10' }],
      });
      expect(venue.cancelsAsked).toEqual([]);
      expect(held()).toBe(parseDecimal('10'));
    },
  );
});

describe('every step', () => {
  it('is durable, and repeated it changes nothing', async () => {
    const { engine, trading, send, until, press } = await holdingTen();
    const buy = send({ type: 'limit', limitPrice: '95' });
    const sale = send({ side: 'sell', type: 'limit', limitPrice: '105' });
    const both = [buy, sale].map(({ clientOrderId }) => clientOrderId);
    const statuses = () => both.map((id) => trading.orders.order(id)?.status);
    await until(() => statuses().every((status) => status === 'working'));
    expect(await pullKillSwitch(trading, { step: 'hold', ...press() })).toMatchObject({
      tradingState: 'halted',
      cancelled: 0,
    });
    expect(statuses()).toEqual(['working', 'working']);
    expect(() => send({})).toThrow('trading is halted');
    expect(await pullKillSwitch(trading, { step: 'reduce-only', ...press() })).toMatchObject({
      tradingState: 'reducing',
      cancelled: 1,
    });
    expect(statuses()).toEqual(['cancelled', 'working']);
    expect(await pullKillSwitch(trading, { step: 'cancel-all', ...press() })).toMatchObject({
      tradingState: 'halted',
      cancelled: 1,
      openOrders: [],
    });
    const records = engine.journal.length;
    expect(await pullKillSwitch(trading, { step: 'cancel-all', ...press() })).toMatchObject({ cancelled: 0 });
    expect(engine.journal.length).toBe(records);
    expect(engine.journal.store.account('main')?.tradingState).toBe('halted');
  });
});
