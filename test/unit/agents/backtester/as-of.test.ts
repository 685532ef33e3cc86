import { describe, expect, it } from 'vitest';
import { marketDatabase } from '#adapters/stores/sqlite/market-database';
import { createMarketStore } from '#adapters/stores/sqlite/market-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { createBacktester } from '#agents/backtester/agent';
import { backtesterWorkerTasks } from '#agents/backtester/worker-tasks';
import { type BacktestResult, backtestResult } from '#contract/services/backtests';
import { sliceBars } from '#domain/market/bar';
import { doNamedWork } from '#engine/agent/named-work';
import { copyBars } from '#test/support/corrupt-bars';
import { taskContext } from '#test/support/market-store';
import { syntheticBars } from '#test/support/synthetic-bars';
import { temporaryFolder } from '#test/support/temporary-folder';

const MARCH = Date.UTC(2024, 2, 1);
const APRIL = Date.UTC(2024, 3, 1);

function create() {
  let now = MARCH;
  const market = createMarketStore(openDatabase(marketDatabase, temporaryFolder(), 0), () => now);
  const [task] = createBacktester({ market }).tasks;
  return {
    market,
    setNow: (time: number) => {
      now = time;
    },
    run: async (input: object): Promise<BacktestResult> => {
      const given = task!.input.parse({ symbol: 'A', strategy: 'sma-crossover', ...input });
      const prepared = await task!.run(given, taskContext);
      const computed = await doNamedWork(
        backtesterWorkerTasks(),
        'backtester.backtest',
        prepared,
        taskContext,
      );
      return backtestResult.parse(task!.complete!(prepared, computed));
    },
  };
}

describe('a backtest as of a date', () => {
  // Catches a run that trades on prices nobody had then.
  it('equals that of a store which never got the later bars and revisions', async () => {
    const bars = syntheticBars(800, 12);
    const then = sliceBars(bars, 0, 700);
    const revised = copyBars(bars);
    for (const field of ['open', 'high', 'low', 'close'] as const)
      for (let i = 300; i < 500; i++) revised[field][i] = revised[field][i]! * (1 + 0.2 * Math.sin(i / 7));

    const never = create();
    await never.market.putBars('A', '1d', then);
    const later = create();
    await later.market.putBars('A', '1d', then);
    later.setNow(APRIL);
    await later.market.putBars('A', '1d', revised);

    const [expected, asOf, now] = [
      await never.run({}),
      await later.run({ asOf: MARCH }),
      await later.run({}),
    ];
    expect(asOf.asOf).toBe(MARCH);
    expect(asOf.statistics).toEqual(expected.statistics);
    expect(asOf.trades).toEqual(expected.trades);
    expect(asOf.equityCurve).toEqual(expected.equityCurve);
    expect(now.statistics.orderListHash).not.toBe(expected.statistics.orderListHash);
    await expect(later.run({ asOf: MARCH - 1 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
