import { describe, expect, it } from 'vitest';
import { volatilityRegime } from '#domain/risk/volatility-regime';
import { hasDailyPrices, readDailyBars } from '#test/support/daily-bars';

/** A path whose daily moves alternate in sign with the given size, plus a drift. */
function path(sizes: readonly number[], drift = 0): Float64Array {
  const close = new Float64Array(sizes.length + 1);
  close[0] = 100;
  sizes.forEach((size, i) => {
    close[i + 1] = close[i]! * (1 + (i % 2 === 0 ? size : -size) + drift);
  });
  return close;
}
const days = (count: number, size: number) => new Array<number>(count).fill(size);

describe('volatility regime', () => {
  it.each([
    ['normal when nothing changes', [...days(300, 0.01)], 'normal'],
    ['stressed when moves triple', [...days(280, 0.01), ...days(20, 0.03)], 'stressed'],
    ['calm when moves halve', [...days(280, 0.01), ...days(20, 0.005)], 'calm'],
  ] as const)('is %s', (_, sizes, name) => expect(volatilityRegime(path(sizes))!.name).toBe(name));

  it('recognises nine in ten days of labelled calm and storm', () => {
    const sizes = Array.from({ length: 8 }, () => [...days(100, 0.01), ...days(25, 0.035)]).flat();
    const close = path(sizes);
    let right = 0;
    let judged = 0;
    for (let day = 140; day < sizes.length; day++) {
      const inBlock = day % 125;
      // Windows that straddle a change are neither one nor the other.
      if (inBlock < 20 || (inBlock > 99 && inBlock < 110)) continue;
      judged++;
      if ((volatilityRegime(close, { end: day + 1 })!.name === 'stressed') === inBlock >= 100) right++;
    }
    expect(right / judged).toBeGreaterThan(0.9);
  });

  it.each([
    ['up', 0.004, 1],
    ['down', -0.004, 1],
    ['sideways', 0, 0.8],
  ] as const)('sees a trend %s and weighs it', (trend, drift, multiplier) => {
    expect(volatilityRegime(path(days(300, 0.01), drift))).toMatchObject({ trend, multiplier });
  });

  it('annualises the sample deviation of twenty returns', () => {
    expect(volatilityRegime(path(days(300, 0.01)))!.volatilityPct).toBeCloseTo(
      0.01 * Math.sqrt(20 / 19) * Math.sqrt(252) * 100,
      8,
    );
  });

  it('says nothing before it has eighty-one closes', () => {
    expect(volatilityRegime(path(days(79, 0.01)))).toBeNull();
    expect(volatilityRegime(path(days(80, 0.01)))).not.toBeNull();
  });

  it.skipIf(!hasDailyPrices)('does not look ahead: closes after the moment change nothing', () => {
    const { close } = readDailyBars('GOOG_2000-2013.csv');
    for (let end = 81; end < close.length; end += 97) {
      const changed = close.slice();
      changed.fill(1, end);
      expect(volatilityRegime(changed, { end })).toEqual(volatilityRegime(close.slice(0, end)));
    }
  });
});
