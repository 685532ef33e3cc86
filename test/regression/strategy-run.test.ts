import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { Engine } from '#runtime/engine/create-engine';
import {
  allowEverything,
  openRunEngine,
  RUN_START,
  RUN_TERMS,
  untilSo,
} from '#test/support/strategy-run-engine';
import { temporaryFolder } from '#test/support/temporary-folder';

const HOUR = 3_600_000;
const CONFIGURATION = {
  strategy: 'sma-crossover',
  parameters: { fast: 2, slow: 5 },
  account: 'robot',
  symbols: ['SIM:ALPHA'],
  ...RUN_TERMS,
  size: 0.5,
} as const;

async function begun(engine: Engine, autonomy: 'auto' | 'suggest' | 'off' | 'confirm' = 'auto') {
  engine.accounts.openPaper('robot', '100000', 'USD');
  allowEverything(engine);
  return engine.strategyRuns.start({ ...CONFIGURATION, symbols: [...CONFIGURATION.symbols], autonomy });
}

const ordersOf = (engine: Engine) => engine.journal.store.orders('robot', 1_000);

describe('a strategy on a paper account at live prices', () => {
  it('trades what a backtest over the recorded ticks trades, order by order', async () => {
    const { engine, clock } = await openRunEngine();
    const { id } = await begun(engine);
    const end = RUN_START + 1.5 * HOUR;
    await untilSo(clock, () => clock.now() >= end, 1_000, 200_000);
    engine.live.recorder.close();
    const view = engine.strategyRuns.view(id);
    expect(view.fills).toBeGreaterThan(4);
    const match = await engine.runMatches.match(engine.strategyRuns.require(id), RUN_START);
    expect(match.problem).toBeNull();
    expect(match.divergence).toMatchObject({ isEqual: true, matchPct: 100 });
    expect(engine.runMatches.list({ limit: 10 })).toEqual([match]);
    // Every fill leads back to the bar that was decided on.
    const order = ordersOf(engine).find(({ status }) => status === 'filled')!;
    const kinds = engine.journal.store.correlated(order.clientOrderId).map(({ kind }) => kind);
    expect(kinds[0]).toBe('StrategyDecided');
    expect(kinds).toContain('OrderFilled');
    expect((await engine.verifyJournal()).isLedgerEqual).toBe(true);
    // Nor does a replay of the same ticks, as fast as it can, trade anything else.
    const newest = engine.strategyRuns.view(id).lastEventTime!;
    const live = await engine.strategyRuns.stop(id, false);
    engine.live.unsubscribe(['SIM:ALPHA']);
    engine.live.configure('replay', { speed: 0 });
    engine.accounts.openPaper('again', '100000', 'USD');
    const { id: again } = await engine.strategyRuns.start({
      ...CONFIGURATION,
      account: 'again',
      symbols: ['REPLAY:SIM:ALPHA'],
    });
    const seen = (): number => engine.strategyRuns.view(again).lastEventTime ?? 0;
    await untilSo(clock, () => seen() >= newest, 1_000, 200_000);
    const { orderListHash, decisionHash } = engine.strategyRuns.view(again);
    expect({ orderListHash, decisionHash }).toEqual({
      orderListHash: live.orderListHash,
      decisionHash: live.decisionHash,
    });
  }, 120_000);

  it('goes on after a restart with the next number, and doubles nothing', async () => {
    const dataFolder = temporaryFolder();
    const first = await openRunEngine({ dataFolder });
    const { id } = await begun(first.engine);
    await untilSo(first.clock, () => first.engine.strategyRuns.view(id).orders >= 2, 1_000, 200_000);
    const before = ordersOf(first.engine);
    const hash = first.engine.strategyRuns.view(id).orderListHash;
    await first.engine.stop();
    const second = await openRunEngine({ dataFolder, clock: new SimulatedClock(first.clock.now() + 5_000) });
    expect(second.engine.strategyRuns.view(id)).toMatchObject({
      state: 'running',
      orders: before.length,
      orderListHash: hash,
    });
    await untilSo(second.clock, () => ordersOf(second.engine).length > before.length + 1, 1_000, 200_000);
    const nonces = ordersOf(second.engine).map(({ nonce }) => nonce);
    expect(new Set(nonces).size).toBe(nonces.length);
    const stopped = await second.engine.strategyRuns.stop(id, true);
    expect(stopped).toMatchObject({ state: 'stopped', reason: 'stopped by a person' });
    const count = ordersOf(second.engine).length;
    const end = second.clock.now() + HOUR / 2;
    await untilSo(second.clock, () => second.clock.now() > end, 10_000, 200_000);
    expect(ordersOf(second.engine)).toHaveLength(count);
  }, 120_000);

  it('ends a file that throws, names its line, and leaves the account to others', async () => {
    const { engine, clock } = await openRunEngine();
    const folder = join(engine.info.dataFolder, 'strategies');
    mkdirSync(folder, { recursive: true });
    const source = `import { defineStrategy } from 'octopus';
export default defineStrategy({ name: 'Breaks', onBar(context) {
  if (context.bars === 3) throw new Error('no more');
} });`;
    writeFileSync(join(folder, 'breaks.ts'), source);
    const { id: good } = await begun(engine);
    const { id } = await engine.strategyRuns.start({
      ...CONFIGURATION,
      strategy: 'breaks',
      parameters: {},
      symbols: ['SIM:ALPHA'],
    });
    await untilSo(clock, () => engine.strategyRuns.view(id).state === 'failed', 1_000, 20_000);
    expect(engine.strategyRuns.view(id).reason).toMatch(/breaks\.ts line 3: .*no more/);
    const { bars } = engine.strategyRuns.view(good);
    await untilSo(clock, () => engine.strategyRuns.view(good).bars > bars, 1_000, 20_000);
    expect(engine.strategyRuns.view(good).state).toBe('running');
  }, 120_000);

  it.each(['suggest', 'off', 'confirm'] as const)(
    'sends nothing by itself with autonomy %s',
    async (autonomy) => {
      const { engine, clock } = await openRunEngine();
      const { id } = await begun(engine, autonomy);
      await untilSo(clock, () => engine.strategyRuns.view(id).decisions >= 2, 1_000, 200_000);
      expect(ordersOf(engine)).toEqual([]);
      const decided = engine.journal.store.readNewest({ kind: 'StrategyDecided', limit: 10 });
      expect(decided.length > 0).toBe(autonomy !== 'off');
      expect(engine.proposals.list('robot').length > 0).toBe(autonomy === 'confirm');
    },
    120_000,
  );
});
