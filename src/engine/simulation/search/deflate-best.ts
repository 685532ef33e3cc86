import { deflatedSharpeRatio } from '#domain/statistics/deflated-sharpe-ratio';
import type { ReturnMoments } from '#domain/statistics/return-moments';
import type { TrialCount } from './trial-counter.ts';

/**
 * Confidence that the best of a search, whose returns have these moments, is better than the best of as many worthless
 * independent trials; null where it has no value.
 */
export function deflateBest(
  moments: ReturnMoments | null,
  { independentTrials: trials, sharpeVariance }: Pick<TrialCount, 'independentTrials' | 'sharpeVariance'>,
): number | null {
  return moments && deflatedSharpeRatio(moments, { trials, sharpeVariance }).confidence;
}
