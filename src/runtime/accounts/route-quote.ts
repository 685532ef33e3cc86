import type { OrderRequest } from '#contract/services/trading';
import { type Arrival, arrivalPrice, quotedSpread } from '#domain/orders/arrival';
import type { RouteQuote } from '#domain/orders/choose-route';
import { feeModelOf } from '#domain/orders/fee-model';
import { leadsTowardsFlat } from '#domain/orders/terms-fault';
import { type SlippageTerms, slippedPrice } from '#domain/orders/trading-costs';
import { type VenueProfile, venueProfile } from '#domain/orders/venue-profiles';
import { DECIMAL_ZERO, decimalFromNumber, decimalToNumber } from '#domain/values/decimal';
import type { Journal } from '#engine/journal/journal';
import type { AccountEnvironment } from '#engine/journal/record-kinds';
import type { BrokerCapabilities } from '#engine/ports/broker';
import { capabilityFaults } from '#engine/trading/capability-faults';
import { executionUnits } from '#engine/trading/execution-units';
import { ownFillModel } from '#engine/trading/own-fill-model';
import type { TradingAccount } from '#engine/trading/trading-account';
import type { BrokerDesk } from '../brokers/broker-desk.ts';
import type { AccountKeeper } from './account-keeper.ts';
import type { KnownInstruments } from './known-instruments.ts';

export interface QuotePorts {
  readonly journal: Journal;
  readonly accounts: AccountKeeper;
  readonly brokers: Pick<BrokerDesk, 'definitionOf'>;
  readonly instruments: KnownInstruments;
}

/** What one account would do with an order. */
export interface AccountQuote extends RouteQuote {
  readonly environment: AccountEnvironment;
  /** The order takes off what the account holds. */
  readonly isTowardsFlat: boolean;
  readonly value: number | null;
  /** Where the figures come from, in a sentence. */
  readonly reason: string;
}

interface Figure {
  readonly amount: number | null;
  readonly source: string;
}

/** What brokers charge by their price lists, where a profile has it; used until an account has fills of its own. */
const PRICE_LISTS: Readonly<Record<string, { readonly profile: string; readonly isForCoins: boolean }>> = {
  alpaca: { profile: 'us-equities', isForCoins: false },
  schwab: { profile: 'us-equities', isForCoins: false },
  'interactive-brokers': { profile: 'us-equities-per-share', isForCoins: false },
  coinbase: { profile: 'crypto-maker-taker', isForCoins: true },
};
/** Newest fills that an account's own fees and slippage are taken from, and how many fees need of the kind. */
const FILLS_READ = 500;
const FILLS_MIN = 5;

/** Judges an order as the account would, with what its spread, slippage and fee come to. */
export function accountQuote(
  ports: QuotePorts,
  trading: TradingAccount,
  request: OrderRequest,
): AccountQuote {
  const { account, book } = trading;
  const { symbol } = request;
  const arrival = book.arrival(symbol, trading.eventTime);
  const price = arrivalPrice(arrival)?.price ?? null;
  const intent = trading.orders.intentOf({ ...request, account });
  const units = decimalToNumber(intent.quantity);
  const isResting = restsAt(request, arrival);
  const spread = isResting ? 0 : quotedSpread(arrival);
  const spreadCost = spread === null ? null : (spread / 2) * units;
  const priced = { symbol, price, units, isBuy: intent.side === 'buy' };
  const slippage =
    isResting || request.type === 'limit'
      ? { amount: 0, source: 'a limit does not slip' }
      : slippageOf(ports, account, priced, spreadCost);
  const fee = feeOf(ports, account, priced);
  const held = book.position(symbol)?.quantity ?? DECIMAL_ZERO;
  const spreadSource = isResting
    ? 'it would rest, which crosses no spread'
    : spread === null
      ? 'bid and ask are not known'
      : 'half the spread of now, which is the same price for every account';
  return {
    account,
    environment: book.accountRow().environment,
    refusals: refusalsOf(ports, trading, request),
    isTowardsFlat: leadsTowardsFlat(held, intent.side, intent.quantity),
    spreadCost,
    slippage: slippage.amount,
    fee: fee.amount,
    value: price === null ? null : price * units,
    reason: [spreadSource, slippage.source, fee.source].join('; '),
  };
}

function refusalsOf(ports: QuotePorts, trading: TradingAccount, request: OrderRequest): string[] {
  const { account, orders, book } = trading;
  const unreachable = trading.whyUnreachable();
  const found = orders.preview({ ...request, account }).refusals;
  const broker = brokerOf(ports, account);
  const terms = orders.intentOf({ ...request, account });
  const { assetClass } = ports.instruments.instrumentOf(request.symbol);
  const held = book.position(request.symbol)?.quantity ?? DECIMAL_ZERO;
  const faults = broker
    ? capabilityFaults(broker.name, broker.capabilities, { terms, assetClass, held })
    : [];
  return [...new Set([...(unreachable === undefined ? [] : [unreachable]), ...faults, ...found])];
}

function brokerOf(
  { journal, brokers }: QuotePorts,
  account: string,
): { readonly name: string; readonly capabilities: BrokerCapabilities } | undefined {
  const id = journal.store.account(account)?.broker;
  return id === undefined || id === 'paper' ? undefined : brokers.definitionOf(id);
}

/** Whether a limit is out of the market's reach. */
function restsAt({ side, type, limitPrice }: OrderRequest, { bid, ask }: Arrival): boolean {
  if (type !== 'limit' || limitPrice === undefined || bid === null || ask === null) return false;
  return side === 'buy' ? Number(limitPrice) < ask : Number(limitPrice) > bid;
}

interface Priced {
  readonly symbol: string;
  readonly price: number | null;
  readonly units: number;
  readonly isBuy: boolean;
}

/** What fills are worse by than half the spread: by the simulated venue's model, else as the account's own fills were. */
function slippageOf(
  { journal, accounts }: QuotePorts,
  account: string,
  { price, units, isBuy }: Priced,
  spreadCost: number | null,
): Figure {
  if (price === null) return { amount: null, source: 'no price is known, and so no slippage' };
  const costs = accounts.costsOf(account);
  if (costs?.slippage?.kind === 'volume-share')
    return { amount: null, source: 'slippage by the share of a volume that is not known yet' };
  if (costs)
    return {
      amount: worse(costs.slippage, price, isBuy) * units,
      source: 'slippage of the simulated venue',
    };
  const model = ownFillModel(account, executionUnits(journal.store, account, { limit: FILLS_READ }));
  if (model.slippage === null || model.confidence === 'none' || model.confidence === 'low')
    return { amount: null, source: 'too few fills of its own to tell its slippage' };
  return {
    amount: worse(model.slippage, price, isBuy) * units - (spreadCost ?? 0),
    source: `slippage as its last ${model.fills} fills at the market`,
  };
}

/** Price units. */
function worse(terms: SlippageTerms | undefined, price: number, isBuy: boolean): number {
  return Math.abs(slippedPrice(terms, price, isBuy, 1, 0) - price);
}

/** What the simulated venue charges, or the account's own fills of such instruments were, or its broker's price list says. */
function feeOf(
  { journal, accounts, instruments }: QuotePorts,
  account: string,
  { symbol, price, units }: Priced,
): Figure {
  if (price === null) return { amount: null, source: 'no price is known, and so no fee' };
  const charge = (commission: Parameters<typeof feeModelOf>[0]): number =>
    decimalToNumber(feeModelOf(commission)(decimalFromNumber(price), decimalFromNumber(units)));
  const costs = accounts.costsOf(account);
  if (costs) return { amount: charge(costs.commission), source: 'fees of the simulated venue' };
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
      amount: fraction * price * units,
      source: `fees of ${(fraction * 10_000).toFixed(2)} bps, as its last ${own.length} fills of ${assetClass}`,
    };
  }
  const profile = profileOf(journal.store.account(account)?.broker ?? '', assetClass === 'crypto');
  if (!profile) return { amount: null, source: 'its fees are not known: it has too few fills of its own' };
  return { amount: charge(profile.costs.commission), source: `fees by the price list "${profile.name}"` };
}

function profileOf(broker: string, isCoin: boolean): VenueProfile | undefined {
  const list = PRICE_LISTS[broker];
  return list && list.isForCoins === isCoin ? venueProfile(list.profile) : undefined;
}
