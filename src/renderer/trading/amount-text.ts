import {
  DECIMAL_ONE,
  DECIMAL_PLACES,
  DECIMAL_ZERO,
  type Decimal,
  formatDecimal,
  parseDecimal,
} from '#domain/values/decimal';

/** What a field says: the exact amount, nothing yet, or why it is none. */
export interface AmountRead {
  readonly amount: Decimal | null;
  readonly error?: string;
}

/** Reads a number above zero as a person types it: spaces, thousands commas and underscores are let pass. */
export function readAmount(typed: string, what: string): AmountRead {
  const plain = typed.replace(/[\s,_]/g, '');
  if (plain === '') return { amount: null };
  if (!/^\d*\.?\d*$/.test(plain) || !/\d/.test(plain))
    return { amount: null, error: `"${typed.trim()}" is no ${what}; write a number like 12.5` };
  const [whole, fraction = ''] = plain.split('.');
  if (fraction.length > DECIMAL_PLACES)
    return {
      amount: null,
      error: `${what} has ${fraction.length} digits after the point; ${DECIMAL_PLACES} are kept`,
    };
  const amount = parseDecimal(`${whole || '0'}.${fraction || '0'}`);
  return amount > DECIMAL_ZERO ? { amount } : { amount: null, error: `${what} must be above zero` };
}

/** The smallest step of a price with so many digits after the point. */
export function tickOf(pricePrecision: number): Decimal {
  return DECIMAL_ONE / 10n ** BigInt(Math.min(DECIMAL_PLACES, Math.max(0, pricePrecision)));
}

/** The multiple of `step` nearest to an amount, halves upwards. */
export function toStep(amount: Decimal, step: Decimal): Decimal {
  return ((amount + step / 2n) / step) * step;
}

/** The greatest multiple of `step` not above an amount. */
export function downToStep(amount: Decimal, step: Decimal): Decimal {
  return (amount / step) * step;
}

/** What a field says after `steps` presses of an arrow: from `start` when it is empty, unchanged when it is no number. */
export function stepText(typed: string, steps: number, step: Decimal, start: Decimal | null): string {
  const { amount, error } = readAmount(typed, 'amount');
  if (error !== undefined) return typed;
  if (amount === null) return start === null ? typed : formatDecimal(start);
  const next = toStep(amount, step) + BigInt(steps) * step;
  return next > DECIMAL_ZERO ? formatDecimal(next) : typed;
}
