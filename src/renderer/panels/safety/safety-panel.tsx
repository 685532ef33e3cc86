import './safety.css';
import type { ReactNode } from 'react';
import type { AccountView } from '#contract/services/accounts';
import { isStopped, reportText, resumeTrading, useKill } from '../../app/kill-control.ts';
import { act } from '../../app/session-control.ts';
import { useIsConnected } from '../../client/connection.ts';
import { EnvironmentBadge } from '../../components/environment-badge.tsx';
import { EmptyState } from '../../components/notice.tsx';
import { formatCount } from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';
import { useAccounts } from '../../stores/engine-streams.ts';
import { TradingStateBadge } from '../accounts/account-cells.tsx';
import type { PanelProps } from '../panel-props.ts';
import { DrillPart } from './drill-part.tsx';
import { KillSteps } from './kill-steps.tsx';
import { WatchdogPart } from './watchdog-part.tsx';

/** How to stop, what is stopped, and what stops by itself. */
export function SafetyPanel(_: PanelProps): ReactNode {
  const { items, isLoaded } = useAccounts();
  return (
    <div className="panel-scroll safety">
      <section aria-label="Kill switch">
        <h3>Kill switch</h3>
        <KillSteps />
        <KillOutcome />
      </section>
      <section aria-label="Accounts">
        <h3>Accounts</h3>
        {items.length === 0 ? (
          <EmptyState title={isLoaded ? 'No account yet' : 'Waiting for the engine'} />
        ) : (
          <ul className="safety-accounts">
            {items.map((account) => (
              <AccountLine key={account.account} account={account} />
            ))}
          </ul>
        )}
      </section>
      <WatchdogPart />
      <DrillPart />
    </div>
  );
}

/** What the last press came to, and what it could not do. */
function KillOutcome(): ReactNode {
  const { reports } = useKill();
  if (reports.length === 0) return null;
  return (
    <ul className="kill-outcome selectable" aria-live="polite">
      {reports.map((report) => (
        <li key={report.account}>
          {reportText(report)}
          {report.notDone.map((sentence) => (
            <p key={sentence} className="danger-text">
              {sentence}
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}

function AccountLine({ account }: { readonly account: AccountView }): ReactNode {
  const isConnected = useIsConnected();
  const { account: name, environment, openOrders, positions, whyClosed, locks } = account;
  return (
    <li>
      <EnvironmentBadge environment={environment} />
      <span className="strong">{name}</span>
      <TradingStateBadge account={account} />
      <span className="muted">
        {formatCount(openOrders)} open · {formatCount(positions)} held
      </span>
      <button
        type="button"
        className="button small"
        disabled={!isConnected || !isStopped(account)}
        onClick={() => resumeTrading(name)}
      >
        Resume
      </button>
      {whyClosed !== null && <p className="warning">{whyClosed}</p>}
      {locks.map(({ id, reason, untilTime }) => (
        <p key={id} className="warning safety-lock">
          <span>
            {reason} Until {formatDateTime(untilTime)} New York.
          </span>
          <button
            type="button"
            className="link-button"
            onClick={() =>
              void act(`Lift the protection of ${name}`, ({ accounts }) =>
                accounts.liftProtection({ account: name, lock: id, reason: 'lifted at the screen' }),
              )
            }
          >
            Lift it
          </button>
        </p>
      ))}
    </li>
  );
}
