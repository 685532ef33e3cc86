import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';

/** Gains from open to close in percent of gains and losses, over `period` bars (Chande; TA-Lib IMI); 50 where there were none. */
export const intradayMomentumIndex = defineIndicator({
  slug: 'intraday-momentum-index',
  name: 'Intraday momentum index',
  aliases: ['imi'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ gains: new RollingSum(read('period')), moves: new RollingSum(read('period')) }),
  step: ({ gains, moves }, { open, close }) =>
    100 * ratio(gains.push(Math.max(0, close - open)), moves.push(Math.abs(close - open)), 0.5),
});
