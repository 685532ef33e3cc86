import type { ReactNode } from 'react';
import type { BacktestResult } from '#contract/services/backtests';
import { BacktestChart } from '../../../charts/backtest-chart.tsx';
import { FigureTable } from '../tear-sheet/figure-table.tsx';
import type { TrialTally } from './trial-note.tsx';
import type { KeptRun } from './use-kept-run.ts';

/** A result at a glance: the curve beside holding, every figure. */
export function Overview({
  result,
  kept,
  tally,
}: {
  readonly result: BacktestResult;
  readonly kept: KeptRun | 'none' | null;
  /** Trials counted on its bars by now. */
  readonly tally: TrialTally | null;
}): ReactNode {
  const sheet = kept === null || kept === 'none' ? null : kept.sheet;
  return (
    <div className={sheet === null ? 'overview' : 'overview with-figures'}>
      <div className="backtest-chart">
        <BacktestChart result={result} />
      </div>
      {sheet && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section className="overview-figures" aria-label="All figures" tabIndex={0}>
          <FigureTable sections={sheet.sections} benchmarkName={sheet.benchmarkName} tally={tally} />
        </section>
      )}
    </div>
  );
}
