import { DECIMAL_ONE, DECIMAL_ZERO, type Decimal, multiplyDecimal } from '#domain/values/decimal';
import { multiplyUnits, type Units } from '#domain/values/units';

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

/**
 * {@link affordableQuantity} in units of float64. Where the estimate leaves no doubt it is the answer; next to a whole
 * number, and beyond what float64 holds, the exact one is asked. NaN when the answer does not fit.
 */
export function affordableUnits(cash: Units, price: Units, commission: Units, units: Budget['units']): Units {
  if (cash <= 0) return 0;
  const estimate = (cash / (price * (1 + commission / 1e8))) * 1e8;
  const whole = Math.floor(estimate);
  const doubt = estimate * 2 ** -49;
  const rest = estimate - whole;
  if (estimate < 2 ** 48 && rest > doubt && rest < 1 - doubt) {
    const quantity = units === 'whole' ? whole - (whole % 1e8) : whole;
    // Where the rest, as money, is above one unit, rounding cannot pass the cash; below it is worked out.
    if ((rest - doubt) * price > 1.1e8) return quantity;
    const value = multiplyUnits(price, quantity);
    if (value + multiplyUnits(value, commission) <= cash) return quantity;
  }
  const exact = affordableQuantity({
    cash: BigInt(cash),
    price: BigInt(price),
    commission: BigInt(commission),
    units,
  });
  return exact > BigInt(Number.MAX_SAFE_INTEGER) ? Number.NaN : Number(exact);
}
