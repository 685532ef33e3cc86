import { defineMultipleIndicator } from '../define-indicator.ts';
import { customaryAverage, ExponentialAverage } from '../kernels/exponential-average.ts';
import { feed } from '../kernels/kernel.ts';
import { LateStart } from '../kernels/late-start.ts';
import { periodParameter } from '../parameters.ts';

/** MACD whose averages weigh the newest close 0.15 and 0.075, as first published (Appel; TA-Lib MACDFIX). */
export const macdFixed = defineMultipleIndicator({
  slug: 'macd-fixed',
  name: 'MACD with fixed weights',
  aliases: ['macdfix'],
  group: 'momentum',
  parameters: [periodParameter({ default: 9, name: 'signal', label: 'Signal period' })],
  outputs: ['macd', 'signal', 'histogram'],
  pane: 'separate',
  warmUpBars: (read) => 26 + read('signal') - 1,
  begin: (read) => ({
    fast: new LateStart(new ExponentialAverage(12, 0.15), 14),
    slow: new ExponentialAverage(26, 0.075),
    signal: customaryAverage(read('signal')),
  }),
  step: ({ fast, slow, signal }, { close }, values) => {
    const macd = fast.push(close) - slow.push(close);
    const average = feed(signal, macd);
    values[0] = macd;
    values[1] = average;
    values[2] = macd - average;
  },
});
