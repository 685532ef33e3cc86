import { useCallback, useEffect, useRef, useState } from 'react';
import type { EngineClient } from '#contract/rpc/connect-channel';
import type { TaskView } from '#contract/services/agents';
import { requireEngine } from '../../../client/connection.ts';
import { refusalText } from '../../../client/refusal.ts';
import { useTasks } from '../../../stores/engine-streams.ts';

/** How a kind of work is asked for, and how its answer is read. */
export interface TaskKind<Request, Result> {
  /** `The backtest`: begins the sentence about one that did not end well. */
  readonly name: string;
  readonly submit: (
    engine: EngineClient,
    request: Request,
    options: { readonly signal: AbortSignal },
  ) => Promise<TaskView>;
  readonly read: (result: unknown) => Result;
}

export type TaskRun<Result> =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly task: TaskView | null }
  | { readonly kind: 'failed'; readonly problem: string }
  | { readonly kind: 'done'; readonly result: Result };

/** A piece of work of one kind: its state, and what a person can do about it. */
export interface TaskWork<Request, Result> {
  readonly run: TaskRun<Result>;
  readonly start: (request: Request) => void;
  readonly cancel: () => void;
  /** Forgets an outcome; a task that runs is left to itself. */
  readonly clear: () => void;
}

const WAIT_MS = 20_000;
const ENDED: ReadonlySet<TaskView['state']> = new Set(['done', 'failed', 'cancelled', 'dead-lettered']);

/** Runs one piece of work at a time as a task of the engine: start, progress, cancel, result. */
export function useTaskRun<Request, Result>(
  kind: TaskKind<Request, Result>,
  onDone?: (result: Result) => void,
): TaskWork<Request, Result> {
  const [run, setRun] = useState<TaskRun<Result>>({ kind: 'none' });
  const { byId } = useTasks();
  const abort = useRef<AbortController | null>(null);
  const told = useRef(onDone);
  told.current = onDone;
  useEffect(() => () => abort.current?.abort(), []);

  const begin = useCallback(
    async (request: Request) => {
      abort.current?.abort();
      const controller = new AbortController();
      abort.current = controller;
      const { signal } = controller;
      setRun({ kind: 'running', task: null });
      try {
        const submitted = await kind.submit(requireEngine(), request, { signal });
        setRun({ kind: 'running', task: submitted });
        const result = kind.read(await awaitResult(kind.name, submitted.id, signal));
        if (signal.aborted) return;
        setRun({ kind: 'done', result });
        told.current?.(result);
      } catch (error) {
        if (!signal.aborted) setRun({ kind: 'failed', problem: refusalText(error) });
      }
    },
    [kind],
  );

  const start = useCallback((request: Request) => void begin(request), [begin]);
  const id = run.kind === 'running' ? (run.task?.id ?? null) : null;
  const cancel = useCallback(async () => {
    if (id === null) return;
    try {
      await requireEngine().agents.cancelTask({ id });
    } catch (error) {
      setRun({ kind: 'failed', problem: refusalText(error) });
    }
  }, [id]);

  const clear = useCallback(() => {
    abort.current?.abort();
    setRun({ kind: 'none' });
  }, []);

  const known = run.kind === 'running' && run.task !== null ? (byId.get(run.task.id) ?? run.task) : null;
  return {
    run: known === null ? run : { kind: 'running', task: known },
    start,
    cancel: () => void cancel(),
    clear,
  };
}

/** Asks until the task has ended; throws the sentence of a task that did not end well. */
async function awaitResult(name: string, id: string, signal: AbortSignal): Promise<unknown> {
  for (;;) {
    const { task, result } = await requireEngine().agents.taskResult({ id, waitMs: WAIT_MS }, { signal });
    if (task.state === 'done') return result;
    if (task.state === 'cancelled') throw new Error(`${name} was cancelled; nothing was kept.`);
    if (ENDED.has(task.state))
      throw new Error(task.error ?? `${name} ended as ${task.state} without a reason.`);
  }
}
