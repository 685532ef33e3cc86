import type { OptionContract } from '../instruments/option-contract.ts';
import type { Fill } from '../orders/order.ts';
import { absoluteDecimal, DECIMAL_ONE, DECIMAL_ZERO, type Decimal } from '../values/decimal.ts';

/** In the money by so much or more, an option is exercised: exercise by exception (OCC rule 805). */
const EXERCISED_FROM: Decimal = DECIMAL_ONE / 100n;

export interface OptionSettlement {
  /** `assigned` is what exercise is to the short. */
  readonly outcome: 'exercised' | 'assigned' | 'expired';
  /** Paid for each unit of the underlying; zero where shares are delivered, or nothing. */
  readonly price: Decimal;
  /** Bought or sold at the strike, by what is settled in shares. */
  readonly shares?: Pick<Fill, 'symbol' | 'side' | 'quantity' | 'price'>;
}

/** What a unit of the underlying is worth to the option's holder at `price`, never below zero. */
export function intrinsic(
  { right, strike }: Pick<OptionContract, 'right' | 'strike'>,
  price: Decimal,
): Decimal {
  const worth = right === 'call' ? price - strike : strike - price;
  return worth > DECIMAL_ZERO ? worth : DECIMAL_ZERO;
}

/**
 * What becomes of `held` contracts (negative when short) on their last day, with the underlying at `price`. In the money
 * by 0.01 or more, options on shares become shares at their strike and those on indices are paid out; all others end
 * worth nothing.
 */
export function settleOption(contract: OptionContract, held: Decimal, price: Decimal): OptionSettlement {
  const worth = intrinsic(contract, price);
  if (worth < EXERCISED_FROM) return { outcome: 'expired', price: DECIMAL_ZERO };
  const { underlying, strike, right, multiplier, settlement } = contract;
  const isLong = held > DECIMAL_ZERO;
  const outcome = isLong ? 'exercised' : 'assigned';
  if (settlement === 'cash') return { outcome, price: worth };
  const side = isLong === (right === 'call') ? 'buy' : 'sell';
  const quantity = absoluteDecimal(held) * BigInt(multiplier);
  return { outcome, price: DECIMAL_ZERO, shares: { symbol: underlying, side, quantity, price: strike } };
}
