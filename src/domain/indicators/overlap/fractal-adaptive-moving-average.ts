import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { periodParameter } from '../parameters.ts';

/** Exponential average of the median price whose weight falls as the fractal dimension of the newest `period` bars (even) rises (Ehlers 2005). */
export const fractalAdaptiveMovingAverage = defineIndicator({
  slug: 'fractal-adaptive-moving-average',
  name: 'Fractal adaptive moving average',
  aliases: ['frama'],
  group: 'overlap',
  parameters: [periodParameter({ default: 16, minimum: 4 })],
  pane: 'price',
  warmUpBars: (read) => 2 * Math.floor(read('period') / 2),
  begin: (read) => ({
    first: new RangeWindow(Math.floor(read('period') / 2)),
    whole: new RangeWindow(2 * Math.floor(read('period') / 2)),
    earlier: new Delay(Math.floor(read('period') / 2)),
    half: Math.floor(read('period') / 2),
    average: Number.NaN,
  }),
  step: (state, { high, low }) => {
    const { half } = state;
    const price = (high + low) / 2;
    const late = state.first.push(high, low) / half;
    const early = state.earlier.push(late);
    const whole = state.whole.push(high, low) / (2 * half);
    if (Number.isNaN(whole) || Number.isNaN(early)) return Number.NaN;
    const hasRange = late > 0 && early > 0 && whole > 0;
    const dimension = hasRange ? (Math.log(early + late) - Math.log(whole)) / Math.LN2 : 1;
    const weight = Math.max(0.01, Math.min(1, Math.exp(-4.6 * (dimension - 1))));
    state.average = Number.isNaN(state.average) ? price : weight * price + (1 - weight) * state.average;
    return state.average;
  },
});

/** Highest high less lowest low of a window. */
class RangeWindow {
  declare private readonly highest: RollingMaximum;
  declare private readonly lowest: RollingMaximum;

  constructor(period: number) {
    this.highest = new RollingMaximum(period);
    this.lowest = new RollingMaximum(period);
  }

  push(high: number, low: number): number {
    return this.highest.push(high) + this.lowest.push(-low);
  }
}
