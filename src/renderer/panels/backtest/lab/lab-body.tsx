import type { ReactNode } from 'react';
import type { BacktestResult } from '#contract/services/backtests';
import { EmptyState, Problem } from '../../../components/notice.tsx';
import type { BacktestRequest, StrategyInfo } from '../backtest-form.ts';
import { TearSheetView } from '../tear-sheet/tear-sheet-view.tsx';
import { HoldOutPart } from './hold-out-part.tsx';
import type { LabViewName } from './lab-store.ts';
import { WorkBar } from './lab-views.tsx';
import { MonteCarloView } from './monte-carlo-view.tsx';
import { Overview } from './overview.tsx';
import { RangeFields } from './range-fields.tsx';
import { ResultOrigin } from './result-origin.tsx';
import { StatisticsStrip } from './statistics-strip.tsx';
import { SweepView } from './sweep-view.tsx';
import { TradesView } from './trades-view.tsx';
import { useTrialCount } from './trial-note.tsx';
import { useKeptRun } from './use-kept-run.ts';
import type { LabDrafts, LabWork } from './use-lab.ts';
import { VerdictView } from './verdict-view.tsx';
import { WalkForwardView } from './walk-forward-view.tsx';
import { WorkControls } from './work-controls.tsx';
import { ResampleFields, WalkFields } from './work-fields.tsx';

interface LabBodyProps {
  readonly view: LabViewName;
  readonly work: LabWork;
  readonly drafts: LabDrafts;
  readonly strategy: StrategyInfo | undefined;
  /** The result to be shown; null before there is one. */
  readonly result: BacktestResult | null;
  /** What the form speaks of. */
  readonly symbol: string;
  readonly timeframe: BacktestRequest['timeframe'];
  /** What stands in place of a result. */
  readonly placeholder: ReactNode;
  /** The request of the form, or null after telling there what is wrong with it. */
  readonly read: () => BacktestRequest | null;
  readonly onRun: (parameters: Readonly<Record<string, number>>) => void;
}

/** The view in front: those of one result, or those that make many runs of what the form says. */
export function LabBody(props: LabBodyProps): ReactNode {
  const { view, work, drafts, strategy, read } = props;
  const trials = useTrialCount(props.result);
  const withRequest = (go: (request: BacktestRequest) => void) => (): void => {
    const request = read();
    if (request !== null) go(request);
  };
  if (view === 'sweep') {
    const start = withRequest((request) => work.sweep.start(drafts.sweepOf(request)));
    return (
      <>
        <WorkBar label="Sweep" onSubmit={start}>
          <RangeFields strategy={strategy} draft={drafts.ranges} onChange={drafts.changeRanges} />
          <WorkControls run={work.sweep.run} text="Sweep" onCancel={work.sweep.cancel} />
        </WorkBar>
        <SweepView run={work.sweep.run} onRun={props.onRun} onRetry={start} />
      </>
    );
  }
  if (view === 'walk-forward') {
    const start = withRequest((request) => work.walk.start(drafts.walkOf(request)));
    return (
      <>
        <WorkBar label="Walk-forward" onSubmit={start}>
          <WalkFields draft={drafts.walk} onChange={drafts.changeWalk} />
          <RangeFields strategy={strategy} draft={drafts.ranges} onChange={drafts.changeRanges} />
          <WorkControls run={work.walk.run} text="Walk" onCancel={work.walk.cancel} />
        </WorkBar>
        <WalkForwardView run={work.walk.run} onRetry={start} />
      </>
    );
  }
  if (view === 'monte-carlo') {
    const start = withRequest((request) => work.monteCarlo.start(drafts.monteCarloOf(request)));
    return (
      <>
        <WorkBar label="Monte Carlo" onSubmit={start}>
          <ResampleFields draft={drafts.resample} onChange={drafts.changeResample} />
          <WorkControls run={work.monteCarlo.run} text="Draw" onCancel={work.monteCarlo.cancel} />
        </WorkBar>
        <MonteCarloView run={work.monteCarlo.run} onRetry={start} />
      </>
    );
  }
  if (view === 'verdict') {
    const examine = withRequest(work.verdict.start);
    const measure = withRequest((request) => work.overfitting.start(drafts.overfittingOf(request)));
    return (
      <>
        <WorkBar label="Overfitting" onSubmit={measure}>
          <RangeFields strategy={strategy} draft={drafts.ranges} onChange={drafts.changeRanges} />
          <WorkControls
            run={work.overfitting.run}
            text="Measure overfitting"
            onCancel={work.overfitting.cancel}
          />
          <button
            type="button"
            className="button"
            disabled={work.verdict.run.kind === 'running'}
            onClick={examine}
          >
            Examine
          </button>
        </WorkBar>
        <VerdictView
          run={work.verdict.run}
          overfitting={work.overfitting.run}
          now={trials}
          holdOut={
            <div className="verdict-parts">
              <HoldOutPart
                key={`${props.symbol} ${props.timeframe}`}
                symbol={props.symbol}
                timeframe={props.timeframe}
                read={read}
              />
            </div>
          }
          onRetry={examine}
        />
      </>
    );
  }
  if (props.result === null) return props.placeholder;
  return <ResultViews view={view} result={props.result} trials={trials} work={work} />;
}

function ResultViews({
  view,
  result,
  trials,
  work,
}: {
  readonly view: LabViewName;
  readonly result: BacktestResult;
  readonly trials: number | null;
  readonly work: LabWork;
}): ReactNode {
  const { value: kept, problem, askAgain } = useKeptRun(result);
  return (
    <div className="backtest-result">
      <StatisticsStrip statistics={result.statistics} trials={trials} />
      <ResultOrigin result={result} kept={kept} />
      {view === 'overview' && <Overview result={result} kept={kept} verdict={work.verdict.run} />}
      {view === 'trades' && <TradesView result={result} kept={kept} />}
      {view === 'tear-sheet' &&
        (problem !== null ? (
          <Problem text={problem} onRetry={askAgain} />
        ) : kept === 'none' ? (
          <EmptyState title="Not in the library any more">
            The tear sheet is made from the saved run. Run the backtest afresh to save it again.
          </EmptyState>
        ) : (
          kept !== null && <TearSheetView sheet={kept.sheet} />
        ))}
    </div>
  );
}
