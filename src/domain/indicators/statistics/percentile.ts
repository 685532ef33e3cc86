import { defineIndicator } from '../define-indicator.ts';
import { SortedWindow } from '../kernels/sorted-window.ts';
import { conventionParameter, periodParameter } from '../parameters.ts';

/** The smallest of the newest `period` closes that so many percent do not exceed (TA-Lib PERCENTILE); with `interpolation` 1 between two neighbours by distance, as spreadsheets do. Each bar costs `period` steps. */
export const percentile = defineIndicator({
  slug: 'percentile',
  name: 'Percentile',
  aliases: ['rolling-percentile'],
  group: 'statistics',
  parameters: [
    periodParameter({ default: 30 }),
    { name: 'percentile', label: 'Percentile', default: 50, minimum: 0, maximum: 100, isInteger: false },
    conventionParameter({
      name: 'interpolation',
      label: 'Between neighbours (0 the nearest rank as TA-Lib, 1 by distance)',
      default: 0,
    }),
  ],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({
    window: new SortedWindow(read('period')),
    share: read('percentile') / 100,
    isInterpolated: read('interpolation') === 1,
  }),
  step: ({ window, share, isInterpolated }, { close }) => {
    window.push(close);
    return isInterpolated ? window.quantile(share) : window.nearestRank(share);
  },
});
