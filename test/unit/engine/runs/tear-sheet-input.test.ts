import { describe, expect, it } from 'vitest';
import { buildTearSheet } from '#domain/reports/build-tear-sheet';
import { findStrategy } from '#domain/strategies/catalog';
import { dayColumns } from '#engine/runs/day-columns';
import { tearSheetInput } from '#engine/runs/tear-sheet-input';
import { runBacktest } from '#engine/simulation/run-backtest';
import { walk } from '#test/support/daily-walk';
import { finishedBacktest } from '#test/support/finished-backtest';

const CASES = [
  {},
  { direction: 'long' as const, fill: 'close' as const, closeAtEnd: 'none' as const },
  { units: 'whole' as const, closeAtEnd: 'last-open' as const, commission: 0.01 },
  { size: 0.4, closeAtEnd: 'none' as const },
];

/** Catches a fee booked a bar late, an open trade left out, a fill at the close marked at the open. */
describe('what a tear sheet is made from', () => {
  it.each(CASES)('has the equity of every bar as the backtest had it: %o', (options) => {
    const { result, input, bars } = finishedBacktest(options);
    expect(result.trades.length).toBeGreaterThan(5);
    expect(input.columns.time).toBe(bars.time);
    expect(result.equityCurve).toHaveLength(bars.length);
    result.equityCurve.forEach((point, i) => {
      expect(input.columns.equity[i]).toBeCloseTo(point.equity, 5);
      expect(input.columns.benchmark![i]).toBeCloseTo(point.benchmark, 6);
    });
    expect(input.trades.reduce((sum, { fees }) => sum + fees, 0)).toBeCloseTo(result.statistics.feesPaid, 4);
  });

  it('keeps the count of ambiguous bars beside what an examination checked', () => {
    const { result, bars } = finishedBacktest();
    const orders = { ...result.account!.orders, ambiguousBars: 7 };
    const { checks } = tearSheetInput({
      result: { ...result, account: { ...result.account!, orders } },
      bars,
      engineVersion: 'test',
      checks: { trialCount: null, ambiguousBars: null },
    });
    expect(checks.ambiguousBars).toBe(7);
  });

  it('takes the curve of a result that trades do not tell', () => {
    const { result, bars } = finishedBacktest();
    const other = {
      ...result,
      equityCurve: result.equityCurve.map((point) => ({ ...point, equity: point.equity * 1.01 })),
    };
    const { columns } = tearSheetInput({ result: other, bars, engineVersion: 'test' });
    expect([...columns.equity]).toEqual(other.equityCurve.map(({ equity }) => equity));
    expect(columns.turnover.reduce((a, b) => a + b)).toBeGreaterThan(0);
  });

  it('spreads what trades do not tell evenly between the points of a thinned curve', () => {
    const { result, bars, input } = finishedBacktest();
    const points = result.equityCurve.filter((_, i) => i % 10 === 0 || i === bars.length - 1);
    const interest = (i: number) => -i / 2;
    const thinned = {
      ...result,
      equityCurve: points.map((point) => ({
        ...point,
        equity: point.equity + interest(bars.time.indexOf(point.time)),
      })),
    };
    const { columns } = tearSheetInput({ result: thinned, bars, engineVersion: 'test' });
    columns.equity.forEach((value, i) => {
      expect(value).toBeCloseTo(input.columns.equity[i]! + interest(i), 4);
    });
  });

  it('has every day of a run of several symbols, so that its figures of a year are those of the run', () => {
    const { result } = finishedBacktest({ bars: walk(3_300, 3) });
    const bars = walk(3_300, 3);
    const beside = walk(3_300, 4);
    const request = {
      symbol: 'WALK',
      timeframe: '1d' as const,
      bars,
      strategy: findStrategy(result.options.strategy)!,
      parameters: result.options.parameters,
      options: result.options,
      instruments: [
        { symbol: 'WALK', series: [{ timeframe: '1d' as const, bars }] },
        { symbol: 'BESIDE', series: [{ timeframe: '1d' as const, bars: beside }] },
      ],
    };
    const { dayCurve, ...several } = runBacktest(request, { monotonic: () => 0 });
    expect(several.equityCurve.length).toBeLessThanOrEqual(2_000);
    const sheet = buildTearSheet(
      tearSheetInput({ result: several, bars, dayCurve: dayCurve!, engineVersion: 'test' }),
    );
    const figures = sheet.sections.flatMap((section) => section.figures);
    const figure = (id: string) => figures.find((one) => one.id === id)!.value;
    const { annualizedReturnPct, volatilityPct, maxDrawdownPct } = several.statistics;
    expect(figure('annualizedReturnPct')).toBeCloseTo(annualizedReturnPct!, 9);
    expect(figure('volatilityPct')).toBeCloseTo(volatilityPct!, 9);
    expect(figure('maxDrawdownPct')).toBeCloseTo(maxDrawdownPct!, 9);
  });

  it('bounds excursions by the bars a trade was on, and by its own prices', () => {
    const { input, bars } = finishedBacktest();
    for (const { entryTime, exitTime, entryPrice, side, maePct, mfePct, returnPct } of input.trades) {
      const from = bars.time.indexOf(entryTime);
      const to = exitTime === null ? bars.length - 1 : bars.time.indexOf(exitTime);
      const held = Array.from({ length: to - from + 1 }, (_, i) => from + i);
      const high = (Math.max(...held.map((i) => bars.high[i]!)) / entryPrice - 1) * 100;
      const low = (Math.min(...held.map((i) => bars.low[i]!)) / entryPrice - 1) * 100;
      expect(maePct).toBeLessThanOrEqual(0);
      expect(mfePct).toBeGreaterThanOrEqual(0);
      expect(mfePct).toBeLessThanOrEqual((side === 'long' ? high : -low) + 1e-9);
      expect(maePct).toBeGreaterThanOrEqual((side === 'long' ? low : -high) - 1e-9);
      expect(mfePct! + 1e-9).toBeGreaterThanOrEqual(returnPct);
    }
  });

  it('keeps a long run by the day, with everything that was traded', () => {
    const { input } = finishedBacktest({ bars: walk(400, 5) });
    const hours = input.columns.time.map((time, i) => time - (i % 2 === 0 ? 0 : 3_600_000 * 20));
    const columns = { ...input.columns, time: hours.sort() };
    const kept = dayColumns(columns, 100);
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b);
    expect(kept.time.length).toBeLessThan(400);
    expect(sum(kept.turnover)).toBeCloseTo(sum(columns.turnover), 6);
    expect(kept.equity.at(-1)).toBe(columns.equity.at(-1));
    expect(dayColumns(columns, 400)).toBe(columns);
  });
});
