import type { FinancingTerms } from '../orders/trading-costs.ts';
import type { VenueProfile } from '../orders/venue-profiles.ts';
import { type Decimal, decimalFromNumber, multiplyDecimal } from '../values/decimal.ts';
import { type BorrowList, type ShortTerms, shortTermsOf } from './borrow-list.ts';

export const ACCOUNT_TYPES = ['cash', 'margin'] as const;
/** `cash`: what is bought is paid for, and nothing is sold that is not held. `margin`: some of it is lent. */
export type AccountType = (typeof ACCOUNT_TYPES)[number];

/** What an account may carry, and what that costs it. */
export interface AccountRules {
  readonly type: AccountType;
  /** Gross exposure a unit of equity may carry when a position is opened: 1 / the initial margin rate. */
  readonly leverage: number;
  /** Share of gross exposure that the equity must not fall below; none in a cash account. */
  readonly maintenanceMargin?: number;
  readonly allowsShort: boolean;
  readonly financing: FinancingTerms;
  /** What it takes to be short of a symbol. */
  readonly shortsOf: (symbol: string) => ShortTerms;
}

/** The rules of an account of that type at a venue; what cannot be borrowed is in the list. */
export function accountRules(
  type: AccountType,
  { leverage, maintenanceMargin, allowsShort, costs }: VenueProfile,
  list: BorrowList,
): AccountRules {
  const shortsOf = (symbol: string): ShortTerms => shortTermsOf(list, symbol);
  if (type === 'cash') return { type, leverage: 1, allowsShort: false, financing: {}, shortsOf };
  return {
    type,
    leverage,
    ...(maintenanceMargin === undefined ? {} : { maintenanceMargin }),
    allowsShort,
    financing: costs.financing ?? {},
    shortsOf,
  };
}

/**
 * Whether an account is closed out: its equity is gone, or has fallen below what is to be maintained of its gross
 * exposure. Analytics, in float64.
 */
export function isMarginCalled(
  equity: number,
  gross: number,
  maintenanceMargin: number | undefined,
): boolean {
  if (gross === 0) return false;
  return equity <= 0 || (maintenanceMargin !== undefined && equity < gross * maintenanceMargin);
}

/** Gross exposure that an account may carry at its present equity: that equity, once, without rules. */
export function carriedEquity(equity: Decimal, rules: Pick<AccountRules, 'leverage'> | undefined): Decimal {
  return rules === undefined || rules.leverage === 1
    ? equity
    : multiplyDecimal(equity, decimalFromNumber(rules.leverage));
}
