import './ops.css';
import type { ReactNode } from 'react';
import type { StreamSource, SubscriptionView } from '#contract/services/streams';
import { act } from '../../app/session-control.ts';
import { useIsConnected } from '../../client/connection.ts';
import { Age, Countdown } from '../../components/age.tsx';
import { Dot, type Tone } from '../../components/badge.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatCount, NO_VALUE } from '../../format/number.ts';
import { useStreamSources, useSubscriptions } from '../../stores/engine-streams.ts';
import { linkSymbol } from '../../stores/focus.ts';
import type { PanelProps } from '../panel-props.ts';
import { streamCounts } from './stream-counts.ts';

const TONES: Readonly<Record<SubscriptionView['state'] | StreamSource['state'], Tone>> = {
  live: 'good',
  stale: 'warning',
  connecting: 'muted',
  waiting: 'warning',
  failed: 'danger',
  off: 'muted',
  ended: 'danger',
};

const COLUMNS: readonly Column<SubscriptionView>[] = [
  {
    id: 'symbol',
    header: 'Symbol',
    width: 'minmax(90px, 1fr)',
    sortBy: ({ symbol }) => symbol,
    cell: ({ symbol }) => <span className="strong">{symbol}</span>,
  },
  {
    id: 'state',
    header: 'State',
    width: '92px',
    sortBy: ({ state }) => state,
    cell: ({ state, isSimulated }) => (
      <span className="stream-state">
        <Dot tone={TONES[state]} /> {state}
        {isSimulated && <span className="note warning">SIM</span>}
      </span>
    ),
  },
  {
    id: 'source',
    header: 'Source',
    width: 'minmax(80px, 1fr)',
    cell: ({ source, chain }) => (
      <span title={`tried in this order: ${chain.join(', ')}`}>{source ?? NO_VALUE}</span>
    ),
  },
  {
    id: 'age',
    header: 'Last tick',
    align: 'right',
    width: '66px',
    sortBy: ({ lastReceivedTime }) => lastReceivedTime,
    cell: ({ lastReceivedTime }) => <Age time={lastReceivedTime} since="received " />,
  },
  {
    id: 'accepted',
    header: 'Taken',
    align: 'right',
    width: '72px',
    sortBy: ({ accepted }) => accepted,
    cell: ({ accepted }) => <span className="number">{formatCount(accepted)}</span>,
  },
  {
    id: 'rejected',
    header: 'Refused',
    hint: 'Repeats, and rows not believed: these are in quarantine with their reason',
    align: 'right',
    width: '62px',
    sortBy: ({ rejected }) => rejected,
    cell: ({ rejected }) => (
      <span className={rejected > 0 ? 'number note warning' : 'number muted'}>{formatCount(rejected)}</span>
    ),
  },
  {
    id: 'missed',
    header: 'Gaps',
    hint: 'Stretches missed since the subscription began, and how many of them are filled from history',
    align: 'right',
    width: '58px',
    cell: ({ missed }) => (
      <span
        className="number muted"
        title={missed.map(({ reason, state }) => `${state}: ${reason}`).join('\n')}
      >
        {missed.length === 0
          ? NO_VALUE
          : `${missed.filter(({ state }) => state === 'filled').length}/${missed.length}`}
      </span>
    ),
  },
  {
    id: 'reason',
    header: 'Why',
    width: 'minmax(80px, 2fr)',
    cell: ({ reason }) => <span title={reason ?? undefined}>{reason}</span>,
  },
];

/** Sources of live prices with their state, and every symbol streamed. */
export function StreamsPanel({ panelId, link }: PanelProps): ReactNode {
  const { items: sources } = useStreamSources();
  const { items, problem } = useSubscriptions();
  const isConnected = useIsConnected();
  const { live, waiting } = streamCounts(items);
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <span className="muted">
          {live} live · {waiting} waiting
        </span>
      </PanelHead>
      {problem && <Problem text={problem} />}
      <ul
        className={isConnected ? 'stream-sources' : 'stream-sources stale'}
        aria-label="Sources of live prices"
      >
        {sources.map((source) => (
          <SourceLine key={source.id} source={source} />
        ))}
      </ul>
      <DataTable
        label="Streamed symbols"
        columns={COLUMNS}
        rows={items}
        idOf={({ symbol }) => symbol}
        onSelect={({ symbol }) => linkSymbol(symbol, link)}
        onRowKey={(event, { symbol }) => {
          if (event.key !== 'Delete') return;
          event.preventDefault();
          void act(`Stop streaming ${symbol}`, (engine) => engine.streams.unsubscribe({ symbols: [symbol] }));
        }}
        isStale={!isConnected}
        empty={
          <EmptyState title="Nothing is streamed">
            Choose a symbol in the watchlist and press L, or type SIM:ACME into its line: a simulated market
            that needs no network.
          </EmptyState>
        }
      />
    </div>
  );
}

function SourceLine({ source }: { readonly source: StreamSource }): ReactNode {
  const { name, state, reason, retryTime, symbols, reconnects, hasKey, keyVariable, note, isSimulated } =
    source;
  return (
    <li title={note}>
      <Dot tone={TONES[state]} />
      <span className="strong">{name}</span>
      {isSimulated && <span className="note warning">{source.id === 'replay' ? 'replay' : 'simulated'}</span>}
      <span>{state === 'off' ? 'nothing asked of it' : state}</span>
      {symbols > 0 && (
        <span className="muted">{symbols === 1 ? '1 symbol' : `${formatCount(symbols)} symbols`}</span>
      )}
      {reconnects > 0 && <span className="muted">{formatCount(reconnects)} reconnects</span>}
      {!hasKey && <span className="muted">no key: set {keyVariable}</span>}
      {reason && <span className="note warning stream-reason">{reason}</span>}
      {retryTime !== null && (
        <span className="muted">
          again <Countdown time={retryTime} />
        </span>
      )}
    </li>
  );
}
