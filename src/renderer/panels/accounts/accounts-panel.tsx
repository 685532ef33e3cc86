import './accounts.css';
import '../orders/orders.css';
import { type ReactNode, useEffect } from 'react';
import type { AccountView } from '#contract/services/accounts';
import { useIsConnected } from '../../client/connection.ts';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatCount } from '../../format/number.ts';
import { useAccounts } from '../../stores/engine-streams.ts';
import { chooseAccount, useTradingAccount } from '../../stores/trading-account.ts';
import type { PanelProps } from '../panel-props.ts';
import { ACCOUNT_COLUMNS } from './account-columns.tsx';
import { AccountDetails } from './account-details.tsx';
import { showAccountsSide, useAccountsSide } from './accounts-store.ts';
import { ConnectForm } from './connect-form.tsx';
import { PaperForm } from './paper-form.tsx';

/** Every account orders can be sent from, the line to its broker, and what is to be decided about it. */
export function AccountsPanel({ panelId }: PanelProps): ReactNode {
  const { items, byId, isLoaded, problem } = useAccounts();
  const trading = useTradingAccount();
  const side = useAccountsSide();
  const isConnected = useIsConnected();
  const shown = side.kind === 'details' ? side.account : null;
  const isGone = shown !== null && !byId.has(shown);
  useEffect(() => {
    if (isGone) showAccountsSide({ kind: 'details', account: null });
  }, [isGone]);
  const selected = byId.get(shown ?? '') ?? trading ?? items[0];
  const backToDetails = (account: string | null): void => showAccountsSide({ kind: 'details', account });
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <AccountTotals accounts={items} />
      </PanelHead>
      <div className="table-tools" role="toolbar" aria-label="More accounts">
        <button
          type="button"
          className="button small"
          onClick={() => showAccountsSide({ kind: 'connect', broker: null })}
        >
          Connect a broker
        </button>
        <button type="button" className="button small" onClick={() => showAccountsSide({ kind: 'paper' })}>
          Open a paper account
        </button>
      </div>
      {problem && <Problem text={problem} />}
      <div className="accounts">
        <DataTable
          label="Accounts"
          columns={ACCOUNT_COLUMNS}
          rows={items}
          idOf={({ account }) => account}
          selectedId={side.kind === 'details' ? (selected?.account ?? null) : null}
          onSelect={({ account }) => backToDetails(account)}
          onActivate={({ account, environment }) =>
            chooseAccount(environment === 'simulated' ? null : account)
          }
          isStale={!isConnected}
          isFitted
          empty={
            <EmptyState title={isLoaded ? 'No account yet' : 'Waiting for the engine'}>
              Connect a broker, or open a paper account that trades at live prices without money.
            </EmptyState>
          }
        />
        <aside className="accounts-side">
          {side.kind === 'connect' && (
            <ConnectForm
              broker={side.broker}
              again={side.again}
              onDone={(account) => backToDetails(account)}
            />
          )}
          {side.kind === 'paper' && <PaperForm onDone={(account) => backToDetails(account)} />}
          {side.kind === 'details' && selected && (
            <AccountDetails account={selected} isTraded={selected.account === trading?.account} />
          )}
        </aside>
      </div>
    </div>
  );
}

/** How many lines stand, and how many would. */
function AccountTotals({ accounts }: { readonly accounts: readonly AccountView[] }): ReactNode {
  const atBrokers = accounts.filter(({ connection }) => connection !== null);
  const ready = atBrokers.filter(({ connection }) => connection?.kind === 'ready');
  return (
    <span className="muted">
      {formatCount(accounts.length)}
      {atBrokers.length > 0 &&
        ` · ${formatCount(ready.length)} of ${formatCount(atBrokers.length)} lines ready`}
    </span>
  );
}
