import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BacktestResult } from '#contract/services/backtests';
import { barsFromRows } from '#domain/market/bar';
import { checkStrategyFile } from '#runtime/strategies/check-strategy-file';
import { describeStoredStrategies } from '#runtime/strategies/describe-stored-strategies';
import {
  createStrategyFile,
  listStrategyFiles,
  readStrategyFile,
  strategyFolder,
} from '#runtime/strategies/strategy-files';
import { temporaryFolder } from '#test/support/temporary-folder';
import { openTestEngine } from '#test/support/test-engine';

const wave = (phase: number) =>
  barsFromRows(
    Array.from({ length: 200 }, (_, i) => {
      const close = 100 + Math.round(20 * Math.sin(i / 9 + phase));
      return { time: i * 86_400_000, open: close, high: close + 1, low: close - 1, close, volume: 1 };
    }),
  );

describe('strategies of the data folder', { timeout: 30_000 }, () => {
  it('are written sound, listed, found again by name, and refused under a bad or taken name', async () => {
    const folder = temporaryFolder();
    const path = createStrategyFile('my-idea', folder);
    expect(listStrategyFiles(folder)).toEqual(['my-idea']);
    const found = await checkStrategyFile(readStrategyFile('my-idea', folder));
    expect(found).toMatchObject({ name: 'My idea', isCausal: true, warmUpBars: 31 });
    expect(found.trades).toBeGreaterThan(0);
    expect(() => createStrategyFile('my-idea', folder)).toThrow(`${path} is there already`);
    expect(() => createStrategyFile('../../x', folder)).toThrow('cannot name a strategy');
    expect(() => readStrategyFile('my-ide', folder)).toThrow('did you mean my-idea?');
  });

  it('run in the engine over several symbols, and again as they were saved last', async () => {
    const engine = await openTestEngine();
    const { dataFolder } = engine.info;
    await engine.stores.market.putBars('A', '1d', wave(0));
    await engine.stores.market.putBars('B', '1d', wave(2));
    const folder = strategyFolder(dataFolder);
    mkdirSync(folder, { recursive: true });
    const save = (quantity: number) =>
      writeFileSync(
        join(folder, 'each.ts'),
        `import { defineStrategy } from 'octopus';
export default defineStrategy({ name: 'Each', onBar(context) {
  if (context.bars === 5) context.buy({ quantity: ${quantity} });
} });`,
      );
    const run = async () =>
      (await engine.orchestrator.run({
        agent: 'backtester',
        type: 'backtest-file',
        data: { symbol: 'A', others: ['B'], strategy: 'each' },
        lane: 3,
      })) as BacktestResult;
    save(3);
    const first = await run();
    expect(first.trades.map(({ symbol, quantity }) => [symbol, quantity])).toEqual([
      ['A', 3],
      ['B', 3],
    ]);
    expect(first.account).toMatchObject({ symbols: ['A', 'B'], events: 400 });
    save(4);
    expect((await run()).trades.map(({ quantity }) => quantity)).toEqual([4, 4]);
    expect((await describeStoredStrategies(dataFolder)).map(({ slug, name }) => [slug, name])).toEqual([
      ['each', 'Each'],
    ]);
    createStrategyFile('my-idea', folder);
    writeFileSync(join(folder, 'broken.ts'), 'export default 7;\n');
    const [broken, , mine] = await describeStoredStrategies(dataFolder);
    expect(mine).toMatchObject({
      slug: 'my-idea',
      kind: 'file',
      problem: null,
      warmUpBars: 31,
      ranges: { fast: '2:100:4', slow: '5:400:5', stopPct: '1:50:7' },
      sourceHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(broken).toMatchObject({ slug: 'broken', kind: 'file', parameters: [] });
    expect(broken?.problem).toContain('default export');
    await expect(
      engine.orchestrator.run({
        agent: 'backtester',
        type: 'backtest-file',
        data: { symbol: 'A', strategy: '../../../etc/passwd' },
        lane: 3,
      }),
    ).rejects.toThrow('unknown strategy');
  });

  it('run a built-in strategy over several symbols of one account', async () => {
    const engine = await openTestEngine();
    await engine.stores.market.putBars('A', '1d', wave(0));
    await engine.stores.market.putBars('B', '1d', wave(2));
    const data = { symbol: 'A', others: ['B'], strategy: 'sma-crossover', parameters: { fast: 5, slow: 12 } };
    const result = (await engine.orchestrator.run({
      agent: 'backtester',
      type: 'backtest',
      data,
      lane: 3,
    })) as BacktestResult;
    expect(new Set(result.trades.map(({ symbol }) => symbol))).toEqual(new Set(['A', 'B']));
    expect(result.trades[0]!.quantity * result.trades[0]!.entryPrice).toBeCloseTo(5_000, 0);
  });
});
