import type { IndicatorDefinition } from './indicator.ts';
import { commodityChannelIndex } from './momentum/commodity-channel-index.ts';
import { movingAverageConvergenceDivergence } from './momentum/moving-average-convergence-divergence.ts';
import { rateOfChange } from './momentum/rate-of-change.ts';
import { relativeStrengthIndex } from './momentum/relative-strength-index.ts';
import { stochasticOscillator } from './momentum/stochastic-oscillator.ts';
import { williamsPercentRange } from './momentum/williams-percent-range.ts';
import { bollingerBands } from './overlap/bollinger-bands.ts';
import { donchianChannels } from './overlap/donchian-channels.ts';
import { doubleExponentialMovingAverage } from './overlap/double-exponential-moving-average.ts';
import { exponentialMovingAverage } from './overlap/exponential-moving-average.ts';
import { simpleMovingAverage } from './overlap/simple-moving-average.ts';
import { weightedMovingAverage } from './overlap/weighted-moving-average.ts';
import { standardDeviation } from './statistics/standard-deviation.ts';
import { averageTrueRange } from './volatility/average-true-range.ts';
import { trueRange } from './volatility/true-range.ts';
import { onBalanceVolume } from './volume/on-balance-volume.ts';

export { resolveParameters } from './parameters.ts';

/** Every indicator, in the order shown. */
export const INDICATORS: readonly IndicatorDefinition[] = [
  simpleMovingAverage,
  exponentialMovingAverage,
  weightedMovingAverage,
  doubleExponentialMovingAverage,
  bollingerBands,
  donchianChannels,
  relativeStrengthIndex,
  movingAverageConvergenceDivergence,
  stochasticOscillator,
  commodityChannelIndex,
  williamsPercentRange,
  rateOfChange,
  averageTrueRange,
  trueRange,
  standardDeviation,
  onBalanceVolume,
];

/** The indicator behind a slug or an alias in any case, or undefined for a stranger. */
export function findIndicator(name: string): IndicatorDefinition | undefined {
  const wanted = name.toLowerCase();
  return INDICATORS.find(({ slug, aliases }) => slug === wanted || aliases.includes(wanted));
}

/** Every name {@link findIndicator} knows: slugs, then aliases. */
export function indicatorNames(): string[] {
  return [...INDICATORS.map(({ slug }) => slug), ...INDICATORS.flatMap(({ aliases }) => aliases)];
}
