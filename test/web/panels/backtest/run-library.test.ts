import { describe, expect, test } from 'vitest';
import type { BacktestResult } from '../../../../src/contract/services/backtests.ts';
import type { RunSummary } from '../../../../src/contract/services/runs.ts';
import { formOf } from '../../../../src/renderer/panels/backtest/form-of-run.ts';
import { requestOf } from '../../../../src/renderer/panels/backtest/form-request.ts';
import { isRunOf } from '../../../../src/renderer/panels/backtest/lab/use-kept-run.ts';
import { withoutReasons } from '../../../../src/renderer/panels/backtest/lab/verdict-line.tsx';
import { comparedFigures } from '../../../../src/renderer/panels/backtest/runs/compared-figures.ts';
import { readTags, toggleMark } from '../../../../src/renderer/panels/backtest/runs/run-marks.ts';
import { monthShade } from '../../../../src/renderer/panels/backtest/tear-sheet/month-table.tsx';
import { strategyFixture } from '../../support/strategy-fixture.ts';

const statistics = {
  equityFinal: 11_000,
  returnPct: 10,
  annualizedReturnPct: 4,
  volatilityPct: 12,
  sharpe: 0.4,
  sortino: 0.5,
  calmar: null,
  maxDrawdownPct: -20,
  exposurePct: 50,
  buyAndHoldReturnPct: 8,
  trades: 3,
  winRatePct: 60,
  profitFactor: 1.4,
  feesPaid: 2,
  bars: 500,
  startDate: '2005-01-03',
  endDate: '2006-12-29',
  orderListHash: 'abc',
};
const options = {
  strategy: 'sma-crossover',
  parameters: { fast: 5, slow: 20 },
  cash: 5_000,
  commission: 0,
  direction: 'long-short',
  units: 'whole',
  fill: 'close',
  closeAtEnd: 'none',
  size: 0.29,
  costs: {
    commission: { perUnit: 0.005, minimum: 1 },
    slippage: { kind: 'spread', spread: 0.0007, share: 0.5 },
    financing: { borrow: 0.03 },
    volumeShareMax: 0.1,
  },
  account: { leverage: 2, maintenanceMargin: 0.25, latencyBars: 2 },
} as const;
const result: BacktestResult = {
  symbol: 'GOOG',
  timeframe: '1d',
  options,
  asOf: Date.UTC(2013, 0, 3),
  statistics,
  trades: [],
  equityCurve: [],
  elapsedMs: 1,
};
const strategy = strategyFixture(
  ['fast', 'slow'].map((name) => ({
    name,
    label: name,
    default: 10,
    minimum: 1,
    maximum: 500,
    isInteger: true,
  })),
);

describe('the library of runs', () => {
  test('an opened run fills the form so that Run asks for the very same again', () => {
    const read = requestOf(formOf(result), strategy);
    expect(read).toEqual({
      request: {
        ...options,
        symbol: 'GOOG',
        timeframe: '1d',
        from: Date.UTC(2005, 0, 3),
        to: Date.UTC(2006, 11, 30),
        asOf: Date.UTC(2013, 0, 3),
      },
    });
  });

  test('a result finds its own entry whatever order its options are in, and no other', () => {
    const run = {
      ...result,
      options: { ...options, parameters: { slow: 20, fast: 5 } },
    } as object as RunSummary;
    expect(isRunOf(run, result)).toBe(true);
    expect(isRunOf({ ...run, options: { ...run.options, cash: 6_000 } }, result)).toBe(false);
    expect(isRunOf({ ...run, timeframe: '1h' }, result)).toBe(false);
  });

  test('at most five are compared, the first marked first', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].reduce<readonly string[]>(toggleMark, []);
    expect(toggleMark(five, 'f')).toEqual(['b', 'c', 'd', 'e', 'f']);
    expect(toggleMark(five, 'a')).toEqual(['b', 'c', 'd', 'e']);
  });

  test('tags are trimmed and stand once', () => {
    expect(readTags(' momentum, ,daily,momentum ')).toEqual(['momentum', 'daily']);
  });

  test('the mildest drawdown and the lowest volatility are the best; equal figures have none', () => {
    const figures = comparedFigures([
      statistics,
      { ...statistics, maxDrawdownPct: -10, volatilityPct: 11, calmar: 0.4 },
    ]);
    const best = (name: string) => figures.find((figure) => figure.name === name)?.bestIndex;
    expect(best('Deepest drawdown')).toBe(1);
    expect(best('Volatility')).toBe(1);
    expect(best('Sharpe ratio')).toBe(-1);
  });

  test('a verdict says what its list of reasons does not', () => {
    expect(withoutReasons('Doubtful: few trades; it lost. It made 1 %.', ['few trades', 'it lost'])).toBe(
      'It made 1 %.',
    );
    expect(withoutReasons('Convincing: it stands. It made 1 %.', [])).toBe('It stands. It made 1 %.');
  });

  test('the strongest month is shaded fully, a flat one not at all', () => {
    expect([monthShade(0, 12), monthShade(-12, 12), monthShade(3, 0)]).toEqual([0, 34, 0]);
  });
});
