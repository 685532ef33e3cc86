import type { ReactNode } from 'react';
import { useIsConnected } from '../../../client/connection.ts';
import { formatPercent } from '../../../format/number.ts';
import type { TaskRun } from './use-task-run.ts';

/** The button that starts a piece of work; while it runs its progress and the button that cancels it. */
export function WorkControls<Result>({
  run,
  text,
  isReady = true,
  onCancel,
}: {
  readonly run: TaskRun<Result>;
  /** `Sweep`. */
  readonly text: string;
  readonly isReady?: boolean;
  readonly onCancel: () => void;
}): ReactNode {
  const isConnected = useIsConnected();
  if (run.kind !== 'running')
    return (
      <button
        type="submit"
        className="button primary"
        disabled={!isReady || !isConnected}
        title={isConnected ? undefined : 'The engine is not connected'}
      >
        {text}
      </button>
    );
  const progress = run.task?.progress ?? null;
  return (
    <>
      <progress aria-label="Progress" max={1} {...(progress === null ? {} : { value: progress })} />
      <span className="backtest-progress">
        {progress === null ? (run.task?.state ?? 'sent') : formatPercent(progress * 100, 0)}
      </span>
      <button type="button" className="button" disabled={run.task === null} onClick={onCancel}>
        Cancel
      </button>
    </>
  );
}
