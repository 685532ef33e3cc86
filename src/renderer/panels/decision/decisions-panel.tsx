import { type ReactNode, useMemo, useState } from 'react';
import type { DecisionView } from '#contract/services/decisions';
import { openPanel } from '../../app/workspace-control.ts';
import { useIsConnected } from '../../client/connection.ts';
import { Badge } from '../../components/badge.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatCount, formatSigned, signOf } from '../../format/number.ts';
import { formatMinute } from '../../format/time.ts';
import { useDecisions, useSession } from '../../stores/engine-streams.ts';
import { explain, linkSymbol, useExplained } from '../../stores/focus.ts';
import { StartReplayButton } from '../empty-actions.tsx';
import type { PanelProps } from '../panel-props.ts';

const COLUMNS: readonly Column<DecisionView>[] = [
  {
    id: 'number',
    header: '#',
    align: 'right',
    width: '58px',
    sortBy: (row) => row.number,
    cell: (row) => <span className="muted">{formatCount(row.number)}</span>,
  },
  {
    id: 'time',
    header: 'Time',
    hint: 'Market time, New York',
    width: '134px',
    sortBy: (row) => row.eventTime,
    cell: (row) => <span className="muted">{formatMinute(row.eventTime)}</span>,
  },
  {
    id: 'symbol',
    header: 'Symbol',
    width: 'minmax(64px, 0.6fr)',
    sortBy: (row) => row.symbol,
    cell: (row) => <span className="strong">{row.symbol}</span>,
  },
  {
    id: 'action',
    header: 'Action',
    width: '56px',
    sortBy: (row) => row.action,
    cell: (row) => <ActionText action={row.action} />,
  },
  {
    id: 'score',
    header: 'Score',
    hint: 'Fused score, −1 to 1',
    align: 'right',
    width: '56px',
    sortBy: (row) => row.fusedScore,
    cell: (row) => <span className={signOf(row.fusedScore)}>{formatSigned(row.fusedScore)}</span>,
  },
  {
    id: 'summary',
    header: 'Summary',
    width: 'minmax(160px, 5fr)',
    cell: (row) => <span title={row.summary}>{row.summary}</span>,
  },
  {
    id: 'verdict',
    header: 'Verdict',
    width: '84px',
    sortBy: verdictOf,
    cell: (row) => <VerdictBadge decision={row} />,
  },
];

function verdictOf({ compliance, risk }: DecisionView): string | null {
  if (compliance?.verdict === 'refused' || risk?.verdict === 'refused') return 'refused';
  return risk?.verdict ?? compliance?.verdict ?? null;
}

function VerdictBadge({ decision }: { readonly decision: DecisionView }): ReactNode {
  const verdict = verdictOf(decision);
  if (verdict === null) return <span className="muted">–</span>;
  const reasons = [...(decision.compliance?.reasons ?? []), ...(decision.risk?.reasons ?? [])];
  return (
    <Badge tone={verdict === 'approved' ? 'good' : 'warning'} title={reasons.join('\n') || undefined}>
      {verdict}
    </Badge>
  );
}

function ActionText({ action }: { readonly action: DecisionView['action'] }): ReactNode {
  if (action === 'hold') return <span className="muted">Hold</span>;
  return action === 'buy' ? <span className="up">Buy</span> : <span className="down">Sell</span>;
}

/** Every decision, the quiet ones too: not trading is a decision. Choosing one explains it. */
export function DecisionsPanel({ panelId, link }: PanelProps): ReactNode {
  const { items, isLoaded, problem } = useDecisions();
  const session = useSession();
  const explained = useExplained();
  const isConnected = useIsConnected();
  const [isActedOnly, setIsActedOnly] = useState(false);
  const rows = useMemo(
    () => (isActedOnly ? items.filter(({ action }) => action !== 'hold') : items),
    [items, isActedOnly],
  );
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <label className="check">
          <input
            type="checkbox"
            checked={isActedOnly}
            onChange={(event) => setIsActedOnly(event.target.checked)}
          />
          Without holds
        </label>
        {session && session.decisionCount > 0 && (
          <Badge
            title={`Hash over all ${formatCount(session.decisionCount)} decisions: equal hashes mean equal decisions.\n${session.decisionHash}`}
          >
            {session.decisionHash.slice(0, 8)}
          </Badge>
        )}
        <span className="muted">{formatCount(rows.length)}</span>
      </PanelHead>
      {problem && <Problem text={problem} />}
      <DataTable
        label="Decisions"
        columns={COLUMNS}
        rows={rows}
        idOf={({ id }) => id}
        selectedId={explained?.kind === 'decision' ? explained.id : null}
        onSelect={(row) => {
          explain({ kind: 'decision', id: row.id });
          linkSymbol(row.symbol, link);
        }}
        onActivate={() => openPanel('decision', 'Decision')}
        isStale={!isConnected}
        empty={
          <EmptyState
            title={isLoaded ? 'No decisions yet' : 'Waiting for the engine'}
            action={isLoaded && <StartReplayButton />}
          >
            {isLoaded
              ? 'Each symbol is decided on at each close of the replay.'
              : 'Decisions are shown as soon as it answers.'}
          </EmptyState>
        }
      />
    </div>
  );
}
