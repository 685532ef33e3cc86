import { defineMultipleIndicator } from '../define-indicator.ts';
import { MesaAverage } from '../kernels/adaptive-averages.ts';
import { EhlersAverage } from '../kernels/ehlers-cycle.ts';
import { schoolParameter } from '../parameters.ts';

/** Average that adapts to the phase of the dominant cycle, and its slower follower (Ehlers 2001; TA-Lib MAMA). With `convention` 1 of median prices, from the sixth bar on (Stock.Indicators). */
export const mesaAdaptiveMovingAverage = defineMultipleIndicator({
  slug: 'mesa-adaptive-moving-average',
  name: 'MESA adaptive moving average',
  aliases: ['mama'],
  group: 'overlap',
  parameters: [
    { name: 'fastLimit', label: 'Fast limit', default: 0.5, minimum: 0.01, maximum: 0.99, isInteger: false },
    { name: 'slowLimit', label: 'Slow limit', default: 0.05, minimum: 0.01, maximum: 0.99, isInteger: false },
    schoolParameter({ label: 'Prices', taLib: 'closes', stockIndicators: 'medians' }),
  ],
  outputs: ['mama', 'fama'],
  pane: 'price',
  warmUpBars: (read) => (read('convention') === 1 ? 6 : 33),
  begin: (read) => ({
    average:
      read('convention') === 1
        ? new EhlersAverage(read('fastLimit'), read('slowLimit'))
        : new MesaAverage(read('fastLimit'), read('slowLimit')),
    ofMedians: read('convention') === 1,
  }),
  step: ({ average, ofMedians }, { high, low, close }, values) => {
    values[0] = average.push(ofMedians ? (high + low) / 2 : close);
    values[1] = average.following;
  },
});
