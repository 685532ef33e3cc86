import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CompensatedMean } from '#domain/indicators/kernels/compensated-mean';
import { allocateBars, type BarColumns } from '#domain/market/bar';
import { smaCrossover } from '#domain/strategies/sma-crossover';
import type { StrategyRun } from '#domain/strategies/strategy';

/** Signals from pandas' averages of every bar, with nothing left out. */
function exactSignals(closes: readonly number[], fastPeriod: number, slowPeriod: number): number[] {
  const fastMean = new CompensatedMean(fastPeriod);
  const slowMean = new CompensatedMean(slowPeriod);
  let [fast, slow] = [Number.NaN, Number.NaN];
  return closes.map((close) => {
    const [fastBefore, slowBefore] = [fast, slow];
    fast = fastMean.push(close);
    slow = slowMean.push(close);
    if (fastBefore < slowBefore && fast > slow) return 1;
    return fastBefore > slowBefore && fast < slow ? -1 : 0;
  });
}

/** Signals of a run that passes over bars wherever it can. */
function passingSignals(run: StrategyRun, bars: BarColumns, portion: number): number[] {
  const signals: number[] = [];
  while (signals.length < bars.length) {
    const end = Math.min(bars.length, signals.length + portion);
    const next = run.passOver!(bars, signals.length, end);
    while (signals.length < next) signals.push(0);
    if (next < end) signals.push(run.onBar(bars, next));
  }
  return signals;
}

/** Catches a side taken from plain sums where only the last bit of the averages decides, a bar that follows twice, and one passed over. */
it('crosses on the very bars on which the exact averages do, however often they touch', () => {
  const price = fc.oneof(
    fc.integer({ min: 99, max: 101 }),
    fc.integer({ min: 9_990, max: 10_010 }).map((cents) => cents / 100),
    fc.double({ min: 1e-9, max: 1e12, noNaN: true }),
    fc.integer({ min: -3, max: 3 }),
  );
  const closes = fc.array(price, { minLength: 1, maxLength: 120 });
  fc.assert(
    fc.property(
      closes,
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 9 }),
      (series, fast, more) => {
        const bars = allocateBars(series.length);
        bars.close.set(series);
        const exact = exactSignals(series, fast, fast + more);
        const [run, passing] = [1, 2].map(() => smaCrossover.start({ fast, slow: fast + more }));
        expect(series.map((_, i) => run!.onBar(bars, i))).toEqual(exact);
        expect(passingSignals(passing!, bars, 7 * fast)).toEqual(exact);
        expect([passing!.score, passing!.explain()]).toEqual([run!.score, run!.explain()]);
      },
    ),
    { numRuns: 2_000 },
  );
});
