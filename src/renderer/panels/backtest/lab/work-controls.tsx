import { type ReactNode, useEffect, useState } from 'react';
import { useIsConnected } from '../../../client/connection.ts';
import { type TaskTotal, taskPace } from './task-pace.ts';
import type { TaskRun } from './use-task-run.ts';

/** The button that starts a piece of work; while it runs its progress, pace and the button that cancels it. */
export function WorkControls<Result>({
  run,
  text,
  isReady = true,
  reason,
  total = null,
  onCancel,
}: {
  readonly run: TaskRun<Result>;
  /** `Search`. */
  readonly text: string;
  readonly isReady?: boolean;
  /** Why it cannot be started. */
  readonly reason?: string | undefined;
  /** What it goes through, for its pace. */
  readonly total?: TaskTotal | null;
  readonly onCancel: () => void;
}): ReactNode {
  const isConnected = useIsConnected();
  if (run.kind !== 'running')
    return (
      <button
        type="submit"
        className="button primary"
        disabled={!isReady || !isConnected}
        title={isConnected ? reason : 'The engine is not connected'}
      >
        {text}
      </button>
    );
  return (
    <>
      <TaskProgress run={run} total={total} />
      <button type="button" className="button" title="Esc" disabled={run.task === null} onClick={onCancel}>
        Cancel
      </button>
    </>
  );
}

const REDRAW_MS = 500;

/** A bar with how far it is, how fast it goes and how long it still takes. */
function TaskProgress<Result>({
  run,
  total,
}: {
  readonly run: Extract<TaskRun<Result>, { kind: 'running' }>;
  readonly total: TaskTotal | null;
}): ReactNode {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), REDRAW_MS);
    return () => clearInterval(timer);
  }, []);
  const progress = run.task?.progress ?? null;
  return (
    <>
      <progress aria-label="Progress" max={1} {...(progress === null ? {} : { value: progress })} />
      <span className="backtest-progress">{taskPace(run.task, now, total)}</span>
    </>
  );
}
