import { deflatedSharpeRatio } from '#domain/statistics/deflated-sharpe-ratio';
import { returnMoments } from '#domain/statistics/return-moments';
import { type HonestWork, trialReturns } from '../honesty/trial-returns.ts';
import type { RankedTrial } from '../sweep/run-sweep.ts';
import type { TrialCount } from './trial-counter.ts';

/** Confidence that the best of a search is better than the best of as many worthless independent trials; null where it has no value. */
export function deflateBest(
  work: HonestWork,
  best: RankedTrial,
  { independentTrials: trials, sharpeVariance }: Pick<TrialCount, 'independentTrials' | 'sharpeVariance'>,
): number | null {
  const moments = returnMoments(trialReturns(work, best.parameters).returns);
  return moments && deflatedSharpeRatio(moments, { trials, sharpeVariance }).confidence;
}
