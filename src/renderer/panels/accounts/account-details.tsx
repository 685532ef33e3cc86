import type { ReactNode } from 'react';
import type { AccountView } from '#contract/services/accounts';
import { act } from '../../app/session-control.ts';
import { openPanel } from '../../app/workspace-control.ts';
import { useIsConnected } from '../../client/connection.ts';
import { Age, Countdown } from '../../components/age.tsx';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { EnvironmentBadge } from '../../components/environment-badge.tsx';
import { formatAmount } from '../../format/money.ts';
import { formatCount } from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';
import { chooseAccount } from '../../stores/trading-account.ts';
import {
  connectionSentence,
  currentDowntime,
  downtimeText,
  openQuestions,
  TradingStateBadge,
} from './account-cells.tsx';
import { showAccountsSide } from './accounts-store.ts';
import { LiveSwitch } from './live-switch.tsx';
import { MarginFacts } from './margin-facts.tsx';

/** One account: its line, whether its books agree with the broker's, and what can be done with it. */
export function AccountDetails({
  account,
  isTraded,
}: {
  readonly account: AccountView;
  readonly isTraded: boolean;
}): ReactNode {
  const { environment, brokerName, connection, reconciliation, whyClosed, currency, cash } = account;
  const isConnected = useIsConnected();
  const isAtBroker = connection !== null;
  const isSwitchedOff = environment === 'live' && !account.isLiveAllowed;
  return (
    <section className="account-details" aria-label={`Account ${account.account}`}>
      <header>
        <EnvironmentBadge environment={environment} />
        <span className="strong selectable">{account.account}</span>
        <span className="muted">{brokerName}</span>
        <TradingStateBadge account={account} />
      </header>
      {connection !== null && connection.kind !== 'ready' && (
        <p className={noteClass(connection)} role="status">
          {connectionSentence(connection)}.
        </p>
      )}
      {connection?.kind === 'needs-login' && (
        <button
          type="button"
          className="button small primary"
          onClick={() => showAccountsSide({ kind: 'connect', broker: account.broker, again: account })}
        >
          Log in again
        </button>
      )}
      {account.reconcileProblem !== null && (
        <p className="note warning">
          The books could not be compared: {account.reconcileProblem}. It is tried again by itself.
        </p>
      )}
      {whyClosed !== null && (
        <p className="note warning">
          {connection === null || connection.kind === 'ready' || isSwitchedOff
            ? `Nothing that opens risk is sent: ${whyClosed}.`
            : 'Nothing that opens risk is sent until it is connected.'}
        </p>
      )}
      {account.locks.map(({ id, reason, untilTime }) => (
        <p key={id} className="note warning">
          {reason} Until {formatDateTime(untilTime)} New York.
        </p>
      ))}
      <dl className="facts">
        <div>
          <dt>Cash</dt>
          <dd>
            {formatAmount(cash)} {currency}
          </dd>
        </div>
        <MarginFacts account={account} />
        {isAtBroker && (
          <>
            <div>
              <dt>Line</dt>
              <dd className="selectable">
                {connection.kind === 'ready' ? (
                  <>
                    ready for <Age time={connection.sinceTime} since="since " />
                    {connection.note && ` · ${connection.note}`}
                  </>
                ) : (
                  connection.kind.replace('-', ' ')
                )}
              </dd>
            </div>
            {(connection.kind === 'ready' || connection.kind === 'waiting') && connection.downtime && (
              <div title="Hours in which the broker's servers are down by plan; the line comes back by itself">
                <dt>Down by plan</dt>
                <dd>
                  {downtimeText(connection.downtime)}
                  {connection.kind === 'ready' && (
                    <>
                      , <Countdown time={connection.downtime.start} />
                    </>
                  )}
                </dd>
              </div>
            )}
            <div>
              <dt>Books compared</dt>
              <dd>
                {account.isReconciling ? (
                  'now'
                ) : reconciliation === null ? (
                  'not since the start'
                ) : (
                  <>
                    <Age time={reconciliation.time} since="at " /> ago
                  </>
                )}
              </dd>
            </div>
            {reconciliation && (
              <div>
                <dt>Found</dt>
                <dd>
                  <ComparisonText reconciliation={reconciliation} />
                </dd>
              </div>
            )}
          </>
        )}
      </dl>
      <div className="account-actions">
        <button
          type="button"
          className={isTraded ? 'button small' : 'button small primary'}
          disabled={isTraded}
          title="The ticket, the chart and the positions mean this account from then on"
          onClick={() => chooseAccount(environment === 'simulated' ? null : account.account)}
        >
          {isTraded ? 'Traded here' : 'Trade this account'}
        </button>
        {isAtBroker && (
          <button
            type="button"
            className="button small"
            disabled={!isConnected || account.isReconciling || connection.kind !== 'ready'}
            onClick={() =>
              void act(`Compare the books of ${account.account}`, ({ accounts }) =>
                accounts.reconcile({ account: account.account }),
              )
            }
          >
            Compare now
          </button>
        )}
        {openQuestions(account) > 0 && (
          <button type="button" className="button small" onClick={() => openPanel('recovery', 'Recovery')}>
            Decide {formatCount(openQuestions(account))}
          </button>
        )}
        <button type="button" className="button small" onClick={() => openPanel('safety', 'Safety')}>
          Safety
        </button>
        {environment !== 'simulated' && (
          <ConfirmButton
            question={`Disconnect ${account.account}?`}
            title="Closes the line and forgets its keys; orders and fills stay in the journal. Orders that work at the broker go on working there."
            isDisabled={!isConnected}
            onConfirm={() =>
              void act(`Disconnect ${account.account}`, ({ accounts }) =>
                accounts.disconnect({ account: account.account }),
              )
            }
          >
            Disconnect
          </ConfirmButton>
        )}
      </div>
      {environment === 'live' && <LiveSwitch key={account.account} account={account} />}
    </section>
  );
}

/** `3 sure, 1 unknown, books agree`. */
export function ComparisonText({
  reconciliation,
}: {
  readonly reconciliation: NonNullable<AccountView['reconciliation']>;
}): ReactNode {
  const { sure, unknown, external, differences } = reconciliation;
  return (
    <>
      {formatCount(sure)} sure,{' '}
      <span className={unknown.length > 0 ? 'danger-text strong' : ''}>
        {formatCount(unknown.length)} unknown
      </span>
      {external.length > 0 && (
        <span className="warning">, {formatCount(external.length)} placed elsewhere</span>
      )}
      {differences.length === 0 ? (
        ', books agree'
      ) : (
        <span className="warning">
          , {formatCount(differences.length)} {differences.length === 1 ? 'difference' : 'differences'}
        </span>
      )}
    </>
  );
}

/** What is down by plan is no warning. */
function noteClass(connection: NonNullable<AccountView['connection']>): string {
  if (connection.kind === 'needs-login') return 'account-need selectable';
  return currentDowntime(connection) ? 'note' : 'note warning';
}
