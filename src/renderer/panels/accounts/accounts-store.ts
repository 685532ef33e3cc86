import { createStore, useStore } from 'zustand';
import type { AccountView } from '#contract/services/accounts';

/** What stands beside the list of accounts. */
export type AccountsSide =
  | { readonly kind: 'details'; readonly account: string | null }
  | {
      readonly kind: 'connect';
      readonly broker: string | null;
      /** The account that is logged in anew; absent for a new one. */
      readonly again?: AccountView;
    }
  | { readonly kind: 'paper' };

const sideStore = createStore<{ readonly side: AccountsSide }>()(() => ({
  side: { kind: 'details', account: null },
}));

export function showAccountsSide(side: AccountsSide): void {
  sideStore.setState({ side });
}

export const useAccountsSide = (): AccountsSide => useStore(sideStore, ({ side }) => side);
