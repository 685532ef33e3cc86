import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { trialLogFiles } from '#adapters/stores/trial-log/trial-log-file';
import { backtestOptions } from '#contract/services/backtests';
import { parseParameterRange } from '#domain/strategies/parameter-range';
import { smaCrossover } from '#domain/strategies/sma-crossover';
import { heatMap } from '#engine/simulation/search/heat-map';
import { runSearch, type SearchRequest } from '#engine/simulation/search/run-search';
import { randomWalk } from '../../../../support/random-walk.ts';
import { walkSearch } from '../../../../support/walk-search.ts';

const company = { monotonic: () => performance.now() };
const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'octopus-search-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** An objective with one known peak, so that what a method finds can be judged. */
function peaked(changes: Partial<SearchRequest>): SearchRequest {
  return {
    symbol: 'WALK',
    timeframe: '1d',
    bars: randomWalk(150, 2),
    strategy: smaCrossover,
    ranges: [parseParameterRange('fast', '1:200'), parseParameterRange('slow', '2:400')],
    objective: '0 - abs(fast - 37) - abs(slow - 281)',
    options: backtestOptions.parse({ strategy: 'sma-crossover' }),
    method: 'random',
    trials: 400,
    seed: 3,
    isPruning: false,
    top: 1,
    ...changes,
  };
}

describe('a search', () => {
  test.each(['bayesian', 'genetic'] as const)('by the %s method comes closer than chance', async (method) => {
    const random = await runSearch(peaked({}), company);
    const learned = await runSearch(peaked({ method }), company);
    expect(learned.trials).toBe(400);
    expect(learned.best.objective!).toBeGreaterThan(random.best.objective! / 2);
    expect(learned.best.objective!).toBeGreaterThanOrEqual(-3);
  });

  test.each(['random', 'bayesian', 'genetic'] as const)(
    'by the %s method tries nothing twice and nothing unsound',
    async (method) => {
      const { parameters, trials, isExhausted } = await runSearch(
        peaked({
          method,
          ranges: [parseParameterRange('fast', '1:12'), parseParameterRange('slow', '2:13')],
          constraint: 'slow - fast > 1',
        }),
        company,
      );
      const pairs = Array.from({ length: trials }, (_, i) => `${parameters[2 * i]} ${parameters[2 * i + 1]}`);
      expect(isExhausted).toBe(true);
      expect(new Set(pairs).size).toBe(66);
      expect(pairs.length).toBe(66);
    },
  );

  test('gives up half-way what is not above the median, and finds the same best', async () => {
    const { request } = walkSearch(3_000);
    const pruned = await runSearch(request, company);
    const full = await runSearch({ ...request, isPruning: false }, company);
    expect(pruned.pruned).toBeGreaterThan(300);
    expect(full.pruned).toBe(0);
    expect(pruned.trials).toBe(3_000);
    expect(pruned.best.objective!).toBeGreaterThanOrEqual(0.8 * full.best.objective!);
  });

  test('resumed after an abort, and after a torn write, ends as one that was never disturbed', async () => {
    const undisturbed = await runSearch(peaked({ method: 'bayesian' }), company);
    const folder = newFolder();
    const id = '00112233445566778899aabbccddeeff';
    const first = trialLogFiles(folder)(id);
    const controller = new AbortController();
    let batches = 0;
    const log = {
      ...first,
      append: (trials: Parameters<typeof first.append>[0]) => {
        first.append(trials);
        if (++batches === 7) controller.abort(new Error('killed'));
      },
    };
    await expect(
      runSearch(peaked({ method: 'bayesian' }), { ...company, log, signal: controller.signal }),
    ).rejects.toThrow('killed');
    first.close();
    appendFileSync(join(folder, 'trials', `${id}.trials`), new Uint8Array(100).fill(3));
    const second = trialLogFiles(folder)(id);
    const resumed = await runSearch(peaked({ method: 'bayesian' }), { ...company, log: second });
    second.close();
    expect(resumed.resumed).toBe(7 * 16);
    expect(resumed.trials).toBe(400);
    expect(resumed.parameters).toEqual(undisturbed.parameters);
    expect(resumed.rows).toEqual(undisturbed.rows);
  });

  test('of 100,000 trials survives kill −9 without losing or repeating one', async () => {
    const trials = 100_000;
    const folder = newFolder();
    const script = new URL('../../../../support/search-until-killed.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [script, folder, String(trials)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (text: Buffer) => {
        if (
          text
            .toString()
            .split('\n')
            .some((line) => Number(line) >= 30)
        )
          child.kill('SIGKILL');
      });
      child.on('exit', () => resolve());
    });
    expect(readdirSync(join(folder, 'trials'))).toHaveLength(1);
    const { request, id } = walkSearch(trials);
    const log = trialLogFiles(folder)(id);
    const resumed = await runSearch(request, { ...company, log });
    log.close();
    expect(resumed.resumed).toBeGreaterThanOrEqual(30 * 1_024);
    expect(resumed.resumed).toBeLessThan(trials);
    expect(resumed.trials).toBe(trials);
    const keys = new Set<string>();
    for (let i = 0; i < trials; i++) keys.add(resumed.parameters.subarray(3 * i, 3 * i + 3).join(' '));
    expect(keys.size).toBe(trials);
    const again = trialLogFiles(folder)(id);
    expect(again.read().reduce((sum, batch) => sum + batch.parameters.length / 3, 0)).toBe(trials);
    again.close();
  }, 60_000);

  test('a grid runs all there is, and makes a heat map', async () => {
    const request = peaked({
      method: 'grid',
      ranges: [parseParameterRange('fast', '30:40'), parseParameterRange('slow', '35,281,300')],
    });
    const grid = await runSearch(request, company);
    expect(grid.trials).toBe(5 + 11 + 11);
    expect(grid.best.parameters).toEqual({ fast: 37, slow: 281 });
    const map = heatMap({ ranges: request.ranges, ...grid }, { x: 'fast', y: 'slow' });
    expect(map.objective).toHaveLength(33);
    expect(map.objective[11 + 7]).toBe(0);
    expect(map.objective[10]).toBeNull();
  });
});
