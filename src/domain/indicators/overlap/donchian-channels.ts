import { defineMultipleIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { periodParameter, schoolParameter } from '../parameters.ts';

/**
 * Highest high and lowest low of the `period` bars before this one, and their middle, as Stock.Indicators has them: a close can therefore break out. `offset` 0 counts the bar itself, as TA-Lib DONCHIAN and LEAN do.
 */
export const donchianChannels = defineMultipleIndicator({
  slug: 'donchian-channels',
  name: 'Donchian channels',
  aliases: ['donchian'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 20 }),
    schoolParameter({
      name: 'offset',
      label: 'Bar itself',
      taLib: 'counts',
      stockIndicators: 'does not',
      default: 1,
    }),
  ],
  outputs: ['upper', 'middle', 'lower'],
  pane: 'price',
  warmUpBars: (read) => read('period') + read('offset'),
  begin: (read) => ({
    highest: new RollingMaximum(read('period')),
    lowest: new RollingMaximum(read('period')),
    top: new Delay(read('offset')),
    bottom: new Delay(read('offset')),
  }),
  step: ({ highest, lowest, top, bottom }, { high, low }, values) => {
    const upper = top.push(highest.push(high));
    const lower = bottom.push(-lowest.push(-low));
    values[0] = upper;
    values[1] = (upper + lower) / 2;
    values[2] = lower;
  },
});
