import type { ReactNode } from 'react';
import type { BacktestResult } from '#contract/services/backtests';
import type { VerdictResult } from '#contract/services/lab';
import { BacktestChart } from '../../../charts/backtest-chart.tsx';
import { FigureTable } from '../tear-sheet/figure-table.tsx';
import type { KeptRun } from './use-kept-run.ts';
import type { TaskRun } from './use-task-run.ts';
import { VerdictLine } from './verdict-line.tsx';

/** A result at a glance: the verdict in a sentence, the curve beside holding, every figure. */
export function Overview({
  result,
  kept,
  verdict,
}: {
  readonly result: BacktestResult;
  readonly kept: KeptRun | 'none' | null;
  readonly verdict: TaskRun<VerdictResult>;
}): ReactNode {
  const sheet = kept === null || kept === 'none' ? null : kept.sheet;
  return (
    <>
      <VerdictLine run={verdict} />
      <div className={sheet === null ? 'overview' : 'overview with-figures'}>
        <div className="backtest-chart">
          <BacktestChart result={result} />
        </div>
        {sheet && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
          <section className="overview-figures" aria-label="All figures" tabIndex={0}>
            <FigureTable sections={sheet.sections} benchmarkName={sheet.benchmarkName} />
          </section>
        )}
      </div>
    </>
  );
}
