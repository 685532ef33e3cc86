import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';
import { trueRangeOf } from '../volatility/true-range.ts';

/** Buying pressure over the true range in three windows, weighted 4, 2, 1, in percent (Williams 1985; TA-Lib ULTOSC). */
export const ultimateOscillator = defineIndicator({
  slug: 'ultimate-oscillator',
  name: 'Ultimate oscillator',
  aliases: ['ultosc', 'uo', 'ultimate'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 7, name: 'short', label: 'Short period' }),
    periodParameter({ default: 14, name: 'medium', label: 'Medium period' }),
    periodParameter({ default: 28, name: 'long', label: 'Long period' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => Math.max(read('short'), read('medium'), read('long')) + 1,
  begin: (read) => ({
    pressures: rollingSums(read('short'), read('medium'), read('long')),
    ranges: rollingSums(read('short'), read('medium'), read('long')),
    before: Number.NaN,
  }),
  step: (state, { high, low, close }) => {
    const { before, pressures, ranges } = state;
    state.before = close;
    if (Number.isNaN(before)) return Number.NaN;
    const pressure = close - Math.min(low, before);
    const range = trueRangeOf(high, low, before);
    let sum = 0;
    for (let i = 0; i < 3; i++)
      sum += 2 ** (2 - i) * ratio(pressures[i]!.push(pressure), ranges[i]!.push(range));
    return (100 * sum) / 7;
  },
});

/** Sums over the windows, shortest first: the shortest weighs most. */
function rollingSums(...periods: readonly number[]): readonly RollingSum[] {
  return [...periods].sort((a, b) => a - b).map((period) => new RollingSum(period));
}
