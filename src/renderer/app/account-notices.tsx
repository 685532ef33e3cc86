import type { ReactNode } from 'react';
import type { AccountView } from '#contract/services/accounts';
import { useIsConnected } from '../client/connection.ts';
import { formatCount } from '../format/number.ts';
import { openQuestions } from '../panels/accounts/account-cells.tsx';
import { showAccountsSide } from '../panels/accounts/accounts-store.ts';
import { useAccounts } from '../stores/engine-streams.ts';
import { isStopped, openSafety, resumeTrading } from './kill-control.ts';
import { openRecovery } from './recovery-control.ts';
import { openPanel } from './workspace-control.ts';

/** What must not be overlooked about an account: it is stopped, its broker wants a person, something is uncertain. */
export function AccountNotices(): ReactNode {
  const { items } = useAccounts();
  const stopped = items.filter(isStopped);
  const loginNeeded = items.filter(({ connection }) => connection?.kind === 'needs-login');
  const toDecide = items.filter((account) => openQuestions(account) > 0);
  return (
    <>
      {stopped.length > 0 && <StoppedNotice stopped={stopped} count={items.length} />}
      {toDecide.length > 0 && <DecideNotice accounts={toDecide} />}
      {loginNeeded.map(({ account, brokerName, connection }) => (
        <p key={account} className="notice-line warning">
          <span>
            <b>
              {brokerName} needs you ({account}).
            </b>{' '}
            {connection?.kind === 'needs-login' && connection.reason}
          </span>
          <button
            type="button"
            className="button small"
            onClick={() => {
              showAccountsSide({ kind: 'details', account });
              openPanel('accounts', 'Accounts');
            }}
          >
            See the account
          </button>
        </p>
      ))}
    </>
  );
}

function StoppedNotice({
  stopped,
  count,
}: {
  readonly stopped: readonly AccountView[];
  readonly count: number;
}): ReactNode {
  const isConnected = useIsConnected();
  const halted = stopped.filter(({ tradingState }) => tradingState === 'halted');
  const reducing = stopped.filter(({ tradingState }) => tradingState === 'reducing');
  const isWhole = halted.length === count;
  const namesOf = (accounts: readonly AccountView[]): string =>
    accounts.length === count && count > 1
      ? 'every account'
      : accounts.map(({ account }) => account).join(', ');
  return (
    <p className="notice-line halted">
      <span>
        {halted.length > 0 && (
          <>
            <b>TRADING HALTED{isWhole && count === 1 ? '.' : ` in ${namesOf(halted)}.`}</b> New orders are
            refused, from people and strategies alike.{' '}
          </>
        )}
        {reducing.length > 0 && (
          <>
            <b>REDUCE ONLY in {namesOf(reducing)}.</b> Orders towards flat alone are sent.
          </>
        )}
      </span>
      {stopped.length === 1 ? (
        <button
          type="button"
          className="button small"
          disabled={!isConnected}
          onClick={() => resumeTrading(stopped[0]?.account)}
        >
          Resume trading
        </button>
      ) : (
        <button type="button" className="button small" onClick={openSafety}>
          Choose what goes on
        </button>
      )}
    </p>
  );
}

function DecideNotice({ accounts }: { readonly accounts: readonly AccountView[] }): ReactNode {
  const unknown = accounts.reduce(
    (sum, { reconciliation }) => sum + (reconciliation?.unknown.length ?? 0),
    0,
  );
  const rest = accounts.reduce((sum, account) => sum + openQuestions(account), 0) - unknown;
  return (
    <p className={unknown > 0 ? 'notice-line halted' : 'notice-line warning'}>
      <span>
        {unknown > 0 && (
          <b>
            {formatCount(unknown)} {unknown === 1 ? 'order has an' : 'orders have an'} unknown outcome:
            nothing that opens risk is sent there.{' '}
          </b>
        )}
        {rest > 0 &&
          `${formatCount(rest)} ${rest === 1 ? 'thing differs' : 'things differ'} between here and the broker.`}
      </span>
      <button type="button" className="button small" onClick={openRecovery}>
        Decide
      </button>
    </p>
  );
}
