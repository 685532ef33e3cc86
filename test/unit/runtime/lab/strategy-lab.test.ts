import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it } from 'vitest';
import { trialLogFiles } from '#adapters/stores/trial-log/trial-log-file';
import { labWorkerTasks, type ToldSearch } from '#agents/backtester/lab-worker-tasks';
import { backtestOptions } from '#contract/services/backtests';
import { parseParameterRange } from '#domain/strategies/parameter-range';
import { doNamedWork } from '#engine/agent/named-work';
import { createNodeThreadHost } from '#runtime/processes/node-thread-host';
import { runStrategyLab } from '#runtime/strategies/strategy-sandbox';
import { randomWalk } from '#test/support/random-walk';
import { sameFigures } from '#test/support/same-figures';
import { SMA_COPY } from '#test/support/sma-copy';
import { temporaryFolder } from '#test/support/temporary-folder';

const bars = randomWalk(900, 8);
const lab = {
  symbol: 'WALK',
  timeframe: '1d',
  bars,
  strategy: 'sma-crossover',
  options: backtestOptions.parse({ strategy: 'sma-crossover', direction: 'long-short', commission: 0.001 }),
  dataSet: 'walk',
  lockedFrom: null,
} as const;
const ranged = {
  ...lab,
  ranges: [parseParameterRange('fast', '2:12'), parseParameterRange('slow', '20:60:5')],
  objective: 'sharpe',
  top: 4,
} as const;
const run = { ...lab, parameters: { fast: 5, slow: 20 } };
const WORK = {
  'backtester.sweep': { ...ranged, workers: 2 },
  'backtester.search': { ...ranged, method: 'bayesian', trials: 60, seed: 2, isPruning: true },
  'backtester.walk-forward': { ...ranged, mode: 'rolling', trainBars: 300, testBars: 100, gapBars: 0 },
  'backtester.overfitting': {
    ...ranged,
    ...{ blocks: 8, trialsMax: 30, groups: 6, testGroups: 2, embargo: 2, seed: 1 },
  },
  'backtester.monte-carlo': {
    ...run,
    ...{
      resampling: { method: 'bootstrap', resamples: 200, seed: 1 },
      of: 'trades',
      noiseRuns: 5,
      noise: 0.2,
    },
  },
  'backtester.verdict': { ...run, trials: 3, evaluations: 3, independentTrials: 3, sharpeVariance: null },
  'backtester.reveal': { ...run, quietBars: 100 },
} as const;

const context = { taskId: '', signal: new AbortController().signal, reportProgress: () => undefined };

describe('the lab with a strategy file', { timeout: 60_000 }, () => {
  it.each(Object.keys(WORK) as (keyof typeof WORK)[])(
    'gives for %s what the built-in gives',
    async (task) => {
      const machine = { threads: createNodeThreadHost(), openTrialLog: trialLogFiles };
      const folder = temporaryFolder();
      const work = { ...WORK[task], searchId: 'a'.repeat(32), dataFolder: folder };
      const wanted = await doNamedWork(labWorkerTasks(machine), task, work, context);
      const log = trialLogFiles(folder)('b'.repeat(32));
      const found = await runStrategyLab(SMA_COPY, { task, work, log });
      log.close();
      expect(sameFigures(found, wanted)).toEqual(sameFigures(wanted));
    },
  );

  const sweep = (source: string, options: Parameters<typeof runStrategyLab>[2] = {}) =>
    runStrategyLab(
      { path: 'mine.ts', source },
      {
        task: 'backtester.sweep',
        work: { ...ranged, ranges: [parseParameterRange('n', '1:400')], workers: 2 },
      },
      options,
    );

  it('names line and parameters of what throws, whichever thread it is in', async () => {
    const failing = mine(`if (context.parameters.n === 333 && context.bars === 50)
  throw new TypeError('no such thing');`);
    await expect(sweep(failing)).rejects.toThrow(/^mine\.ts line 7: .*no such thing.*\(with n 333\)$/);
  });

  it('refuses a strategy that carries something from one run into the next', async () => {
    const leaking = mine('calls += 1; if (calls > 950) context.buy({ quantity: 1 });', 'let calls = 0;');
    await expect(sweep(leaking)).rejects.toThrow('carries something from one run into the next');
  });

  it('ends one that hangs or takes all memory in some trial, in a hired thread too', async () => {
    const hanging = mine('if (context.parameters.n === 399) for (;;);');
    await expect(sweep(hanging, { limits: { hangMs: 700 } })).rejects.toThrow(/did not return for 0\.7 s/);
    const greedy = mine(
      'if (context.parameters.n > 300) for (;;) all.push(new Array(10_000).fill(context.bars));',
      'const all: unknown[] = [];',
    );
    await expect(sweep(greedy, { limits: { memoryMb: 64 } })).rejects.toThrow('more than 64 MB');
    const promised = mine('if (context.parameters.n === 200) Promise.resolve().then(() => { for (;;); });');
    await expect(sweep(promised, { limits: { hangMs: 200 } })).rejects.toThrow('did not return');
  });

  it('is begun once more when its process is killed, and gives up the second time', async () => {
    const slow = mine(
      'for (let i = 0; i < 400; i++) Math.sqrt(i); if (context.bars % 9 === 0) context.buy({ quantity: 1 });',
    );
    const wanted = await sweep(slow);
    let children: ChildProcess[] = [];
    const note = (message: unknown): void =>
      void children.push((message as { process: ChildProcess }).process);
    subscribe('child_process', note);
    const killing = (times: number) => ({
      onProgress: () => void (children.length <= times && children.at(-1)!.kill('SIGKILL')),
    });
    expect(sameFigures(await sweep(slow, killing(1)))).toEqual(sameFigures(wanted));
    expect(children).toHaveLength(2);
    children = [];
    await expect(sweep(slow, killing(2))).rejects.toThrow(
      "mine.ts: the strategy's process was killed (SIGKILL)",
    );
    unsubscribe('child_process', note);
  });

  it('stops at an abort', async () => {
    const controller = new AbortController();
    const running = sweep(mine('for (let i = 0; i < 20_000; i++) Math.sqrt(i);'), {
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(new Error('cancelled by the user')), 1_500);
    await expect(running).rejects.toThrow('cancelled by the user');
  });

  it('goes on with the trials on the disk, to the answer of an undisturbed search', async () => {
    const folder = temporaryFolder();
    const task = 'backtester.search';
    const search = async (trials: number, id: string) => {
      const log = trialLogFiles(folder)(id.repeat(32));
      const work = { ...WORK[task], trials, searchId: id.repeat(32), dataFolder: folder };
      const found = (await runStrategyLab(SMA_COPY, { task, work, log })) as ToldSearch;
      log.close();
      return found;
    };
    const whole = await search(96, 'c');
    await search(48, 'd');
    const resumed = await search(96, 'd');
    expect(resumed.resumed).toBe(48);
    expect(sameFigures({ ...resumed, resumed: 0 })).toEqual(sameFigures(whole));
  });
});

/** A file whose strategy does so at each bar, beginning with its line 6. */
function mine(onBar: string, head = ''): string {
  return `import { defineStrategy } from 'octopus';
${head}
export default defineStrategy({
  name: 'Mine',
  parameters: { n: { default: 1, minimum: 1, maximum: 1000 } },
  onBar(context) { ${onBar} },
});`;
}
