import { describe, expect, test } from 'vitest';
import type { AlgorithmRequest } from '#contract/services/algorithms';
import { formatDecimal } from '#domain/values/decimal';
import { temporaryFolder } from '#test/support/temporary-folder';
import { day, openSampleEngine, openTestEngine } from '#test/support/test-engine';
import { childrenOf, MINUTE, TWAP, viewOf } from './algorithm-desk.ts';

describe('an algorithm in a replay', () => {
  // Would catch: an algorithm that goes by the wall clock while a replay goes through a year in a minute.
  test('it goes by the time of the market', async () => {
    const engine = await openSampleEngine();
    const session = await engine.keeper.start({
      symbols: ['AAPL'],
      startDate: day('2012-01-17'),
      endDate: day('2012-02-28'),
      daysPerSecond: 0.000_1,
      cash: '10000000',
    });
    session.configure({ autonomy: 'off' });
    await session.step(1);
    const begin = session.eventTime;
    const { id, account } = await engine.algorithms.start({
      kind: 'twap',
      symbol: 'AAPL',
      side: 'buy',
      quantity: '1000',
      slices: 10,
      startTime: begin + 18 * 60 * MINUTE,
      durationMs: 100 * MINUTE,
      nonce: 'replay',
    });
    await session.step(2);
    const children = childrenOf(engine, account);
    expect(children.map(({ quantity }) => formatDecimal(quantity))).toEqual(
      Array.from({ length: 10 }, () => '100'),
    );
    children.forEach(({ createdTime }, i) => {
      const due = begin + 18 * 60 * MINUTE + i * 10 * MINUTE;
      expect(createdTime).toBeGreaterThanOrEqual(due);
      expect(createdTime).toBeLessThan(due + 2 * MINUTE);
    });
    expect(viewOf(engine, id)).toMatchObject({ state: 'finished', filledQuantity: '1000' });

    const next = await engine.algorithms.start({
      ...TWAP,
      account: undefined,
      symbol: 'AAPL',
      nonce: 'left',
    });
    await engine.keeper.start({
      symbols: ['AAPL'],
      startDate: day('2012-01-17'),
      endDate: day('2012-02-28'),
    });
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    engine.algorithms.restore(() => () => undefined);
    expect(viewOf(engine, next.id)).toMatchObject({
      state: 'cancelled',
      reason: 'another replay was started',
    });
  });

  // Would catch: a replay that was stopped in between and then trades other parts, or at other times.
  test('a stop in between changes nothing', async () => {
    const request = {
      symbols: ['AAPL'],
      startDate: day('2012-01-17'),
      endDate: day('2012-02-28'),
      cash: '10000000',
    };
    const worked = (begin: number): AlgorithmRequest => ({
      kind: 'twap',
      symbol: 'AAPL',
      side: 'buy',
      quantity: '1003',
      slices: 30,
      jitter: 0.5,
      startTime: begin,
      durationMs: 3 * 86_400_000,
      nonce: 'replay',
    });
    async function play(isStopped: boolean): Promise<unknown[]> {
      const dataFolder = temporaryFolder();
      let engine = await openSampleEngine({ dataFolder });
      const session = await engine.keeper.start({ ...request, daysPerSecond: 0.000_1 });
      session.configure({ autonomy: 'off' });
      await session.step(1);
      const { account } = await engine.algorithms.start(worked(session.eventTime));
      await session.step(2);
      if (isStopped) {
        await engine.stop();
        engine = await openTestEngine({ dataFolder });
        await engine.keeper.openLatest({ isStanding: true });
      }
      await engine.keeper.require().step(3);
      const orders = childrenOf(engine, account);
      return orders.map(({ clientOrderId, createdTime, quantity, averagePrice, status }) => [
        clientOrderId,
        createdTime,
        formatDecimal(quantity),
        formatDecimal(averagePrice),
        status,
      ]);
    }
    const whole = await play(false);
    expect(whole.length).toBeGreaterThan(5);
    expect(await play(true)).toEqual(whole);
  });
});
