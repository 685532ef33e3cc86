import './coverage-strip.css';
import { type ReactNode, useEffect, useState } from 'react';
import type { SeriesGaps } from '#contract/services/gaps';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { formatCount, NO_VALUE } from '../../format/number.ts';
import type { SeriesView } from '../../stores/reference.ts';
import { coverageCells, coverageText } from './coverage.ts';

/** Gaps listed in a tooltip come from these; months and totals are always whole. */
const GAPS_ASKED = 20;

/** The months of a stored series as a strip of cells, and how many bars its calendar misses; the tooltip names them. */
export function CoverageStrip({ series }: { readonly series: SeriesView }): ReactNode {
  const { gaps, problem } = useSeriesGaps(series);
  if (problem !== null) {
    return (
      <span className="muted" title={problem}>
        {NO_VALUE}
      </span>
    );
  }
  if (!gaps) return <span className="muted">…</span>;
  const text = coverageText(gaps);
  return (
    <span className="coverage" role="img" aria-label={text} title={text}>
      <span className="coverage-cells" aria-hidden="true">
        {coverageCells(gaps.months).map((level, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place in time
          <i key={index} className={level} />
        ))}
      </span>
      <span className={gaps.missingBars === 0 ? 'muted' : 'warning'}>
        {gaps.missingBars === 0 ? 'complete' : `${formatCount(gaps.missingBars)} missing`}
      </span>
    </span>
  );
}

/** Asks the engine again when the series has changed. */
function useSeriesGaps({ symbol, timeframe, bars, lastTime }: SeriesView): {
  gaps: SeriesGaps | null;
  problem: string | null;
} {
  const isConnected = useIsConnected();
  const [state, setState] = useState<{ gaps: SeriesGaps | null; problem: string | null }>({
    gaps: null,
    problem: null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another count or last bar is another series
  useEffect(() => {
    if (!isConnected) return;
    const stop = new AbortController();
    requireEngine()
      .marketData.gaps({ symbol, timeframe, limit: GAPS_ASKED }, { signal: stop.signal })
      .then((gaps) => {
        if (!stop.signal.aborted) setState({ gaps, problem: null });
      })
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setState({ gaps: null, problem: refusalText(error) });
      });
    return () => stop.abort();
  }, [isConnected, symbol, timeframe, bars, lastTime]);
  return state;
}
