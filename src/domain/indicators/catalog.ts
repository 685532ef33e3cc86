import { averageTrueRange } from './average-true-range.ts';
import { bollingerBands } from './bollinger-bands.ts';
import { commodityChannelIndex } from './commodity-channel-index.ts';
import { donchianChannels } from './donchian-channels.ts';
import { doubleExponentialMovingAverage } from './double-exponential-moving-average.ts';
import { exponentialMovingAverage } from './exponential-moving-average.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { movingAverageConvergenceDivergence } from './moving-average-convergence-divergence.ts';
import { onBalanceVolume } from './on-balance-volume.ts';
import { rateOfChange } from './rate-of-change.ts';
import { relativeStrengthIndex } from './relative-strength-index.ts';
import { simpleMovingAverage } from './simple-moving-average.ts';
import { standardDeviation } from './standard-deviation.ts';
import { stochasticOscillator } from './stochastic-oscillator.ts';
import { trueRange } from './true-range.ts';
import { weightedMovingAverage } from './weighted-moving-average.ts';
import { williamsPercentRange } from './williams-percent-range.ts';

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
