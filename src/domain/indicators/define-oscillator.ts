import { type CurrentBar, defineIndicator, type ReadParameter } from './define-indicator.ts';
import type { IndicatorDefinition, IndicatorGroup } from './indicator.ts';
import { AVERAGE, averageParameter } from './kernels/moving-average.ts';
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

/** A fast average beside a slow one, 12 and 26 bars and exponential unless told, as TA-Lib's APO, PPO and PVO take them. */
export function defineOscillator({ source, compare, ...names }: Oscillator): IndicatorDefinition {
  return defineIndicator({
    ...names,
    parameters: [
      periodParameter({ default: 12, name: 'fast', label: 'Fast period' }),
      periodParameter({ default: 26, name: 'slow', label: 'Slow period' }),
      averageParameter({ default: AVERAGE.exponential, name: 'average', label: 'Kind of average' }),
    ],
    pane: 'separate',
    warmUpBars: (read) => OscillatorPair.bars(pairOptions(read)),
    begin: (read) => ({ pair: new OscillatorPair(pairOptions(read)) }),
    step: ({ pair }, bar) => {
      pair.push(source(bar));
      return compare(pair.fast, pair.slow);
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
