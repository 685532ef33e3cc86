import { normalQuantile } from './normal-distribution.ts';
import { probabilisticSharpeRatio } from './probabilistic-sharpe-ratio.ts';
import type { ReturnMoments } from './return-moments.ts';

/** Euler–Mascheroni. */
const EULER_GAMMA = 0.577_215_664_901_532_9;

/**
 * The largest Sharpe ratio expected of `trials` strategies that are worth nothing, whose ratios have that variance:
 * √V ((1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e))). Per period when the variance is. Source: Bailey & López de Prado 2014,
 * "The deflated Sharpe ratio", eq. 1. Zero for a single trial.
 */
export function expectedMaximumSharpe(trials: number, variance: number): number {
  if (trials <= 1 || variance <= 0) return 0;
  const first = normalQuantile(1 - 1 / trials);
  const second = normalQuantile(1 - 1 / (trials * Math.E));
  // Between one and two trials the approximation falls below zero, which the largest of them cannot be expected to.
  return Math.max(0, Math.sqrt(variance) * ((1 - EULER_GAMMA) * first + EULER_GAMMA * second));
}

export interface Deflation {
  /** Independent trials on the same data, this one counted; correlated ones are worth fewer (`independentTrials`). */
  readonly trials: number;
  /** Variance of their Sharpe ratios per period; null when unknown: that of ratios worth nothing, 1 / (n − 1), stands in. */
  readonly sharpeVariance: number | null;
}

/** A Sharpe ratio after what chance does with so many trials. */
export interface DeflatedSharpe {
  /** Confidence, 0 to 1, that the ratio is above what the best of so many worthless trials would show. */
  readonly confidence: number | null;
  /** What that best would show, per period. */
  readonly expectedMaximum: number;
}

/** The deflated Sharpe ratio: the probabilistic one against {@link expectedMaximumSharpe}. Source: the same, eq. 2. */
export function deflatedSharpeRatio(moments: ReturnMoments, deflation: Deflation): DeflatedSharpe {
  const variance = deflation.sharpeVariance ?? 1 / (moments.count - 1);
  const expectedMaximum = expectedMaximumSharpe(deflation.trials, variance);
  return { expectedMaximum, confidence: probabilisticSharpeRatio(moments, expectedMaximum) };
}
