import { describe, expect, test } from 'vitest';
import { formatDecimal } from '#domain/values/decimal';
import { childrenOf, MINUTE, openDesk, parts, pass, START, SYMBOL, TWAP, viewOf } from './algorithm-desk.ts';

describe('iceberg, participation and VWAP on an account by the clock', () => {
  test('an iceberg shows one part at a time', async () => {
    const { engine, clock } = await openDesk();
    const { id } = await engine.algorithms.start({
      account: 'desk',
      kind: 'iceberg',
      symbol: SYMBOL,
      side: 'buy',
      quantity: '250',
      limitPrice: '100.1',
      displayQuantity: '100',
      nonce: 'ice',
    });
    expect(childrenOf(engine).map(({ status }) => status)).toEqual(['working']);
    pass(engine, clock, 5_000);
    expect(childrenOf(engine).map(({ quantity, type }) => [formatDecimal(quantity), type])).toEqual([
      ['100', 'limit'],
      ['100', 'limit'],
      ['50', 'limit'],
    ]);
    expect(viewOf(engine, id)).toMatchObject({ state: 'finished', filledQuantity: '250', endTime: null });
  });

  // Would catch: more than the share of the volume, or less than it by more than a hundredth of the order.
  test('a participation keeps to its share of what trades, and no child is above its cap', async () => {
    const { engine, clock } = await openDesk();
    const { id } = await engine.algorithms.start({
      account: 'desk',
      kind: 'pov',
      symbol: SYMBOL,
      side: 'buy',
      quantity: '1000',
      participation: 0.1,
      childQuantityMax: '30',
      durationMs: 30 * MINUTE,
      nonce: 'pov',
    });
    for (let minute = 1; minute <= 5; minute++) {
      pass(engine, clock, MINUTE, 20);
      const filled = Number(viewOf(engine, id).filledQuantity);
      expect(filled).toBeLessThanOrEqual(minute * 120);
      expect(filled).toBeGreaterThanOrEqual(minute * 120 - 20);
    }
    expect(
      Math.max(...childrenOf(engine).map(({ quantity }) => Number(formatDecimal(quantity)))),
    ).toBeLessThanOrEqual(30);
    const { engine: other, clock: still } = await openDesk();
    const quiet = await other.algorithms.start({
      ...TWAP,
      kind: 'pov',
      slices: undefined,
      participation: 0.1,
    });
    pass(other, still, 5 * MINUTE, 0);
    expect(viewOf(other, quiet.id)).toMatchObject({ childrenSent: 0, state: 'running' });
  });

  test('a VWAP follows the volume of past days, and says so when it cannot', async () => {
    const { engine, clock } = await openDesk();
    const even = await engine.algorithms.start({ ...TWAP, kind: 'vwap', slices: 4 });
    expect(even.planNote).toContain('its slices are equal');
    engine.algorithms.cancel(even.id);
    const time: number[] = [];
    const volume: number[] = [];
    for (let past = 4; past >= 1; past--)
      for (let minute = 0; minute < 10; minute++) {
        time.push(START - past * 86_400_000 + minute * MINUTE);
        volume.push(minute < 5 ? 300 : 100);
      }
    const flat = Float64Array.from(time, () => 100);
    await engine.stores.market.putBars(SYMBOL, '1m', {
      length: time.length,
      time: Float64Array.from(time),
      open: flat,
      high: flat,
      low: flat,
      close: flat,
      volume: Float64Array.from(volume),
    });
    const { id, planNote } = await engine.algorithms.start({
      ...TWAP,
      kind: 'vwap',
      slices: 2,
      nonce: 'curve',
    });
    expect(planNote).toBe('by the volume of 4 days at this time, from stored bars of 1m');
    pass(engine, clock, 11 * MINUTE);
    const own = childrenOf(engine).filter(({ algorithmId }) => algorithmId === id);
    expect(parts(own)).toEqual([
      [0, '750'],
      [5 * MINUTE, '250'],
    ]);
  });
});
