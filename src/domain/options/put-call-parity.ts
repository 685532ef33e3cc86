/** A call and a put of one strike and expiration, as they can be traded; null where nobody bids or offers. */
export interface ParityQuotes {
  readonly callBid: number | null;
  readonly callAsk: number | null;
  readonly putBid: number | null;
  readonly putAsk: number | null;
}

export interface ParityInput {
  readonly spot: number;
  readonly strike: number;
  readonly years: number;
  readonly rate: number;
  readonly dividendYield: number;
  readonly exerciseStyle: 'american' | 'european';
}

/**
 * `call-rich`: the call can be sold and the put bought for more than holding the underlying costs (a conversion earns).
 * `put-rich`: the put can be sold and the call bought for less than selling it short brings (a reversal earns).
 */
export interface ParityFault {
  readonly kind: 'call-rich' | 'put-rich';
  /** By how much, per unit of the underlying, before costs. */
  readonly amount: number;
  /** What call less put can be at most or at least, and what it is. */
  readonly bound: number;
  readonly difference: number;
}

/**
 * What call less put may be. European: exactly `S·e^(−qT) − K·e^(−rT)` (Stoll 1969, Merton 1973). American: between
 * `S·e^(−qT) − K` and `S − K·e^(−rT)`, for rates and yields not below zero.
 */
export function parityBounds(input: ParityInput): { readonly low: number; readonly high: number } {
  const { spot, strike, years, rate, dividendYield, exerciseStyle } = input;
  const forward = spot * Math.exp(-dividendYield * years);
  const present = strike * Math.exp(-rate * years);
  if (exerciseStyle === 'european') return { low: forward - present, high: forward - present };
  return { low: forward - Math.max(strike, present), high: Math.max(spot, forward) - present };
}

/**
 * The arbitrage between a call and its put at prices that can be traded, or null. `tolerance` is what a fault has to exceed,
 * per unit of the underlying: its spread and costs.
 */
export function parityFault(quotes: ParityQuotes, input: ParityInput, tolerance = 0): ParityFault | null {
  const { low, high } = parityBounds(input);
  const { callBid, callAsk, putBid, putAsk } = quotes;
  if (callBid !== null && putAsk !== null && callBid - putAsk > high + tolerance)
    return {
      kind: 'call-rich',
      amount: callBid - putAsk - high,
      bound: high,
      difference: callBid - putAsk,
    };
  if (callAsk !== null && putBid !== null && callAsk - putBid < low - tolerance)
    return { kind: 'put-rich', amount: low - (callAsk - putBid), bound: low, difference: callAsk - putBid };
  return null;
}

/** The fault in a sentence, amounts with two digits. */
export function parityText({ kind, amount, bound, difference }: ParityFault): string {
  const isCall = kind === 'call-rich';
  const prices = `${isCall ? 'sold' : 'bought'} at ${signed(difference)} where parity allows ${isCall ? 'at most' : 'at least'} ${signed(bound)}`;
  return `call less put can be ${prices}: the ${isCall ? 'call' : 'put'} is ${amount.toFixed(2)} too dear, or a quote is old`;
}

function signed(value: number): string {
  return value.toFixed(2).replace('-', '−');
}
