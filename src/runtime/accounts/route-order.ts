import { OctopusError } from '#contract/errors';
import type { RouteView } from '#contract/services/execution-costs';
import type { Settings } from '#contract/services/settings';
import { arrivalPrice, quotedSpread } from '#domain/orders/arrival';
import { chooseRoute, type RouteQuote } from '#domain/orders/choose-route';
import { feeModelOf } from '#domain/orders/fee-model';
import { type VenueProfile, venueProfile } from '#domain/orders/venue-profiles';
import { decimalFromNumber, decimalToNumber, parseDecimal } from '#domain/values/decimal';
import type { Journal } from '#engine/journal/journal';
import type { TradingAccount } from '#engine/trading/trading-account';
import type { AccountKeeper } from './account-keeper.ts';
import type { KnownInstruments } from './known-instruments.ts';

export interface RoutePorts {
  readonly journal: Journal;
  readonly accounts: AccountKeeper;
  readonly instruments: KnownInstruments;
  readonly settings: () => Settings;
}

export interface RouteRequest {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly limitPrice?: string | undefined;
  readonly accounts?: readonly string[] | undefined;
}

/** What brokers charge by their price lists, where a profile has it; used until an account has fills of its own. */
const PRICE_LISTS: Readonly<Record<string, { readonly profile: string; readonly isForCoins: boolean }>> = {
  alpaca: { profile: 'us-equities', isForCoins: false },
  schwab: { profile: 'us-equities', isForCoins: false },
  'interactive-brokers': { profile: 'us-equities-per-share', isForCoins: false },
  coinbase: { profile: 'crypto-maker-taker', isForCoins: true },
};
/** Newest fills that an account's own fees are taken from, and how many of the kind it takes. */
const FILLS_READ = 500;
const FILLS_MIN = 5;

interface Quoted extends RouteQuote {
  readonly environment: RouteView['candidates'][number]['environment'];
  readonly value: number | null;
  readonly reason: string;
}

/**
 * Where an order would cost least, among the accounts named or those set as routable. Money and play money are never
 * weighed against one another: it throws a BAD_REQUEST when the accounts are of several environments, or when there are none.
 */
export function routeOrder(ports: RoutePorts, request: RouteRequest): RouteView {
  const named = request.accounts ?? ports.settings().routableAccounts;
  if (named.length === 0)
    throw new OctopusError(
      'BAD_REQUEST',
      'no account may be routed to: name some, or set routableAccounts in the settings',
    );
  const accounts = [...new Set(named)].map((account) => ports.accounts.require(account));
  const environments = new Set(accounts.map(({ book }) => book.accountRow().environment));
  if (environments.size > 1)
    throw new OctopusError(
      'BAD_REQUEST',
      `accounts of ${[...environments].join(' and ')} are not weighed against one another; take those of one kind`,
    );
  const choice = chooseRoute(accounts.map((account) => quoteOf(ports, account, request)));
  return {
    account: choice.account,
    reason: choice.reason,
    candidates: choice.ranked.map(({ value, cost, refusals, ...candidate }) => ({
      ...candidate,
      refusals: [...refusals],
      cost,
      costBps: cost === null || value === null || value === 0 ? null : (cost / value) * 10_000,
    })),
  };
}

function quoteOf(ports: RoutePorts, trading: TradingAccount, request: RouteRequest): Quoted {
  const { account, book } = trading;
  const { symbol, side, quantity, limitPrice } = request;
  const { environment, broker } = book.accountRow();
  const { refusals, fee: previewed } = trading.orders.preview({
    symbol,
    side,
    quantity,
    ...(limitPrice === undefined ? { type: 'market' } : { type: 'limit', limitPrice }),
    nonce: 'route',
  });
  const arrival = book.arrival(symbol, trading.eventTime);
  const price = arrivalPrice(arrival)?.price ?? null;
  const units = decimalToNumber(parseDecimal(quantity));
  const spread = quotedSpread(arrival);
  const { fee, source } =
    broker === 'paper'
      ? { fee: Number(previewed), source: 'fees of the simulated venue' }
      : feeOf(ports, account, symbol, price, units);
  const spreadText =
    spread === null
      ? 'bid and ask are not known'
      : 'half the spread of now, which is the same price for every account';
  return {
    account,
    environment,
    refusals,
    spreadCost: spread === null ? null : (spread / 2) * units,
    fee,
    value: price === null ? null : price * units,
    reason: `${spreadText}; ${source}`,
  };
}

/** What the account's own fills of such instruments were charged, else what its broker's price list says. */
function feeOf(
  { journal, instruments }: RoutePorts,
  account: string,
  symbol: string,
  price: number | null,
  units: number,
): { fee: number | null; source: string } {
  if (price === null) return { fee: null, source: 'no price is known, and so no fee' };
  const { assetClass } = instruments.instrumentOf(symbol);
  const own = journal.store
    .fills(account, FILLS_READ)
    .filter((fill) => !fill.isFeeDue && instruments.instrumentOf(fill.symbol).assetClass === assetClass);
  if (own.length >= FILLS_MIN) {
    const value = own.reduce(
      (sum, fill) => sum + decimalToNumber(fill.price) * decimalToNumber(fill.quantity),
      0,
    );
    const paid = own.reduce((sum, fill) => sum + decimalToNumber(fill.fee), 0);
    const fraction = paid / value;
    return {
      fee: fraction * price * units,
      source: `fees of ${(fraction * 10_000).toFixed(2)} bps, as its last ${own.length} fills of ${assetClass}`,
    };
  }
  const profile = profileOf(journal.store.account(account)?.broker ?? '', assetClass === 'crypto');
  if (!profile) return { fee: null, source: 'its fees are not known: it has too few fills of its own' };
  const model = feeModelOf(profile.costs.commission);
  return {
    fee: decimalToNumber(model(decimalFromNumber(price), decimalFromNumber(units))),
    source: `fees by the price list "${profile.name}"`,
  };
}

function profileOf(broker: string, isCoin: boolean): VenueProfile | undefined {
  const list = PRICE_LISTS[broker];
  return list && list.isForCoins === isCoin ? venueProfile(list.profile) : undefined;
}
