import type { AccountView } from '#contract/services/accounts';

type Reconciliation = NonNullable<AccountView['reconciliation']>;

/** One thing a person has to decide about an account. Ids are unique among all. */
export type RecoveryItem = { readonly id: string; readonly account: AccountView } & (
  | { readonly kind: 'unknown'; readonly question: Reconciliation['unknown'][number] }
  | { readonly kind: 'external'; readonly order: Reconciliation['external'][number] }
  | { readonly kind: 'difference'; readonly difference: Reconciliation['differences'][number] }
);

/** Everything to decide: doubts first, as nothing that opens risk is sent before they are settled. */
export function recoveryItems(accounts: readonly AccountView[]): RecoveryItem[] {
  const items = accounts.flatMap((account): RecoveryItem[] => {
    const { reconciliation } = account;
    if (reconciliation === null) return [];
    const at = account.account;
    return [
      ...reconciliation.unknown.map((question) => ({
        id: `${at} unknown ${question.clientOrderId}`,
        account,
        kind: 'unknown' as const,
        question,
      })),
      ...reconciliation.external.map((order) => ({
        id: `${at} external ${order.venueOrderId}`,
        account,
        kind: 'external' as const,
        order,
      })),
      ...reconciliation.differences.map((difference) => ({
        id: `${at} ${difference.kind} ${difference.what}`,
        account,
        kind: 'difference' as const,
        difference,
      })),
    ];
  });
  const place = { unknown: 0, external: 1, difference: 2 } as const;
  return items.sort((a, b) => place[a.kind] - place[b.kind]);
}

/** `3 sure, 1 unknown`, of all accounts together. */
export function recoverySummary(accounts: readonly AccountView[]): { sure: number; unknown: number } {
  let sure = 0;
  let unknown = 0;
  for (const { reconciliation } of accounts) {
    sure += reconciliation?.sure ?? 0;
    unknown += reconciliation?.unknown.length ?? 0;
  }
  return { sure, unknown };
}
