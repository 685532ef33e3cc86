import { type ReactNode, useMemo } from 'react';
import { currentSettings, saveSettings } from '../../app/save-settings.ts';
import { act } from '../../app/session-control.ts';
import { useIsConnected } from '../../client/connection.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { useSession, useSettings } from '../../stores/engine-streams.ts';
import { linkSymbol, useLinkedSymbol } from '../../stores/focus.ts';
import { changePct, quoteOf } from '../../stores/quotes.ts';
import { useReference } from '../../stores/reference.ts';
import type { PanelProps } from '../panel-props.ts';
import { AddSymbol } from './add-symbol.tsx';
import { ChangeCell, LastCell, SparklineCell } from './quote-cells.tsx';

interface WatchRow {
  readonly symbol: string;
}

const COLUMNS: readonly Column<WatchRow>[] = [
  {
    id: 'symbol',
    header: 'Symbol',
    width: 'minmax(54px, 1fr)',
    sortBy: ({ symbol }) => symbol,
    cell: ({ symbol }) => <span className="strong">{symbol}</span>,
  },
  {
    id: 'sparkline',
    header: '40 d',
    hint: 'Daily closes of the newest 40 days the session knows',
    width: '68px',
    cell: ({ symbol }) => <SparklineCell symbol={symbol} />,
  },
  {
    id: 'last',
    header: 'Last',
    align: 'right',
    width: 'minmax(68px, 0.9fr)',
    sortBy: ({ symbol }) => quoteOf(symbol)?.last ?? null,
    cell: ({ symbol }) => <LastCell symbol={symbol} />,
  },
  {
    id: 'change',
    header: 'Chg %',
    hint: 'Change from the previous close in percent',
    align: 'right',
    width: '50px',
    sortBy: ({ symbol }) => changePct(quoteOf(symbol)),
    cell: ({ symbol }) => <ChangeCell symbol={symbol} />,
  },
];

/** Symbols a person follows; those of the session stand in while the list is empty. */
export function WatchlistPanel({ panelId, link }: PanelProps): ReactNode {
  const settings = useSettings();
  const session = useSession();
  const { instruments, isLoaded } = useReference();
  const isConnected = useIsConnected();
  const selected = useLinkedSymbol(link);
  const symbols = watchedSymbols(settings?.watchlist, session?.symbols);
  // The session is new with each tick; its symbols seldom are.
  const written = symbols.join(' ');
  const rows = useMemo(
    () => written.split(' ').flatMap((symbol) => (symbol === '' ? [] : [{ symbol }])),
    [written],
  );

  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <span className="muted">{rows.length}</span>
      </PanelHead>
      <DataTable
        label="Watchlist"
        columns={COLUMNS}
        rows={rows}
        idOf={({ symbol }) => symbol}
        selectedId={selected}
        onSelect={({ symbol }) => linkSymbol(symbol, link)}
        onActivate={({ symbol }) => linkSymbol(symbol, link)}
        onRowKey={(event, { symbol }) => {
          if (event.key === 'Delete') removeSymbol(symbol, symbols);
        }}
        isStale={!isConnected}
        empty={
          <EmptyState title={isLoaded ? 'No symbol followed yet' : 'Waiting for the engine'}>
            {isLoaded
              ? 'Type a symbol below and press Enter.'
              : 'The list is kept by the engine and shown as soon as it answers.'}
          </EmptyState>
        }
      />
      <AddSymbol
        known={instruments}
        onAdd={(symbol) => {
          linkSymbol(symbol, link);
          if (!symbols.includes(symbol)) saveWatchlist([...symbols, symbol]);
        }}
      />
    </div>
  );
}

function watchedSymbols(
  watchlist: readonly string[] = [],
  session: readonly string[] = [],
): readonly string[] {
  return watchlist.length > 0 ? watchlist : session;
}

function removeSymbol(symbol: string, symbols: readonly string[]): void {
  saveWatchlist(symbols.filter((each) => each !== symbol));
}

function saveWatchlist(watchlist: string[]): void {
  if (currentSettings()) void act('Save the watchlist', () => saveSettings({ watchlist }));
}
