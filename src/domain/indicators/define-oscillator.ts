import {
  type CurrentBar,
  defineIndicator,
  defineMultipleIndicator,
  type ReadParameter,
} from './define-indicator.ts';
import type { IndicatorDefinition, IndicatorGroup } from './indicator.ts';
import { feed } from './kernels/kernel.ts';
import {
  AVERAGE,
  averageParameter,
  createMovingAverage,
  movingAverageBars,
} from './kernels/moving-average.ts';
import { OscillatorPair } from './kernels/oscillator-pair.ts';
import { periodParameter } from './parameters.ts';

interface Oscillator {
  readonly slug: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly group: IndicatorGroup;
  /** What of a bar is averaged. */
  source(bar: CurrentBar): number;
  /** What is made of the two averages. */
  compare(fast: number, slow: number): number;
}

const PAIR = [
  periodParameter({ default: 12, name: 'fast', label: 'Fast period' }),
  periodParameter({ default: 26, name: 'slow', label: 'Slow period' }),
];
const KIND = averageParameter({ default: AVERAGE.exponential, name: 'average', label: 'Kind of average' });

/** A fast average beside a slow one, 12 and 26 bars and exponential unless told, as TA-Lib's APO, PPO and PVO take them. */
export function defineOscillator({ source, compare, ...names }: Oscillator): IndicatorDefinition {
  return defineIndicator({
    ...names,
    parameters: [...PAIR, KIND],
    pane: 'separate',
    warmUpBars: (read) => OscillatorPair.bars(pairOptions(read)),
    begin: (read) => ({ pair: new OscillatorPair(pairOptions(read)) }),
    step: ({ pair }, bar) => {
      pair.push(source(bar));
      return compare(pair.fast, pair.slow);
    },
  });
}

/** As {@link defineOscillator}, with the average of the value over `signal` bars, of the same kind, and what the value is above it. */
export function defineSignalledOscillator({ source, compare, ...names }: Oscillator): IndicatorDefinition {
  return defineMultipleIndicator({
    ...names,
    parameters: [...PAIR, periodParameter({ default: 9, name: 'signal', label: 'Signal period' }), KIND],
    outputs: ['value', 'signal', 'histogram'],
    pane: 'separate',
    warmUpBars: (read) =>
      OscillatorPair.bars(pairOptions(read)) +
      movingAverageBars(read('average'), read('signal'), AVERAGE.exponential) -
      1,
    begin: (read) => ({
      pair: new OscillatorPair(pairOptions(read)),
      average: createMovingAverage(read('average'), read('signal'), AVERAGE.exponential),
    }),
    step: ({ pair, average }, bar, values) => {
      pair.push(source(bar));
      const value = compare(pair.fast, pair.slow);
      const signal = feed(average, value);
      values[0] = value;
      values[1] = signal;
      values[2] = value - signal;
    },
  });
}

function pairOptions(read: ReadParameter) {
  return {
    fast: read('fast'),
    slow: read('slow'),
    fastKind: read('average'),
    slowKind: read('average'),
    fallback: AVERAGE.exponential,
  };
}
