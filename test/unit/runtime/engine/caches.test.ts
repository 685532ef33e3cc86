import { describe, expect, it } from 'vitest';
import { connectEngine, type EngineClient } from '#contract/rpc/connect-channel';
import { createMemoryChannelPair } from '#contract/rpc/memory-channel';
import { serveChannel } from '#contract/rpc/serve-channel';
import type { BacktestResult } from '#contract/services/backtests';
import { barsFromRows } from '#domain/market/bar';
import type { Engine } from '#runtime/engine/create-engine';
import { createRouter } from '#runtime/services/create-router';
import { quietLog } from '#test/support/quiet-log';
import { temporaryFolder } from '#test/support/temporary-folder';
import { openTestEngine } from '#test/support/test-engine';

const DAY = 86_400_000;

const wave = (bars: number) =>
  barsFromRows(
    Array.from({ length: bars }, (_, i) => {
      const close = 100 + Math.round(20 * Math.sin(i / 9));
      return { time: i * DAY, open: close, high: close + 1, low: close - 1, close, volume: 1 };
    }),
  );

async function runBacktest(engine: Engine, more: object = {}): Promise<BacktestResult> {
  const data = { symbol: 'WAVE', strategy: 'sma-crossover', parameters: { fast: 5, slow: 12 }, ...more };
  return (await engine.orchestrator.run({
    agent: 'backtester',
    type: 'backtest',
    data,
    lane: 3,
  })) as BacktestResult;
}

function clientOf(engine: Engine): EngineClient {
  const [ours, theirs] = createMemoryChannelPair();
  serveChannel(createRouter(engine), theirs, { client: 'test' }, { log: quietLog() });
  return connectEngine(ours);
}

describe('a backtest', () => {
  it('run twice is remembered, says so, and is the same; other options, other data and --fresh are not', async () => {
    const engine = await openTestEngine();
    await engine.stores.market.putBars('WAVE', '1d', wave(200));
    const first = await runBacktest(engine);
    expect(first.isCached).toBe(false);
    const second = await runBacktest(engine);
    expect(second).toEqual({ ...first, isCached: true });
    expect((await runBacktest(engine, { cash: 5_000 })).isCached).toBe(false);
    expect((await runBacktest(engine, { isFresh: true })).isCached).toBe(false);
    await engine.stores.market.putBars('WAVE', '1d', wave(210));
    const later = await runBacktest(engine);
    expect(later.isCached).toBe(false);
    expect(later.statistics.bars).toBe(210);
    // A range that ends before the new bars depends on nothing new.
    await runBacktest(engine, { to: 150 * DAY });
    await engine.stores.market.putBars('WAVE', '1d', wave(220));
    expect((await runBacktest(engine, { to: 150 * DAY })).isCached).toBe(true);
    expect(engine.caches.state().memo).toMatchObject({ hits: 2 });
  });

  it('is remembered over a restart', async () => {
    const dataFolder = temporaryFolder();
    const engine = await openTestEngine({ dataFolder });
    await engine.stores.market.putBars('WAVE', '1d', wave(200));
    const first = await runBacktest(engine);
    await engine.stop();
    const again = await openTestEngine({ dataFolder });
    expect(await runBacktest(again)).toEqual({ ...first, isCached: true });
  });
});

describe('reads over the contract', () => {
  it('say the level they came from, and a write of the symbol makes them new', async () => {
    const engine = await openTestEngine();
    await engine.stores.market.putBars('WAVE', '1d', wave(20));
    await engine.stores.market.putBars('CALM', '1d', wave(5));
    const client = clientOf(engine);
    const read = () => client.marketData.bars({ symbol: 'WAVE', limit: 3 });
    const [first, second] = [await read(), await read()];
    expect([first.cache?.level, second.cache?.level]).toEqual(['L3', 'L1']);
    expect(second.time).toEqual(first.time);
    await engine.stores.market.putBars('CALM', '1d', wave(6));
    expect((await read()).cache?.level).toBe('L1');
    await engine.stores.market.putBars('WAVE', '1d', wave(21));
    const third = await read();
    expect(third.cache?.level).toBe('L3');
    expect(third.time.at(-1)).toBe(20 * DAY);
    const gaps = () => client.marketData.gaps({ symbol: 'WAVE' });
    await gaps();
    expect((await gaps()).cache?.level).toBe('L1');
    expect((await client.marketData.series()).find(({ symbol }) => symbol === 'WAVE')?.bars).toBe(21);
    const { caches } = await client.system.caches();
    expect(caches[0]).toMatchObject({ name: 'market data', sharedState: 'absent', loadErrors: 0 });
  });

  it('never call an old price live', async () => {
    const engine = await openTestEngine();
    await engine.stores.market.putBars('WAVE', '1d', wave(20));
    const client = clientOf(engine);
    const stored = await client.marketData.latestQuote({ symbol: 'WAVE' });
    expect(stored).toMatchObject({ source: 'bar', level: 'L3', isStale: true, bid: null });
    const now = engine.clock.now();
    engine.board.publish(engine.board.slot('WAVE'), now - 299_000, 101, 100.9, 101.1, 1);
    const live = await client.marketData.latestQuote({ symbol: 'WAVE' });
    expect(live).toMatchObject({ source: 'board', level: 'L1', price: 101, bid: 100.9, isStale: false });
    engine.board.publish(engine.board.slot('WAVE'), now - 301_000, 101, 100.9, 101.1, 1);
    expect((await client.marketData.latestQuote({ symbol: 'WAVE' })).isStale).toBe(true);
    await expect(client.marketData.latestQuote({ symbol: 'WAVES' })).rejects.toThrow(/WAVE/);
  });
});
