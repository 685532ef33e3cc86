import { defineIndicator, type ReadParameter } from '../define-indicator.ts';
import { HilbertTransform } from '../kernels/hilbert-transform.ts';
import { LateStart } from '../kernels/late-start.ts';
import {
  AVERAGE,
  averageParameter,
  createMovingAverage,
  movingAverageBars,
} from '../kernels/moving-average.ts';
import { periodParameter } from '../parameters.ts';

/**
 * Average of closes over as many bars as the dominant cycle is long (Hilbert transform), within `minimum` and `maximum`: TA-Lib's MAVP with HT_DCPERIOD for its periods. Each bar costs a step for each period there may be.
 */
export const variablePeriodMovingAverage = defineIndicator({
  slug: 'variable-period-moving-average',
  name: 'Variable-period moving average',
  aliases: ['mavp'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 2, name: 'minimum', label: 'Fewest bars', minimum: 1 }),
    periodParameter({ default: 30, name: 'maximum', label: 'Most bars', minimum: 2 }),
    averageParameter({ default: AVERAGE.simple }),
  ],
  pane: 'price',
  warmUpBars: (read) => Math.max(33, movingAverageBars(read('average'), longest(read))),
  begin: (read) => {
    const minimum = read('minimum');
    const maximum = longest(read);
    const kind = read('average');
    const bars = movingAverageBars(kind, maximum);
    // TA-Lib seeds every period so that it is ready with the longest.
    const averages = Array.from({ length: maximum - minimum + 1 }, (_, i) => {
      const period = minimum + i;
      return new LateStart(
        createMovingAverage(kind, period),
        Math.max(0, bars - movingAverageBars(kind, period)),
      );
    });
    return { averages, minimum, maximum, cycle: new HilbertTransform(12) };
  },
  step: ({ averages, minimum, maximum, cycle }, { close }) => {
    cycle.push(close);
    const period = Math.max(minimum, Math.min(maximum, Math.trunc(cycle.smoothPeriod)));
    let chosen = Number.NaN;
    for (let i = 0; i < averages.length; i++) {
      const value = averages[i]!.push(close);
      if (minimum + i === period) chosen = value;
    }
    return chosen;
  },
});

function longest(read: ReadParameter): number {
  return Math.max(read('minimum'), read('maximum'));
}
