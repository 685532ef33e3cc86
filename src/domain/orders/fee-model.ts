import { DECIMAL_ZERO, type Decimal, decimalFromNumber, multiplyDecimal } from '#domain/values/decimal';
import type { CommissionTerms } from './trading-costs.ts';

/**
 * Fee of one fill in the instrument's currency, never negative. `ofValue` takes the place of the terms' own fraction of
 * the traded value, where it goes by what was traded before.
 */
export type FeeModel = (price: Decimal, quantity: Decimal, ofValue?: Decimal) => Decimal;

/** What terms charge: exact, each product rounded half to even at the eighth place. Of tiers the first, taking. */
export function feeModelOf(terms: CommissionTerms = {}): FeeModel {
  const perFill = decimalFromNumber(terms.perFill ?? 0);
  const perUnit = decimalFromNumber(terms.perUnit ?? 0);
  const minimum = decimalFromNumber(terms.minimum ?? 0);
  const fraction = decimalFromNumber(terms.tiers?.[0]?.taker ?? terms.ofValue ?? 0);
  return (price, quantity, ofValue = fraction) => {
    let fee = perFill;
    if (ofValue !== DECIMAL_ZERO) fee += multiplyDecimal(multiplyDecimal(price, quantity), ofValue);
    if (perUnit !== DECIMAL_ZERO) fee += multiplyDecimal(quantity, perUnit);
    return fee < minimum ? minimum : fee;
  };
}

/** What so many contracts of an option cost in one fill: by contract alone. */
export function contractFee({ perContract = 0 }: CommissionTerms = {}, contracts: Decimal): Decimal {
  return perContract === 0 ? DECIMAL_ZERO : multiplyDecimal(contracts, decimalFromNumber(perContract));
}
