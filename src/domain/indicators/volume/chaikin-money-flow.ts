import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { moneyFlow } from '../kernels/money-flow.ts';
import { RollingSum } from '../kernels/rolling-sum.ts';
import { periodParameter } from '../parameters.ts';

/** Sum over `period` bars of the volume times where the close stands in its bar, over the sum of volume, −1 to 1 (TA-Lib CMF). */
export const chaikinMoneyFlow = defineIndicator({
  slug: 'chaikin-money-flow',
  name: 'Chaikin money flow',
  aliases: ['cmf'],
  group: 'volume',
  parameters: [periodParameter({ default: 20 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ flows: new RollingSum(read('period')), volumes: new RollingSum(read('period')) }),
  step: ({ flows, volumes }, { high, low, close, volume }) =>
    ratio(flows.push(moneyFlow(high, low, close) * volume), volumes.push(volume)),
});
