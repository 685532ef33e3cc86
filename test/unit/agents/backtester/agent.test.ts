import { describe, expect, it } from 'vitest';
import { marketDatabase } from '#adapters/stores/sqlite/market-database';
import { createMarketStore } from '#adapters/stores/sqlite/market-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { createBacktester } from '#agents/backtester/agent';
import { backtesterWorkerTasks } from '#agents/backtester/worker-tasks';
import { backtestResult } from '#contract/services/backtests';
import { barsFromRows } from '#domain/market/bar';
import type { TaskContext } from '#engine/agent/agent';
import { doNamedWork } from '#engine/agent/named-work';
import { ResultMemo } from '#engine/cache/result-memo';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { temporaryFolder } from '#test/support/temporary-folder';

const DAY = 86_400_000;
const context: TaskContext = {
  taskId: 't',
  signal: new AbortController().signal,
  reportProgress: () => undefined,
};

async function backtester() {
  const market = createMarketStore(openDatabase(marketDatabase, temporaryFolder(), 0));
  const rows = Array.from({ length: 200 }, (_, i) => {
    const close = 100 + 20 * Math.sin(i / 9);
    return { time: i * DAY, open: close, high: close + 1, low: close - 1, close, volume: 1 };
  });
  await market.putBars('WAVE', '1d', barsFromRows(rows));
  const [task] = createBacktester({ market }).tasks;
  return {
    task: task!,
    gather: async (input: object) => task!.run(task!.input.parse({ symbol: 'WAVE', ...input }), context),
  };
}

describe('backtester', () => {
  it('gathers in the engine what a worker turns into a result the contract accepts', async () => {
    const { task, gather } = await backtester();
    const input = await gather({
      strategy: 'SMA-crossover',
      parameters: { fast: 5, slow: 12 },
      from: 10 * DAY,
      to: 190 * DAY,
    });
    const told = await doNamedWork(
      backtesterWorkerTasks(),
      `backtester.${task.type}`,
      structuredClone(input),
      context,
    );
    const result = backtestResult.parse(told);
    expect(result).toMatchObject({
      symbol: 'WAVE',
      timeframe: '1d',
      options: { strategy: 'sma-crossover', parameters: { fast: 5, slow: 12 } },
    });
    expect(result.statistics).toMatchObject({ bars: 180, startDate: '1970-01-11', endDate: '1970-07-09' });
    expect(result.statistics.trades).toBeGreaterThan(2);
    expect(task.summarize?.(result)).toMatch(/^WAVE sma-crossover: -?[\d.]+ % in \d+ trades$/);
  });

  it.each([
    [{ strategy: 'sma-crosover' }, 'UNKNOWN_STRATEGY', 'did you mean sma-crossover'],
    [{ strategy: 'breakout', parameters: { entri: 3 } }, 'UNKNOWN_PARAMETER', 'entry'],
    [{ strategy: 'breakout', parameters: { entry: 0 } }, 'UNKNOWN_PARAMETER', 'from 1 to 10000'],
    [{ strategy: 'breakout', symbol: 'WAVES' }, 'UNKNOWN_SYMBOL', 'WAVE'],
    [{ strategy: 'breakout', to: 5 * DAY }, 'BAD_REQUEST', 'WAVE 1d has 5 bars'],
  ])('says what is wrong with %j', async (input, code, words) => {
    const { gather } = await backtester();
    await expect(gather(input)).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it('makes the bars of a length that is not stored, and computes again when what they are made of has changed', async () => {
    const market = createMarketStore(openDatabase(marketDatabase, temporaryFolder(), 0));
    const minutes = (count: number, close: number) =>
      barsFromRows(
        Array.from({ length: count }, (_, i) => {
          const price = close + Math.sin(i / 900);
          return { time: i * 60_000, open: price, high: price, low: price, close: price, volume: 1 };
        }),
      );
    await market.putBars('M', '1m', minutes(6_000, 100));
    const seen: string[] = [];
    const memo = new ResultMemo({
      documents: openSqliteStores(temporaryFolder(), 0).documents,
      clock: new SimulatedClock(0),
      isWritable: true,
    });
    const [task] = createBacktester({ market, memory: { memo, contentHash: market.contentHash } }).tasks;
    const gather = async () => {
      const input = (await task!.run(
        task!.input.parse({ symbol: 'M', strategy: 'sma-crossover', timeframe: '1h' }),
        context,
      )) as { bars: { length: number }; contentHash: string };
      seen.push(input.contentHash);
      return input.bars.length;
    };
    expect(await gather()).toBe(100);
    await market.putBars('M', '1m', minutes(6_000, 101));
    expect(await gather()).toBe(100);
    expect(seen[0]).not.toBe(seen[1]);
  });
});
