import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useState } from 'react';
import type { QuarantinedRow } from '#contract/services/market-data';
import { useIsConnected } from '../../client/connection.ts';
import { useAnswer } from '../../client/use-answer.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { formatCount } from '../../format/number.ts';
import { useReference } from '../../stores/reference.ts';
import { countColumn, wordsColumn } from './columns.tsx';
import { filterQuarantine, NO_FILTER, useDataView } from './data-view-store.ts';
import { QuarantineEditor } from './quarantine-editor.tsx';
import { QuarantineFilters } from './quarantine-filters.tsx';
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

  const toggle = (id: string): void =>
    setMarked(
      (before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]),
    );
  // biome-ignore lint/correctness/useExhaustiveDependencies: toggling depends on nothing that changes
  const columns = useMemo(() => [markColumn(marked, toggle), ...FACTS], [marked]);
  const edited = rows.find(({ id }) => id === editedId);

  function decide(decision: Decision, row: QuarantinedRow): void {
    void decisions.decide(decision, marked.size > 0 ? [...marked] : [row.id]);
  }

  function onRowKey(event: KeyboardEvent, row: QuarantinedRow): void {
    if (event.key === 'Delete') decide('discard', row);
    else if (event.key === 'r') decide('release', row);
    else if (event.key === ' ') toggle(row.id);
    else if (event.key === 'Escape' && (marked.size > 0 || decisions.asking)) {
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
        onSelect={({ id }) => setChosenId(id)}
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
          <Foot
            chosen={chosen}
            marked={marked.size}
            decisions={decisions}
            onDecide={(decision) => {
              if (chosen || marked.size > 0)
                void decisions.decide(decision, marked.size > 0 ? [...marked] : [chosen!.id]);
            }}
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

function markColumn(marked: ReadonlySet<string>, toggle: (id: string) => void): Column<QuarantinedRow> {
  return {
    id: 'mark',
    header: '',
    label: 'Marked',
    width: '24px',
    cell: ({ id, line, source }) => (
      <input
        type="checkbox"
        className="mark-box"
        tabIndex={-1}
        aria-label={`Mark line ${line} of ${source}`}
        checked={marked.has(id)}
        onChange={() => toggle(id)}
        onClick={(event) => event.stopPropagation()}
      />
    ),
  };
}

const FACTS: readonly Column<QuarantinedRow>[] = [
  wordsColumn({ id: 'source', header: 'From', width: 'minmax(90px, 1.2fr)' }, ({ source }) => source),
  countColumn({ id: 'line', header: 'Line', width: '58px' }, ({ line }) => line),
  wordsColumn({ id: 'symbol', header: 'Symbol', width: '82px', className: 'strong' }, ({ symbol }) => symbol),
  wordsColumn(
    { id: 'reason', header: 'Reason', width: 'minmax(180px, 3fr)', className: 'warning' },
    ({ reason }) => reason,
  ),
  {
    id: 'raw',
    header: 'Row as it stood',
    width: 'minmax(140px, 3fr)',
    cell: ({ raw }) => (
      <code className="muted selectable" title={raw}>
        {raw}
      </code>
    ),
  },
];

function Foot({
  chosen,
  marked,
  decisions,
  onDecide,
  onEdit,
}: {
  readonly chosen: QuarantinedRow | undefined;
  readonly marked: number;
  readonly decisions: ReturnType<typeof useQuarantineDecisions>;
  readonly onDecide: (decision: Decision) => void;
  readonly onEdit: () => void;
}): ReactNode {
  const count = marked > 0 ? marked : chosen ? 1 : 0;
  return (
    <div className="data-foot">
      <span className={decisions.asking ? 'danger-text' : 'muted'} role="status">
        {decisions.asking
          ? `Discard ${rowsText(count)} for ever? Press Del once more; the journal keeps what they were.`
          : (decisions.said ??
            (marked > 0 ? `${rowsText(marked)} marked` : 'Space marks, ⏎ fixes, R releases, Del discards'))}
      </span>
      <span className="row-actions">
        <button type="button" className="link-button" disabled={!chosen || marked > 1} onClick={onEdit}>
          Fix…
        </button>
        <button
          type="button"
          className="link-button"
          disabled={count === 0}
          title="Take as it is, where only a rule of thumb is broken (R)"
          onClick={() => onDecide('release')}
        >
          Release
        </button>
        <button
          type="button"
          className={decisions.asking ? 'link-button asking' : 'link-button danger'}
          disabled={count === 0}
          onClick={() => onDecide('discard')}
        >
          {decisions.asking ? `Discard ${formatCount(count)}?` : 'Discard'}
        </button>
      </span>
    </div>
  );
}

function rowsText(count: number): string {
  return count === 1 ? '1 row' : `${formatCount(count)} rows`;
}
