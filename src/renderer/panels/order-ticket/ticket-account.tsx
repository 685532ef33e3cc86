import type { ReactNode } from 'react';
import type { AccountView } from '#contract/services/accounts';
import { EnvironmentBadge } from '../../components/environment-badge.tsx';
import { useAccounts } from '../../stores/engine-streams.ts';
import { chooseAccount, useTradingAccount } from '../../stores/trading-account.ts';
import { routeTicket } from './ticket-store.ts';

/** Which account the order is sent from, with whose money that is; choosing another changes the whole window. */
export function TicketAccount({
  isRouted,
  isWorked,
}: {
  readonly isRouted: boolean;
  /** Parts of an algorithm go to the chosen account. */
  readonly isWorked: boolean;
}): ReactNode {
  const { items } = useAccounts();
  const account = useTradingAccount();
  if (account === null) return null;
  return (
    <div className={`ticket-account ${account.environment}`}>
      <EnvironmentBadge environment={account.environment} />
      <select
        aria-label="Account"
        title="Every panel of this window trades and shows this account"
        value={account.account}
        onChange={({ target }) => choose(items, target.value)}
      >
        {items.map((one) => (
          <option key={one.account} value={one.account}>
            {accountName(one)}
          </option>
        ))}
      </select>
      <span className="muted">{account.currency}</span>
      <label
        className="check"
        title="Send the order to whichever routable account it costs least at, by spread, slippage and fees"
      >
        <input
          type="checkbox"
          checked={isRouted}
          disabled={isWorked}
          onChange={({ target }) => routeTicket(target.checked)}
        />
        Best
      </label>
    </div>
  );
}

/** `test · Paper`; the account of a replay has no name a person gave it. */
export function accountName({
  account,
  brokerName,
  environment,
}: Pick<AccountView, 'account' | 'brokerName' | 'environment'>): string {
  return environment === 'simulated' ? 'Replay' : `${account} · ${brokerName}`;
}

function choose(items: readonly AccountView[], name: string): void {
  const chosen = items.find(({ account }) => account === name);
  if (chosen) chooseAccount(chosen.environment === 'simulated' ? null : chosen.account);
}
