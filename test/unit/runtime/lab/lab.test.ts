import { createRouterClient } from '@orpc/server';
import { describe, expect, test } from 'vitest';
import { type SearchResult, searchResult, sweepResult } from '#contract/services/lab';
import { createNodeProcessHost } from '#runtime/processes/node-process-host';
import { createRouter } from '#runtime/services/create-router';
import { openSampleEngine } from '#test/support/test-engine';

const SEARCH = {
  symbol: 'GOOG',
  strategy: 'rsi-reversal',
  ranges: { period: '2:80', lower: '10:49', upper: '50:95' },
  method: 'random' as const,
  workers: 1,
};

describe('the lab of an engine', () => {
  test('sweeps over the contract, counts a plain backtest too, and locks bars for ever', async () => {
    const engine = await openSampleEngine();
    const { lab, backtests } = createRouterClient(createRouter(engine), { context: { client: 'test' } });
    const symbol = 'GOOG';
    expect((await lab.trialCount({ symbol })).trials).toBe(0);
    const options = { symbol, strategy: 'sma-crossover' };
    const task = await lab.sweep({ ...options, ranges: { fast: '5:20:5', slow: '30:60:10' } });
    const ended = await engine.orchestrator.settled(task.id);
    const sweep = sweepResult.parse(ended.result);
    expect(sweep.combinations).toBe(16);
    const run = await backtests.run({ ...options, parameters: { fast: 7, slow: 33 } });
    await engine.orchestrator.settled(run.id);
    const count = await lab.trialCount({ symbol });
    expect([count.dataSet, count.trials]).toEqual([sweep.trialCount.dataSet, 17]);
    const verdict = await lab.verdict({ ...options, parameters: { fast: 7, slow: 33 } });
    const judged = await engine.orchestrator.settled(verdict.id);
    expect(judged.result).toMatchObject({ trialCount: { trials: 17 } });
    expect(judged.task.summary).toContain('buying and holding returned');

    expect(await lab.holdOut({ symbol })).toBeNull();
    const from = Date.UTC(2012, 0, 1);
    await lab.lockHoldOut({ symbol, from });
    await expect(lab.lockHoldOut({ symbol, from: from + 1 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await lab.holdOut({ symbol })).toMatchObject({ from, reveals: 0 });
  });

  test('redoes what a killed worker had not finished, and counts no trial twice', async () => {
    const engine = await openSampleEngine({ processHost: createNodeProcessHost(), workers: 1 });
    const { lab } = createRouterClient(createRouter(engine), { context: { client: 'test' } });
    const trials = 30_000;
    const task = await lab.search({ ...SEARCH, trials });
    let isKilled = false;
    engine.orchestrator.tasks.onChange(() => {
      const progress = engine.orchestrator.tasks.get(task.id)?.progress ?? 0;
      const pid = engine.health().workers.find(({ state }) => state === 'busy')?.pid;
      if (isKilled || progress < 0.2 || progress >= 1 || !pid) return;
      isKilled = true;
      process.kill(pid, 'SIGKILL');
    });
    const ended = await engine.orchestrator.settled(task.id);
    expect(ended.task).toMatchObject({ state: 'done', attempts: 2 });
    const result: SearchResult = searchResult.parse(ended.result);
    expect(isKilled).toBe(true);
    expect(result.resumed).toBeGreaterThanOrEqual(0.2 * trials - 1_024);
    expect(result.trials).toBe(trials);
    expect(result.trialCount.trials).toBe(trials);
  }, 60_000);
});
