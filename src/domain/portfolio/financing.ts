import type { FinancingTerms } from '../orders/trading-costs.ts';
import {
  DECIMAL_ONE,
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
  divideDecimal,
} from '../values/decimal.ts';

const DAYS_OF_A_YEAR = 365n * DECIMAL_ONE * DECIMAL_ONE;

/** What interest is reckoned on, in the account's currency. */
export interface FinancedBooks {
  readonly cash: Decimal;
  readonly shorts: readonly {
    readonly symbol: string;
    /** Above zero. */
    readonly value: Decimal;
    /** A year, as a fraction; the account's unless told. */
    readonly borrowRate?: number | undefined;
  }[];
}

/** What an account owes for some days; `interest` is negative when it is paid. */
export interface Financing {
  readonly interest: Decimal;
  readonly borrowFee: Decimal;
  /** The fee by symbol, where there is one. */
  readonly borrowed: readonly { readonly symbol: string; readonly fee: Decimal }[];
}

/**
 * Interest and borrow fees for calendar days over 365, exact, each amount rounded once, half to even at the eighth
 * place. No interest on interest within the days.
 */
export function financingOf(
  { cash, shorts }: FinancedBooks,
  { borrow = 0, debit = 0, credit = 0 }: FinancingTerms,
  days: number,
): Financing {
  const forDays = (amount: Decimal, rate: number): Decimal =>
    divideDecimal(amount * decimalFromNumber(rate) * BigInt(days), DAYS_OF_A_YEAR);
  const borrowed = shorts.flatMap(({ symbol, value, borrowRate = borrow }) => {
    const fee = forDays(value, borrowRate);
    return fee === DECIMAL_ZERO ? [] : [{ symbol, fee }];
  });
  return {
    interest: cash < DECIMAL_ZERO ? forDays(-cash, debit) : -forDays(cash, credit),
    borrowFee: borrowed.reduce((sum, { fee }) => sum + fee, DECIMAL_ZERO),
    borrowed,
  };
}
