import { createRouterClient } from '@orpc/server';
import { expect, test } from 'vitest';
import { backtestResult } from '#contract/services/backtests';
import { barsFromRows } from '#domain/market/bar';
import { createRouter } from '#runtime/services/create-router';
import { runCli } from '#test/support/run-cli';
import { temporaryFolder } from '#test/support/temporary-folder';
import { openTestEngine } from '#test/support/test-engine';

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);

/** A wavering price in bars of a length. */
function bars(step: number, count: number) {
  return barsFromRows(
    Array.from({ length: count }, (_, i) => {
      const time = START + i * step;
      const open = 100 + 10 * Math.sin(time / (9 * HOUR));
      return { time, open, high: open + 1, low: open - 1, close: open + 0.5, volume: 1_000 };
    }),
  );
}

test('orders match on shorter bars or quotes where they are asked for, alike over the app and the command line', async () => {
  const folder = temporaryFolder();
  const engine = await openTestEngine({ dataFolder: folder });
  const { market } = engine.stores;
  await market.putBars('X', '1h', bars(HOUR, 400));
  await market.putBars('X', '1m', bars(60_000, 400 * 60));
  const count = 400 * 12;
  const time = Float64Array.from({ length: count }, (_, i) => START + i * 300_000 + 1_000);
  const middle = (i: number) => 100 + 10 * Math.sin(time[i]! / (9 * HOUR));
  const column = (of: (i: number) => number) => Float64Array.from({ length: count }, (_, i) => of(i));
  await market.putQuotes('X', {
    length: count,
    time,
    bid: column((i) => middle(i) - 0.25),
    ask: column((i) => middle(i) + 0.25),
    bidSize: column(() => 1_000),
    askSize: column(() => 1_000),
    sequence: column((i) => i),
  });
  const { backtests } = createRouterClient(createRouter(engine), { context: { client: 'test' } });
  const options = {
    symbol: 'X',
    timeframe: '1h' as const,
    strategy: 'sma-crossover',
    parameters: { fast: 2, slow: 5 },
  };
  const run = async (more: object) => {
    const { id } = await backtests.run({ ...options, ...more });
    const { task, result } = await engine.orchestrator.settled(id);
    return task.state === 'done' ? backtestResult.parse(result) : task.error;
  };
  const plain = backtestResult.parse(await run({}));
  const finer = backtestResult.parse(await run({ also: ['1m'] }));
  const quoted = backtestResult.parse(await run({ resolution: 'quote' }));
  expect(plain.trades.length).toBeGreaterThan(5);
  // The same decisions; a fill pays half of the spread on either side.
  for (const other of [finer, quoted]) expect(other.trades.length).toBe(plain.trades.length);
  expect(finer.account!.events).toBe(400 + 400 * 60);
  expect(quoted.account!.events).toBe(400 + count);
  expect(quoted.statistics.equityFinal).toBeLessThan(plain.statistics.equityFinal);
  expect(quoted.isCached).toBeUndefined();
  expect(backtestResult.parse(await run({})).isCached).toBe(true);
  expect(await run({ resolution: 'tick' })).toMatch(/X has no stored trades within its bars/);
  await engine.stop();

  const words = ['backtest', '--symbol', 'X', '--timeframe', '1h', '-s', 'sma-crossover'];
  const choice = ['--param', 'fast=2', '--param', 'slow=5', '--format', 'json'];
  const said = async (...more: string[]) => runCli([...words, ...choice, ...more], { data: folder });
  expect(JSON.parse((await said('--also', '1m')).out)).toMatchObject(finer.statistics);
  expect(JSON.parse((await said('--resolution', 'quote')).out)).toMatchObject(quoted.statistics);
  expect(JSON.parse((await said()).out)).toMatchObject(plain.statistics);
  expect((await said('--resolution', 'tick')).error).toMatch(/has no stored trades/);
});
