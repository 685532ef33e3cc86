import { type ReactNode, useState } from 'react';
import type { SubscriptionView } from '#contract/services/streams';
import { act } from '../../app/session-control.ts';
import { useIsConnected } from '../../client/connection.ts';
import { Age } from '../../components/age.tsx';
import { Dot } from '../../components/badge.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { formatCount } from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';
import { useStreamSources, useSubscriptions } from '../../stores/engine-streams.ts';
import { type LinkColour, linkSymbol } from '../../stores/focus.ts';
import { countColumn, wordsColumn } from './columns.tsx';
import { Details, Fact } from './details.tsx';
import { SimulationBadge } from './simulation-badge.tsx';
import { StateWord } from './state-word.tsx';
import { StreamSources } from './stream-sources.tsx';
import { missedText, subscriptionTone } from './stream-text.ts';
import { SubscribeLine } from './subscribe-line.tsx';

/** Live prices: the sources with their state, and what is streamed from which. */
export function StreamsView({ link }: { readonly link: LinkColour }): ReactNode {
  const { items, isLoaded, problem } = useSubscriptions();
  const sources = useStreamSources();
  const isConnected = useIsConnected();
  const [chosenSymbol, setChosenSymbol] = useState<string | null>(null);
  const chosen = items.find(({ symbol }) => symbol === chosenSymbol);
  return (
    <>
      {(problem ?? sources.problem) && <Problem text={problem ?? sources.problem ?? ''} />}
      <StreamSources />
      <div className="data-main">
        <DataTable
          label="Streamed symbols"
          columns={COLUMNS}
          rows={items}
          idOf={({ symbol }) => symbol}
          selectedId={chosenSymbol}
          onSelect={({ symbol }) => {
            setChosenSymbol(symbol);
            linkSymbol(symbol, link);
          }}
          onRowKey={(event, { symbol }) => {
            if (event.key === 'Delete') unsubscribe(symbol);
            else if (event.key === 'Escape' && chosen) setChosenSymbol(null);
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
          isStale={!isConnected}
          empty={
            <EmptyState title={isLoaded ? 'No symbol is streamed' : 'Waiting for the engine'}>
              {isLoaded
                ? 'Name some below. SIM:ACME is of the simulated market: it needs no key and no network, and its prices say that they are made up.'
                : 'Streams are shown as soon as it answers.'}
            </EmptyState>
          }
        />
        {chosen && <SubscriptionDetails subscription={chosen} onClose={() => setChosenSymbol(null)} />}
      </div>
      <SubscribeLine sources={sources.items} />
    </>
  );
}

function unsubscribe(symbol: string): void {
  void act(`Stop streaming ${symbol}`, (engine) => engine.streams.unsubscribe({ symbols: [symbol] }));
}

const COLUMNS: readonly Column<SubscriptionView>[] = [
  wordsColumn(
    { id: 'symbol', header: 'Symbol', width: 'minmax(72px, 0.8fr)', className: 'strong' },
    ({ symbol }) => symbol,
  ),
  {
    id: 'source',
    header: 'Source',
    hint: 'The one in use of those that are tried in order',
    width: 'minmax(120px, 1.4fr)',
    sortBy: ({ source }) => source,
    cell: ({ source, chain, isSimulated }) => (
      <StateWord title={`tried in this order: ${chain.join(', ')}`}>
        <SimulationBadge isSimulated={isSimulated} source={source} />
        {source ?? <span className="muted">none of {chain.join(', ')}</span>}
      </StateWord>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '92px',
    sortBy: ({ state }) => state,
    cell: (row) => (
      <StateWord title={row.reason ?? undefined}>
        <Dot tone={subscriptionTone(row)} />
        {row.state}
      </StateWord>
    ),
  },
  {
    id: 'age',
    header: 'Last tick',
    hint: 'Age of the newest tick, since it was received',
    align: 'right',
    width: '64px',
    sortBy: ({ lastReceivedTime }) => lastReceivedTime,
    cell: ({ lastReceivedTime, lastEventTime }) => (
      <Age
        time={lastReceivedTime}
        since={
          lastEventTime === null ? '' : `by the venue ${formatDateTime(lastEventTime)} New York; received `
        }
      />
    ),
  },
  countColumn({ id: 'accepted', header: 'Accepted', width: '84px' }, ({ accepted }) => accepted),
  countColumn(
    {
      id: 'rejected',
      header: 'Rejected',
      hint: 'Repeats, and rows that were not believed',
      width: '70px',
      isWarning: true,
    },
    ({ rejected }) => rejected,
  ),
  {
    id: 'missed',
    header: 'Missed stretches',
    hint: 'While the line was away, and what became of them',
    width: 'minmax(104px, 1fr)',
    sortBy: ({ missed }) => missed.length,
    cell: ({ missed }) => (
      <span className={missed.some(({ state }) => state !== 'filled') ? 'warning' : 'muted'}>
        {missedText(missed) || 'none'}
      </span>
    ),
  },
  {
    id: 'reason',
    header: 'What stands in the way',
    width: 'minmax(100px, 2.5fr)',
    cell: ({ reason, state }) => (
      <span className={state === 'live' ? 'muted' : 'warning'} title={reason ?? undefined}>
        {reason}
      </span>
    ),
  },
  {
    id: 'actions',
    header: '',
    label: 'Actions',
    width: '40px',
    cell: ({ symbol }) => (
      <button
        type="button"
        className="link-button danger"
        title="Stop streaming it (Del)"
        onClick={() => unsubscribe(symbol)}
      >
        Stop
      </button>
    ),
  },
];

function SubscriptionDetails({
  subscription,
  onClose,
}: {
  readonly subscription: SubscriptionView;
  readonly onClose: () => void;
}): ReactNode {
  const { symbol, chain, source, accepted, rejected, missed, reason, state } = subscription;
  return (
    <Details title={symbol} note={state} onClose={onClose}>
      <dl className="facts">
        <Fact name="Source">{source ?? 'none serves'}</Fact>
        <Fact name="Tried in this order">{chain.join(' → ')}</Fact>
        <Fact name="Accepted">{formatCount(accepted)}</Fact>
        <Fact name="Rejected">{formatCount(rejected)}</Fact>
      </dl>
      {reason && <p className="details-text warning selectable">{reason}</p>}
      {missed.length > 0 && (
        <ul className="missed" aria-label="Missed stretches, newest first">
          {[...missed].reverse().map((stretch) => (
            <li key={stretch.fromTime}>
              <span className={stretch.state === 'filled' ? 'good' : 'warning'}>{stretch.state}</span>
              <span>
                {formatDateTime(stretch.fromTime)} to {formatDateTime(stretch.toTime).slice(11)}
              </span>
              <span className="muted" title={stretch.error ?? stretch.reason}>
                {stretch.error ?? `${stretch.reason}; ${formatCount(stretch.bars)} bars`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Details>
  );
}
