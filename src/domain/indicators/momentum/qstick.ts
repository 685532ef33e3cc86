import { defineIndicator } from '../define-indicator.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Mean of close less open over `period` bars (Chande; TA-Lib QSTICK). */
export const qstick = defineIndicator({
  slug: 'qstick',
  name: 'Qstick',
  aliases: ['q-stick'],
  group: 'momentum',
  parameters: [periodParameter({ default: 10 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ mean: new RollingMean(read('period')) }),
  step: ({ mean }, { open, close }) => mean.push(close - open),
});
