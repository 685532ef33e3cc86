import type { AccountView } from '#contract/services/accounts';

/** An account at a broker as the engine lists it, with these differences. */
export function accountFixture(account: string, change: Partial<AccountView>): AccountView {
  return {
    account,
    broker: 'schwab',
    brokerName: 'Schwab',
    environment: 'live',
    currency: 'USD',
    tradingState: 'active',
    isLiveAllowed: true,
    connection: { kind: 'ready', sinceTime: 0 },
    reconciliation: null,
    isReconciling: false,
    reconcileProblem: null,
    whyClosed: null,
    locks: [],
    equity: 0,
    cash: '0',
    dayPnl: 0,
    buyingPower: '0',
    type: null,
    paper: null,
    margin: null,
    openOrders: 0,
    positions: 0,
    ...change,
  };
}
