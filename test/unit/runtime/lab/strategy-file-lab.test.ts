import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { describe, expect, test } from 'vitest';
import type { BacktestResult } from '#contract/services/backtests';
import { searchResult } from '#contract/services/lab';
import { strategySourceHash } from '#engine/simulation/strategy-source';
import type { Engine } from '#runtime/engine/create-engine';
import { createNodeProcessHost } from '#runtime/processes/node-process-host';
import { createRouter } from '#runtime/services/create-router';
import { strategyFolder } from '#runtime/strategies/strategy-files';
import { sameFigures } from '#test/support/same-figures';
import { SMA_COPY } from '#test/support/sma-copy';
import { openSampleEngine } from '#test/support/test-engine';

function save(engine: Engine, name: string, source = SMA_COPY.source): string {
  const folder = strategyFolder(engine.info.dataFolder);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.ts`);
  writeFileSync(path, source);
  return path;
}

const clientOf = (engine: Engine) =>
  createRouterClient(createRouter(engine), { context: { client: 'test' } });

describe('a strategy file over the contract', { timeout: 120_000 }, () => {
  test('gives for everything of the lab what the built-in strategy gives, and counts apart from it', async () => {
    const engine = await openSampleEngine();
    save(engine, 'mine');
    const { lab } = clientOf(engine);
    const symbol = 'GOOG';
    const run = { symbol, parameters: { fast: 10, slow: 30 } };
    const tried = { symbol, ranges: { fast: '4:12:4', slow: '20:40:10' } };
    const asks: Record<string, (strategy: string) => Promise<{ id: string }>> = {
      sweep: (strategy) => lab.sweep({ ...tried, strategy }),
      search: (strategy) => lab.search({ ...tried, strategy, trials: 32 }),
      walkForward: (strategy) => lab.walkForward({ ...tried, strategy, trainBars: 600, testBars: 300 }),
      overfitting: (strategy) => lab.overfitting({ ...tried, strategy, blocks: 6, groups: 6 }),
      monteCarlo: (strategy) => lab.monteCarlo({ ...run, strategy, resamples: 200, noiseRuns: 3 }),
      verdict: (strategy) => lab.verdict({ ...run, strategy }),
    };
    for (const [name, ask] of Object.entries(asks)) {
      const [wanted, found] = await Promise.all(
        ['sma-crossover', 'mine'].map(async (strategy) => {
          const { task, result } = await engine.orchestrator.settled((await ask(strategy)).id);
          expect([name, task.state, task.error]).toEqual([name, 'done', null]);
          return withoutCount(result);
        }),
      );
      expect(sameFigures(found, wanted), name).toEqual(sameFigures(wanted));
    }
    expect((await lab.trialCount({ symbol })).trials).toBe(20);
    await expect(settled(engine, await lab.sweep({ symbol, strategy: 'mien' }))).rejects.toThrow('mine');
  });

  test('takes the ranges of the file where none are given, and refuses too many with their count', async () => {
    const engine = await openSampleEngine();
    save(engine, 'mine');
    save(
      engine,
      'wide',
      SMA_COPY.source
        .replace('maximum: 12', 'maximum: 9_000')
        .replace('maximum: 400, step: 20', 'maximum: 9_000'),
    );
    const { lab } = clientOf(engine);
    const found = await settled(engine, await lab.sweep({ symbol: 'GOOG', strategy: 'mine' }));
    expect(found).toMatchObject({ combinations: 11 * 20, strategy: 'mine' });
    const wide = await lab.sweep({ symbol: 'GOOG', strategy: 'wide' });
    await expect(settled(engine, wide)).rejects.toThrow(/[\d,]+ combinations.* would take about/);
  });

  test('is remembered and kept by what it says, not by what it is called', async () => {
    const engine = await openSampleEngine();
    const path = save(engine, 'mine');
    const { backtests, runs, lab } = clientOf(engine);
    const run = async (strategy: string) =>
      (await settled(engine, await backtests.run({ symbol: 'GOOG', strategy }))) as BacktestResult;
    const first = await run('mine');
    expect(first.isCached).toBe(false);
    const again = await run('mine');
    expect([again.isCached, again.statistics]).toEqual([true, first.statistics]);
    renameSync(path, join(strategyFolder(engine.info.dataFolder), 'other.ts'));
    expect((await run('other')).isCached).toBe(true);
    const [kept, ...others] = await runs.list({});
    expect(others).toEqual([]);
    expect(kept?.options.strategyHash).toBe(strategySourceHash(SMA_COPY.source));
    expect((await runs.get({ run: kept!.id })).source).toBe(SMA_COPY.source);
    expect((await runs.tearSheet({ run: kept!.id })).strategy).toBe('mine');
    expect((await lab.trialCount({ symbol: 'GOOG' })).trials).toBe(1);
    save(engine, 'other', SMA_COPY.source.replace('default: 10', 'default: 11'));
    expect((await run('other')).isCached).toBe(false);
    expect((await lab.trialCount({ symbol: 'GOOG' })).trials).toBe(2);
  });

  test('redoes what a killed worker had not finished, and counts no trial twice', async () => {
    const engine = await openSampleEngine({ processHost: createNodeProcessHost(), workers: 1 });
    save(engine, 'mine');
    const { lab } = clientOf(engine);
    const trials = 11 * 219;
    /** What the file of the search is written by. */
    const batch = 1_024;
    const ranges = { fast: '2:12', slow: '20:238' };
    const work = {
      symbol: 'GOOG',
      strategy: 'mine',
      ranges,
      method: 'grid',
      isPruning: false,
      workers: 1,
    } as const;
    const task = await lab.search({ ...work, trials: 5_000 });
    let isKilled = false;
    engine.orchestrator.tasks.onChange(() => {
      const progress = engine.orchestrator.tasks.get(task.id)?.progress ?? 0;
      const pid = engine.health().workers.find(({ state }) => state === 'busy')?.pid;
      if (isKilled || progress < batch / trials || progress >= 1 || !pid) return;
      isKilled = true;
      process.kill(pid, 'SIGKILL');
    });
    const ended = await engine.orchestrator.settled(task.id);
    expect(ended.task).toMatchObject({ state: 'done', attempts: 2 });
    const result = searchResult.parse(ended.result);
    expect(isKilled).toBe(true);
    expect(result.resumed).toBeGreaterThan(0);
    expect([result.trials, result.trialCount.trials]).toEqual([trials, trials]);
  });
});

async function settled(engine: Engine, { id }: { readonly id: string }): Promise<unknown> {
  const { task, result } = await engine.orchestrator.settled(id);
  if (task.state !== 'done') throw new Error(task.error ?? task.state);
  return result;
}

/** A verdict and a deflation speak of how much was tried before, and the two were not asked at the same moment. */
function withoutCount(result: unknown): unknown {
  return sameFigures(result, result, [
    ...['strategy', 'elapsedMs', 'workers', 'trialCount', 'trials', 'evaluations', 'independentTrials'],
    ...['deflatedSharpe', 'chanceSharpe', 'sentence', 'reasons'],
  ]);
}
