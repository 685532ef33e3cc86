import type { ReactNode } from 'react';
import { AGENTS } from '#contract/agents';
import type { TaskView } from '#contract/services/agents';
import { act } from '../app/session-control.ts';
import { useIsConnected } from '../client/connection.ts';
import { Badge, type Tone } from '../components/badge.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Meter } from '../components/meter.tsx';
import { EmptyState, Problem } from '../components/notice.tsx';
import { PanelHead } from '../components/panel-head.tsx';
import { formatDuration, formatPercent, NO_VALUE } from '../format/number.ts';
import { formatClock } from '../format/time.ts';
import { useHealth, useTasks } from '../stores/engine-streams.ts';
import { BacktestButton } from './empty-actions.tsx';
import type { PanelProps } from './panel-props.ts';

const TONES: Readonly<Record<TaskView['state'], Tone>> = {
  queued: 'muted',
  running: 'accent',
  retrying: 'warning',
  done: 'good',
  failed: 'danger',
  cancelled: 'muted',
  'dead-lettered': 'danger',
};
const LANES = { 1: 'critical', 2: 'important', 3: 'standard', 4: 'low' } as const;
const LOCAL_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const COLUMNS: readonly Column<TaskView>[] = [
  {
    id: 'submitted',
    header: 'Submitted',
    hint: `Wall time, ${LOCAL_ZONE}`,
    width: '72px',
    sortBy: (row) => row.submittedTime,
    cell: (row) => <span className="muted">{formatClock(row.submittedTime, LOCAL_ZONE)}</span>,
  },
  {
    id: 'agent',
    header: 'Agent',
    width: 'minmax(80px, 0.8fr)',
    sortBy: (row) => row.agent,
    cell: (row) => AGENTS.find(({ slug }) => slug === row.agent)?.name ?? row.agent,
  },
  {
    id: 'type',
    header: 'Task',
    width: 'minmax(100px, 1fr)',
    sortBy: (row) => row.type,
    cell: (row) => <span className="strong">{row.type}</span>,
  },
  {
    id: 'lane',
    header: 'Lane',
    width: '70px',
    sortBy: (row) => row.lane,
    cell: (row) => <span className="muted">{LANES[row.lane]}</span>,
  },
  {
    id: 'state',
    header: 'State',
    width: '100px',
    sortBy: (row) => row.state,
    cell: (row) => (
      <Badge tone={TONES[row.state]} title={row.error ?? undefined}>
        {row.state.replace('-', ' ')}
      </Badge>
    ),
  },
  {
    id: 'progress',
    header: 'Progress',
    width: '120px',
    sortBy: (row) => row.progress,
    cell: (row) => <Progress task={row} />,
  },
  {
    id: 'took',
    header: 'Took',
    align: 'right',
    width: '70px',
    sortBy: tookMs,
    cell: (row) => formatDuration(tookMs(row)),
  },
  {
    id: 'worker',
    header: 'Worker',
    width: '70px',
    sortBy: (row) => row.worker,
    cell: (row) => <span className="muted">{row.worker ?? NO_VALUE}</span>,
  },
  {
    id: 'attempts',
    header: 'Tries',
    align: 'right',
    width: '46px',
    sortBy: (row) => row.attempts,
    cell: (row) => row.attempts,
  },
  {
    id: 'summary',
    header: 'Summary',
    width: 'minmax(140px, 3fr)',
    cell: (row) => (
      <span className={row.error ? 'warning' : 'muted'} title={row.error ?? row.summary}>
        {row.error ?? row.summary}
      </span>
    ),
  },
  {
    id: 'actions',
    header: '',
    label: 'Actions',
    width: '58px',
    cell: (row) =>
      isUnfinished(row) ? (
        <button type="button" className="link-button danger" onClick={() => cancel(row)}>
          Cancel
        </button>
      ) : null,
  },
];

function isUnfinished({ state }: TaskView): boolean {
  return state === 'queued' || state === 'running' || state === 'retrying';
}

function tookMs({ startedTime, finishedTime }: TaskView): number | null {
  return startedTime === null || finishedTime === null ? null : finishedTime - startedTime;
}

function cancel({ id, type }: TaskView): void {
  void act(`Cancel ${type}`, (engine) => engine.agents.cancelTask({ id }));
}

function Progress({ task }: { readonly task: TaskView }): ReactNode {
  if (task.state !== 'running' || task.progress === null) return <span className="muted">{NO_VALUE}</span>;
  return (
    <span className="progress">
      <Meter share={task.progress} tone="accent" label={`Progress of ${task.type}`} />
      <span className="number">{formatPercent(task.progress * 100, 0)}</span>
    </span>
  );
}

/** Work of the agents, newest first: what waits, what runs on which worker, what failed and why. */
export function TasksPanel({ panelId }: PanelProps): ReactNode {
  const { items, isLoaded, problem } = useTasks();
  const health = useHealth();
  const isConnected = useIsConnected();
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        {health && (
          <span className="muted">
            {health.queuedTasks} queued ·{' '}
            {health.workers.map(({ id, state }) => `${id} ${state}`).join(' · ')}
          </span>
        )}
      </PanelHead>
      {problem && <Problem text={problem} />}
      <DataTable
        label="Tasks"
        columns={COLUMNS}
        rows={items}
        idOf={({ id }) => id}
        onRowKey={(event, task) => {
          if (event.key === 'Delete' && isUnfinished(task)) cancel(task);
        }}
        isStale={!isConnected}
        empty={
          <EmptyState
            title={isLoaded ? 'No tasks yet' : 'Waiting for the engine'}
            action={isLoaded && <BacktestButton />}
          >
            {isLoaded
              ? 'Run a backtest in Research (2), or submit one by command line; it is listed here while it waits and runs.'
              : 'Tasks are shown as soon as it answers.'}
          </EmptyState>
        }
      />
    </div>
  );
}
