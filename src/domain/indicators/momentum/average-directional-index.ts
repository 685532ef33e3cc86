import { defineIndicator } from '../define-indicator.ts';
import { AverageDirectionalIndex } from '../kernels/directional-movement.ts';
import { periodParameter } from '../parameters.ts';

/** Strength of a trend whatever its direction, 0 to 100: Wilder's average of the directional index (Wilder 1978; TA-Lib ADX). */
export const averageDirectionalIndex = defineIndicator({
  slug: 'average-directional-index',
  name: 'Average directional index',
  aliases: ['adx'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 })],
  pane: 'separate',
  warmUpBars: (read) => 2 * read('period'),
  begin: (read) => ({ average: new AverageDirectionalIndex(read('period')) }),
  step: ({ average }, { high, low, close }) => average.push(high, low, close),
});
