import type { ReactNode } from 'react';
import { EmptyState, Problem } from '../../../components/notice.tsx';
import type { TaskRun } from './use-task-run.ts';

/** What a piece of work came to; before that, what it is for, and how it stands. */
export function TaskOutcome<Result>({
  run,
  running,
  idle,
  what,
  onRetry,
  children,
}: {
  readonly run: TaskRun<Result>;
  /** Heads while it runs, and before it was asked for. */
  readonly running: string;
  readonly idle: string;
  readonly what: string;
  readonly onRetry: () => void;
  readonly children: (result: Result) => ReactNode;
}): ReactNode {
  if (run.kind === 'failed') return <Problem text={run.problem} onRetry={onRetry} />;
  if (run.kind === 'done') return children(run.result);
  return <EmptyState title={run.kind === 'running' ? running : idle}>{what}</EmptyState>;
}
