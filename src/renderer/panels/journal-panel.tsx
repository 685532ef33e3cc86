import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { JournalRecordView, JournalVerification } from '#contract/services/journal';
import { requireEngine, useIsConnected } from '../client/connection.ts';
import { refusalText } from '../client/refusal.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { EmptyState, Problem } from '../components/notice.tsx';
import { PanelHead } from '../components/panel-head.tsx';
import { formatCount, formatDuration } from '../format/number.ts';
import { formatDateTime } from '../format/time.ts';
import { useHealth } from '../stores/engine-streams.ts';
import type { PanelProps } from './panel-props.ts';

const PAGE = 200;
const REFRESH_MS = 1_500;

const COLUMNS: readonly Column<JournalRecordView>[] = [
  {
    id: 'sequence',
    header: '#',
    align: 'right',
    width: '64px',
    sortBy: (row) => row.sequence,
    cell: (row) => <span className="muted">{formatCount(row.sequence)}</span>,
  },
  {
    id: 'time',
    header: 'Event time',
    hint: 'Market time, New York',
    width: '156px',
    sortBy: (row) => row.eventTime,
    cell: (row) => formatDateTime(row.eventTime),
  },
  {
    id: 'kind',
    header: 'Kind',
    width: 'minmax(120px, 1fr)',
    sortBy: (row) => row.kind,
    cell: (row) => <span className="strong">{row.kind}</span>,
  },
  {
    id: 'source',
    header: 'Source',
    width: 'minmax(90px, 0.8fr)',
    sortBy: (row) => row.source,
    cell: (row) => row.source,
  },
  {
    id: 'payload',
    header: 'Payload',
    width: 'minmax(200px, 5fr)',
    cell: (row) => (
      <code className="muted selectable" title={JSON.stringify(row.payload, null, 2)}>
        {JSON.stringify(row.payload)}
      </code>
    ),
  },
  {
    id: 'hash',
    header: 'Hash',
    hint: 'First digits; the whole hash is in the tooltip',
    width: '84px',
    cell: (row) => (
      <code className="muted" title={`${row.hash}\nprevious ${row.previousHash}`}>
        {row.hash.slice(0, 10)}
      </code>
    ),
  },
];

type Verifying =
  | { readonly state: 'idle' | 'running' }
  | { readonly state: 'done'; readonly result: JournalVerification }
  | { readonly state: 'failed'; readonly problem: string };

/** The append-only record of everything, newest first, and the proof that nothing in it was changed. */
export function JournalPanel({ panelId }: PanelProps): ReactNode {
  const isConnected = useIsConnected();
  const { records, problem, isLoaded, loadOlder } = useJournal();
  const [verifying, setVerifying] = useState<Verifying>({ state: 'idle' });

  async function verify(): Promise<void> {
    setVerifying({ state: 'running' });
    try {
      setVerifying({
        state: 'done',
        result: await requireEngine().journal.verify(undefined, { context: { timeoutMs: 300_000 } }),
      });
    } catch (error) {
      setVerifying({ state: 'failed', problem: refusalText(error) });
    }
  }

  const oldest = records.at(-1);
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        {verifying.state === 'done' && <VerificationText result={verifying.result} />}
        <button
          type="button"
          className="button small"
          disabled={!isConnected || verifying.state === 'running'}
          onClick={() => void verify()}
        >
          {verifying.state === 'running' ? 'Verifying…' : 'Verify'}
        </button>
      </PanelHead>
      {verifying.state === 'failed' && <Problem text={verifying.problem} onRetry={() => void verify()} />}
      {problem && <Problem text={problem} onRetry={loadOlder} />}
      <DataTable
        label="Journal"
        columns={COLUMNS}
        rows={records}
        idOf={({ sequence }) => String(sequence)}
        isStale={!isConnected}
        empty={
          <EmptyState title={isLoaded ? 'The journal is empty' : 'Waiting for the engine'}>
            {isLoaded
              ? 'Its first record is written when a session starts.'
              : 'Records are shown as soon as it answers.'}
          </EmptyState>
        }
      />
      {oldest && oldest.sequence > 1 && (
        <button type="button" className="more" onClick={loadOlder}>
          Older than {formatCount(oldest.sequence)}
        </button>
      )}
    </div>
  );
}

function VerificationText({ result }: { readonly result: JournalVerification }): ReactNode {
  const { isValid, isLedgerEqual, records, problem, elapsedMs, lastHash } = result;
  if (!isValid)
    return (
      <span className="danger-text" title={problem ?? undefined}>
        ▲ record {formatCount(result.firstBadSequence)}: {problem}
      </span>
    );
  return (
    <span className={isLedgerEqual ? 'good' : 'danger-text'} title={`Last hash ${lastHash}`}>
      {isLedgerEqual ? '✓' : '▲'} {formatCount(records)} records verified, ledger{' '}
      {isLedgerEqual ? 'equal' : 'NOT equal'} · {formatDuration(elapsedMs)}
    </span>
  );
}

/** The newest page, read again while the journal grows, and older pages on request. */
function useJournal() {
  const total = useHealth()?.journalRecords ?? 0;
  const isConnected = useIsConnected();
  const [records, setRecords] = useState<readonly JournalRecordView[]>([]);
  const [isLoaded, setIsLoaded] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const lastAsked = useRef(Number.NEGATIVE_INFINITY);

  const load = useCallback(async (before: number | undefined): Promise<void> => {
    try {
      const page = await requireEngine().journal.records({
        limit: PAGE,
        ...(before === undefined ? {} : { before }),
      });
      setRecords((known) => mergeRecords(known, page));
      setIsLoaded(true);
      setProblem(null);
    } catch (error) {
      setProblem(refusalText(error));
    }
  }, []);

  const stamp = Math.floor(total);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a journal that grew is the reason to read again
  useEffect(() => {
    if (!isConnected) return undefined;
    const wait = Math.max(0, lastAsked.current + REFRESH_MS - performance.now());
    const timer = setTimeout(() => {
      lastAsked.current = performance.now();
      void load(undefined);
    }, wait);
    return () => clearTimeout(timer);
  }, [stamp, isConnected, load]);

  const oldest = records.at(-1)?.sequence;
  return { records, problem, isLoaded, loadOlder: () => void load(oldest) };
}

/** Both, newest first, each record once. Known ones that a newer page does not reach are let go: no gap is shown. */
export function mergeRecords(
  known: readonly JournalRecordView[],
  page: readonly JournalRecordView[],
): readonly JournalRecordView[] {
  const isApart = (page.at(-1)?.sequence ?? 0) > (known[0]?.sequence ?? 0) + 1;
  const kept = isApart ? [] : known;
  const bySequence = new Map([...kept, ...page].map((record) => [record.sequence, record]));
  return [...bySequence.values()].sort((a, b) => b.sequence - a.sequence);
}
