import { DECIMAL_ONE, DECIMAL_ZERO, type Decimal, multiplyDecimal } from '#domain/values/decimal';

export interface Budget {
  /** Money that value plus commission must fit. */
  readonly cash: Decimal;
  readonly price: Decimal;
  /** Fraction of the traded value. */
  readonly commission: Decimal;
  /** `whole`: entire units; `fractional`: eight places. */
  readonly units: 'fractional' | 'whole';
}

/**
 * The largest quantity whose value plus commission fits the cash, rounded down; zero when not even the smallest does.
 * A short is sized likewise: its value must be covered once by cash.
 */
export function affordableQuantity(budget: Budget): Decimal {
  if (budget.cash <= DECIMAL_ZERO) return DECIMAL_ZERO;
  const quantity = largestQuantity(budget, budget.cash);
  const value = multiplyDecimal(budget.price, quantity);
  if (value + multiplyDecimal(value, budget.commission) <= budget.cash) return quantity;
  // Value and commission are rounded to the eighth place and may together have gained one unit.
  return largestQuantity(budget, budget.cash - 1n);
}

function largestQuantity({ price, commission, units }: Budget, cash: Decimal): Decimal {
  const quantity = (cash * DECIMAL_ONE * DECIMAL_ONE) / (price * (DECIMAL_ONE + commission));
  return units === 'whole' ? quantity - (quantity % DECIMAL_ONE) : quantity;
}
