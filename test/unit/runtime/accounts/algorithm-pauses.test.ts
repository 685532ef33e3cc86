import { describe, expect, test } from 'vitest';
import { childrenOf, MINUTE, openDesk, parts, pass, START, TWAP, viewOf } from './algorithm-desk.ts';

describe('an algorithm that is held back', () => {
  // Would catch: a burst when a pause ends.
  test('what a pause held back is spread over the slices left', async () => {
    const { engine, clock } = await openDesk();
    const { id } = await engine.algorithms.start(TWAP);
    pass(engine, clock, 1.5 * MINUTE);
    engine.algorithms.pause(id);
    pass(engine, clock, 6 * MINUTE);
    expect(childrenOf(engine)).toHaveLength(2);
    expect(viewOf(engine, id)).toMatchObject({ state: 'paused', reason: 'paused by a person' });
    engine.algorithms.resume(id);
    pass(engine, clock, 4 * MINUTE);
    expect(parts(childrenOf(engine)).slice(2)).toEqual([
      [7.5 * MINUTE, '266'],
      [8 * MINUTE, '267'],
      [9 * MINUTE, '267'],
    ]);
  });

  test('cancelled by a person it sends nothing more', async () => {
    const { engine, clock } = await openDesk();
    const { id } = await engine.algorithms.start({ ...TWAP, limitPrice: '100', atEnd: 'market' });
    pass(engine, clock, 2 * MINUTE);
    expect(engine.algorithms.cancel(id)).toMatchObject({ state: 'cancelled', workingQuantity: '0' });
    pass(engine, clock, 10 * MINUTE);
    expect(childrenOf(engine)).toHaveLength(3);
    expect(() => engine.algorithms.resume(id)).toThrow('the algorithm is cancelled, not paused');
  });

  // Would catch: parts that go on while a person has stopped the account, or that are sent again after he cancelled them.
  test('a halted account and a part cancelled by hand pause it', async () => {
    const { engine, clock } = await openDesk();
    const { trading } = engine.accounts.requireOpen('desk');
    const halted = await engine.algorithms.start(TWAP);
    trading.setTradingState('halted', 'test');
    pass(engine, clock, 2 * MINUTE);
    expect(viewOf(engine, halted.id).state).toBe('paused');
    expect(viewOf(engine, halted.id).reason).toContain('halted');
    trading.setTradingState('active', 'test');

    const { id } = await engine.algorithms.start({ ...TWAP, limitPrice: '100', nonce: 'two' });
    trading.transact(() => trading.orders.cancelAll('cancelled by a person'));
    pass(engine, clock, 2 * MINUTE);
    expect(viewOf(engine, id)).toMatchObject({
      state: 'paused',
      reason: 'part of it was cancelled: cancelled by a person',
    });
  });

  // Would catch: a line that is away for a minute taken for a person's word, and the algorithm left paused.
  test('what its account takes only later is waited for', async () => {
    const { engine, clock } = await openDesk();
    const { trading } = engine.accounts.requireOpen('desk');
    const { id } = await engine.algorithms.start({ ...TWAP, startTime: START + MINUTE });
    const hour = 60 * MINUTE;
    const until = START + 3 * MINUTE;
    trading.transact(() =>
      engine.journal.add({
        kind: 'ProtectionTriggered',
        payload: {
          account: 'desk',
          lock: {
            id: 'lock',
            protection: 'drawdown',
            symbol: null,
            effect: 'halt',
            reason: 'test',
            sinceTime: START - hour,
            untilTime: until,
          },
        },
        eventTime: START,
        source: 'test',
      }),
    );
    pass(engine, clock, 2 * MINUTE);
    expect(viewOf(engine, id).state).toBe('running');
    expect(viewOf(engine, id).reason).toMatch(/^waits: .*test/);
    expect(childrenOf(engine)).toHaveLength(0);
    pass(engine, clock, 10 * MINUTE);
    expect(childrenOf(engine)[0]?.createdTime).toBeGreaterThanOrEqual(until);
    expect(viewOf(engine, id)).toMatchObject({ state: 'finished', filledQuantity: '1000' });
  });
});
