import { defineMultipleIndicator } from '../define-indicator.ts';
import { feed } from '../kernels/kernel.ts';
import { averageParameter, createMovingAverage, movingAverageBars } from '../kernels/moving-average.ts';
import { OscillatorPair } from '../kernels/oscillator-pair.ts';
import { periodParameter } from '../parameters.ts';

/** MACD with a kind of average for each line (TA-Lib MACDEXT); the fast one starts late so that both are ready together. */
export const macdOfChosenAverages = defineMultipleIndicator({
  slug: 'macd-of-chosen-averages',
  name: 'MACD of chosen averages',
  aliases: ['macdext'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 12, name: 'fast', label: 'Fast period' }),
    averageParameter({ default: 0, name: 'fastAverage', label: 'Fast average' }),
    periodParameter({ default: 26, name: 'slow', label: 'Slow period' }),
    averageParameter({ default: 0, name: 'slowAverage', label: 'Slow average' }),
    periodParameter({ default: 9, name: 'signal', label: 'Signal period' }),
    averageParameter({ default: 0, name: 'signalAverage', label: 'Signal average' }),
  ],
  outputs: ['macd', 'signal', 'histogram'],
  pane: 'separate',
  warmUpBars: (read) =>
    OscillatorPair.bars({
      fast: read('fast'),
      slow: read('slow'),
      fastKind: read('fastAverage'),
      slowKind: read('slowAverage'),
    }) +
    movingAverageBars(read('signalAverage'), read('signal')) -
    1,
  begin: (read) => ({
    pair: new OscillatorPair({
      fast: read('fast'),
      slow: read('slow'),
      fastKind: read('fastAverage'),
      slowKind: read('slowAverage'),
      isAligned: true,
    }),
    signal: createMovingAverage(read('signalAverage'), read('signal')),
  }),
  step: ({ pair, signal }, { close }, values) => {
    pair.push(close);
    const macd = pair.fast - pair.slow;
    const average = feed(signal, macd);
    values[0] = macd;
    values[1] = average;
    values[2] = macd - average;
  },
});
