import { parseOptionSymbol } from '../instruments/option-contract.ts';
import { netPrice, orderMultiplier, tradedLegs } from '../orders/combo.ts';
import type { OrderIntent, OrderLeg } from '../orders/order.ts';
import { leadsTowardsFlat } from '../orders/terms-fault.ts';
import { carriedEquity } from '../portfolio/account-rules.ts';
import { positionValue } from '../portfolio/ledger.ts';
import {
  absoluteDecimal,
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
  divideDecimal,
} from '../values/decimal.ts';
import { optionRequirement } from './option-margin.ts';
import type { Holding, RiskPortfolio } from './portfolio-exposure.ts';

/** Newest price of a symbol, null where none is known. */
export type PriceOf = (symbol: string) => number | null;
/** What an order says of what it would trade. */
export type TradedTerms = Pick<OrderIntent, 'symbol' | 'side' | 'legs' | 'quantity' | 'limitPrice' | 'type'>;

/** What an order that concerns options does to an account. */
export interface OptionCharge {
  /** What it takes of the free cash: what is paid and newly tied up, less what it frees; `unlimited` where nothing covers it. */
  readonly needed: Decimal | 'unlimited';
  /** Cash that nothing ties up before, working orders not counted. */
  readonly free: Decimal;
  /** Paid for it; below zero, received. */
  readonly debit: Decimal;
  /** What is held once it has filled, at the newest prices. */
  readonly holdings: readonly Holding[];
}

/** What options are on; of anything else itself. */
export function underlyingOf(symbol: string): string {
  return parseOptionSymbol(symbol)?.underlying ?? symbol;
}

/** Whether an order trades options, or what held options are on. */
export function concernsOptions(
  { symbol, legs }: Pick<OrderIntent, 'symbol' | 'legs'>,
  { holdings }: Pick<RiskPortfolio, 'holdings'>,
): boolean {
  if (legs !== undefined || parseOptionSymbol(symbol) !== undefined) return true;
  return holdings.some(
    (held) => held.quantity !== DECIMAL_ZERO && parseOptionSymbol(held.symbol)?.underlying === symbol,
  );
}

/**
 * What an order ties up: at its own limit, or at the newest prices of what it trades; undefined where one of these is not
 * known.
 */
export function optionCharge(
  terms: TradedTerms,
  portfolio: RiskPortfolio,
  priceOf: PriceOf,
): OptionCharge | undefined {
  const legs = tradedLegs(terms);
  const last = lastNet(legs, priceOf);
  if (last === undefined) return undefined;
  const debit = positionValue(terms.quantity, limitNet(terms) ?? last, orderMultiplier(terms));
  const holdings = afterFill(portfolio.holdings, terms, priceOf);
  const before = freeCash(portfolio, priceOf);
  const after = freeCash({ ...portfolio, cash: portfolio.cash - debit, holdings }, priceOf);
  const free = before === 'unlimited' ? DECIMAL_ZERO : before;
  if (after !== 'unlimited') return { needed: free - after, free, debit, holdings };
  // What was uncovered before may be made smaller.
  const isSmaller = before === 'unlimited' && leadsEachTowardsFlat(terms, heldIn(portfolio));
  return { needed: isSmaller ? DECIMAL_ZERO : 'unlimited', free, debit, holdings };
}

/** What one unit of legs costs at the newest prices; undefined where one is not known. */
export function lastNet(legs: readonly OrderLeg[], priceOf: PriceOf): Decimal | undefined {
  const prices = legs.map(({ symbol }) => priceOf(symbol));
  const known = prices.filter((price) => price !== null && price > 0);
  return known.length < prices.length
    ? undefined
    : netPrice(
        legs,
        known.map((price) => decimalFromNumber(price ?? 0)),
      );
}

/** What an order's limit makes one unit cost; undefined without a limit. */
export function limitNet({ side, legs, type, limitPrice }: TradedTerms): Decimal | undefined {
  if (limitPrice === undefined || type === 'market') return undefined;
  return legs === undefined && side === 'sell' ? -limitPrice : limitPrice;
}

/** What is held once an order has filled. */
export function afterFill(
  holdings: readonly Holding[],
  terms: Pick<TradedTerms, 'symbol' | 'side' | 'legs' | 'quantity'>,
  priceOf: PriceOf,
): readonly Holding[] {
  const after = new Map(holdings.map((held) => [held.symbol, held]));
  for (const { symbol, side, ratio } of tradedLegs(terms)) {
    const traded = terms.quantity * BigInt(ratio);
    const before = after.get(symbol)?.quantity ?? DECIMAL_ZERO;
    const quantity = side === 'buy' ? before + traded : before - traded;
    after.set(symbol, { symbol, quantity, lastPrice: priceOf(symbol) });
  }
  return [...after.values()];
}

const heldIn =
  ({ holdings }: Pick<RiskPortfolio, 'holdings'>) =>
  (symbol: string): Decimal =>
    holdings.find((held) => held.symbol === symbol)?.quantity ?? DECIMAL_ZERO;

/** Whether every leg of an order leads towards flat. */
export function leadsEachTowardsFlat(
  terms: Pick<TradedTerms, 'symbol' | 'side' | 'legs' | 'quantity'>,
  heldOf: (symbol: string) => Decimal,
): boolean {
  return tradedLegs(terms).every(({ symbol, side, ratio }) =>
    leadsTowardsFlat(heldOf(symbol), side, terms.quantity * BigInt(ratio)),
  );
}

/** What options tie up of the exposure that an account may carry, beyond their own part of its gross exposure. */
export function tiedUpBeyondValue(
  portfolio: RiskPortfolio,
  gross: Decimal,
  priceOf: PriceOf = () => null,
): Decimal {
  if (!portfolio.holdings.some(({ symbol }) => parseOptionSymbol(symbol) !== undefined)) return DECIMAL_ZERO;
  const free = freeCash(portfolio, priceOf);
  const { equity, rules } = portfolio;
  const left = carriedEquity(equity, rules) - gross;
  if (free === 'unlimited') return left;
  return left - carriedEquity(free, rules);
}

/** Whether an account may owe: without margin, short options are covered in full. */
export function hasMargin({ rules }: Pick<RiskPortfolio, 'rules'>): boolean {
  return (rules?.leverage ?? 1) > 1;
}

/** Cash less what shares and options tie up: of shares bought in a margin account a part of their value is free. */
function freeCash(
  portfolio: Pick<RiskPortfolio, 'cash' | 'holdings' | 'rules'>,
  priceOf: PriceOf,
): Decimal | 'unlimited' {
  const { cash, holdings, rules } = portfolio;
  const requirement = optionRequirement(holdings, {
    hasMargin: hasMargin(portfolio),
    priceOf: decimalOf(priceOf),
  });
  if (requirement === 'unlimited') return 'unlimited';
  const leverage = decimalFromNumber(rules?.leverage ?? 1);
  return holdings.reduce((free, { symbol, quantity, lastPrice }) => {
    if (lastPrice === null || parseOptionSymbol(symbol) !== undefined) return free;
    const value = positionValue(quantity, decimalFromNumber(lastPrice), 1);
    return free + value - divideDecimal(absoluteDecimal(value), leverage);
  }, cash - requirement);
}

/** Exact prices, undefined where none is known. */
export function decimalOf(priceOf: PriceOf): (symbol: string) => Decimal | undefined {
  return (symbol) => {
    const price = priceOf(symbol);
    return price === null ? undefined : decimalFromNumber(price);
  };
}
