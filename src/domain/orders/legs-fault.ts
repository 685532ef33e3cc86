import { parseOptionSymbol } from '../instruments/option-contract.ts';
import { COMBO_LEGS_MAX, comboSymbol, commonRatio, isComboSymbol } from './combo.ts';
import type { OrderTerms } from './order.ts';

/** Most units of one leg in a combination. */
const RATIO_MAX = 1_000;

/** What is wrong with the legs of an order, in a sentence; undefined when nothing is, or when it has none. */
export function legsFault(terms: OrderTerms): string | undefined {
  const { legs, symbol } = terms;
  if (legs === undefined)
    return isComboSymbol(symbol)
      ? `${symbol} is a combination, and the order does not tell its legs`
      : undefined;
  if (legs.length < 2 || legs.length > COMBO_LEGS_MAX)
    return `a combination has 2 to ${COMBO_LEGS_MAX} legs, this one has ${legs.length}`;
  for (const leg of legs) {
    if (!Number.isSafeInteger(leg.ratio) || leg.ratio < 1 || leg.ratio > RATIO_MAX)
      return `the ratio of ${leg.symbol} is ${leg.ratio}, it must be a whole number from 1 to ${RATIO_MAX}`;
    if (isComboSymbol(leg.symbol)) return `${leg.symbol} is a combination, and cannot be a leg of another`;
  }
  const twice = legs.find((leg, index) => legs.findIndex((other) => other.symbol === leg.symbol) !== index);
  if (twice !== undefined) return `${twice.symbol} is in two legs; add them up to one`;
  const common = commonRatio(legs);
  if (common !== 1)
    return `the ratios ${legs.map(({ ratio }) => ratio).join(':')} have ${common} in common; divide them by it and order ${common} times as many`;
  if (!legs.some((leg) => parseOptionSymbol(leg.symbol) !== undefined))
    return 'at least one leg of a combination is an option';
  return instructionFault(terms) ?? nameFault(terms, comboSymbol(legs));
}

/** All that brokers take of combinations alike. */
function instructionFault(terms: OrderTerms): string | undefined {
  const { side, type, timeInForce } = terms;
  if (side !== 'buy')
    return 'a combination is bought as its legs stand; to sell it, turn the sides of its legs round';
  if (type !== 'market' && type !== 'limit') return `a combination is a market or a limit order, not ${type}`;
  if (timeInForce !== 'day' && timeInForce !== 'gtc')
    return `a combination is good for the day or till cancelled, not ${timeInForce}`;
  if (terms.isPostOnly === true) return 'a combination cannot be post-only';
  if (terms.isReduceOnly === true) return 'a combination cannot be reduce-only: close its legs one by one';
  if (terms.displayQuantity !== undefined) return 'a combination is shown as a whole';
  return undefined;
}

function nameFault({ symbol }: OrderTerms, name: string): string | undefined {
  return symbol === name ? undefined : `the legs are those of ${name}, and the order is for ${symbol}`;
}
