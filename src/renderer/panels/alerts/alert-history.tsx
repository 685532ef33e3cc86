import { type ReactNode, useEffect, useState } from 'react';
import type { AlertTriggerView } from '#contract/services/alerts';
import { alertNumber } from '#domain/alerts/alert-text';
import { useLink } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { formatDateTime, formatMinute } from '../../format/time.ts';
import { useAlerts } from '../../stores/engine-streams.ts';

const PAGE = 100;

const COLUMNS: readonly Column<AlertTriggerView>[] = [
  {
    id: 'time',
    header: 'Time',
    hint: 'Market time of the tick, bar or moment that fired it, New York',
    width: '108px',
    sortBy: ({ eventTime }) => eventTime,
    cell: ({ eventTime }) => <span title={formatDateTime(eventTime)}>{formatMinute(eventTime)}</span>,
  },
  {
    id: 'alert',
    header: 'Alert',
    width: 'minmax(96px, 2fr)',
    sortBy: ({ name, symbol, rule }) => name || `${symbol} ${rule}`,
    cell: ({ name, symbol, rule, message }) => (
      <span title={message}>
        {name ? (
          name
        ) : (
          <>
            <span className="strong">{symbol}</span> {rule}
          </>
        )}
      </span>
    ),
  },
  {
    id: 'cause',
    header: 'By',
    hint: 'What fired it: a tick and its price, a closed bar and its close, or a moment',
    align: 'right',
    width: 'minmax(76px, 1fr)',
    cell: ({ cause, conditions }) =>
      cause === null ? (
        alertNumber(conditions[0]?.value ?? null)
      ) : (
        <span title={cause.sequence === null ? undefined : `number ${cause.sequence} of the venue`}>
          {cause.kind} {alertNumber(cause.price)}
        </span>
      ),
  },
];

/** Every trigger, newest first, from the journal; further pages on request. */
export function AlertHistory({ isStale }: { readonly isStale: boolean }): ReactNode {
  const link = useLink();
  // A new trigger shows in its alert: the first page is asked for again.
  const count = useAlerts().items.reduce((sum, { triggerCount }) => sum + triggerCount, 0);
  const [rows, setRows] = useState<readonly AlertTriggerView[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `count` says that there is news
  useEffect(() => {
    if (!link) return undefined;
    let isCurrent = true;
    link.client.alerts
      .history({ limit: PAGE })
      .then((page) => {
        if (!isCurrent) return;
        setRows(page.rows);
        setNext(page.nextBefore);
        setProblem(null);
      })
      .catch((error: unknown) => isCurrent && setProblem(refusalText(error)));
    return () => {
      isCurrent = false;
    };
  }, [link, count]);

  function more(): void {
    if (!link || next === null) return;
    link.client.alerts
      .history({ limit: PAGE, before: next })
      .then((page) => {
        setRows((known) => [...(known ?? []), ...page.rows]);
        setNext(page.nextBefore);
      })
      .catch((error: unknown) => setProblem(refusalText(error)));
  }

  return (
    <>
      {problem && <Problem text={problem} />}
      <DataTable
        label="Alert history"
        isFitted
        columns={COLUMNS}
        rows={rows ?? []}
        idOf={({ id }) => String(id)}
        isStale={isStale}
        empty={
          <EmptyState title={rows ? 'Nothing has fired yet' : 'Waiting for the engine'}>
            {rows
              ? 'Each trigger is kept here with the tick that caused it.'
              : 'It reads them from the journal.'}
          </EmptyState>
        }
      />
      {next !== null && (
        <div className="add-line">
          <button type="button" className="link-button" onClick={more}>
            Older
          </button>
        </div>
      )}
    </>
  );
}
