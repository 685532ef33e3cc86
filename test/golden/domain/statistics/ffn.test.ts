import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compoundAnnualGrowthRate } from '#domain/statistics/annualized-return';
import { drawdowns, maxDrawdown } from '#domain/statistics/drawdown';
import { cumulativeReturn, equityFromReturns, logReturns, simpleReturns } from '#domain/statistics/returns';
import { sharedData } from '#test/support/golden-csv';

const PRICES = `${sharedData}prices/portfolio/ffn_AAPL_MSFT_C_2004-2014.csv`;

interface Published {
  readonly case: string;
  readonly expected: { of: string; value: number; decimals: number }[];
}

/** Catches a shifted return, a drawdown from the wrong peak, a year of the wrong length; on real AAPL, MSFT and C. */
describe.skipIf(!existsSync(PRICES))('figures equal the published cases of ffn', () => {
  const rows = existsSync(PRICES)
    ? readFileSync(PRICES, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((row) => row.split(','))
    : [];
  const time = rows.map((row) => Date.parse(`${row[0]}T00:00:00Z`));
  const prices = Object.fromEntries(
    ['AAPL', 'MSFT', 'C'].map((symbol, i) => [symbol, rows.map((row) => Number(row[i + 1]))]),
  );
  const published: Published[] = existsSync(PRICES)
    ? JSON.parse(readFileSync(`${sharedData}golden/performance/ffn_cases.json`, 'utf8')).cases
    : [];
  const growth = (values: number[]) =>
    compoundAnnualGrowthRate({
      startTime: time[0]!,
      endTime: time[values.length - 1]!,
      startValue: values[0]!,
      endValue: values.at(-1)!,
    });

  /** The series of a case, whether ffn indexes it by symbol or not; `ts` is the first ten of AAPL. */
  const FIGURES: Record<string, (values: number[]) => ArrayLike<number> | number | null> = {
    to_returns_ts: (values) => [Number.NaN, ...simpleReturns(values)],
    to_returns_df: (values) => [Number.NaN, ...simpleReturns(values)],
    to_log_returns_ts: (values) => [Number.NaN, ...logReturns(values)],
    to_log_returns_df: (values) => [Number.NaN, ...logReturns(values)],
    rebase: (values) => equityFromReturns(simpleReturns(values), 100),
    to_drawdown_series_ts: (values) => drawdowns(values).map((depth) => -depth),
    to_drawdown_series_df: (values) => drawdowns(values).map((depth) => -depth),
    max_drawdown_ts: maxDrawdown,
    max_drawdown_df: (values) => maxDrawdown(values.slice(0, 10)),
    calc_total_return: (values) => cumulativeReturn(simpleReturns(values.slice(0, 11))),
    cagr_ts: growth,
    cagr_df: growth,
  };
  const lines = published
    .flatMap((one) => one.expected.map((line) => ({ name: one.case, ...line })))
    .filter(({ name }) => name in FIGURES);

  it('covers a good part of them', () => expect(lines.length).toBeGreaterThan(35));

  it.each(lines)('$name $of', ({ name, of, value, decimals }) => {
    const symbol = /'([A-Z]+)'/.exec(of)?.[1];
    const found = FIGURES[name]!(symbol ? prices[symbol]! : prices['AAPL']!.slice(0, 10));
    const position = /iloc\[(-?\d+)\]/.exec(of)?.[1];
    const figure = typeof found === 'number' || found === null ? found : found[Number(position)];
    expect(figure).toBeCloseTo(value, decimals);
  });
});
