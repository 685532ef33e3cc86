import { type ReactNode, useDeferredValue, useMemo } from 'react';
import type { BacktestRequest, StrategyInfo } from '../backtest-form.ts';
import { HoldOutPart } from './hold-out-part.tsx';
import { WorkBar } from './lab-views.tsx';
import { MonteCarloView } from './monte-carlo-view.tsx';
import { RangeFields } from './range-fields.tsx';
import type { FoundChoice } from './search-draft.ts';
import { type SearchOutlook, searchOutlook } from './search-estimate.ts';
import { SearchFields } from './search-fields.tsx';
import { SearchOutlookLine } from './search-outlook-line.tsx';
import { SearchView } from './search-view.tsx';
import type { TrialTally } from './trial-note.tsx';
import type { LabDrafts, LabWork } from './use-lab.ts';
import { VerdictView } from './verdict-view.tsx';
import { WalkForwardView } from './walk-forward-view.tsx';
import { WorkControls } from './work-controls.tsx';
import { ResampleFields, WalkFields } from './work-fields.tsx';

/** What every piece of work of the lab is begun with. */
export interface LabPartProps {
  readonly work: LabWork;
  readonly drafts: LabDrafts;
  readonly strategy: StrategyInfo | undefined;
  /** Parameters of the form, as typed. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Stored bars that the form speaks of. */
  readonly bars: number;
  /** The request of the form, or null after telling there what is wrong with it. */
  readonly read: () => BacktestRequest | null;
  readonly onRun: (choice: FoundChoice) => void;
}

/** Parameters searched for, one way or another. */
export function SearchPart(props: LabPartProps): ReactNode {
  const { work, drafts, strategy, bars } = props;
  const outlook = useOutlook(props);
  const refusal = outlook?.kind === 'refused' ? outlook : null;
  const start = (): void => {
    const request = refusal === null ? props.read() : null;
    if (request !== null) work.search.start(drafts.searchOf(request));
  };
  return (
    <>
      <WorkBar label="Search" onSubmit={start}>
        <SearchFields
          strategy={strategy}
          draft={drafts.search}
          outlook={outlook}
          onChange={drafts.changeSearch}
        />
        <RangeFields
          strategy={strategy}
          draft={drafts.ranges}
          wrongField={refusal?.field ?? null}
          onChange={drafts.changeRanges}
        />
        <WorkControls
          run={work.search.run}
          text="Search"
          isReady={outlook?.kind === 'sound'}
          reason={refusal?.problem}
          total={outlook?.kind === 'sound' ? { count: outlook.estimate.trials, unit: 'trials' } : null}
          onCancel={work.search.cancel}
        />
        <SearchOutlookLine
          outlook={outlook}
          strategy={strategy?.slug ?? ''}
          method={drafts.search.method}
          bars={bars}
        />
      </WorkBar>
      <SearchView run={work.search.run} onRun={props.onRun} onRetry={start} />
    </>
  );
}

/** Parameters chosen on one stretch and judged on the next. */
export function WalkPart(props: LabPartProps): ReactNode {
  const { work, drafts, strategy, bars } = props;
  const outlook = useOutlook(props, 'every');
  const refusal = outlook?.kind === 'refused' ? outlook.problem : walkRefusal(drafts.walk, bars);
  const start = (): void => {
    const request = refusal === null ? props.read() : null;
    if (request !== null) work.walk.start(drafts.walkOf(request));
  };
  return (
    <>
      <WorkBar label="Walk-forward" onSubmit={start}>
        <WalkFields draft={drafts.walk} onChange={drafts.changeWalk} />
        <RangeFields
          strategy={strategy}
          draft={drafts.ranges}
          wrongField={outlook?.kind === 'refused' ? outlook.field : null}
          onChange={drafts.changeRanges}
        />
        <WorkControls
          run={work.walk.run}
          text="Walk"
          isReady={refusal === null}
          reason={refusal ?? undefined}
          onCancel={work.walk.cancel}
        />
        {refusal !== null && (
          <p className="search-outlook warning" role="status">
            {refusal}
          </p>
        )}
      </WorkBar>
      <WalkForwardView run={work.walk.run} onRetry={start} />
    </>
  );
}

/** What the same trades could have come to. */
export function MonteCarloPart({ work, drafts, read }: LabPartProps): ReactNode {
  const start = (): void => {
    const request = read();
    if (request !== null) work.monteCarlo.start(drafts.monteCarloOf(request));
  };
  return (
    <>
      <WorkBar label="Monte Carlo" onSubmit={start}>
        <ResampleFields draft={drafts.resample} onChange={drafts.changeResample} />
        <WorkControls
          run={work.monteCarlo.run}
          text="Draw"
          total={{ count: Number(drafts.resample.resamples), unit: 'accounts' }}
          onCancel={work.monteCarlo.cancel}
        />
      </WorkBar>
      <MonteCarloView run={work.monteCarlo.run} onRetry={start} />
    </>
  );
}

/** Whether it would have worked, how sure one can be, and the bars nobody has looked at. */
export function VerdictPart({
  symbol,
  timeframe,
  tally,
  ...props
}: LabPartProps & {
  readonly symbol: string;
  readonly timeframe: BacktestRequest['timeframe'];
  /** Trials counted on the bars by now; null while not known. */
  readonly tally: TrialTally | null;
}): ReactNode {
  const { work, drafts, strategy, read } = props;
  const outlook = useOutlook(props, 'every');
  const refusal = outlook?.kind === 'refused' ? outlook : null;
  const examine = (): void => {
    const request = read();
    if (request !== null) work.verdict.start(request);
  };
  const measure = (): void => {
    const request = refusal === null ? read() : null;
    if (request !== null) work.overfitting.start(drafts.overfittingOf(request));
  };
  return (
    <>
      <WorkBar label="Overfitting" onSubmit={measure}>
        <RangeFields
          strategy={strategy}
          draft={drafts.ranges}
          wrongField={refusal?.field ?? null}
          onChange={drafts.changeRanges}
        />
        <WorkControls
          run={work.overfitting.run}
          text="Measure overfitting"
          isReady={refusal === null}
          reason={refusal?.problem}
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
        {refusal !== null && (
          <p className="search-outlook warning" role="status">
            {refusal.problem}
          </p>
        )}
      </WorkBar>
      <VerdictView
        run={work.verdict.run}
        overfitting={work.overfitting.run}
        now={tally?.trials ?? null}
        holdOut={
          <div className="verdict-parts">
            <HoldOutPart key={`${symbol} ${timeframe}`} symbol={symbol} timeframe={timeframe} read={read} />
          </div>
        }
        onRetry={examine}
      />
    </>
  );
}

/** What the ranges come to while they are typed; null without a strategy. */
function useOutlook(
  { strategy, drafts, parameters }: LabPartProps,
  method = drafts.search.method,
): SearchOutlook | null {
  const ranges = useDeferredValue(drafts.ranges);
  const { trials } = drafts.search;
  return useMemo(
    () =>
      strategy === undefined || strategy.problem !== null
        ? null
        : searchOutlook(strategy, ranges, { method, trials }, parameters),
    [strategy, ranges, method, trials, parameters],
  );
}

/** Why windows of such lengths cannot be walked. */
function walkRefusal({ trainBars, testBars }: LabDrafts['walk'], bars: number): string | null {
  const train = Number(trainBars);
  const test = Number(testBars);
  if (!(train >= 2)) return 'Train on at least 2 bars.';
  if (!(test >= 1)) return 'Test on at least 1 bar.';
  return bars > 0 && train + test > bars
    ? `${(train + test).toLocaleString('en-US')} bars to train and test on are more than the ${bars.toLocaleString('en-US')} there are.`
    : null;
}
