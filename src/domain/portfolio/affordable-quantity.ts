import { DECIMAL_ONE, DECIMAL_ZERO, type Decimal, multiplyDecimal } from '#domain/values/decimal';

const ONE_SQUARED = DECIMAL_ONE * DECIMAL_ONE;

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
  const { cash, price, commission } = budget;
  const numerator = cash * ONE_SQUARED;
  const unitCost = price * (DECIMAL_ONE + commission);
  const quantity = inUnits(numerator / unitCost, budget.units);
  // With a whole unit of cash to spare, rounding value and commission to the eighth place cannot pass it.
  if (numerator % unitCost >= ONE_SQUARED) return quantity;
  const value = multiplyDecimal(price, quantity);
  if (value + multiplyDecimal(value, commission) <= cash) return quantity;
  return inUnits((numerator - ONE_SQUARED) / unitCost, budget.units);
}

function inUnits(quantity: Decimal, units: Budget['units']): Decimal {
  return units === 'whole' ? quantity - (quantity % DECIMAL_ONE) : quantity;
}
