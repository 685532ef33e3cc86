import type { TaskView } from '#contract/services/agents';
import { formatCompact, formatDuration, formatPercent } from '../../../format/number.ts';

/** What a task goes through: `{ count: 1299, unit: 'trials' }`. */
export interface TaskTotal {
  readonly count: number;
  readonly unit: string;
}

/** From less a rate cannot be told. */
const PROGRESS_LEAST = 0.02;
const ELAPSED_LEAST_MS = 300;

/** How far a task is in a few words: `queued`, `42 % · 20.4k trials/s · 1.2 s left`. */
export function taskPace(
  task: Pick<TaskView, 'state' | 'progress' | 'startedTime'> | null,
  now: number,
  total: TaskTotal | null,
): string {
  if (task === null) return 'sent';
  if (task.state === 'queued') return 'waits for a worker';
  if (task.progress === null) return task.state;
  const done = formatPercent(task.progress * 100, 0);
  const elapsedMs = task.startedTime === null ? 0 : now - task.startedTime;
  if (task.progress < PROGRESS_LEAST || elapsedMs < ELAPSED_LEAST_MS) return done;
  const rate = total === null ? null : (total.count * task.progress * 1_000) / elapsedMs;
  const leftMs = (elapsedMs * (1 - task.progress)) / task.progress;
  return [
    done,
    ...(rate === null || total === null ? [] : [`${formatCompact(rate)} ${total.unit}/s`]),
    `${formatDuration(leftMs < 1_000 ? Math.max(100, Math.round(leftMs / 100) * 100) : leftMs)} left`,
  ].join(' · ');
}
