import './backtest/backtest-panel.css';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useLink } from '../client/connection.ts';
import { refusalText } from '../client/refusal.ts';
import { EmptyState, Problem } from '../components/notice.tsx';
import { formatPercent } from '../format/number.ts';
import { useLinkedSymbol } from '../stores/focus.ts';
import { useReference } from '../stores/reference.ts';
import { type BacktestForm, EMPTY_FORM, requestOf, type StrategyInfo } from './backtest/backtest-form.ts';
import { BacktestResultView } from './backtest/backtest-result.tsx';
import { BacktestSettings } from './backtest/backtest-settings.tsx';
import { type BacktestRun, useBacktestRun } from './backtest/use-backtest-run.ts';
import type { PanelProps } from './panel-props.ts';

const NO_ERRORS: Readonly<Record<string, string>> = {};

/** Runs a strategy over stored bars on a worker and shows what it would have been worth. */
export function BacktestPanel({ link }: PanelProps): ReactNode {
  const { strategies, problem, retry } = useStrategies();
  const { series } = useReference();
  const linked = useLinkedSymbol(link);
  const [typed, setTyped] = useState<BacktestForm>(EMPTY_FORM);
  const [errors, setErrors] = useState(NO_ERRORS);
  const { run, start, cancel } = useBacktestRun();
  const symbol =
    typed.symbol ||
    (series.some((one) => one.symbol === linked) ? (linked ?? '') : (series[0]?.symbol ?? ''));
  const form = { ...typed, strategy: typed.strategy || (strategies[0]?.slug ?? ''), symbol };

  function submit(): void {
    const read = requestOf(
      form,
      strategies.find(({ slug }) => slug === form.strategy),
    );
    setErrors('errors' in read ? read.errors : NO_ERRORS);
    if ('request' in read) void start(read.request);
  }

  return (
    <div className="backtest">
      <form
        className="backtest-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="backtest-fields">
          {problem !== null && <Problem text={problem} onRetry={retry} />}
          <BacktestSettings
            form={form}
            onChange={(change) => setTyped({ ...form, ...change })}
            strategies={strategies}
            series={series}
            errors={errors}
          />
        </div>
        <RunControls
          run={run}
          isReady={strategies.length > 0 && series.length > 0}
          onCancel={() => void cancel()}
        />
      </form>
      <div className="backtest-outcome">
        {run.kind === 'failed' && <Problem text={run.problem} onRetry={submit} />}
        {run.kind === 'done' ? (
          <BacktestResultView result={run.result} />
        ) : (
          run.kind === 'none' && (
            <EmptyState title="No backtest yet">
              {series.length === 0
                ? 'Drop a price file on the window first; then choose a strategy.'
                : 'Choose a strategy and press Run, or Enter in any field.'}
            </EmptyState>
          )
        )}
        {run.kind === 'running' && (
          <EmptyState title={run.task?.state === 'queued' ? 'Waiting for a worker' : 'Running on a worker'} />
        )}
      </div>
    </div>
  );
}

function RunControls({
  run,
  isReady,
  onCancel,
}: {
  readonly run: BacktestRun;
  readonly isReady: boolean;
  readonly onCancel: () => void;
}): ReactNode {
  if (run.kind !== 'running')
    return (
      <div className="backtest-run">
        <button type="submit" className="button primary" disabled={!isReady}>
          Run backtest
        </button>
      </div>
    );
  const progress = run.task?.progress ?? null;
  return (
    <div className="backtest-run">
      <progress aria-label="Progress" max={1} {...(progress === null ? {} : { value: progress })} />
      <span className="backtest-progress">
        {progress === null ? (run.task?.state ?? 'sent') : formatPercent(progress * 100, 0)}
      </span>
      <button type="button" className="button" disabled={run.task === null} onClick={onCancel}>
        Cancel
      </button>
    </div>
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
