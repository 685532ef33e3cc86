import { DECIMAL_ONE, DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';
import { toldDecimal } from '#domain/values/told-number';
import { instrumentLabel, parseOptionSymbol } from '../instruments/option-contract.ts';
import { expirationTime } from '../options/expiration.ts';
import { tradedLegs } from './combo.ts';
import { legsFault } from './legs-fault.ts';
import type { OrderTerms, OrderType, Side } from './order.ts';

/** Prices that a type must have; it may have no others. */
const PRICES: Record<OrderType, readonly ('limitPrice' | 'stopPrice' | 'trail')[]> = {
  market: [],
  limit: ['limitPrice'],
  stop: ['stopPrice'],
  'stop-limit': ['limitPrice', 'stopPrice'],
  'market-if-touched': ['stopPrice'],
  'limit-if-touched': ['limitPrice', 'stopPrice'],
  'trailing-stop': ['trail'],
  'trailing-stop-limit': ['trail'],
  'market-to-limit': [],
};

const NAMES = { limitPrice: 'limit price', stopPrice: 'stop price' } as const;

/**
 * What is wrong with an order's terms, in a sentence, whatever the account and the market; undefined when nothing is.
 * `now` in milliseconds; `quantityPrecision` in digits after the point.
 */
export function termsFault(terms: OrderTerms, now: number, quantityPrecision: number): string | undefined {
  return (
    quantityFault(terms, quantityPrecision) ??
    legsFault(terms) ??
    expiryFault(terms, now) ??
    priceFault(terms) ??
    trailFault(terms) ??
    breakEvenFault(terms) ??
    validityFault(terms, now) ??
    instructionFault(terms)
  );
}

function quantityFault({ quantity, symbol, legs }: OrderTerms, most: number): string | undefined {
  const precision = legs === undefined && parseOptionSymbol(symbol) === undefined ? most : 0;
  if (quantity <= DECIMAL_ZERO) return `quantity is ${toldDecimal(quantity)}, it must be above zero`;
  const step = DECIMAL_ONE / 10n ** BigInt(precision);
  if (quantity % step === DECIMAL_ZERO) return undefined;
  const allowed = precision === 0 ? 'whole units only' : `at most ${precision} digits after the point`;
  return `quantity ${toldDecimal(quantity)} is too precise: ${allowed} can be traded here`;
}

function expiryFault(terms: OrderTerms, now: number): string | undefined {
  for (const { symbol } of tradedLegs(terms)) {
    const option = parseOptionSymbol(symbol);
    if (option && expirationTime(option.expiration) <= now)
      return `${instrumentLabel(symbol)} has had its last day`;
  }
  return undefined;
}

function priceFault(terms: OrderTerms): string | undefined {
  const needed = PRICES[terms.type];
  for (const name of ['limitPrice', 'stopPrice'] as const) {
    const price = terms[name];
    if (needed.includes(name) && price === undefined) return `a ${terms.type} order needs a ${NAMES[name]}`;
    if (price === undefined) continue;
    const isStart = name === 'stopPrice' && needed.includes('trail');
    if (!needed.includes(name) && !isStart) return `a ${terms.type} order has no ${NAMES[name]}`;
    if (price <= DECIMAL_ZERO && terms.legs === undefined)
      return `the ${NAMES[name]} is ${toldDecimal(price)}, it must be above zero`;
  }
  return undefined;
}

function trailFault({ type, trailAmount, trailPercent, limitOffset }: OrderTerms): string | undefined {
  const isTrailing = PRICES[type].includes('trail');
  const given = [trailAmount, trailPercent].filter((one) => one !== undefined);
  if (!isTrailing) return given.length > 0 ? `a ${type} order does not trail` : undefined;
  if (given.length !== 1) return `a ${type} order needs either an amount or a percentage to trail by`;
  if (given.some((one) => one <= DECIMAL_ZERO)) return 'what a stop trails by must be above zero';
  if (trailPercent !== undefined && trailPercent >= 100n * DECIMAL_ONE)
    return `a stop cannot trail by ${toldDecimal(trailPercent)} %: it must be below 100`;
  if (type === 'trailing-stop-limit' && (limitOffset === undefined || limitOffset < DECIMAL_ZERO))
    return 'a trailing-stop-limit order needs the offset of its limit from its stop, zero or more';
  return undefined;
}

function breakEvenFault({ type, side, breakEvenAt: at, breakEvenTo: to }: OrderTerms): string | undefined {
  if (at === undefined && to === undefined) return undefined;
  if (at === undefined || to === undefined)
    return 'break-even needs the price that it comes at and the one that the stop moves to';
  if (type !== 'stop' && !PRICES[type].includes('trail'))
    return `only a stop or one that trails moves to break-even, not a ${type} order`;
  if (at <= DECIMAL_ZERO || to <= DECIMAL_ZERO) return 'the prices of break-even must be above zero';
  return (side === 'sell' ? to < at : to > at)
    ? undefined
    : `break-even would move the stop to ${toldDecimal(to)} at ${toldDecimal(at)}, where it would trigger at once`;
}

function validityFault({ type, timeInForce, expireTime }: OrderTerms, now: number): string | undefined {
  if (timeInForce === 'gtd' && expireTime === undefined) return 'an order good till a date needs that date';
  if (timeInForce !== 'gtd' && expireTime !== undefined)
    return `a ${timeInForce} order has no date to end at`;
  if (expireTime !== undefined && expireTime <= now)
    return `the order would end at ${new Date(expireTime).toISOString()}, which has passed`;
  const isAuction = timeInForce === 'at-open' || timeInForce === 'at-close';
  if (isAuction && type !== 'market' && type !== 'limit')
    return `an order ${timeInForce === 'at-open' ? 'at the open' : 'at the close'} is a market or a limit order, not ${type}`;
  return undefined;
}

function instructionFault(terms: OrderTerms): string | undefined {
  const { type, timeInForce, isPostOnly, displayQuantity, quantity } = terms;
  const isImmediate = timeInForce === 'ioc' || timeInForce === 'fok';
  if (isPostOnly && (type !== 'limit' || isImmediate))
    return 'only a limit order that may rest can be post-only';
  if (displayQuantity === undefined) return undefined;
  if (type !== 'limit' || isImmediate) return 'only a limit order that may rest can show a part of itself';
  if (displayQuantity <= DECIMAL_ZERO || displayQuantity >= quantity)
    return `what an iceberg shows must be above zero and below its quantity ${toldDecimal(quantity)}`;
  return undefined;
}

/** Whether an order does no more than lead a position of `held` units (negative when short) towards flat. */
export function leadsTowardsFlat(held: Decimal, side: Side, quantity: Decimal): boolean {
  return side === 'sell' ? held >= quantity && held > DECIMAL_ZERO : -held >= quantity && held < DECIMAL_ZERO;
}
