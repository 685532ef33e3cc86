import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { periodParameter } from '../parameters.ts';

/** Change of the close over `period` bars, in price units (TA-Lib MOM). */
export const momentum = defineIndicator({
  slug: 'momentum',
  name: 'Momentum',
  aliases: ['mom'],
  group: 'momentum',
  parameters: [periodParameter({ default: 10 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ before: new Delay(read('period')) }),
  step: ({ before }, { close }) => close - before.push(close),
});
