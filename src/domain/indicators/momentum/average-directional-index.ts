import { defineIndicator } from '../define-indicator.ts';
import { AverageDirectionalIndex, DIRECTIONAL_SEEDING } from '../kernels/directional-movement.ts';
import { periodParameter } from '../parameters.ts';

/** Strength of a trend whatever its direction, 0 to 100: Wilder's average of the directional index (Wilder 1978; TA-Lib ADX). `seeding` 1 sums one movement more before it fades, as Stock.Indicators does. */
export const averageDirectionalIndex = defineIndicator({
  slug: 'average-directional-index',
  name: 'Average directional index',
  aliases: ['adx', 'average-directional-movement-index'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 }), DIRECTIONAL_SEEDING],
  pane: 'separate',
  warmUpBars: (read) => 2 * read('period'),
  begin: (read) => ({ average: new AverageDirectionalIndex(read('period'), read('seeding') === 1) }),
  step: ({ average }, { high, low, close }) => average.push(high, low, close),
});
