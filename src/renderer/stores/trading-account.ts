import { useMemo } from 'react';
import { createStore, useStore } from 'zustand';
import type { AccountView } from '#contract/services/accounts';
import { accountStream, fillStream, orderStream, portfolioStream, useAccounts } from './engine-streams.ts';

interface ChosenAccount {
  /** Null for that of the open session. */
  readonly account: string | null;
}

/** Kept over a reload. */
const ACCOUNT_KEY = 'trading-account';

/** The one account that the whole window trades and shows, so that no panel can mean another than the one beside it. */
export const tradingAccountStore = createStore<ChosenAccount>()(() => ({
  account: globalThis.localStorage?.getItem(ACCOUNT_KEY) ?? null,
}));

/** Trades and shows another account from now on; null for that of the open session. */
export function chooseAccount(account: string | null): void {
  if (tradingAccountStore.getState().account === account) return;
  // What one account holds must not stand for a moment under the name of another.
  for (const stream of [orderStream, fillStream, portfolioStream]) stream.reset();
  if (account === null) globalThis.localStorage?.removeItem(ACCOUNT_KEY);
  else globalThis.localStorage?.setItem(ACCOUNT_KEY, account);
  tradingAccountStore.setState({ account });
}

/** What a call adds to mean the chosen account. */
export function ofChosenAccount(): { account?: string } {
  const { account } = tradingAccountStore.getState();
  return account === null ? {} : { account };
}

/** The name as chosen, or null while the open session's account is meant. */
export const useChosenAccount = (): string | null => useStore(tradingAccountStore, ({ account }) => account);

/** The chosen account as the engine last described it; null while it has not. */
export function useTradingAccount(): AccountView | null {
  const chosen = useChosenAccount();
  const { items, byId } = useAccounts();
  return useMemo(
    () =>
      (chosen === null ? items.find(({ environment }) => environment === 'simulated') : byId.get(chosen)) ??
      null,
    [chosen, items, byId],
  );
}

/** As {@link useTradingAccount}, for what is done once. */
export function tradingAccount(): AccountView | null {
  const { account } = tradingAccountStore.getState();
  const { items, byId } = accountStream.store.getState();
  return (
    (account === null ? items.find(({ environment }) => environment === 'simulated') : byId.get(account)) ??
    null
  );
}

// An account that is let go, or that was kept and is not there any more, is not traded from.
accountStream.store.subscribe(({ byId }, before) => {
  const { account } = tradingAccountStore.getState();
  if (account === null || byId.has(account)) return;
  const isFirstList = before.byId.size === 0 && byId.size > 0;
  if (isFirstList || before.byId.has(account)) chooseAccount(null);
});
