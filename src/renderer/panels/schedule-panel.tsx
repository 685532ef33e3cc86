import type { ReactNode } from 'react';
import type { JobView } from '#contract/services/jobs';
import { act } from '../app/session-control.ts';
import { useIsConnected } from '../client/connection.ts';
import { Badge } from '../components/badge.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { EmptyState, Problem } from '../components/notice.tsx';
import { PanelHead } from '../components/panel-head.tsx';
import { formatCount, formatDuration } from '../format/number.ts';
import { formatMinute } from '../format/time.ts';
import { useJobs } from '../stores/engine-streams.ts';
import type { PanelProps } from './panel-props.ts';

const LOCAL_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const COLUMNS: readonly Column<JobView>[] = [
  {
    id: 'name',
    header: 'Job',
    width: 'minmax(130px, 1fr)',
    cell: (row) => <span className="strong">{row.name}</span>,
  },
  {
    id: 'schedule',
    header: 'When',
    width: 'minmax(160px, 2fr)',
    cell: (row) => <span title={row.schedule}>{row.schedule}</span>,
  },
  { id: 'state', header: 'State', width: '72px', cell: (row) => stateBadge(row) },
  {
    id: 'last',
    header: 'Last run',
    hint: `Wall time, ${LOCAL_ZONE}`,
    width: '128px',
    cell: (row) => <span className="muted">{formatMinute(row.lastRunTime, LOCAL_ZONE)}</span>,
  },
  {
    id: 'took',
    header: 'Took',
    align: 'right',
    width: '64px',
    cell: (row) => formatDuration(row.lastDurationMs),
  },
  {
    id: 'missed',
    header: 'Missed',
    hint: 'Runs that the last one made up for: the machine slept, or Octopus was closed',
    align: 'right',
    width: '58px',
    cell: (row) => formatCount(row.missed),
  },
  {
    id: 'next',
    header: 'Next run',
    hint: `Wall time, ${LOCAL_ZONE}`,
    width: '128px',
    cell: (row) => formatMinute(row.nextTime, LOCAL_ZONE),
  },
  {
    id: 'text',
    header: 'Outcome',
    width: 'minmax(110px, 2fr)',
    cell: (row) => (
      <span className={row.outcome === 'failed' ? 'warning' : 'muted'} title={row.text}>
        {row.text}
      </span>
    ),
  },
  {
    id: 'actions',
    header: '',
    label: 'Actions',
    width: '72px',
    cell: (row) => (
      <button type="button" className="link-button" disabled={row.isRunning} onClick={() => runNow(row)}>
        Run now
      </button>
    ),
  },
];

function summaryOf(jobs: readonly JobView[]): string {
  const running = jobs.filter(({ isRunning }) => isRunning).length;
  const failed = jobs.filter(({ outcome }) => outcome === 'failed').length;
  return `${formatCount(jobs.length)} jobs · ${formatCount(running)} running · ${formatCount(failed)} failed last`;
}

function stateBadge({ isRunning, outcome }: JobView): ReactNode {
  if (isRunning) return <Badge tone="accent">running</Badge>;
  if (outcome === 'failed') return <Badge tone="danger">failed</Badge>;
  if (outcome === 'done') return <Badge tone="good">done</Badge>;
  return <Badge tone="muted">waits</Badge>;
}

function runNow({ name }: JobView): void {
  void act(`Run ${name}`, (engine) => engine.system.runJob({ name }));
}

/** What the engine does by the clock: when each job ran, how that went, when it runs next. */
export function SchedulePanel({ panelId }: PanelProps): ReactNode {
  const { value, problem } = useJobs();
  const isConnected = useIsConnected();
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>{value && <span className="muted">{summaryOf(value)}</span>}</PanelHead>
      {problem && <Problem text={problem} />}
      <DataTable
        label="Jobs"
        columns={COLUMNS}
        rows={value ?? []}
        idOf={({ name }) => name}
        isStale={!isConnected}
        empty={
          <EmptyState title={value ? 'No jobs here' : 'Waiting for the engine'}>
            {value
              ? 'This data folder is open for reading only, so nothing runs by the clock.'
              : 'Jobs are shown as soon as it answers.'}
          </EmptyState>
        }
      />
    </div>
  );
}
