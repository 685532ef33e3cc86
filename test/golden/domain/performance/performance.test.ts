import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { aggregateReturns } from '#domain/performance/aggregate-returns';
import { compareWithBenchmark } from '#domain/performance/benchmark-comparison';
import { drawdownTable } from '#domain/performance/drawdown-table';
import { regressOnFactors } from '#domain/performance/factor-regression';
import { monthlyTable } from '#domain/performance/monthly-table';
import { returnDistribution } from '#domain/performance/return-distribution';
import { gainToPainRatio, omegaRatio, stability, ulcerIndex } from '#domain/performance/risk-ratios';
import { rollingBeta, rollingSharpe, rollingVolatility } from '#domain/performance/rolling';
import { calmarRatio } from '#domain/statistics/calmar-ratio';
import { simpleReturns } from '#domain/statistics/returns';
import { sharedData } from '#test/support/golden-csv';

const FOLDER = `${sharedData}prices/daily/`;
const hasPrices = existsSync(FOLDER);
const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8'));

function adjustedCloses(symbol: string): Map<string, number> {
  const [header, ...rows] = readFileSync(`${FOLDER}${symbol}_2000-2013.csv`, 'utf8').trim().split('\n');
  const column = header!.split(',').indexOf('adj_close');
  return new Map(rows.map((row) => [row.slice(0, 10), Number(row.split(',')[column])]));
}

/** Catches another divisor, percentile rule, annualisation or window than the field's; on GOOG beside IBM, MSFT, AAPL. */
describe.skipIf(!hasPrices)('figures of a run equal those of empyrical, pandas and numpy', () => {
  const days: string[] = golden.days;
  const time = Float64Array.from(days, (day) => Date.parse(`${day}T00:00Z`));
  const columns = (hasPrices ? ['GOOG', 'IBM', 'MSFT', 'AAPL'] : []).map((symbol) => {
    const closes = adjustedCloses(symbol);
    return Float64Array.from(days, (day) => closes.get(day)!);
  });
  const equity = columns[0] ?? new Float64Array(0);
  const [returns, ibm, msft, aapl] = columns.map(simpleReturns) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const ended = time.subarray(1);
  const agree = (found: object, wanted: Record<string, number>, digits = 10) => {
    for (const [name, value] of Object.entries(wanted))
      expect((found as Record<string, number>)[name], name).toBeCloseTo(value, digits);
  };

  it('distribution', () => {
    const { scipySkewness, ...wanted } = golden.distribution;
    agree(returnDistribution(returns), wanted);
    expect(returnDistribution(returns).skewness).toBeCloseTo(scipySkewness, 10);
  });

  it('comparison with a benchmark', () => agree(compareWithBenchmark(returns, ibm, 252), golden.comparison));

  it('risk ratios', () =>
    agree(
      {
        omega: omegaRatio(returns),
        ulcer: ulcerIndex(equity),
        stability: stability(returns),
        gainToPain: gainToPainRatio(returns),
        calmar: calmarRatio(returns, 252),
      },
      golden.ratios,
      9,
    ));

  it('months, years and weeks', () => {
    const table = monthlyTable(ended, returns);
    for (const [year, month, value] of golden.monthly)
      expect(table.find((row) => row.year === year)!.monthsPct[month - 1], `${year}-${month}`).toBeCloseTo(
        value * 100,
        8,
      );
    expect(table.flatMap((row) => row.monthsPct.filter((one) => one !== null))).toHaveLength(
      golden.monthly.length,
    );
    expect(table.map((row) => [row.year, row.returnPct])).toEqual(
      golden.yearly.map(([year, value]: [number, number]) => [year, expect.closeTo(value * 100, 8)]),
    );
    expect(aggregateReturns(ended, returns, 'week').returns.length).toBeGreaterThanOrEqual(golden.weeks);
  });

  it('the ten deepest drawdowns', () => {
    const date = (value: number | null) =>
      value === null ? null : new Date(value).toISOString().slice(0, 10);
    expect(
      drawdownTable(time, equity, 10).map((row) => [
        date(row.peakTime),
        date(row.troughTime),
        date(row.recoveryTime),
        row.depthPct / 100,
      ]),
    ).toEqual(
      golden.drawdowns.map(([peak, trough, recovery, depth]: [string, string, string | null, number]) => [
        peak,
        trough,
        recovery,
        expect.closeTo(depth, 10),
      ]),
    );
  });

  it('rolling figures', () => {
    const { window, volatility, sharpe, beta } = golden.rolling;
    const thinned = (values: Float64Array) => [...values].filter((_, i) => i % 25 === 0);
    const close = (values: number[]) => values.map((value) => expect.closeTo(value, 8));
    expect(thinned(rollingVolatility(returns, window, 252))).toEqual(close(volatility));
    expect(thinned(rollingSharpe(returns, window, 252))).toEqual(close(sharpe));
    expect(thinned(rollingBeta(returns, ibm, window))).toEqual(close(beta));
  });

  it('regression on three factors', () => {
    const found = regressOnFactors(
      returns,
      [
        { name: 'IBM', returns: ibm },
        { name: 'MSFT', returns: msft },
        { name: 'AAPL', returns: aapl },
      ],
      252,
    )!;
    const { annualAlpha, betas, standardErrors, rSquared, contributions } = golden.regression;
    expect(found.annualAlpha).toBeCloseTo(annualAlpha, 10);
    expect(found.rSquared).toBeCloseTo(rSquared, 10);
    expect(found.alphaTStatistic).toBeCloseTo(annualAlpha / 252 / standardErrors[0], 8);
    found.exposures.forEach((exposure, i) => {
      expect(exposure.beta).toBeCloseTo(betas[i], 10);
      expect(exposure.standardError).toBeCloseTo(standardErrors[i + 1], 10);
      expect(exposure.annualContribution).toBeCloseTo(contributions[i], 10);
    });
  });
});
