import { DECIMAL_ONE, DECIMAL_ZERO, type Decimal, multiplyDecimal } from '#domain/values/decimal';

/** Fee of one fill in account currency, never negative. */
export type FeeModel = (price: Decimal, quantity: Decimal) => Decimal;

export const noFee: FeeModel = () => DECIMAL_ZERO;

/** A fraction of the traded value (0.001 is ten basis points), rounded half to even at the eighth place. */
export function feeOfValue(fraction: Decimal): FeeModel {
  assertFraction(fraction);
  return (price, quantity) => multiplyDecimal(multiplyDecimal(price, quantity), fraction);
}

/** An amount per unit traded, at least `minimum` a fill. */
export function feePerUnit(amount: Decimal, minimum: Decimal = DECIMAL_ZERO): FeeModel {
  return (_price, quantity) => {
    const fee = multiplyDecimal(amount, quantity);
    return fee < minimum ? minimum : fee;
  };
}

function assertFraction(fraction: Decimal): void {
  if (fraction < DECIMAL_ZERO || fraction >= DECIMAL_ONE) {
    throw new RangeError('a fee must be a fraction from 0 (inclusive) to 1 (exclusive) of the traded value');
  }
}
