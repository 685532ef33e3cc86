import type { ReactNode } from 'react';
import { formatCount, formatDuration } from '../../../format/number.ts';
import type { SearchMethod } from './search-draft.ts';
import type { SearchOutlook } from './search-estimate.ts';
import { estimateSearchMs } from './search-rates.ts';

/** What a search would come to while it is typed: how many, how long, or why not. */
export function SearchOutlookLine({
  outlook,
  strategy,
  method,
  bars,
}: {
  readonly outlook: SearchOutlook | null;
  /** Its slug. */
  readonly strategy: string;
  readonly method: SearchMethod;
  /** Stored bars it would go over, once each trial. */
  readonly bars: number;
}): ReactNode {
  if (outlook === null) return null;
  if (outlook.kind === 'refused')
    return (
      <p className="search-outlook warning" role="status">
        {outlook.problem}
      </p>
    );
  const { combinations, isExact, refused, trials } = outlook.estimate;
  const about = isExact ? '' : 'about ';
  const time = estimateSearchMs(strategy, method, { trials, bars });
  return (
    <p className="search-outlook" role="status">
      <b>
        {method === 'every'
          ? `${about}${formatCount(combinations)} combinations`
          : `${formatCount(trials)} of ${about}${formatCount(combinations)} combinations`}
      </b>
      {bars > 0 && <span>{` × ${formatCount(bars)} bars`}</span>}
      {bars > 0 && time !== null && (
        <span
          title={
            time.isMeasured
              ? 'At the rate the last search like it reached here'
              : 'At a cautious rate; the next estimate uses what this search reaches'
          }
        >
          {` ≈ ${formatDuration(time.milliseconds)}`}
        </span>
      )}
      {refused > 0 && <span>{` · ${formatCount(refused)} left out by the condition`}</span>}
    </p>
  );
}
