import { type ReactNode, useEffect, useState } from 'react';
import type { QuarantinedRow } from '#contract/services/market-data';
import { offerImport } from '../../app/import-store.ts';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatCount } from '../../format/number.ts';
import { formatDate } from '../../format/time.ts';
import { linkSymbol } from '../../stores/focus.ts';
import { reloadReference, type SeriesView, useReference } from '../../stores/reference.ts';
import type { PanelProps } from '../panel-props.ts';
import { CoverageStrip } from './coverage-strip.tsx';

interface SeriesRow extends SeriesView {
  readonly name: string;
  readonly source: string;
}

const SERIES: readonly Column<SeriesRow>[] = [
  {
    id: 'symbol',
    header: 'Symbol',
    width: 'minmax(64px, 0.7fr)',
    sortBy: (row) => row.symbol,
    cell: (row) => <span className="strong">{row.symbol}</span>,
  },
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(100px, 1.4fr)',
    sortBy: (row) => row.name,
    cell: (row) => row.name,
  },
  {
    id: 'timeframe',
    header: 'Bars of',
    width: '58px',
    sortBy: (row) => row.timeframe,
    cell: (row) => row.timeframe,
  },
  {
    id: 'bars',
    header: 'Bars',
    align: 'right',
    width: '70px',
    sortBy: (row) => row.bars,
    cell: (row) => formatCount(row.bars),
  },
  {
    id: 'first',
    header: 'First',
    align: 'right',
    width: '94px',
    sortBy: (row) => row.firstTime,
    cell: (row) => formatDate(row.firstTime),
  },
  {
    id: 'last',
    header: 'Last',
    align: 'right',
    width: '94px',
    sortBy: (row) => row.lastTime,
    cell: (row) => formatDate(row.lastTime),
  },
  {
    id: 'coverage',
    header: 'Coverage',
    hint: 'Months from first to last, oldest left; marked where bars are missing by the exchange’s calendar',
    width: 'minmax(140px, 1.4fr)',
    cell: (row) => <CoverageStrip series={row} />,
  },
  {
    id: 'source',
    header: 'Source',
    width: 'minmax(120px, 2fr)',
    sortBy: (row) => row.source,
    cell: (row) => (
      <span className="muted" title={row.source}>
        {row.source}
      </span>
    ),
  },
];

const QUARANTINE: readonly Column<QuarantinedRow>[] = [
  {
    id: 'source',
    header: 'File',
    width: 'minmax(90px, 1fr)',
    sortBy: (row) => row.source,
    cell: (row) => row.source,
  },
  {
    id: 'line',
    header: 'Line',
    align: 'right',
    width: '58px',
    sortBy: (row) => row.line,
    cell: (row) => formatCount(row.line),
  },
  { id: 'symbol', header: 'Symbol', width: '70px', sortBy: (row) => row.symbol, cell: (row) => row.symbol },
  {
    id: 'reason',
    header: 'Reason',
    width: 'minmax(160px, 3fr)',
    cell: (row) => (
      <span className="warning" title={row.reason}>
        {row.reason}
      </span>
    ),
  },
  {
    id: 'raw',
    header: 'Row',
    width: 'minmax(120px, 2fr)',
    cell: (row) => (
      <code className="muted selectable" title={row.raw}>
        {row.raw}
      </code>
    ),
  },
];

/** What is stored, where it came from, and the rows that were not good enough. */
export function DataPanel({ panelId, link }: PanelProps): ReactNode {
  const { series, instruments, isLoaded, problem } = useReference();
  const isConnected = useIsConnected();
  const rows = series.map((each) => {
    const instrument = instruments.get(each.symbol);
    return { ...each, name: instrument?.name ?? each.symbol, source: instrument?.source ?? '' };
  });
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <ImportButton />
      </PanelHead>
      {problem && <Problem text={problem} onRetry={() => void reloadReference()} />}
      <div className="data-split">
        <DataTable
          label="Stored series"
          columns={SERIES}
          rows={rows}
          idOf={({ symbol, timeframe }) => `${symbol} ${timeframe}`}
          onSelect={({ symbol }) => linkSymbol(symbol, link)}
          isStale={!isConnected}
          empty={
            <EmptyState
              title={isLoaded ? 'Nothing stored yet' : 'Waiting for the engine'}
              action={isLoaded && <ImportButton />}
            >
              {isLoaded
                ? 'Drop a CSV file with prices on the window.'
                : 'Stored series are shown as soon as it answers.'}
            </EmptyState>
          }
        />
        <Quarantine />
      </div>
    </div>
  );
}

function ImportButton(): ReactNode {
  return (
    <label className="button small">
      Import CSV…
      <input
        className="visually-hidden"
        type="file"
        accept=".csv,text/csv"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) offerImport(file);
          event.target.value = '';
        }}
      />
    </label>
  );
}

function Quarantine(): ReactNode {
  const { series } = useReference();
  const isConnected = useIsConnected();
  const [found, setFound] = useState<{ total: number; rows: readonly QuarantinedRow[] } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: series are loaded anew after each import
  useEffect(() => {
    if (!isConnected) return;
    requireEngine()
      .marketData.quarantine({})
      .then((answer) => {
        setFound(answer);
        setProblem(null);
      })
      .catch((error: unknown) => setProblem(refusalText(error)));
  }, [isConnected, series]);
  return (
    <section className="panel-column quarantine" aria-label="Quarantine">
      <h3>
        Quarantine <span className="muted">{found ? formatCount(found.total) : ''}</span>
      </h3>
      {problem && <Problem text={problem} />}
      <DataTable
        label="Rows in quarantine"
        columns={QUARANTINE}
        rows={found?.rows ?? []}
        idOf={({ id }) => id}
        isStale={!isConnected}
        empty={
          <EmptyState title="No row is in quarantine">
            Rows that break a rule are kept here with the reason, never dropped.
          </EmptyState>
        }
      />
    </section>
  );
}
