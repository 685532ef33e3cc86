import { type OptionContract, parseOptionSymbol } from '../instruments/option-contract.ts';
import { decimalToNumber } from '../values/decimal.ts';
import { americanOption } from './american-option.ts';
import { blackScholesMerton } from './black-scholes-merton.ts';
import { expirationTime, yearsUntil } from './expiration.ts';
import { impliedVolatility } from './implied-volatility.ts';
import { middleOf, type OptionQuote } from './option-chain.ts';
import { type Greeks, intrinsicValue, timeValue } from './option-value.ts';
import { type ParityFault, parityFault } from './put-call-parity.ts';
import type { OptionMarket } from './strategy-leg.ts';

/** A quote with what it implies. */
export interface ValuedQuote {
  readonly quote: OptionQuote;
  /** Half of bid and ask; null where there is no two-sided market. */
  readonly middle: number | null;
  /** Implied by the middle; null where there is none or no volatility explains it. */
  readonly volatility: number | null;
  /** Of {@link volatility}, or of that of the other right at this strike; null without either. */
  readonly greeks: Greeks | null;
  /** What the middle is worth beyond exercise. */
  readonly timeValue: number | null;
  readonly isInTheMoney: boolean;
  /** Older than the moment it is seen from by more than a quote of that moment can be. */
  readonly isStale: boolean;
  /** What is wrong with the quote, in words; null when nothing is. */
  readonly fault: string | null;
}

/** A strike with its call and its put, as far as they are listed. */
export interface ChainRow {
  readonly strike: number;
  readonly call: ValuedQuote | null;
  readonly put: ValuedQuote | null;
  readonly parity: ParityFault | null;
}

/** Quotes older by this much than the moment they are seen from are stale. */
const STALE_AFTER_MS = 900_000;
/** A cent of rounding in a quote is no fault. */
const FAULT_TOLERANCE = 0.01;
/** A fault of parity smaller than this share of the spot is a matter of rates and dividends, not of prices. */
const PARITY_TOLERANCE = 0.001;

/** Quotes by strike, ascending; those of symbols that are no options are left out. */
export function quotesByStrike(
  quotes: readonly OptionQuote[],
): { readonly strike: number; readonly call: OptionQuote | null; readonly put: OptionQuote | null }[] {
  const rows = new Map<number, { strike: number; call: OptionQuote | null; put: OptionQuote | null }>();
  for (const quote of quotes) {
    const contract = parseOptionSymbol(quote.symbol);
    if (contract === undefined) continue;
    const strike = decimalToNumber(contract.strike);
    const row = rows.get(strike) ?? { strike, call: null, put: null };
    row[contract.right] = quote;
    rows.set(strike, row);
  }
  return [...rows.values()].sort((a, b) => a.strike - b.strike);
}

/** What the call and the put of one strike imply in a market; `seenFrom` tells which quotes are old: the present, or the chain's newest. */
export function valueRow(
  row: { readonly strike: number; readonly call: OptionQuote | null; readonly put: OptionQuote | null },
  market: OptionMarket,
  seenFrom: number | null,
): ChainRow {
  const found = { call: volatilityOf(row.call, market), put: volatilityOf(row.put, market) };
  const value = (quote: OptionQuote | null, own: Found, other: Found): ValuedQuote | null => {
    const contract = quote && parseOptionSymbol(quote.symbol);
    if (!quote || !contract) return null;
    const input = inputOf(contract, market);
    const volatility = own.volatility ?? other.volatility;
    const middle = middleOf(quote);
    return {
      quote,
      middle,
      volatility: own.volatility,
      greeks:
        volatility === null
          ? null
          : contract.exerciseStyle === 'american'
            ? americanOption({ ...input, volatility })
            : blackScholesMerton({ ...input, volatility }),
      timeValue: middle === null ? null : timeValue(middle, input),
      isInTheMoney: intrinsicValue(input) > 0,
      isStale: seenFrom !== null && quote.quoteTime !== null && seenFrom - quote.quoteTime > STALE_AFTER_MS,
      fault: own.fault,
    };
  };
  return {
    strike: row.strike,
    call: value(row.call, found.call, found.put),
    put: value(row.put, found.put, found.call),
    parity: parityOf(row, market),
  };
}

interface Found {
  readonly volatility: number | null;
  readonly fault: string | null;
}

function volatilityOf(quote: OptionQuote | null, market: OptionMarket): Found {
  const contract = quote && parseOptionSymbol(quote.symbol);
  if (!quote || !contract) return { volatility: null, fault: null };
  const { bid, ask } = quote;
  if (bid !== null && ask !== null && bid > ask)
    return { volatility: null, fault: `crossed: the bid of ${bid} is above the ask of ${ask}` };
  const middle = middleOf(quote);
  if (middle === null) return { volatility: null, fault: null };
  const implied = impliedVolatility(middle, inputOf(contract, market), contract.exerciseStyle);
  if (implied.kind === 'solved') return { volatility: implied.volatility, fault: null };
  if (implied.kind === 'undefined') return { volatility: null, fault: null };
  // Within bid and ask it is the width of the market, not a fault.
  const isFault =
    implied.kind === 'too-low'
      ? ask !== null && ask < implied.bound - FAULT_TOLERANCE
      : bid !== null && bid > implied.bound + FAULT_TOLERANCE;
  if (!isFault) return { volatility: null, fault: null };
  const limit = implied.kind === 'too-low' ? 'above' : 'below';
  const end = implied.kind === 'too-low' ? 'least' : 'most';
  return {
    volatility: null,
    fault: `its middle of ${middle.toFixed(2)} is not ${limit} ${implied.bound.toFixed(2)}, the ${end} it can be worth: no volatility explains it`,
  };
}

function inputOf(contract: OptionContract, { spot, now, rate, dividendYield }: OptionMarket) {
  return {
    right: contract.right,
    spot,
    strike: decimalToNumber(contract.strike),
    years: yearsUntil(expirationTime(contract.expiration), now),
    rate,
    dividendYield,
  };
}

function parityOf(
  { strike, call, put }: { strike: number; call: OptionQuote | null; put: OptionQuote | null },
  market: OptionMarket,
): ParityFault | null {
  const contract = call && parseOptionSymbol(call.symbol);
  if (!call || !put || !contract) return null;
  const { spot, rate, dividendYield } = market;
  const { years } = inputOf(contract, market);
  if (years === 0) return null;
  const quotes = { callBid: call.bid, callAsk: call.ask, putBid: put.bid, putAsk: put.ask };
  const input = { spot, strike, years, rate, dividendYield, exerciseStyle: contract.exerciseStyle };
  return parityFault(quotes, input, spot * PARITY_TOLERANCE);
}
