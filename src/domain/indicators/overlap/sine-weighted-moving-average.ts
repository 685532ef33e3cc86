import { defineIndicator } from '../define-indicator.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter } from '../parameters.ts';

/** Mean of the newest `period` closes under half a wave of a sine. Each bar costs `period` steps. */
export const sineWeightedMovingAverage = defineIndicator({
  slug: 'sine-weighted-moving-average',
  name: 'Sine-weighted moving average',
  aliases: ['sinwma'],
  group: 'overlap',
  parameters: [periodParameter({ default: 14 })],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ window: new RollingWindow(read('period')), weights: sineWeights(read('period')) }),
  step: ({ window, weights }, { close }) => {
    window.push(close);
    let sum = 0;
    for (let age = 0; age < weights.length; age++) sum += weights[age]! * window.at(age);
    return sum;
  },
});

/** Weights by age that add up to 1. */
function sineWeights(period: number): Float64Array {
  const weights = Float64Array.from({ length: period }, (_, age) =>
    Math.sin(((age + 1) * Math.PI) / (period + 1)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
