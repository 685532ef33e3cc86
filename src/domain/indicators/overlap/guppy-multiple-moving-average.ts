import { defineMultipleIndicator } from '../define-indicator.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';

/** Twelve exponential averages of closes: of 3, 5, 8, 10, 12 and 15 bars for traders, of 30 to 60 for investors (Guppy 2004). */
export const guppyMultipleMovingAverage = defineMultipleIndicator({
  slug: 'guppy-multiple-moving-average',
  name: 'Guppy multiple moving average',
  aliases: ['gmma', 'guppy'],
  group: 'overlap',
  parameters: [],
  outputs: [
    'ema3',
    'ema5',
    'ema8',
    'ema10',
    'ema12',
    'ema15',
    'ema30',
    'ema35',
    'ema40',
    'ema45',
    'ema50',
    'ema60',
  ],
  pane: 'price',
  warmUpBars: () => 60,
  begin: () => ({ averages: [3, 5, 8, 10, 12, 15, 30, 35, 40, 45, 50, 60].map(customaryAverage) }),
  step: ({ averages }, { close }, values) => {
    for (let i = 0; i < averages.length; i++) values[i] = averages[i]!.push(close);
  },
});
