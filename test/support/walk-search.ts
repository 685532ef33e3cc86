import { backtestOptions } from '#contract/services/backtests';
import { parseParameterRange } from '#domain/strategies/parameter-range';
import { rsiReversal } from '#domain/strategies/rsi-reversal';
import { dataSetHash, searchId } from '#engine/simulation/search/data-set-hash';
import type { SearchRequest } from '#engine/simulation/search/run-search';
import { randomWalk } from './random-walk.ts';

/** A random search of so many trials over a seeded walk: the same for every process that asks. */
export function walkSearch(trials: number): { readonly request: SearchRequest; readonly id: string } {
  const bars = randomWalk(120, 5);
  const request: SearchRequest = {
    symbol: 'WALK',
    timeframe: '1d',
    bars,
    strategy: rsiReversal,
    ranges: [
      parseParameterRange('period', '2:60'),
      parseParameterRange('lower', '10:49'),
      parseParameterRange('upper', '50:95'),
    ],
    objective: 'sharpe',
    options: backtestOptions.parse({ strategy: 'rsi-reversal' }),
    method: 'random',
    trials,
    seed: 1,
    isPruning: true,
    top: 3,
  };
  return { request, id: searchId(request, dataSetHash(bars)) };
}
