import { useCallback, useEffect, useRef, useState } from 'react';
import type { TaskView } from '#contract/services/agents';
import { type BacktestResult, backtestResult } from '#contract/services/backtests';
import { requireEngine } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { useTasks } from '../../stores/engine-streams.ts';
import type { BacktestRequest } from './backtest-form.ts';

export type BacktestRun =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly task: TaskView | null }
  | { readonly kind: 'failed'; readonly problem: string }
  | { readonly kind: 'done'; readonly result: BacktestResult };

const WAIT_MS = 20_000;
const ENDED: ReadonlySet<TaskView['state']> = new Set(['done', 'failed', 'cancelled', 'dead-lettered']);

/** Runs one backtest at a time as a task of the engine: start, progress, cancel, result. */
export function useBacktestRun() {
  const [run, setRun] = useState<BacktestRun>({ kind: 'none' });
  const { byId } = useTasks();
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const start = useCallback(async (request: BacktestRequest) => {
    abort.current?.abort();
    const controller = new AbortController();
    abort.current = controller;
    const { signal } = controller;
    setRun({ kind: 'running', task: null });
    try {
      const submitted = await requireEngine().backtests.run(request, { signal });
      setRun({ kind: 'running', task: submitted });
      const result = await awaitResult(submitted.id, signal);
      if (!signal.aborted) setRun({ kind: 'done', result });
    } catch (error) {
      if (!signal.aborted) setRun({ kind: 'failed', problem: refusalText(error) });
    }
  }, []);

  const cancel = useCallback(async () => {
    if (run.kind !== 'running' || run.task === null) return;
    try {
      await requireEngine().agents.cancelTask({ id: run.task.id });
    } catch (error) {
      setRun({ kind: 'failed', problem: refusalText(error) });
    }
  }, [run]);

  const known = run.kind === 'running' && run.task !== null ? (byId.get(run.task.id) ?? run.task) : null;
  const shown: BacktestRun = known === null ? run : { kind: 'running', task: known };
  return { run: shown, start, cancel };
}

/** Asks until the task has ended; throws the sentence of a task that did not end well. */
async function awaitResult(id: string, signal: AbortSignal): Promise<BacktestResult> {
  for (;;) {
    const { task, result } = await requireEngine().agents.taskResult({ id, waitMs: WAIT_MS }, { signal });
    if (task.state === 'done') return backtestResult.parse(result);
    if (task.state === 'cancelled') throw new Error('The backtest was cancelled; nothing was kept.');
    if (ENDED.has(task.state))
      throw new Error(task.error ?? `The backtest ended as ${task.state} without a reason.`);
  }
}
