import { beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { trialLogFiles } from '#adapters/stores/trial-log/trial-log-file';
import { createBacktester } from '#agents/backtester/agent';
import { labWorkerTasks } from '#agents/backtester/lab-worker-tasks';
import {
  monteCarloResult,
  overfittingResult,
  revealResult,
  searchResult,
  sweepResult,
  verdictResult,
  walkForwardResult,
} from '#contract/services/lab';
import type { AgentTask, TaskContext } from '#engine/agent/agent';
import { doNamedWork } from '#engine/agent/named-work';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { HoldOutBook } from '#engine/simulation/honesty/hold-out-book';
import { createNodeThreadHost } from '#runtime/processes/node-thread-host';
import { randomWalk } from '#test/support/random-walk';
import { temporaryFolder } from '#test/support/temporary-folder';

const context: TaskContext = {
  taskId: 't',
  signal: new AbortController().signal,
  reportProgress: () => undefined,
};
const bars = randomWalk(700, 8);
const base = { symbol: 'WALK', strategy: 'sma-crossover' };
const ranges = { fast: '2:20:2', slow: '10:60:5' };

let tasks: readonly AgentTask[];
let holdOuts: HoldOutBook;

beforeEach(async () => {
  const folder = temporaryFolder();
  const stores = openSqliteStores(folder, 0);
  await stores.market.putBars('WALK', '1d', bars);
  await stores.market.putBars('LOCKED', '1d', bars);
  const clock = new SimulatedClock(Date.UTC(2024, 0, 1));
  holdOuts = new HoldOutBook(stores.documents, () => clock.now());
  tasks = createBacktester({
    market: stores.market,
    lab: { documents: stores.documents, clock, dataFolder: folder, isWritable: true },
  }).tasks;
});

/** What the engine, a worker on the other side of a structured clone, and the engine again make of a task. */
async function run(type: string, input: object): Promise<unknown> {
  const task = tasks.find((one) => one.type === type)!;
  const work = labWorkerTasks({ threads: createNodeThreadHost({ spare: 0 }), openTrialLog: trialLogFiles });
  const prepared = await task.run(task.input.parse({ ...base, ...input }), context);
  const told = await doNamedWork(work, `backtester.${type}`, structuredClone(prepared), context);
  const result = task.complete!(prepared, structuredClone(told));
  expect(typeof task.summarize!(result)).toBe('string');
  // Results cross the line as JSON.
  return JSON.parse(JSON.stringify(result));
}

describe('the lab', () => {
  test('sweeps, searches, walks, doubts and resamples; each result is what the contract says, each trial is counted once', async () => {
    const sweep = sweepResult.parse(await run('sweep', { ranges, constraint: 'fast < slow' }));
    expect(sweep.combinations + sweep.refused).toBe(110);
    expect(sweep.heatMap!.objective).toHaveLength(110);
    expect(sweep.trialCount.trials).toBe(sweep.combinations);
    expect(sweep.deflatedSharpe!).toBeLessThan(0.95);
    const again = sweepResult.parse(await run('sweep', { ranges, constraint: 'fast < slow' }));
    expect(again.trialCount).toEqual(sweep.trialCount);

    const search = searchResult.parse(
      await run('search', { ranges, method: 'genetic', trials: 60, seed: 4 }),
    );
    expect(search.trials).toBe(60);
    expect(search.trialCount.evaluations).toBe(sweep.combinations + 60);
    expect(search.trialCount.trials).toBeLessThanOrEqual(110);
    const longer = searchResult.parse(
      await run('search', { ranges, method: 'genetic', trials: 80, seed: 4 }),
    );
    expect(longer.resumed).toBe(60);
    expect(longer.trialCount.evaluations).toBe(sweep.combinations + 80);

    const walk = walkForwardResult.parse(
      await run('walk-forward', { ranges, trainBars: 300, testBars: 150 }),
    );
    expect(walk.steps).toHaveLength(3);
    expect(walk.evaluations).toBe(3 * walk.trials);
    expect(walk.trialCount.evaluations).toBe(longer.trialCount.evaluations + walk.evaluations);
    // Every combination has been tried by now: what walks in windows adds none.
    expect(walk.trialCount.trials).toBe(walk.trials);
    expect(walk.trialCount.independentTrials).toBeLessThan(walk.trialCount.trials);
    expect(walk.curve.time).toHaveLength(400);

    const overfitting = overfittingResult.parse(await run('overfitting', { ranges, blocks: 8, groups: 5 }));
    expect(overfitting.logitCounts.reduce((sum, count) => sum + count, 0)).toBe(70);
    expect(overfitting.pathSharpes).toHaveLength(4);

    const carlo = monteCarloResult.parse(
      await run('monte-carlo', { parameters: { fast: 5, slow: 20 }, resamples: 200, noiseRuns: 5 }),
    );
    expect(carlo.fan.p50).toHaveLength(41);
    expect(carlo.maxDrawdownPct.p5).toBeLessThanOrEqual(carlo.maxDrawdownPct.p95);

    const verdict = verdictResult.parse(await run('verdict', { parameters: { fast: 5, slow: 20 } }));
    expect(verdict.verdict.trials).toBe(verdict.trialCount.trials);
    expect(verdict.trialCount.trials).toBe(overfitting.combinations + 1);
  });

  test('leaves locked bars out of everything but a reveal, which counts', async () => {
    const from = bars.time[500]!;
    holdOuts.lock('LOCKED', '1d', from);
    const sweep = sweepResult.parse(await run('sweep', { symbol: 'LOCKED', ranges }));
    expect(sweep.bars).toBe(500);
    expect(sweep.lockedFrom).toBe(from);
    const task = tasks.find(({ type }) => type === 'backtest')!;
    const plain = { symbol: 'LOCKED', strategy: 'sma-crossover' };
    expect(await task.run(task.input.parse({ ...plain, to: from + 5 * 86_400_000 }), context)).toMatchObject({
      bars: { length: 500 },
      lockedFrom: from,
    });
    await expect(task.run(task.input.parse({ ...plain, from }), context)).rejects.toThrow('are locked');
    const first = revealResult.parse(
      await run('reveal', { symbol: 'LOCKED', parameters: { fast: 3, slow: 8 } }),
    );
    expect(first.holdOut.reveals).toBe(1);
    for (const trade of first.result.trades) expect(trade.entryTime).toBeGreaterThanOrEqual(from);
    expect(first.result.trades.length).toBeGreaterThan(3);
    const same = revealResult.parse(
      await run('reveal', { symbol: 'LOCKED', parameters: { fast: 3, slow: 8 } }),
    );
    expect(same.holdOut.reveals).toBe(1);
    const other = revealResult.parse(
      await run('reveal', { symbol: 'LOCKED', parameters: { fast: 4, slow: 9 } }),
    );
    expect(other.holdOut.reveals).toBe(2);
    await expect(run('reveal', { parameters: { fast: 4, slow: 9 } })).rejects.toThrow(
      'WALK 1d has no locked bars',
    );
  });

  test.each([
    [{ ranges: { fast: '5:2' } }, 'parameter "fast": "5:2" ends before it begins'],
    [{ ranges: { quick: '2:5' } }, 'sma-crossover has no parameter "quick"; it has fast, slow'],
    [{ ranges: { fast: '2:5:0.5' } }, 'parameter "fast" takes whole numbers, not 2.5'],
    [{ ranges, strategy: 'sma' }, 'unknown strategy "sma"'],
  ])('refuses %o', async (input, message) => {
    await expect(run('sweep', input)).rejects.toThrow(message);
  });
});
