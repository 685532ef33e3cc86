import './recovery.css';
import { type ReactNode, useMemo } from 'react';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatCount } from '../../format/number.ts';
import { useAccounts } from '../../stores/engine-streams.ts';
import type { PanelProps } from '../panel-props.ts';
import { RecoveryCard } from './recovery-card.tsx';
import { recoveryItems, recoverySummary } from './recovery-items.ts';

/** What could not be made certain by asking, with what is known of it and the answers a person can give. */
export function RecoveryPanel({ panelId }: PanelProps): ReactNode {
  const { items: accounts, isLoaded, problem } = useAccounts();
  const items = useMemo(() => recoveryItems(accounts), [accounts]);
  const { sure, unknown } = recoverySummary(accounts);
  const held = [
    ...new Set(items.flatMap(({ kind, account }) => (kind === 'unknown' ? [account.account] : []))),
  ];
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <span className="muted">
          {formatCount(sure)} sure,{' '}
          <b className={unknown > 0 ? 'danger-text' : ''}>{formatCount(unknown)} unknown</b>
        </span>
      </PanelHead>
      {problem && <Problem text={problem} />}
      {held.length > 0 && (
        <p className="recovery-held" role="status">
          Until this is decided, nothing that opens risk is sent in <b>{held.join(', ')}</b>. Everything else
          goes on.
        </p>
      )}
      {items.length === 0 ? (
        <EmptyState title={isLoaded ? 'Everything is certain' : 'Waiting for the engine'}>
          {isLoaded
            ? 'Every order was found at its broker or ended, and the books agree. Brokers are asked again every minute and after each interruption.'
            : 'Accounts are shown as soon as it answers.'}
        </EmptyState>
      ) : (
        <ul className="recovery" aria-label="To decide">
          {items.map((item) => (
            <RecoveryCard key={item.id} item={item} />
          ))}
        </ul>
      )}
    </div>
  );
}
