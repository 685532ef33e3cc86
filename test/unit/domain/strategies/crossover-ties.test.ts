import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CompensatedMean } from '#domain/indicators/kernels/compensated-mean';
import { allocateBars } from '#domain/market/bar';
import { smaCrossover } from '#domain/strategies/sma-crossover';

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

/** Catches a side taken from plain sums where only the last bit of the averages decides, and a bar that follows twice. */
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
        const run = smaCrossover.start({ fast, slow: fast + more });
        expect(series.map((_, i) => run.onBar(bars, i))).toEqual(exactSignals(series, fast, fast + more));
      },
    ),
    { numRuns: 2_000 },
  );
});
