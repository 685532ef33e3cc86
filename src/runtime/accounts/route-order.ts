import { OctopusError } from '#contract/errors';
import type { RouteView } from '#contract/services/execution-costs';
import type { Settings } from '#contract/services/settings';
import type { OrderRequest } from '#contract/services/trading';
import { chooseRoute } from '#domain/orders/choose-route';
import type { TradingAccount } from '#engine/trading/trading-account';
import { type AccountQuote, accountQuote, type QuotePorts } from './route-quote.ts';

export interface RoutePorts extends QuotePorts {
  readonly settings: () => Settings;
}

/**
 * Where an order would cost least, among the accounts named, those set as routable, or without either all that are open
 * on paper: money is only routed to accounts that a person has named. Money and play money are never weighed against one
 * another: it throws a BAD_REQUEST when the accounts are of several environments, or when there are none.
 */
export function routeOrder(
  ports: RoutePorts,
  request: OrderRequest,
  named: readonly string[] = ports.settings().routableAccounts,
): RouteView {
  const quotes = named.length === 0 ? quotesOnPaper(ports, request) : quotesOf(ports, request, named);
  if (quotes.length === 0)
    throw new OctopusError(
      'BAD_REQUEST',
      'no account may be routed to: name some, set routableAccounts in the settings, or open one on paper',
    );
  const environments = new Set(quotes.map(({ environment }) => environment));
  if (environments.size > 1)
    throw new OctopusError(
      'BAD_REQUEST',
      `accounts of ${[...environments].join(' and ')} are not weighed against one another; take those of one kind`,
    );
  const choice = chooseRoute(whereHeld(quotes));
  return {
    account: choice.account,
    reason: choice.reason,
    candidates: choice.ranked.map(({ value, cost, refusals, isTowardsFlat: _, ...candidate }) => ({
      ...candidate,
      refusals: [...refusals],
      cost,
      costBps: cost === null || value === null || value === 0 ? null : (cost / value) * 10_000,
    })),
  };
}

function quotesOnPaper(ports: RoutePorts, request: OrderRequest): AccountQuote[] {
  return ports.accounts
    .all()
    .filter(({ book }) => book.accountRow().environment === 'paper')
    .map((account) => accountQuote(ports, account, request));
}

function quotesOf(ports: RoutePorts, request: OrderRequest, named: readonly string[]): AccountQuote[] {
  return [...new Set(named)].map((account) => {
    const open = findOpen(ports, account);
    const row = ports.journal.store.account(account);
    if (open || !row) return accountQuote(ports, open ?? ports.accounts.require(account), request);
    return {
      account,
      environment: row.environment,
      refusals: ['it is not connected'],
      isTowardsFlat: false,
      spreadCost: null,
      slippage: null,
      fee: null,
      value: null,
      reason: 'an account that is not connected is asked nothing',
    };
  });
}

function findOpen({ accounts }: RoutePorts, name: string): TradingAccount | undefined {
  return accounts.all().find(({ account }) => account === name);
}

/** What is held is sold where it is held: elsewhere the same order would open a position against it. */
function whereHeld(quotes: readonly AccountQuote[]): readonly AccountQuote[] {
  const holders = quotes.filter(({ isTowardsFlat, refusals }) => isTowardsFlat && refusals.length === 0);
  if (holders.length === 0) return quotes;
  const names = holders.map(({ account }) => account).join(' and ');
  return quotes.map((quote) =>
    quote.isTowardsFlat || quote.refusals.length > 0
      ? quote
      : { ...quote, refusals: [`it would open a position here against what ${names} holds`] },
  );
}
