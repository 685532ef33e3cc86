import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { annualizedReturn } from '#domain/statistics/annualized-return';
import { annualizedVolatility, downsideDeviation } from '#domain/statistics/annualized-volatility';
import { maxDrawdown } from '#domain/statistics/drawdown';
import { cumulativeReturn, equityFromReturns, simpleReturns } from '#domain/statistics/returns';
import { sharpeRatio } from '#domain/statistics/sharpe-ratio';
import { sortinoRatio } from '#domain/statistics/sortino-ratio';
import { hasSharedData, sharedData } from '#test/support/golden-csv';

type Values = { series: string } | { inline: number[] };
interface Case {
  readonly test: string;
  readonly params: {
    returns?: Values;
    prices?: Values;
    required_return?: number | Values;
    risk_free?: number | Values;
    starting_value?: number;
    period?: 'daily' | 'weekly' | 'monthly';
    expected?: number | string | null | number[] | { inline: number[] };
  };
}
type Series = { index: string[]; values?: (number | null)[]; columns?: Record<string, number[]> };

const PERIODS = { daily: 252, weekly: 52, monthly: 12 };
const golden: { series: Record<string, Series>; cases: Case[] } = hasSharedData
  ? JSON.parse(readFileSync(`${sharedData}golden/performance/empyrical_cases.json`, 'utf8'))
  : { series: {}, cases: [] };

/** One column a result; null where the series has no value. */
function columns(values: Values): (number | null)[][] {
  if ('inline' in values) return [values.inline];
  const series = golden.series[values.series]!;
  return series.columns ? Object.values(series.columns) : [series.values ?? []];
}

/** Returns above what is required, period by period; missing ones left out, as empyrical's nan-functions do. */
function excess(returns: (number | null)[], required: number | Values | undefined = 0): number[] {
  const threshold = typeof required === 'number' ? returns.map(() => required) : columns(required)[0]!;
  return returns.flatMap((value, i) =>
    value === null || threshold[i] == null ? [] : [value - threshold[i]!],
  );
}

/** A missing return is a period that passed without one. */
const filled = (returns: (number | null)[]) => returns.map((value) => value ?? 0);

const FIGURES: Record<string, (params: Case['params'], returns: (number | null)[]) => number | null> = {
  cum_returns_final: ({ starting_value = 0 }, returns) => {
    const total = cumulativeReturn(filled(returns));
    return total === null || starting_value === 0 ? total : (1 + total) * starting_value;
  },
  max_drawdown: (_, returns) =>
    returns.length === 0 ? null : maxDrawdown(equityFromReturns(filled(returns))),
  annual_ret: ({ period }, returns) => annualizedReturn(filled(returns), PERIODS[period!]),
  cagr: ({ period }, returns) => annualizedReturn(filled(returns), PERIODS[period!]),
  annual_volatility: ({ period }, returns) => annualizedVolatility(excess(returns), PERIODS[period!]),
  sharpe_ratio: ({ risk_free }, returns) => sharpeRatio(excess(returns, risk_free), 252),
  downside_risk: ({ required_return, period }, returns) =>
    downsideDeviation(excess(returns, required_return), PERIODS[period!]),
  sortino: ({ required_return, period }, returns) =>
    sortinoRatio(excess(returns, required_return), PERIODS[period!]),
};

/** Catches a wrong divisor, a wrong annualisation, or NaN and infinity where a figure is undefined. */
describe.skipIf(!hasSharedData)('figures equal the published cases of empyrical', () => {
  const cases = golden.cases.filter(({ test, params }) => test in FIGURES && 'expected' in params);

  it('covers a good part of them', () => expect(cases.length).toBeGreaterThanOrEqual(45));

  it.each(cases)('$test $params', ({ test, params }) => {
    const { expected } = params;
    const wanted =
      expected !== null && typeof expected === 'object'
        ? 'inline' in expected
          ? expected.inline
          : expected
        : [expected];
    columns(params.returns!).forEach((returns, i) => {
      const found = FIGURES[test]!(params, returns);
      const value = wanted[i];
      if (typeof value === 'number') expect(found).toBeCloseTo(value, test === 'cum_returns_final' ? 4 : 8);
      else expect(found).toBeNull();
    });
  });

  it.each(golden.cases.filter(({ test }) => test === 'simple_returns'))(
    'simple returns of $params.prices.series',
    ({ params }) => {
      const found = simpleReturns(filled(columns(params.prices!)[0]!));
      (params.expected as (number | string)[]).forEach((value, i) => {
        if (typeof value === 'number') expect(found[i]).toBeCloseTo(value, 9);
      });
    },
  );
});
