import './recovery.css';
import { type KeyboardEvent, type ReactNode, useMemo } from 'react';
import { act } from '../../app/session-control.ts';
import { useIsConnected } from '../../client/connection.ts';
import { Age } from '../../components/age.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatCount } from '../../format/number.ts';
import { useAccounts } from '../../stores/engine-streams.ts';
import type { PanelProps } from '../panel-props.ts';
import { type RecoveryChoice, recoveryChoices } from './recovery-choices.ts';
import { RecoveryEvidence } from './recovery-evidence.tsx';
import { type RecoveryItem, recoveryItems, recoverySummary } from './recovery-items.ts';

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

function RecoveryCard({ item }: { readonly item: RecoveryItem }): ReactNode {
  const isConnected = useIsConnected();
  const choices = recoveryChoices(item);
  const { account, brokerName, reconciliation, isReconciling } = item.account;
  const decide = (choice: RecoveryChoice): void => void act(`${choice.text}: not done`, choice.decide);

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const choice = choices.find(({ key }) => key === event.key);
    const step = event.key === 'ArrowDown' ? 'nextElementSibling' : 'previousElementSibling';
    if (choice && isConnected) {
      // The card goes once it is decided: the keyboard goes on to the one that takes its place.
      moveFocus(event.currentTarget, 'nextElementSibling');
      decide(choice);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') moveFocus(event.currentTarget, step);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <li
      className={item.kind === 'unknown' ? 'recovery-card doubt' : 'recovery-card'}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the card takes the keys of its buttons
      tabIndex={0}
      aria-label={TITLES[item.kind]}
      onKeyDown={onKeyDown}
    >
      <header>
        <span className="strong">{TITLES[item.kind]}</span>
        <span className="muted">
          {account} · {brokerName} ·{' '}
          {isReconciling ? (
            'asking now'
          ) : (
            <>
              asked <Age time={reconciliation?.time ?? null} since="at " /> ago
            </>
          )}
        </span>
      </header>
      <RecoveryEvidence item={item} />
      <div className="recovery-choices">
        {choices.map((choice) => (
          <div key={choice.key}>
            <button
              type="button"
              className="button small"
              disabled={!isConnected}
              onClick={() => decide(choice)}
            >
              <kbd>{choice.key}</kbd> {choice.text}
            </button>
            <span className="muted">{choice.meaning}</span>
          </div>
        ))}
      </div>
    </li>
  );
}

const TITLES: Readonly<Record<RecoveryItem['kind'], string>> = {
  unknown: 'Nobody knows whether this order is at the broker',
  external: 'An order placed elsewhere',
  difference: 'The books differ',
};

function moveFocus(card: Element, step: 'nextElementSibling' | 'previousElementSibling'): void {
  const next = card[step] ?? card.parentElement?.firstElementChild;
  if (next instanceof HTMLElement && next !== card) next.focus();
}
