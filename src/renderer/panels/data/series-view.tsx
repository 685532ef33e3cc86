import { type ReactNode, useMemo, useState } from 'react';
import { openPanel, showWorkspace } from '../../app/workspace-control.ts';
import { useIsConnected } from '../../client/connection.ts';
import { useAnswer } from '../../client/use-answer.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { formatBytes, formatCount } from '../../format/number.ts';
import { type LinkColour, linkSymbol } from '../../stores/focus.ts';
import { reloadReference, useReference } from '../../stores/reference.ts';
import { countColumn, dateColumn, wordsColumn } from './columns.tsx';
import { CoverageStrip } from './coverage-strip.tsx';
import { draftDownload } from './data-view-store.ts';
import { askForDownload } from './download-store.ts';
import { FilterField } from './filter-field.tsx';
import { ImportButton } from './import-button.tsx';
import { SeriesDetails } from './series-details.tsx';
import { filterSeries, type SeriesRow, seriesRows } from './series-rows.ts';
import { MarkBadge } from './simulation-badge.tsx';
import { simulationMarkOf } from './stream-text.ts';

const FACTS: readonly Column<SeriesRow>[] = [
  wordsColumn(
    { id: 'symbol', header: 'Symbol', width: 'minmax(72px, 0.8fr)', className: 'strong' },
    (row) => row.symbol,
  ),
  {
    id: 'mark',
    header: '',
    label: 'Mark of made-up or recorded prices',
    width: '46px',
    cell: ({ symbol }) => <MarkBadge mark={simulationMarkOf(symbol)} />,
  },
  wordsColumn({ id: 'name', header: 'Name', width: 'minmax(96px, 1.6fr)' }, (row) => row.name),
  wordsColumn(
    { id: 'kind', header: 'Of', hint: 'Bars of a length, or trades or quotes', width: '52px' },
    (row) => row.kind,
  ),
  countColumn({ id: 'rows', header: 'Rows', width: '82px' }, (row) => row.rows),
  dateColumn({ id: 'first', header: 'First' }, (row) => row.firstTime),
  dateColumn({ id: 'last', header: 'Last' }, (row) => row.lastTime),
  {
    id: 'coverage',
    header: 'Coverage',
    hint: 'Months from first to last, oldest left; marked where bars are missing by the exchange’s calendar',
    width: 'minmax(150px, 2fr)',
    cell: ({ bars }) =>
      bars ? <CoverageStrip series={bars} /> : <span className="muted">no calendar for ticks</span>,
  },
];

const sourceColumn: Column<SeriesRow> = wordsColumn(
  { id: 'source', header: 'Source', width: 'minmax(90px, 1.6fr)', className: 'muted' },
  (row) => row.source,
);

function sizeColumn(sizes: ReadonlyMap<string, number>): Column<SeriesRow> {
  const bytesOf = ({ id }: SeriesRow): number | null => sizes.get(id) ?? null;
  return {
    id: 'size',
    header: 'Size',
    hint: 'What the series takes in the store, compressed',
    width: '72px',
    align: 'right',
    sortBy: bytesOf,
    cell: (row) => <span className="number">{formatBytes(bytesOf(row))}</span>,
  };
}

/** What is stored, how whole it is, and the details of the one chosen. */
export function SeriesTab({ link }: { readonly link: LinkColour }): ReactNode {
  const { series, instruments, isLoaded, problem } = useReference();
  const isConnected = useIsConnected();
  const ticks = useAnswer(
    `ticks ${series.length}`,
    (engine, options) => engine.marketData.tickSeries(undefined, options),
    {
      everyMs: 30_000,
      isKept: true,
      isRemembered: true,
    },
  );
  const storage = useAnswer(
    `storage ${series.length} ${ticks.value?.length ?? 0}`,
    (engine, options) => engine.marketData.storage(undefined, options),
    { everyMs: 60_000, isKept: true, isRemembered: true },
  );
  const [text, setText] = useState('');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const rows = useMemo(
    () => seriesRows(series, ticks.value ?? [], instruments),
    [series, ticks.value, instruments],
  );
  const shown = useMemo(() => filterSeries(rows, text), [rows, text]);
  const sizes = useMemo(
    () => new Map(storage.value?.map(({ symbol, kind, bytes }) => [`${symbol} ${kind}`, bytes])),
    [storage.value],
  );
  const columns = useMemo(
    () => [...FACTS, sizeColumn(sizes), sourceColumn, actionsColumn(link)],
    [link, sizes],
  );
  const allBytes = storage.value?.reduce((sum, { bytes }) => sum + bytes, 0);
  const chosen = rows.find(({ id }) => id === chosenId) ?? null;
  return (
    <>
      <div className="data-tools">
        <FilterField label="Filter series" value={text} onChange={setText} />
        <span className="muted">
          {shown.length === rows.length ? '' : `${shown.length} of `}
          {formatCount(rows.length)} series · {formatCount(rows.reduce((sum, row) => sum + row.rows, 0))} rows
          {allBytes !== undefined && ` · ${formatBytes(allBytes)} compressed`}
        </span>
      </div>
      {(problem ?? ticks.problem) && (
        <Problem text={problem ?? ticks.problem ?? ''} onRetry={() => void reloadReference()} />
      )}
      <div className="data-main">
        <DataTable
          label="Stored series"
          columns={columns}
          rows={shown}
          idOf={({ id }) => id}
          selectedId={chosenId}
          onSelect={({ id, symbol }) => {
            setChosenId(id);
            linkSymbol(symbol, link);
          }}
          onActivate={(row) => showChart(row, link)}
          onRowKey={(event, row) => {
            if (event.key === 'c') showChart(row, link);
            else if (event.key === 'u') update(row);
            else if (event.key === 'Escape' && chosen) setChosenId(null);
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
          isStale={!isConnected}
          empty={<Nothing isLoaded={isLoaded} text={text} />}
        />
        {chosen && (
          <SeriesDetails
            key={chosen.id}
            row={chosen}
            bytes={sizes.get(chosen.id) ?? null}
            onClose={() => setChosenId(null)}
          />
        )}
      </div>
    </>
  );
}

function Nothing({ isLoaded, text }: { readonly isLoaded: boolean; readonly text: string }): ReactNode {
  if (!isLoaded)
    return (
      <EmptyState title="Waiting for the engine">Stored series are shown as soon as it answers.</EmptyState>
    );
  if (text !== '')
    return (
      <EmptyState title={`No series has "${text}" in it`}>
        The filter looks at symbol, name, kind and source.
      </EmptyState>
    );
  return (
    <EmptyState
      title="Nothing stored yet"
      action={
        <>
          <ImportButton />
          <button type="button" className="button small" onClick={() => draftDownload('')}>
            Download
          </button>
        </>
      }
    >
      Drop a file with prices on the window, or download from a provider.
    </EmptyState>
  );
}

function actionsColumn(link: LinkColour): Column<SeriesRow> {
  return {
    id: 'actions',
    header: '',
    label: 'Actions',
    width: '104px',
    cell: (row) => (
      <span className="row-actions">
        <button
          type="button"
          className="link-button"
          title="Show in the chart (C)"
          onClick={() => showChart(row, link)}
        >
          Chart
        </button>
        {row.bars && (
          <button
            type="button"
            className="link-button"
            title="Download what came after the last bar (U)"
            onClick={() => update(row)}
          >
            Update
          </button>
        )}
      </span>
    ),
  };
}

function showChart({ symbol }: SeriesRow, link: LinkColour): void {
  linkSymbol(symbol, link);
  showWorkspace('trade');
  openPanel('chart', 'Chart');
}

function update({ bars }: SeriesRow): void {
  if (bars) void askForDownload({ symbol: bars.symbol, timeframe: bars.timeframe, from: bars.lastTime });
}
