import {
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
  formatDecimal,
  parseDecimal,
} from '#domain/values/decimal';

/** Float64 holds every decimal of so many digits, and writes it back as it was. */
const DIGITS_MAX = 15;

/** The float64 the library takes in the place of an exact amount. Throws a RangeError when float64 may not hold it. */
export function wireNumber(amount: Decimal): number {
  const text = formatDecimal(amount);
  if (digitsOf(text) > DIGITS_MAX) {
    throw new RangeError(`${text} has more than ${DIGITS_MAX} digits, which TWS is not given exactly`);
  }
  return Number(text);
}

/**
 * The exact amount of a float64 the library has read. Throws a RangeError when there is none, when it has more digits
 * than float64 surely holds, or more than eight after the point.
 */
export function exactAmount(number: number | undefined, what: string): Decimal {
  if (number === undefined || !Number.isFinite(number)) throw new RangeError(`its ${what} is no number`);
  const text = plainText(number);
  if (digitsOf(text) > DIGITS_MAX) {
    throw new RangeError(`its ${what} ${text} has more than ${DIGITS_MAX} digits and may not be exact`);
  }
  return parseDecimal(text);
}

/** The same of an amount that TWS has reckoned itself, an average or a fee: rounded half away from zero to the eighth place. */
export function roundedAmount(number: number | undefined): Decimal | null {
  return number === undefined || !Number.isFinite(number) ? null : decimalFromNumber(number);
}

/** A price of an order: absent when TWS says nothing, zero or its greatest number. */
export function priceOf(number: number | undefined): Decimal | undefined {
  if (number === undefined || !Number.isFinite(number) || number === 0) return undefined;
  const amount = decimalFromNumber(number);
  return amount === DECIMAL_ZERO ? undefined : amount;
}

/** Decimal text without an exponent. */
function plainText(number: number): string {
  const text = String(number);
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? [];
  const shift = Number(power);
  if (shift === 0) return text;
  const digits = whole + fraction;
  const point = whole.length + shift;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return (
    sign +
    digits.slice(0, point).padEnd(point, '0') +
    (digits.length > point ? `.${digits.slice(point)}` : '')
  );
}

/** Digits that count: without leading zeros, and without those at the end. */
function digitsOf(text: string): number {
  return text.replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length;
}
