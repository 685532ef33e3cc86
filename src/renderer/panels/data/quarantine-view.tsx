import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useState } from 'react';
import type { QuarantinedRow } from '#contract/services/market-data';
import { useIsConnected } from '../../client/connection.ts';
import { useAnswer } from '../../client/use-answer.ts';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { useReference } from '../../stores/reference.ts';
import { filterQuarantine, NO_FILTER, useDataView } from './data-view-store.ts';
import { markColumn, ROW_COLUMNS } from './quarantine-columns.tsx';
import { QuarantineEditor } from './quarantine-editor.tsx';
import { QuarantineFilters } from './quarantine-filters.tsx';
import { QuarantineFoot } from './quarantine-foot.tsx';
import { reasonKinds } from './reason-kinds.ts';
import { type Decision, useQuarantineDecisions } from './use-quarantine-decisions.ts';

const PAGE = 500;

/** Rows that were set aside: why, and what is to become of them. */
export function QuarantineView(): ReactNode {
  const { filter } = useDataView();
  const { series } = useReference();
  const isConnected = useIsConnected();
  const [offset, setOffset] = useState(0);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [editedId, setEditedId] = useState<string | null>(null);
  const stored = series.reduce((sum, { bars }) => sum + bars, 0);
  const filterKey = JSON.stringify(filter);
  const { value, problem, isLoading, askAgain } = useAnswer(
    `${filterKey} ${offset} ${stored}`,
    (engine, options) =>
      engine.marketData.quarantine({ limit: PAGE, offset, ...givenParts(filter) }, options),
    { isKept: true },
  );
  const rows = value?.rows ?? NO_ROWS;
  const kinds = useMemo(() => reasonKinds(rows.map(({ reason }) => reason)), [rows]);
  const decisions = useQuarantineDecisions(() => {
    setMarked(new Set());
    askAgain();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter begins at its first page
  useEffect(() => {
    setOffset(0);
    setMarked(new Set());
  }, [filterKey]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor takes room, perhaps that of its own row
  useEffect(() => {
    document.querySelector('.data-panel .table-row.selected')?.scrollIntoView({ block: 'nearest' });
  }, [editedId]);

  const toggle = (id: string): void =>
    setMarked(
      (before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]),
    );
  // biome-ignore lint/correctness/useExhaustiveDependencies: toggling depends on nothing that changes
  const columns = useMemo(() => [markColumn(marked, toggle), ...ROW_COLUMNS], [marked]);
  const edited = rows.find(({ id }) => id === editedId);

  /** The marked rows, or the chosen one where none is. */
  function decide(decision: Decision): void {
    const ids = marked.size > 0 ? [...marked] : chosenId === null ? [] : [chosenId];
    if (ids.length > 0) void decisions.decide(decision, ids);
  }

  function onRowKey(event: KeyboardEvent, row: QuarantinedRow): void {
    if (event.key === 'Delete') decide('discard');
    else if (event.key === 'r') decide('release');
    else if (event.key === ' ') toggle(row.id);
    else if (event.key === 'Escape' && (marked.size > 0 || decisions.isAsking)) {
      setMarked(new Set());
      decisions.forget();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const chosen = rows.find(({ id }) => id === chosenId);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that reach it come from the table within
    <div
      className="panel-column"
      onKeyDown={(event) => {
        if (
          !(event.ctrlKey || event.metaKey) ||
          event.key !== 'a' ||
          !(event.target as Element).matches('[role="grid"]')
        )
          return;
        setMarked(new Set(rows.map(({ id }) => id)));
        event.preventDefault();
      }}
    >
      <QuarantineFilters
        total={value?.total ?? null}
        page={{ offset, rows: rows.length, size: PAGE }}
        onPage={setOffset}
        kinds={kinds}
      />
      {problem && <Problem text={problem} onRetry={askAgain} />}
      <DataTable
        label="Rows in quarantine"
        columns={columns}
        rows={rows}
        idOf={({ id }) => id}
        selectedId={chosenId}
        onSelect={({ id }) => {
          setChosenId(id);
          if (marked.size === 0) decisions.forget();
        }}
        onActivate={({ id }) => setEditedId(id)}
        onRowKey={onRowKey}
        isStale={!isConnected || (isLoading && value === null)}
        empty={<Nothing isFiltered={filterKey !== JSON.stringify(NO_FILTER)} isLoaded={value !== null} />}
      />
      {edited ? (
        <QuarantineEditor
          key={edited.id}
          row={edited}
          onClose={() => {
            setEditedId(null);
            document.querySelector<HTMLElement>('[role="grid"][aria-label="Rows in quarantine"]')?.focus();
          }}
          onJudged={(isDone) => {
            if (isDone) setEditedId(null);
            askAgain();
          }}
        />
      ) : (
        (rows.length > 0 || decisions.said !== null) && (
          <QuarantineFoot
            chosen={chosen}
            marked={marked.size}
            decisions={decisions}
            onDecide={decide}
            onEdit={() => setEditedId(chosenId)}
          />
        )
      )}
    </div>
  );
}

const NO_ROWS: readonly QuarantinedRow[] = [];

function givenParts(
  filter: Readonly<Record<'source' | 'symbol' | 'reason', string>>,
): Partial<typeof filter> {
  return Object.fromEntries(Object.entries(filter).filter(([, text]) => text.trim() !== ''));
}

function Nothing({
  isFiltered,
  isLoaded,
}: {
  readonly isFiltered: boolean;
  readonly isLoaded: boolean;
}): ReactNode {
  if (!isLoaded)
    return <EmptyState title="Waiting for the engine">Rows are shown as soon as it answers.</EmptyState>;
  if (isFiltered)
    return (
      <EmptyState
        title="No row in quarantine is like that"
        action={
          <button type="button" className="button small" onClick={() => filterQuarantine(NO_FILTER)}>
            Show all
          </button>
        }
      />
    );
  return (
    <EmptyState title="No row is in quarantine">
      Rows of files, downloads and streams that break a rule are kept here with the reason, never dropped.
    </EmptyState>
  );
}
