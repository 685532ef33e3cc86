import {
  absoluteDecimal,
  DECIMAL_ONE,
  DECIMAL_ZERO,
  type Decimal,
  divideDecimal,
  formatDecimal,
  multiplyDecimal,
} from '#domain/values/decimal';
import { downToStep } from './amount-text.ts';

/** What the number in the quantity field means: units, money to spend, a share of equity, or a share of equity at risk. */
export const SIZINGS = ['units', 'money', 'equity', 'risk'] as const;
export type Sizing = (typeof SIZINGS)[number];

export interface SizeFacts {
  /** Price the order is reckoned at; null when none is known. */
  readonly entry: Decimal | null;
  /** Where the protective stop stands; null without one. */
  readonly stop: Decimal | null;
  /** Null while the account is not known. */
  readonly equity: Decimal | null;
  /** Smallest quantity, of which all others are multiples. */
  readonly step: Decimal;
}

const HUNDRED = 100n * DECIMAL_ONE;

/** How many units a number in the quantity field comes to, rounded down to what can be traded; or why it comes to none. */
export function orderSize(
  amount: Decimal,
  sizing: Sizing,
  { entry, stop, equity, step }: SizeFacts,
): { readonly quantity: Decimal } | { readonly error: string } {
  if (sizing === 'units') return { quantity: amount };
  if (entry === null) return { error: 'no price is known to reckon with; write units, or a price' };
  if (sizing !== 'money' && equity === null) return { error: 'the account is not known yet; write units' };
  const money = sizing === 'money' ? amount : divideDecimal(multiplyDecimal(equity ?? 0n, amount), HUNDRED);
  let perUnit = entry;
  if (sizing === 'risk') {
    if (stop === null) return { error: 'what is at risk depends on a stop; give one below' };
    perUnit = absoluteDecimal(entry - stop);
    if (perUnit === DECIMAL_ZERO) return { error: 'the stop stands at the entry; nothing would be at risk' };
  }
  const quantity = downToStep(divideDecimal(money, perUnit), step);
  if (quantity > DECIMAL_ZERO) return { quantity };
  return { error: `comes to less than the smallest quantity, ${formatDecimal(step)}` };
}
