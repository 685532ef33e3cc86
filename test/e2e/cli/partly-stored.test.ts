import { createRouterClient } from '@orpc/server';
import { expect, test } from 'vitest';
import { type BacktestResult, backtestResult } from '#contract/services/backtests';
import { sweepResult } from '#contract/services/lab';
import { type BarColumns, barsFromRows } from '#domain/market/bar';
import { createRouter } from '#runtime/services/create-router';
import { runCli } from '#test/support/run-cli';
import { temporaryFolder } from '#test/support/temporary-folder';
import { openTestEngine } from '#test/support/test-engine';

const HOUR = 3_600_000;
const MONDAY = Date.UTC(2024, 0, 1);

/** A wavering price. */
function bars(first: number, step: number, count: number): BarColumns {
  return barsFromRows(
    Array.from({ length: count }, (_, i) => {
      const time = first + i * step;
      const open = 100 + 10 * Math.sin(time / (40 * HOUR)) + (time - MONDAY) / (100 * HOUR);
      return { time, open, high: open + 1, low: open - 1, close: open + 0.5, volume: 10 };
    }),
  );
}

test('a series stored in part gives the same run to the app, to its lab and to the command line, and is no stale memory', async () => {
  const folder = temporaryFolder();
  const engine = await openTestEngine({ dataFolder: folder });
  const { market } = engine.stores;
  // Days are stored up to the thirtieth; hours go on for ten days more.
  await market.putBars('PART', '1d', bars(MONDAY, 24 * HOUR, 30));
  await market.putBars('PART', '1h', bars(MONDAY + 20 * 24 * HOUR, HOUR, 20 * 24));
  const { backtests, lab } = createRouterClient(createRouter(engine), { context: { client: 'test' } });
  const options = { symbol: 'PART', strategy: 'sma-crossover', parameters: { fast: 2, slow: 5 } };
  const runs = async (): Promise<BacktestResult> => {
    const { id } = await backtests.run(options);
    return backtestResult.parse((await engine.orchestrator.settled(id)).result);
  };
  const first = await runs();
  expect(first.statistics.bars).toBe(40);
  expect((await runs()).isCached).toBe(true);
  const { id } = await lab.sweep({ ...options, ranges: { fast: '2', slow: '5' } });
  const sweep = sweepResult.parse((await engine.orchestrator.settled(id)).result);
  expect(sweep.best.statistics).toEqual(first.statistics);
  expect((await lab.trialCount({ symbol: 'PART' })).trials).toBe(1);

  await market.putBars('PART', '1h', bars(MONDAY + 40 * 24 * HOUR, HOUR, 48));
  const later = await runs();
  expect([later.isCached, later.statistics.bars]).toEqual([false, 42]);
  await engine.stop();

  const args = ['--symbol', 'PART', '-s', 'sma-crossover', '--param', 'fast=2', '--param', 'slow=5'];
  const { code, out } = await runCli(['backtest', ...args, '--format', 'json'], { data: folder });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject(later.statistics);
});
