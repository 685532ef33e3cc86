import type { KillReport, KillStep } from '#contract/services/accounts';
import { leadsTowardsFlat } from '#domain/orders/terms-fault';
import { DECIMAL_ZERO } from '#domain/values/decimal';
import type { TradingAccount } from './trading-account.ts';

/**
 * Stops an account. `hold`: nothing new is sent, what works goes on. `cancel-all`: that, and everything that works is
 * cancelled. `reduce-only`: what would open or enlarge a position is cancelled, and only orders towards flat are sent.
 * `flatten`: everything is cancelled, then every position is closed at the market. Each step is durable before it is
 * answered. `nonce` makes the closing orders of one press the same orders, however often it is repeated.
 */
export function pullKillSwitch(
  account: TradingAccount,
  step: KillStep,
  reason: string,
  nonce: string,
): KillReport {
  const why = `kill switch, ${step}: ${reason}`;
  const isStopped = step === 'hold' || step === 'cancel-all';
  account.setTradingState(isStopped ? 'halted' : 'reducing', why);
  let cancelled = 0;
  if (step === 'cancel-all' || step === 'flatten')
    cancelled = account.transact(() => account.orders.cancelAll(why));
  if (step === 'reduce-only') cancelled = account.transact(() => cancelOpening(account, why));
  const flattened = step === 'flatten' ? flattenAll(account, nonce) : [];
  const { tradingState } = account.book.accountRow();
  return { account: account.account, tradingState, cancelled, flattened };
}

function cancelOpening({ orders, book }: TradingAccount, why: string): number {
  const opening = orders.openOrders().filter(({ symbol, side, quantity, filledQuantity, parentOrderId }) => {
    const held = book.position(symbol)?.quantity ?? DECIMAL_ZERO;
    return parentOrderId === undefined && !leadsTowardsFlat(held, side, quantity - filledQuantity);
  });
  for (const { clientOrderId } of opening) orders.cancel(clientOrderId, why);
  return opening.length;
}

/** One after the other: a position that cannot be closed does not keep the rest open. */
function flattenAll(account: TradingAccount, nonce: string): string[] {
  return account.book.held().flatMap(({ symbol }) => {
    const order = account.transact(() => account.orders.flatten(symbol, `${nonce}-${symbol}`));
    return order.status === 'refused' || order.status === 'rejected' ? [] : [symbol];
  });
}
