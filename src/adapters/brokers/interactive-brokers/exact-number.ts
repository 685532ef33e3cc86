import {
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
  formatDecimal,
  parseDecimal,
} from '#domain/values/decimal';

/**
 * The float64 the library takes in the place of an exact amount. Throws a RangeError when its text would not be the
 * amount's own: past 15 significant digits float64 no longer holds every decimal.
 */
export function wireNumber(amount: Decimal): number {
  const text = formatDecimal(amount);
  const number = Number(text);
  if (plainText(number) !== text) {
    throw new RangeError(`${text} has more digits than TWS takes; at most 15 count`);
  }
  return number;
}

/**
 * The exact amount of a float64 the library has read: its shortest text is what TWS wrote, up to 15 significant digits.
 * Throws a RangeError when there is none or when it has more than eight digits after the point.
 */
export function exactAmount(number: number | undefined, what: string): Decimal {
  if (number === undefined || !Number.isFinite(number)) throw new RangeError(`its ${what} is no number`);
  return parseDecimal(plainText(number));
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
