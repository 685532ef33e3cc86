import { defineMultipleIndicator } from '../define-indicator.ts';
import { MesaAverage } from '../kernels/adaptive-averages.ts';

/** Average that adapts to the phase of the dominant cycle, and its slower follower (Ehlers 2001; TA-Lib MAMA). */
export const mesaAdaptiveMovingAverage = defineMultipleIndicator({
  slug: 'mesa-adaptive-moving-average',
  name: 'MESA adaptive moving average',
  aliases: ['mama'],
  group: 'overlap',
  parameters: [
    { name: 'fastLimit', label: 'Fast limit', default: 0.5, minimum: 0.01, maximum: 0.99, isInteger: false },
    { name: 'slowLimit', label: 'Slow limit', default: 0.05, minimum: 0.01, maximum: 0.99, isInteger: false },
  ],
  outputs: ['mama', 'fama'],
  pane: 'price',
  warmUpBars: () => 33,
  begin: (read) => ({ average: new MesaAverage(read('fastLimit'), read('slowLimit')) }),
  step: ({ average }, { close }, values) => {
    values[0] = average.push(close);
    values[1] = average.following;
  },
});
