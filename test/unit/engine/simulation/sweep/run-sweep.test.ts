import { describe, expect, test } from 'vitest';
import { backtestOptions } from '#contract/services/backtests';
import { parseParameterRange } from '#domain/strategies/parameter-range';
import { smaCrossover } from '#domain/strategies/sma-crossover';
import { runBacktest } from '#engine/simulation/run-backtest';
import { runSweep, type SweepRequest } from '#engine/simulation/sweep/run-sweep';
import { createNodeThreadHost } from '#runtime/processes/node-thread-host';
import { randomWalk } from '../../../../support/random-walk.ts';

const bars = randomWalk(800, 3);
const options = backtestOptions.parse({ strategy: 'sma-crossover', commission: 0.0005 });
const company = { monotonic: () => performance.now() };

function request(changes: Partial<SweepRequest> = {}): SweepRequest {
  return {
    symbol: 'WALK',
    timeframe: '1d',
    bars,
    strategy: smaCrossover,
    ranges: [parseParameterRange('fast', '2:100'), parseParameterRange('slow', '2:100')],
    constraint: 'fast<slow',
    objective: 'sharpe',
    options,
    top: 5,
    ...changes,
  };
}

describe('a sweep', () => {
  test('runs every sound pair once and its best is what the event engine gives for it', async () => {
    const outcome = await runSweep(request(), company);
    expect(outcome.combinations).toBe(4_851);
    expect(outcome.refused).toBe(99 * 99 - 4_851);
    const { parameters, statistics, objective } = outcome.best;
    const alone = runBacktest(
      { ...request(), parameters, options: { ...options, parameters } },
      { monotonic: () => 0 },
    );
    expect(statistics).toEqual(alone.statistics);
    expect(objective).toBeCloseTo(alone.statistics.sharpe!, 8);
    const objectives = outcome.top.map((trial) => trial.objective!);
    expect(objectives).toEqual([...objectives].sort((a, b) => b - a));
  });

  test('finds the same whether or not the objective lets it leave statistics out, and whoever works on it', async () => {
    const alone = await runSweep(request({ objective: 'return' }), company);
    const full = await runSweep(request({ objective: 'returnPct + 0 * maxDrawdownPct' }), company);
    const threads = createNodeThreadHost({ spare: 1 });
    const shared = await runSweep(request({ objective: 'return' }), { ...company, threads, workers: 2 });
    expect(full.best.parameters).toEqual(alone.best.parameters);
    expect(shared.workers).toBe(2);
    expect(shared.rows).toEqual(alone.rows);
  });

  test('loses no trial and counts none twice when a thread dies in the middle', async () => {
    const threads = createNodeThreadHost({ spare: 1 });
    const dying = {
      spare: 1,
      spawn: () => {
        const thread = threads.spawn();
        setTimeout(() => thread.kill(), 60);
        return thread;
      },
    };
    const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
    const alone = await runSweep(request(), company);
    const survived = await runSweep(request(), { ...company, threads: dying, workers: 2, pause });
    expect(survived.rows).toEqual(alone.rows);
  });

  test('of a thousand million combinations is refused with their number and a time', async () => {
    const wide = ['1:10000', '2:10000', '1:2']
      .slice(0, 2)
      .map((text, i) => parseParameterRange(['fast', 'slow'][i]!, text));
    await expect(runSweep(request({ ranges: wide }), company)).rejects.toThrow(
      /^99,990,000 combinations \(constraints apart\) would take about .+ (second|minute|hour|day)s; a sweep runs at most 2,000,000/,
    );
  });

  test.each([1e-6, 1e-3, 1e4])('agrees with exact books on prices %d times as high', async (scale) => {
    const scaled = {
      ...bars,
      ...Object.fromEntries(
        (['open', 'high', 'low', 'close'] as const).map((field) => [
          field,
          bars[field].map((price) => price * scale),
        ]),
      ),
    };
    for (const direction of ['long', 'long-short'] as const) {
      const outcome = await runSweep(
        request({ bars: scaled, options: { ...options, direction }, top: 40 }),
        company,
      );
      expect(outcome.top).toHaveLength(40);
    }
  });

  test('says where an objective or a constraint is wrong', async () => {
    await expect(runSweep(request({ objective: 'sharp' }), company)).rejects.toThrow(
      'objective "sharp": unknown name "sharp"; did you mean sharpe',
    );
    await expect(runSweep(request({ constraint: 'fast<<slow' }), company)).rejects.toThrow(
      'constraint "fast<<slow": unexpected "<" at character 6',
    );
    await expect(runSweep(request({ constraint: 'fast > 1000' }), company)).rejects.toThrow(
      'none of the 9801',
    );
  });

  test('stops when it is told to', async () => {
    const controller = new AbortController();
    const sweep = runSweep(request({ bars: randomWalk(100_000, 4) }), {
      ...company,
      signal: controller.signal,
      pause: async () => controller.abort(new Error('enough')),
    });
    await expect(sweep).rejects.toThrow('enough');
  });
});
