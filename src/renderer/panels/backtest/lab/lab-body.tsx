import type { ReactNode } from 'react';
import type { BacktestResult } from '#contract/services/backtests';
import { EmptyState, Problem } from '../../../components/notice.tsx';
import type { BacktestRequest } from '../backtest-form.ts';
import { TearSheetView } from '../tear-sheet/tear-sheet-view.tsx';
import { type LabPartProps, MonteCarloPart, SearchPart, VerdictPart, WalkPart } from './lab-parts.tsx';
import { isResultView, type LabViewName } from './lab-store.ts';
import { Overview } from './overview.tsx';
import { ResultOrigin } from './result-origin.tsx';
import { StatisticsStrip } from './statistics-strip.tsx';
import { TradesView } from './trades-view.tsx';
import { type TrialTally, useTrialTally } from './trial-note.tsx';
import { useKeptRun } from './use-kept-run.ts';
import type { LabWork } from './use-lab.ts';
import { VerdictLine } from './verdict-line.tsx';

interface LabBodyProps extends LabPartProps {
  readonly view: LabViewName;
  /** The result to be shown; null before there is one. */
  readonly result: BacktestResult | null;
  /** What the form speaks of. */
  readonly symbol: string;
  readonly timeframe: BacktestRequest['timeframe'];
  /** The form names further symbols. */
  readonly hasOthers: boolean;
  /** What stands in place of a result. */
  readonly placeholder: ReactNode;
}

/** The view in front: those of one result, or those that make many runs of what the form says. */
export function LabBody({ hasOthers, ...props }: LabBodyProps): ReactNode {
  return (
    <>
      {hasOthers && !isResultView(props.view) && (
        <p className="lab-proviso" role="status">
          {`What is done here goes over ${props.symbol} alone: several symbols in one account are backtested, not searched or examined.`}
        </p>
      )}
      <View {...props} />
    </>
  );
}

function View({
  view,
  result,
  symbol,
  timeframe,
  placeholder,
  ...part
}: Omit<LabBodyProps, 'hasOthers'>): ReactNode {
  const tally = useTrialTally(result);
  switch (view) {
    case 'search':
      return <SearchPart {...part} />;
    case 'walk-forward':
      return <WalkPart {...part} />;
    case 'monte-carlo':
      return <MonteCarloPart {...part} />;
    case 'verdict':
      return <VerdictPart {...part} symbol={symbol} timeframe={timeframe} tally={tally} />;
    default:
      return result === null ? (
        placeholder
      ) : (
        <ResultViews view={view} result={result} tally={tally} work={part.work} />
      );
  }
}

function ResultViews({
  view,
  result,
  tally,
  work,
}: {
  readonly view: LabViewName;
  readonly result: BacktestResult;
  readonly tally: TrialTally | null;
  readonly work: LabWork;
}): ReactNode {
  const { value: kept, problem, askAgain } = useKeptRun(result);
  return (
    <div className="backtest-result">
      <StatisticsStrip statistics={result.statistics} tally={tally} />
      <ResultOrigin result={result} kept={kept} />
      {view !== 'trades' && (
        <VerdictLine run={work.verdict.run} symbols={result.account?.symbols.length ?? 1} />
      )}
      {view === 'overview' && <Overview result={result} kept={kept} tally={tally} />}
      {view === 'trades' && <TradesView result={result} kept={kept} />}
      {view === 'tear-sheet' &&
        (problem !== null ? (
          <Problem text={problem} onRetry={askAgain} />
        ) : kept === 'none' ? (
          <EmptyState title="Not in the library any more">
            The tear sheet is made from the saved run. Run the backtest afresh to save it again.
          </EmptyState>
        ) : kept === null ? (
          <EmptyState title="Drawing the tear sheet" />
        ) : (
          <TearSheetView sheet={kept.sheet} tally={tally} />
        ))}
    </div>
  );
}
