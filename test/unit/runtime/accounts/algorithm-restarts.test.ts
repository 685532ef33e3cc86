import { describe, expect, test } from 'vitest';
import { allocateTrades } from '#domain/market/tick-columns';
import type { Engine } from '#runtime/engine/create-engine';
import { childrenOf, MINUTE, openDesk, pass, quote, SYMBOL, TWAP, viewOf } from './algorithm-desk.ts';

const taken = (engine: Engine, id: string): number =>
  Number(viewOf(engine, id).filledQuantity) + Number(viewOf(engine, id).workingQuantity);

/** What was asked of the store is answered. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setTimeout(resolve, 2));
};

describe('an algorithm whose engine stops and starts again', () => {
  // Would catch: a slice that goes out twice, or all that were missed at once, after a crash.
  test('goes on after a stop where the journal ends, and sends no slice twice', async () => {
    const { engine, clock, dataFolder } = await openDesk();
    const { id } = await engine.algorithms.start(TWAP);
    pass(engine, clock, 2.5 * MINUTE);
    expect(childrenOf(engine)).toHaveLength(3);
    await engine.stop();
    clock.advance(3 * MINUTE);

    const again = await openDesk(dataFolder, clock);
    pass(again.engine, clock, 6 * MINUTE);
    const numbers = again.engine.journal.store
      .correlated(id)
      .flatMap(({ kind, payload }) =>
        kind === 'AlgorithmChildSent' ? [(JSON.parse(payload) as { number: number }).number] : [],
      );
    expect(numbers).toEqual([1, 2, 3, 6, 7, 8, 9, 10]);
    expect(viewOf(again.engine, id)).toMatchObject({ state: 'finished', filledQuantity: '1000' });
    expect((await again.engine.algorithms.start(TWAP)).id).toBe(id);
    expect(again.engine.algorithms.list()).toHaveLength(1);
  });

  // Would catch: a participation that forgets what traded while the engine was away, or counts a pause.
  test('a participation takes the stored volume of its absence into account, and says when nothing is stored', async () => {
    const { engine, clock, dataFolder } = await openDesk();
    const pov = {
      ...TWAP,
      kind: 'pov',
      slices: undefined,
      participation: 0.1,
      durationMs: 60 * MINUTE,
    } as const;
    const { id } = await engine.algorithms.start(pov);
    pass(engine, clock, 2 * MINUTE, 10);
    pass(engine, clock, 1_000);
    expect(taken(engine, id)).toBe(120);
    await engine.stop();
    clock.advance(2 * MINUTE);
    const second = await openDesk(dataFolder, clock);
    await settled();
    expect(viewOf(second.engine, id).planNote).toMatch(
      /^what traded in the 12\d s before the last start is not known, and not taken part in$/,
    );
    pass(second.engine, clock, 1_000, 100);
    pass(second.engine, clock, 1_000);
    expect(taken(second.engine, id)).toBe(130);
    second.engine.algorithms.pause(id);
    clock.advance(MINUTE);
    second.engine.algorithms.resume(id);
    const trades = allocateTrades(3);
    const now = clock.now();
    // During the pause, and twice while nobody listened.
    trades.time.set([now - 30_000, now + 10_000, now + MINUTE]);
    trades.price.fill(100);
    trades.size.set([5_000, 300, 200]);
    trades.sequence.fill(Number.NaN);
    await second.engine.stores.market.putTrades(SYMBOL, trades);
    await second.engine.stop();
    clock.advance(2 * MINUTE);
    const third = await openDesk(dataFolder, clock);
    await settled();
    clock.advance(0);
    quote(third.engine, 99.9, 100.1);
    expect(viewOf(third.engine, id).planNote).toMatch(/what is stored was counted: 500$/);
    expect(taken(third.engine, id)).toBe(180);
  });

  test('an end that was missed sends no rest hours later', async () => {
    const { engine, clock, dataFolder } = await openDesk();
    const { id } = await engine.algorithms.start({ ...TWAP, atEnd: 'market' });
    pass(engine, clock, MINUTE / 2);
    await engine.stop();
    clock.advance(60 * MINUTE);
    const again = await openDesk(dataFolder, clock);
    pass(again.engine, clock, MINUTE);
    expect(viewOf(again.engine, id)).toMatchObject({ state: 'finished', filledQuantity: '100' });
    expect(viewOf(again.engine, id).reason).toContain('the rest is not sent so late');
  });
});
