import type { BacktestOptions } from '#contract/services/backtests';
import type { TradingCosts } from '#domain/orders/trading-costs';
import type { AccountTerms } from './account-request.ts';

/** The account that a backtest's options describe. */
export function accountTermsOf(options: BacktestOptions): AccountTerms {
  const { costs, account } = options;
  const plain = options.commission;
  const ofValue = plain + (costs?.commission?.ofValue ?? 0);
  const commission = { ...costs?.commission, ...(ofValue > 0 ? { ofValue } : {}) };
  // Parts that are undefined are absent, which the schema's types cannot say.
  const terms = { ...costs, commission } as TradingCosts;
  return {
    cash: options.cash,
    costs: terms,
    fillsAtClose: options.fill === 'close',
    closeAtEnd: options.closeAtEnd,
    ...(account as Partial<AccountTerms>),
  };
}

/** The same for a strategy that places its own orders: the account itself keeps it from going short when it is long only. */
export function moduleTermsOf(options: BacktestOptions): AccountTerms {
  return { allowsShort: options.direction === 'long-short', ...accountTermsOf(options) };
}
