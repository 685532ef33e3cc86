import { describe, expect, test } from 'vitest';
import { formatDecimal } from '#domain/values/decimal';
import { childrenOf, MINUTE, openDesk, parts, pass, TWAP, viewOf } from './algorithm-desk.ts';

describe('a TWAP on an account by the clock', () => {
  test('of 1,000 over ten slices sends ten hundreds at their times, each judged, and is over when they have filled', async () => {
    const { engine, clock } = await openDesk();
    const { id, arrivalPrice } = await engine.algorithms.start(TWAP);
    expect(arrivalPrice).toBeCloseTo(100, 9);
    pass(engine, clock, 11 * MINUTE);
    const children = childrenOf(engine);
    expect(parts(children)).toEqual(Array.from({ length: 10 }, (_, i) => [i * MINUTE, '100']));
    for (const { clientOrderId, algorithmId } of children) {
      expect(algorithmId).toBe(id);
      const kinds = engine.journal.store.correlated(clientOrderId).map(({ kind }) => kind);
      expect(kinds.slice(0, 4)).toEqual(['OrderIntended', 'ComplianceChecked', 'RiskChecked', 'OrderSent']);
    }
    expect(viewOf(engine, id)).toMatchObject({
      state: 'finished',
      reason: 'all of it has filled',
      filledQuantity: '1000',
      averagePrice: '100.1',
      childrenSent: 10,
      nextTime: null,
    });
    expect(viewOf(engine, id).arrivalSlippageBps).toBeCloseTo(10, 6);
  });

  test('the same request is the same algorithm', async () => {
    const { engine } = await openDesk();
    const first = await engine.algorithms.start(TWAP);
    expect((await engine.algorithms.start(TWAP)).id).toBe(first.id);
    expect(childrenOf(engine)).toHaveLength(1);
    expect((await engine.algorithms.start({ ...TWAP, nonce: 'two' })).id).not.toBe(first.id);
  });

  // Would catch: a limit that is not kept, and orders left working when the time is over.
  test('rests at its limit, and what works at its end is cancelled', async () => {
    const { engine, clock } = await openDesk();
    const { id } = await engine.algorithms.start({ ...TWAP, limitPrice: '100' });
    pass(engine, clock, 11 * MINUTE);
    const children = childrenOf(engine);
    expect(children).toHaveLength(10);
    expect(new Set(children.map(({ status }) => status))).toEqual(new Set(['cancelled']));
    expect(viewOf(engine, id)).toMatchObject({
      state: 'finished',
      filledQuantity: '0',
      workingQuantity: '0',
    });
    expect(viewOf(engine, id).reason).toBe('its time is over; 1,000 of 1,000 were not traded');
  });

  test('sends the rest at the market when that is asked for', async () => {
    const { engine, clock } = await openDesk();
    const { id } = await engine.algorithms.start({ ...TWAP, limitPrice: '100', atEnd: 'market' });
    pass(engine, clock, 11 * MINUTE);
    const rest = childrenOf(engine).at(-1);
    expect([rest?.type, formatDecimal(rest?.quantity ?? 0n), rest?.status]).toEqual([
      'market',
      '1000',
      'filled',
    ]);
    expect(viewOf(engine, id)).toMatchObject({ state: 'finished', filledQuantity: '1000' });
  });

  test('bad terms are refused before anything is journaled', async () => {
    const { engine } = await openDesk();
    const before = engine.journal.length;
    for (const [change, reason] of [
      [{ slices: undefined }, /needs a number of slices/],
      [{ symbol: 'NOBODY' }, /NOBODY/],
      [{ quantity: '0' }, /above zero/],
      [{ account: 'elsewhere' }, /elsewhere/],
    ] as const)
      await expect(engine.algorithms.start({ ...TWAP, ...change })).rejects.toThrow(reason);
    expect(engine.journal.length).toBe(before);
  });
});
