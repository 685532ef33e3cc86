import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { backtestOptions } from '#contract/services/backtests';
import { findStrategy, resolveParameters } from '#domain/strategies/catalog';
import { runBacktest } from '#engine/simulation/run-backtest';
import { readBarsFromDisk } from '#runtime/lab/bar-files';
import { hasSharedData, sharedData } from '#test/support/golden-csv';

interface GoldenSetup {
  readonly file: string;
  readonly strategy: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly options: {
    readonly cash: number;
    readonly commission: number;
    readonly direction: string;
    readonly units: string;
    readonly fill: string;
    readonly closeAtEnd: string;
    readonly size: number;
    readonly leverage: number;
  };
  readonly statistics: Record<string, number | null>;
  /** Signed size, entry bar, exit bar, profit after fees. */
  readonly trades: readonly (readonly [number, number, number, number])[];
}

const { tool, cases } = JSON.parse(readFileSync(new URL('setups.json', import.meta.url), 'utf8')) as {
  tool: string;
  cases: GoldenSetup[];
};

/** Catches a strategy that trades otherwise than it says, leverage and sizes that mean another thing, and figures of bars within a day. */
describe.skipIf(!hasSharedData)(`strategies, sizes and margins as in ${tool}`, () => {
  it.each(cases.map((golden) => [nameOf(golden), golden] as const))('%s', async (_name, golden) => {
    const { leverage, ...plain } = golden.options;
    const isMinute = golden.file.startsWith('intraday');
    const timeframe = isMinute ? '1m' : '1d';
    const path = `${sharedData}prices/${golden.file}`;
    const { bars } = await readBarsFromDisk(path, { timeframe, now: Date.UTC(2026, 0, 1) });
    const strategy = findStrategy(golden.strategy)!;
    const parameters = resolveParameters(strategy, golden.parameters);
    const account = leverage === 1 ? {} : { account: { leverage } };
    const options = backtestOptions.parse({ strategy: strategy.slug, parameters, ...plain, ...account });
    const { statistics, trades } = runBacktest(
      { symbol: 'TEST', timeframe, bars, strategy, parameters, options },
      { monotonic: () => 0 },
    );
    const closed = trades.filter((trade) => trade.exitTime !== null);
    const places = closed.map((trade) => [
      bars.time.indexOf(trade.entryTime),
      bars.time.indexOf(trade.exitTime!),
    ]);
    expect(places).toEqual(golden.trades.map(([, entry, exit]) => [entry, exit]));
    // Fractional shares of backtesting.py are whole ones of a price a hundred million times smaller.
    const isFractional = plain.units === 'fractional';
    closed.forEach((trade, i) => {
      const [size, , , profit] = golden.trades[i]!;
      const signed = trade.side === 'long' ? trade.quantity : -trade.quantity;
      expect(Math.abs(signed - size), `size of trade ${i}`).toBeLessThan(isFractional ? 1e-6 : 1e-9);
      expect(Math.abs(trade.pnl - profit), `profit of trade ${i}`).toBeLessThan(isFractional ? 1e-3 : 1e-5);
    });
    for (const [figure, expected] of Object.entries(golden.statistics)) {
      const actual = statistics[figure as keyof typeof statistics];
      if (expected === null) expect(actual, figure).toBeNull();
      else
        expect(Math.abs(Number(actual) - expected), `${figure} ${actual} ${expected}`).toBeLessThan(
          (isFractional ? 1e-6 : 1e-8) * Math.max(1, Math.abs(expected)),
        );
    }
  });
});

function nameOf({ file, strategy, options }: GoldenSetup): string {
  const { direction, fill, units, size, leverage, commission } = options;
  return `${file} ${strategy} ${direction} ${fill} ${units} size ${size} leverage ${leverage} commission ${commission}`;
}
