import { defineIndicator } from '../define-indicator.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter } from '../parameters.ts';

/** Mean of the newest `period` closes under a Gauss curve that peaks at `offset` of the window (0 oldest, 1 newest) with width period / `sigma` (Legoux and Kouzis-Loukas 2009). Each bar costs `period` steps. */
export const arnaudLegouxMovingAverage = defineIndicator({
  slug: 'arnaud-legoux-moving-average',
  name: 'Arnaud Legoux moving average',
  aliases: ['alma'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 9 }),
    { name: 'offset', label: 'Offset', default: 0.85, minimum: 0, maximum: 1, isInteger: false },
    { name: 'sigma', label: 'Sigma', default: 6, minimum: 0.1, maximum: 100, isInteger: false },
  ],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({
    window: new RollingWindow(read('period')),
    weights: gaussianWeights(read('period'), read('offset'), read('sigma')),
  }),
  step: ({ window, weights }, { close }) => {
    window.push(close);
    let sum = 0;
    for (let age = 0; age < weights.length; age++) sum += weights[age]! * window.at(age);
    return sum;
  },
});

/** Weights by age that add up to 1. */
function gaussianWeights(period: number, offset: number, sigma: number): Float64Array {
  const centre = offset * (period - 1);
  const width = period / sigma;
  const weights = Float64Array.from({ length: period }, (_, age) => {
    const distance = period - 1 - age - centre;
    return Math.exp(-(distance * distance) / (2 * width * width));
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total === 0 ? weights.fill(1 / period) : weights.map((weight) => weight / total);
}
