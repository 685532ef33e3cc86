import { defineIndicator } from '../define-indicator.ts';
import { Delay } from '../kernels/delay.ts';
import { logarithm } from '../kernels/logarithms.ts';
import { periodParameter } from '../parameters.ts';

/** Natural logarithm of the close over that of `period` bars before; 0 where either is not above zero. */
export const logarithmicReturn = defineIndicator({
  slug: 'logarithmic-return',
  name: 'Logarithmic return',
  aliases: ['log-return', 'logret'],
  group: 'statistics',
  parameters: [periodParameter({ default: 1 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ before: new Delay(read('period')) }),
  step: ({ before }, { close }) => logarithm(close, before.push(close)),
});
