import { defineIndicator } from '../define-indicator.ts';
import { HilbertTransform } from '../kernels/hilbert-transform.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter } from '../parameters.ts';

/**
 * Average of closes over as many bars as the dominant cycle is long (Hilbert transform), within `minimum` and `maximum`: TA-Lib's MAVP with HT_DCPERIOD for its periods. Each bar costs `maximum` steps.
 */
export const variablePeriodMovingAverage = defineIndicator({
  slug: 'variable-period-moving-average',
  name: 'Variable-period moving average',
  aliases: ['mavp'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 2, name: 'minimum', label: 'Fewest bars', minimum: 1 }),
    periodParameter({ default: 30, name: 'maximum', label: 'Most bars', minimum: 2 }),
  ],
  pane: 'price',
  warmUpBars: (read) => Math.max(33, read('minimum'), read('maximum')),
  begin: (read) => ({
    window: new RollingWindow(Math.max(read('minimum'), read('maximum'))),
    cycle: new HilbertTransform(12),
    minimum: read('minimum'),
  }),
  step: ({ window, cycle, minimum }, { close }) => {
    cycle.push(close);
    window.push(close);
    const bars = Math.max(minimum, Math.min(window.period, Math.trunc(cycle.smoothPeriod)));
    let sum = 0;
    for (let age = 0; age < bars; age++) sum += window.at(age);
    return sum / bars;
  },
});
