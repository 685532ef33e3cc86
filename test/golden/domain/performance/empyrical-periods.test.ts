import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { aggregateReturns } from '#domain/performance/aggregate-returns';
import { trailingReturns } from '#domain/performance/trailing-returns';
import { sharedData } from '#test/support/golden-csv';

const CASES = `${sharedData}golden/performance/empyrical_cases.json`;
const PRICES = `${sharedData}prices/portfolio/ffn_AAPL_MSFT_C_2004-2014.csv`;
const PERIODS = { weekly: 'week', monthly: 'month', quarterly: 'quarter', yearly: 'year' } as const;
const midnight = (date: string) => Date.parse(`${date}T00:00Z`);

interface Case {
  readonly test: string;
  readonly params: { returns: { series: string }; convert_to: keyof typeof PERIODS; expected: number[] };
}

/** Catches a period that begins a day off, or returns added where they are to be linked. */
describe.skipIf(!existsSync(CASES))('returns of calendar periods', () => {
  const golden: { series: Record<string, { index: string[]; values: number[] }>; cases: Case[] } = existsSync(
    CASES,
  )
    ? JSON.parse(readFileSync(CASES, 'utf8'))
    : { series: {}, cases: [] };
  const cases = golden.cases.filter(({ test }) => test === 'aggregate_returns');

  it('has cases', () => expect(cases).toHaveLength(8));

  it.each(cases)('of $params.returns.series, $params.convert_to', ({ params }) => {
    const { index, values } = golden.series[params.returns.series]!;
    const time = Float64Array.from(index, (day) => midnight(day.slice(0, 10)));
    const found = aggregateReturns(
      time,
      Float64Array.from(values, (value) => value ?? 0),
      PERIODS[params.convert_to],
    );
    expect([...found.returns]).toEqual(params.expected.map((value) => expect.closeTo(value, 8)));
  });
});

/** Catches a month or year to date measured from its first day in place of the close before it. */
describe.skipIf(!existsSync(PRICES))('returns to date', () => {
  const rows = existsSync(PRICES) ? readFileSync(PRICES, 'utf8').trim().split('\n').slice(1) : [];
  const until = (date: string, label: string) => {
    const kept = rows.filter((row) => row.slice(0, 10) <= date).map((row) => row.split(','));
    const found = trailingReturns(
      Float64Array.from(kept, (row) => midnight(row[0]!)),
      Float64Array.from(kept, (row) => Number(row[1])),
    );
    return found.find((row) => row.label === label)?.returnPct;
  };

  it('since the close before a month or year began, on real AAPL', () => {
    const price = (date: string) => Number(rows.findLast((row) => row.slice(0, 10) <= date)!.split(',')[1]);
    const change = (from: string, to: string) => (price(to) / price(from) - 1) * 100;
    expect(until('2004-12-10', 'Month to date')).toBeCloseTo(change('2004-11-30', '2004-12-10'), 10);
    expect(until('2005-01-14', 'Year to date')).toBeCloseTo(change('2004-12-31', '2005-01-14'), 10);
    expect(until('2005-01-14', '6 months')).toBeCloseTo(change('2004-07-14', '2005-01-14'), 10);
    const years = (midnight('2014-03-10') - midnight('2009-03-10')) / (365.25 * 86_400_000);
    expect(until('2014-03-10', '5 years')).toBeCloseTo(
      ((price('2014-03-10') / price('2009-03-10')) ** (1 / years) - 1) * 100,
      8,
    );
  });

  it('leaves out what the data does not cover', () => {
    expect(until('2004-12-10', '1 year')).toBeUndefined();
    expect(until('2004-12-10', '6 months')).toBeDefined();
  });
});
