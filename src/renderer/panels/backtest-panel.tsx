import './backtest/backtest-panel.css';
import './backtest/lab/lab.css';
import './backtest/tear-sheet/tear-sheet.css';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useState } from 'react';
import { useConnection, useLink } from '../client/connection.ts';
import { refusalText } from '../client/refusal.ts';
import { Badge } from '../components/badge.tsx';
import { EmptyState, Problem } from '../components/notice.tsx';
import { PanelHead } from '../components/panel-head.tsx';
import { SegmentedControl } from '../components/segmented-control.tsx';
import { formatClock } from '../format/time.ts';
import { linkSymbol, useLinkedSymbol } from '../stores/focus.ts';
import { useReference } from '../stores/reference.ts';
import {
  type BacktestForm,
  type BacktestRequest,
  EMPTY_FORM,
  formOf,
  requestOf,
  requestOfResult,
  type StrategyInfo,
} from './backtest/backtest-form.ts';
import { BacktestSettings } from './backtest/backtest-settings.tsx';
import { LabBody } from './backtest/lab/lab-body.tsx';
import { LabEmpty } from './backtest/lab/lab-empty.tsx';
import { LAB_VIEWS, labViewBeside, showLabView, useLab } from './backtest/lab/lab-store.ts';
import { LAB_TITLES } from './backtest/lab/lab-views.tsx';
import { useLabDrafts, useLabWork, useOpenedRun } from './backtest/lab/use-lab.ts';
import { WorkControls } from './backtest/lab/work-controls.tsx';
import type { PanelProps } from './panel-props.ts';

const NO_ERRORS: Readonly<Record<string, string>> = {};
const LOCAL_TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The lab: a strategy over stored bars, what it would have been worth, and how sure one can be of that. */
export function BacktestPanel({ panelId, link }: PanelProps): ReactNode {
  const { strategies, problem, retry } = useStrategies();
  const { series } = useReference();
  const { phase, lostTime } = useConnection();
  const linked = useLinkedSymbol(link);
  const view = useLab((lab) => lab.view);
  const [typed, setTyped] = useState<BacktestForm>(EMPTY_FORM);
  const [errors, setErrors] = useState(NO_ERRORS);
  const work = useLabWork();
  const opened = useOpenedRun();
  const { run } = work.backtest;
  const { examine } = work;

  const stored = series.some(({ symbol }) => symbol === linked) ? linked : null;
  const symbol = stored ?? (typed.symbol || (series[0]?.symbol ?? ''));
  const form = { ...typed, strategy: typed.strategy || (strategies[0]?.slug ?? ''), symbol };
  const strategy = strategies.find(({ slug }) => slug === form.strategy);
  const bars =
    series.find((one) => one.symbol === form.symbol && one.timeframe === form.timeframe)?.bars ?? 0;
  const drafts = useLabDrafts(strategy, bars);

  // A run that is opened fills the form, so that it can be run again with one thing changed.
  useEffect(() => {
    if (opened.value === null) return;
    setTyped(formOf(opened.value, opened.value.statistics));
    linkSymbol(opened.value.symbol, link);
    examine(requestOfResult(opened.value));
  }, [opened.value, link, examine]);

  function change(part: Partial<BacktestForm>): void {
    setTyped({ ...form, ...part });
    if (part.symbol !== undefined) linkSymbol(part.symbol, link);
  }

  function read(from = form): BacktestRequest | null {
    const outcome = requestOf(from, strategy);
    setErrors('errors' in outcome ? outcome.errors : NO_ERRORS);
    return 'request' in outcome ? outcome.request : null;
  }

  function submit(from = form): void {
    const request = read(from);
    if (request === null) return;
    if (!['overview', 'trades', 'tear-sheet'].includes(view)) showLabView('overview');
    work.start(request);
  }

  function runWith(parameters: Readonly<Record<string, number>>): void {
    const next = {
      ...form,
      parameters: {
        ...form.parameters,
        ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
      },
    };
    setTyped(next);
    submit(next);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape' && run.kind === 'running') work.backtest.cancel();
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
          {problem !== null && <Problem text={problem} onRetry={retry} />}
          <BacktestSettings
            form={form}
            onChange={change}
            strategies={strategies}
            series={series}
            errors={errors}
          />
        </div>
        <div className="backtest-run">
          <WorkControls
            run={run}
            text="Run backtest"
            isReady={strategies.length > 0 && series.length > 0}
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
          result={result}
          symbol={form.symbol}
          timeframe={form.timeframe}
          read={() => read()}
          onRun={runWith}
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

function useStrategies(): { strategies: readonly StrategyInfo[]; problem: string | null; retry: () => void } {
  const link = useLink();
  const [strategies, setStrategies] = useState<readonly StrategyInfo[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const load = useCallback(async () => {
    if (link === null) return;
    try {
      setStrategies(await link.client.backtests.strategies());
      setProblem(null);
    } catch (error) {
      setProblem(refusalText(error));
    }
  }, [link]);
  useEffect(() => void load(), [load]);
  return { strategies, problem, retry: () => void load() };
}
