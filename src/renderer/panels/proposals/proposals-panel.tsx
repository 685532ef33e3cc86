import { type KeyboardEvent, type ReactNode, useMemo } from 'react';
import type { ProposalView } from '#contract/services/proposals';
import { act, setAutonomy } from '../../app/session-control.ts';
import { openPanel } from '../../app/workspace-control.ts';
import { useIsConnected } from '../../client/connection.ts';
import { useSecond } from '../../components/age.tsx';
import { Badge, type Tone } from '../../components/badge.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatAmount, formatQuantity } from '../../format/money.ts';
import { formatCount, NO_VALUE } from '../../format/number.ts';
import { formatAge, formatDateTime, formatMinute } from '../../format/time.ts';
import { useAccounts, useProposals, useSession } from '../../stores/engine-streams.ts';
import { explain, linkSymbol } from '../../stores/focus.ts';
import { exitWords } from '../../trading/exit-words.ts';
import { SideText } from '../order-cells.tsx';
import type { PanelProps } from '../panel-props.ts';

const TONES: Readonly<Record<ProposalView['status'], Tone>> = {
  open: 'accent',
  confirmed: 'good',
  declined: 'muted',
  expired: 'warning',
  replaced: 'muted',
};

/** Orders that strategies ask for. Nothing of them is sent before a person says so. */
export function ProposalsPanel({ panelId, link }: PanelProps): ReactNode {
  const { items, isLoaded, problem } = useProposals();
  const isConnected = useIsConnected();
  const autonomy = useSession()?.autonomy;
  const open = items.filter(isOpen);
  const rows = useMemo(() => [...items].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a))), [items]);

  function onRowKey(event: KeyboardEvent, proposal: ProposalView): void {
    if (!isOpen(proposal) || event.shiftKey) return;
    if (event.key === 'y') decide(proposal, 'confirm');
    else if (event.key === 'n' || event.key === 'Delete') decide(proposal, 'decline');
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <span className={open.length > 0 ? 'warning strong' : 'muted'}>
          {formatCount(open.length)} waiting
        </span>
      </PanelHead>
      {problem && <Problem text={problem} />}
      <DataTable
        label="Proposals"
        columns={COLUMNS}
        rows={rows}
        idOf={({ id }) => id}
        onSelect={({ symbol }) => linkSymbol(symbol, link)}
        onActivate={why}
        onRowKey={onRowKey}
        isStale={!isConnected}
        empty={
          <EmptyState
            title={isLoaded ? 'No strategy asks for anything' : 'Waiting for the engine'}
            action={
              isLoaded &&
              autonomy !== undefined &&
              autonomy !== 'confirm' && (
                <button type="button" className="button small" onClick={() => setAutonomy('confirm')}>
                  Let strategies ask for each order
                </button>
              )
            }
          >
            {isLoaded &&
              'When strategies may only ask, each order they want waits here: Y sends it, N puts it aside.'}
          </EmptyState>
        }
      />
    </div>
  );
}

const isOpen = ({ status }: ProposalView): boolean => status === 'open';

function decide({ id, symbol }: ProposalView, choice: 'confirm' | 'decline'): void {
  void act(`The proposal in ${symbol}`, ({ trading }) => trading.decideProposal({ id, choice }));
}

function why({ decisionId }: ProposalView): void {
  if (decisionId === undefined) return;
  explain({ kind: 'decision', id: decisionId });
  openPanel('decision', 'Decision');
}

/** How long it may still be confirmed, in the time of its account: that of the market in a replay. */
function TimeLeft({ proposal }: { readonly proposal: ProposalView }): ReactNode {
  const wallTime = useSecond();
  const { byId } = useAccounts();
  const session = useSession();
  const isReplay = byId.get(proposal.account)?.environment === 'simulated';
  const now = isReplay ? (session?.eventTime ?? wallTime) : wallTime;
  const left = proposal.expiryTime - now;
  return (
    <span
      className={left < 60_000 ? 'warning number' : 'number'}
      title={`until ${formatDateTime(proposal.expiryTime)} New York`}
    >
      {left <= 0 ? 'over' : `${formatAge(left)} left`}
    </span>
  );
}

const COLUMNS: readonly Column<ProposalView>[] = [
  {
    id: 'status',
    header: 'State',
    width: '86px',
    sortBy: ({ status }) => status,
    cell: ({ status }) => <Badge tone={TONES[status]}>{status === 'open' ? 'waiting' : status}</Badge>,
  },
  {
    id: 'left',
    header: 'Time left',
    width: '86px',
    sortBy: ({ expiryTime }) => expiryTime,
    cell: (proposal) =>
      isOpen(proposal) ? <TimeLeft proposal={proposal} /> : <span className="muted">{NO_VALUE}</span>,
  },
  {
    id: 'origin',
    header: 'Asked by',
    width: 'minmax(80px, 1fr)',
    sortBy: ({ origin }) => origin,
    cell: ({ origin }) => origin,
  },
  {
    id: 'symbol',
    header: 'Symbol',
    width: 'minmax(60px, 0.8fr)',
    sortBy: ({ symbol }) => symbol,
    cell: ({ symbol }) => <span className="strong">{symbol}</span>,
  },
  {
    id: 'side',
    header: 'Side',
    width: '44px',
    sortBy: ({ side }) => side,
    cell: ({ side }) => <SideText side={side} />,
  },
  {
    id: 'quantity',
    header: 'Quantity',
    align: 'right',
    width: 'minmax(58px, 0.7fr)',
    sortBy: ({ quantity }) => Number(quantity),
    cell: ({ quantity }) => formatQuantity(quantity),
  },
  {
    id: 'price',
    header: 'Price',
    align: 'right',
    width: 'minmax(62px, 0.8fr)',
    cell: ({ type, limitPrice, stopPrice }) =>
      (limitPrice ?? stopPrice) ? formatAmount(limitPrice ?? stopPrice) : type,
  },
  {
    id: 'account',
    header: 'Account',
    width: 'minmax(64px, 0.8fr)',
    sortBy: ({ account }) => account,
    cell: ({ account }) => <span className="muted">{account}</span>,
  },
  {
    id: 'time',
    header: 'Since',
    width: '130px',
    sortBy: ({ proposedTime }) => proposedTime,
    cell: ({ proposedTime }) => <span className="muted">{formatMinute(proposedTime)}</span>,
  },
  {
    id: 'reason',
    header: 'Reason',
    width: 'minmax(90px, 2fr)',
    cell: (proposal) => {
      const exits = exitWords(proposal).join(', ');
      const text = exits === '' ? proposal.reason : `${proposal.reason}; then ${exits}`;
      return (
        <span className="muted" title={text}>
          {text}
        </span>
      );
    },
  },
  {
    id: 'actions',
    header: '',
    label: 'Decide',
    width: '150px',
    cell: (proposal) =>
      isOpen(proposal) && (
        <span className="row-actions">
          <button
            type="button"
            className="link-button accent strong"
            onClick={() => decide(proposal, 'confirm')}
          >
            Send (Y)
          </button>
          <button type="button" className="link-button" onClick={() => decide(proposal, 'decline')}>
            Decline (N)
          </button>
        </span>
      ),
  },
];
