import './watchlist.css';
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { useIsConnected } from '../../client/connection.ts';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { linkSymbol, useLinkedSymbol } from '../../stores/focus.ts';
import { useReference } from '../../stores/reference.ts';
import type { PanelProps } from '../panel-props.ts';
import { AddSymbol } from './add-symbol.tsx';
import { ListSheet } from './list-sheet.tsx';
import { ListTabs } from './list-tabs.tsx';
import { toggleStream } from './stream-control.ts';
import { useWatchlists } from './use-watchlists.ts';
import { watchColumns } from './watch-columns.tsx';
import { linesOf, moved, type WatchLine, withSymbols } from './watch-lists.ts';

/** A table sorted by a price is sorted again so often. */
const RESORT_MS = 2_000;

const headingOf = ({ section }: WatchLine): ReactNode | null => section;

/** Symbols a person follows, in named lists; those of the session stand in while there is none. */
export function WatchlistPanel({ panelId, link }: PanelProps): ReactNode {
  const lists = useWatchlists(panelId);
  const { rows, columns } = lists.current;
  const { instruments, isLoaded } = useReference();
  const isConnected = useIsConnected();
  const linked = useLinkedSymbol(link);
  const [section, setSection] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const lines = useMemo(() => linesOf(rows), [rows]);
  const shown = useMemo(() => watchColumns(columns), [columns]);
  const selected = section !== null && lines.some(({ id }) => id === section) ? section : linked;
  const symbols = lines.filter(({ symbol }) => symbol !== null).length;

  function select({ id, symbol }: WatchLine): void {
    setSection(symbol === null ? id : null);
    if (symbol !== null) linkSymbol(symbol, link);
  }

  function onRowKey(event: KeyboardEvent, line: WatchLine): void {
    const { key } = event;
    const index = lines.findIndex(({ id }) => id === line.id);
    if (key === 'Delete') {
      lists.change({ rows: rows.filter((_, at) => at !== index) });
      const next = lines[index + 1] ?? lines[index - 1];
      if (next) select(next);
    } else if (key === 'Insert') input.current?.focus();
    else if (key === 'l' && line.symbol !== null) void toggleStream(line.symbol);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <ListSheet lists={lists} key={lists.current.id} />
        <span className="muted" title="Symbols in this list">
          {symbols}
        </span>
      </PanelHead>
      {lists.lists.length > 1 && <ListTabs lists={lists} />}
      <DataTable
        label="Watchlist"
        columns={shown}
        rows={lines}
        idOf={({ id }) => id}
        selectedId={selected}
        onSelect={select}
        onActivate={select}
        onRowKey={onRowKey}
        headingOf={headingOf}
        onMove={(from, to) => lists.change({ rows: moved(rows, from, to) })}
        resortMs={RESORT_MS}
        isStale={!isConnected}
        empty={
          <EmptyState title={isLoaded ? 'No symbol followed yet' : 'Waiting for the engine'}>
            {isLoaded
              ? 'Type a symbol below and press Enter; SIM:ACME is a simulated market that needs no network.'
              : 'The list is kept by the engine and shown as soon as it answers.'}
          </EmptyState>
        }
      />
      <AddSymbol
        known={instruments}
        input={input}
        onAdd={(added) => {
          if (added[0] !== undefined) linkSymbol(added[0], link);
          setSection(null);
          lists.change({ rows: withSymbols(rows, added, selected) });
        }}
        onSection={(name) => {
          const next = [...rows, { section: name }];
          lists.change({ rows: next });
          setSection(linesOf(next).at(-1)?.id ?? null);
        }}
      />
    </div>
  );
}
