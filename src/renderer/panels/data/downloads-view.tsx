import { type ReactNode, useMemo, useState } from 'react';
import type { TaskView } from '#contract/services/agents';
import type { DownloadReport, DownloadRequest } from '#contract/services/market-data';
import { act } from '../../app/session-control.ts';
import { useIsConnected } from '../../client/connection.ts';
import { Dot, type Tone } from '../../components/badge.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Meter } from '../../components/meter.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { formatCount, formatDuration, formatPercent, NO_VALUE } from '../../format/number.ts';
import { formatClock, formatDate, formatDateTime } from '../../format/time.ts';
import { useTasks } from '../../stores/engine-streams.ts';
import { type LinkColour, linkSymbol } from '../../stores/focus.ts';
import { countColumn, wordsColumn } from './columns.tsx';
import { showQuarantine } from './data-view-store.ts';
import { Details, Fact } from './details.tsx';
import { DownloadForm } from './download-form.tsx';
import { useDownloads } from './download-store.ts';
import { StateWord } from './state-word.tsx';
import { isUnfinished, useDownloadReports, useDownloadTasks } from './use-download-tasks.ts';

interface Row {
  readonly task: TaskView;
  readonly request: DownloadRequest | null;
  readonly report: DownloadReport | null;
}

const LOCAL_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const TONES: Readonly<Record<TaskView['state'], Tone>> = {
  queued: 'muted',
  running: 'accent',
  retrying: 'warning',
  done: 'good',
  failed: 'danger',
  cancelled: 'muted',
  'dead-lettered': 'danger',
};

const ADJUSTMENT_TEXT: Readonly<Record<DownloadReport['adjustment'], string>> = {
  none: 'no',
  splits: 'for splits',
  unknown: 'not told',
};

/** Asks for bars of the world outside, shows what is on its way, and what came of what was asked. */
export function DownloadsView({ link }: { readonly link: LinkColour }): ReactNode {
  const tasks = useDownloadTasks();
  const { isLoaded, problem } = useTasks();
  const { requests, reports } = useDownloads();
  const isConnected = useIsConnected();
  const [chosenId, setChosenId] = useState<string | null>(null);
  useDownloadReports(tasks);
  const rows = useMemo(
    () =>
      tasks.map((task) => ({
        task,
        request: requests.get(task.id) ?? null,
        report: reports.get(task.id) ?? null,
      })),
    [tasks, requests, reports],
  );
  const chosen = rows.find(({ task }) => task.id === chosenId);
  return (
    <>
      {problem && <Problem text={problem} />}
      <div className="data-main">
        <DownloadForm />
        <DataTable
          label="Downloads"
          columns={COLUMNS}
          rows={rows}
          idOf={({ task }) => task.id}
          selectedId={chosenId}
          onSelect={(row) => {
            setChosenId(row.task.id);
            if (row.report && row.report.rowsStored + row.report.rowsDuplicate > 0)
              linkSymbol(row.report.symbol, link);
          }}
          onRowKey={(event, { task }) => {
            if (event.key === 'Delete' && isUnfinished(task)) cancel(task);
            else if (event.key === 'Escape' && chosen) setChosenId(null);
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
          isStale={!isConnected}
          empty={
            <EmptyState
              title={isLoaded ? 'Nothing was downloaded since the engine started' : 'Waiting for the engine'}
            >
              {isLoaded
                ? 'Name a symbol in the form and press Enter.'
                : 'Downloads are shown as soon as it answers.'}
            </EmptyState>
          }
        />
        {chosen && <DownloadDetails row={chosen} onClose={() => setChosenId(null)} />}
      </div>
    </>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'asked',
    header: 'Asked',
    hint: `Wall time, ${LOCAL_ZONE}`,
    width: '72px',
    sortBy: ({ task }) => task.submittedTime,
    cell: ({ task }) => (
      <span className="muted" title={formatDateTime(task.submittedTime, LOCAL_ZONE)}>
        {formatClock(task.submittedTime, LOCAL_ZONE)}
      </span>
    ),
  },
  wordsColumn(
    { id: 'symbol', header: 'Symbol', width: 'minmax(72px, 0.8fr)', className: 'strong' },
    symbolOf,
  ),
  wordsColumn({ id: 'timeframe', header: 'Of', width: '34px' }, timeframeOf),
  {
    id: 'state',
    header: 'State',
    width: '138px',
    sortBy: ({ task }) => task.state,
    cell: ({ task }) => <State task={task} />,
  },
  countColumn({ id: 'read', header: 'Read', width: '60px' }, ({ report }) => report?.rowsRead ?? null),
  countColumn({ id: 'stored', header: 'Stored', width: '60px' }, ({ report }) => report?.rowsStored ?? null),
  countColumn(
    { id: 'duplicate', header: 'Repeats', hint: 'Known before, left as they were', width: '60px' },
    ({ report }) => report?.rowsDuplicate ?? null,
  ),
  countColumn(
    {
      id: 'quarantined',
      header: 'Bad',
      hint: 'In quarantine, with the reason',
      width: '44px',
      isWarning: true,
    },
    ({ report }) => report?.rowsQuarantined ?? null,
  ),
  wordsColumn(
    {
      id: 'from',
      header: 'From',
      hint: 'Who served; those asked before in brackets',
      width: 'minmax(90px, 1.2fr)',
    },
    servedBy,
  ),
  {
    id: 'said',
    header: 'What it says',
    width: 'minmax(80px, 2fr)',
    cell: ({ task }) => (
      <span className={task.error ? 'warning' : 'muted'} title={saidOf(task)}>
        {saidOf(task)}
      </span>
    ),
  },
  {
    id: 'actions',
    header: '',
    label: 'Actions',
    width: '52px',
    cell: ({ task }) =>
      isUnfinished(task) ? (
        <button
          type="button"
          className="link-button danger"
          title="Cancel (Del)"
          onClick={() => cancel(task)}
        >
          Cancel
        </button>
      ) : null,
  },
];

/** Nothing where the state has said it all. */
function saidOf({ state, error, summary }: TaskView): string {
  return state === 'cancelled' ? '' : (error ?? summary);
}

function symbolOf({ report, request }: Row): string {
  return report?.symbol ?? request?.storeAs ?? request?.symbol ?? NO_VALUE;
}

function timeframeOf({ report, request }: Row): string {
  return report?.timeframe ?? request?.timeframe ?? NO_VALUE;
}

function servedBy({ report, request }: Row): string {
  if (report === null) return request?.providers?.join(' → ') ?? (request ? 'auto' : NO_VALUE);
  const tried = report.fallbacksTried.map(({ provider }) => provider).join(', ');
  return tried === '' ? report.provider : `${report.provider} (not ${tried})`;
}

function cancel({ id }: TaskView): void {
  void act('Cancel the download', (engine) => engine.agents.cancelTask({ id }));
}

function State({ task }: { readonly task: TaskView }): ReactNode {
  const word = task.state.replace('-', ' ');
  if (task.state !== 'running' || task.progress === null)
    return (
      <StateWord>
        <Dot tone={TONES[task.state]} />
        {word}
      </StateWord>
    );
  return (
    <StateWord>
      <Dot tone="accent" />
      {word}
      <Meter share={task.progress} tone="accent" label="Progress of the download" />
      <span className="number">{formatPercent(task.progress * 100, 0)}</span>
    </StateWord>
  );
}

function DownloadDetails({ row, onClose }: { readonly row: Row; readonly onClose: () => void }): ReactNode {
  const { task, report, request } = row;
  const took =
    task.startedTime === null || task.finishedTime === null ? null : task.finishedTime - task.startedTime;
  return (
    <Details
      title={`${symbolOf(row)} ${timeframeOf(row)}`}
      note={task.state.replace('-', ' ')}
      onClose={onClose}
    >
      <dl className="facts">
        {request && (
          <Fact name="Asked for">
            {`${request.from === undefined ? 'all' : formatDate(request.from)} to ${request.to === undefined ? 'now' : formatDate(request.to)}`}
          </Fact>
        )}
        <Fact name="Took">{formatDuration(took)}</Fact>
        {report && <Counts report={report} />}
      </dl>
      {report?.fallbacksTried.map(({ provider, error }) => (
        <p key={provider} className="details-text selectable">
          <span className="warning">{provider}</span> <span className="muted">{error}</span>
        </p>
      ))}
      {report?.warnings?.map((warning) => (
        <p key={warning} className="details-text warning">
          {warning}
        </p>
      ))}
      {saidOf(task) !== '' && (
        <p className={task.error ? 'details-text warning selectable' : 'details-text muted'}>
          {saidOf(task)}
        </p>
      )}
    </Details>
  );
}

function Counts({ report }: { readonly report: DownloadReport }): ReactNode {
  return (
    <>
      <Fact name="From">{report.provider}</Fact>
      <Fact name="Rows read">{formatCount(report.rowsRead)}</Fact>
      <Fact name="= stored">{formatCount(report.rowsStored)}</Fact>
      <Fact name="+ repeats">{formatCount(report.rowsDuplicate)}</Fact>
      <Fact name="+ in quarantine">
        {report.rowsQuarantined === 0 ? (
          '0'
        ) : (
          <button
            type="button"
            className="link-button warning"
            onClick={() => showQuarantine({ symbol: report.symbol })}
          >
            {formatCount(report.rowsQuarantined)} ›
          </button>
        )}
      </Fact>
      <Fact name="Left out, not ended yet">{formatCount(report.rowsUnfinished)}</Fact>
      <Fact name="Past prices restated">{ADJUSTMENT_TEXT[report.adjustment]}</Fact>
    </>
  );
}
