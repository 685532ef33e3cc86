import './backtest-panel.css';
import './lab/lab.css';
import './runs/runs.css';
import './tear-sheet/tear-sheet.css';
import { type KeyboardEvent, type ReactNode, useEffect } from 'react';
import { useConnection } from '../../client/connection.ts';
import { Badge } from '../../components/badge.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { formatClock } from '../../format/time.ts';
import { linkSymbol } from '../../stores/focus.ts';
import type { PanelProps } from '../panel-props.ts';
import { formOf, requestOfResult } from './form-of-run.ts';
import { LabBody } from './lab/lab-body.tsx';
import { LabEmpty } from './lab/lab-empty.tsx';
import { isResultView, LAB_VIEWS, labViewBeside, showLabView, useLab } from './lab/lab-store.ts';
import { LAB_TITLES } from './lab/lab-views.tsx';
import type { FoundChoice } from './lab/search-draft.ts';
import { runningWork, useLabDrafts, useLabWork, useOpenedRun } from './lab/use-lab.ts';
import { WorkControls } from './lab/work-controls.tsx';
import { BacktestSettings } from './settings/backtest-settings.tsx';
import { useBacktestForm } from './use-backtest-form.ts';
import { useStrategies } from './use-strategies.ts';

const LOCAL_TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The lab: a strategy over stored bars, what it would have been worth, and how sure one can be of that. */
export function BacktestPanel({ panelId, link }: PanelProps): ReactNode {
  const { strategies, problem, askAgain } = useStrategies();
  const { phase, lostTime } = useConnection();
  const view = useLab((lab) => lab.view);
  const { form, strategy, errors, series, bars, change, read, replace } = useBacktestForm(strategies, link);
  const work = useLabWork();
  const opened = useOpenedRun();
  const drafts = useLabDrafts(strategy, bars);
  const { run } = work.backtest;
  const { examine } = work;

  // A run that is opened fills the form, so that it can be run again with one thing changed.
  useEffect(() => {
    if (opened.value === null) return;
    replace(formOf(opened.value));
    linkSymbol(opened.value.symbol, link);
    examine(requestOfResult(opened.value));
  }, [opened.value, link, examine, replace]);

  function submit(from = form): void {
    const request = read(from);
    if (request === null) return;
    if (!isResultView(view)) showLabView('overview');
    work.start(request);
  }

  /** Runs what a search found, on what it was found. */
  function runFound({ strategy: slug, symbol, timeframe, parameters }: FoundChoice): void {
    const texts = Object.entries(parameters).map(([name, value]) => [name, String(value)]);
    const next = { ...form, strategy: slug, symbol, timeframe, parameters: Object.fromEntries(texts) };
    replace(next);
    linkSymbol(symbol, link);
    submit(next);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const running = runningWork(work, view);
    if (event.key === 'Escape' && running !== null) running.cancel();
    else {
      const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
      if (step === 0 || takesArrows(event.target)) return;
      showLabView(labViewBeside(view, step));
    }
    event.preventDefault();
    event.stopPropagation();
  }

  const result = opened.id === null ? (run.kind === 'done' ? run.result : null) : opened.value;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that reach it come from the controls within
    <div className={phase === 'disconnected' ? 'backtest stale' : 'backtest'} onKeyDown={onKeyDown}>
      <PanelHead panelId={panelId}>
        <SegmentedControl
          label="View"
          value={view}
          segments={LAB_VIEWS.map((value) => ({ value, text: LAB_TITLES[value] }))}
          onChoose={showLabView}
        />
        {phase === 'disconnected' && (
          <Badge tone="warning">as of {formatClock(lostTime, LOCAL_TIME_ZONE)}</Badge>
        )}
      </PanelHead>
      <form
        className="backtest-form"
        aria-label="Backtest"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="backtest-fields">
          {problem !== null && <Problem text={problem} onRetry={askAgain} />}
          <BacktestSettings
            form={form}
            onChange={change}
            strategies={strategies}
            series={series}
            errors={errors}
            onCreated={askAgain}
          />
        </div>
        <div className="backtest-run">
          <WorkControls
            run={run}
            text="Run backtest"
            isReady={strategies.length > 0 && series.length > 0}
            reason={series.length === 0 ? 'Import prices first' : undefined}
            total={{ count: bars * (1 + form.others.length), unit: 'bars' }}
            onCancel={work.backtest.cancel}
          />
        </div>
      </form>
      <div className="backtest-outcome">
        {run.kind === 'failed' && opened.id === null && (
          <Problem text={run.problem} onRetry={() => submit()} />
        )}
        {opened.id !== null && opened.problem !== null && (
          <Problem text={opened.problem} onRetry={opened.askAgain} />
        )}
        <LabBody
          view={view}
          work={work}
          drafts={drafts}
          strategy={strategy}
          parameters={form.parameters}
          bars={bars}
          result={result}
          symbol={form.symbol}
          hasOthers={form.others.length > 0}
          timeframe={form.timeframe}
          read={() => read()}
          onRun={runFound}
          placeholder={
            run.kind === 'running' && opened.id === null ? (
              <EmptyState
                title={run.task?.state === 'queued' ? 'Waiting for a worker' : 'Running on a worker'}
              >
                Esc cancels it.
              </EmptyState>
            ) : opened.id !== null ? (
              opened.problem === null && <EmptyState title="Opening the run" />
            ) : run.kind === 'failed' ? null : (
              <LabEmpty hasData={series.length > 0} onRun={() => submit()} />
            )
          }
        />
      </div>
    </div>
  );
}

/** Whether arrow keys mean something where the focus is. */
function takesArrows(target: EventTarget): boolean {
  return (
    target instanceof Element &&
    target.closest('input, select, textarea, [role="application"], .chart-host') !== null
  );
}
