import { DECIMAL_PLACES, type Decimal, decimalFromNumber, formatDecimal } from './decimal.ts';

/** The typographic minus, as wide as a digit. */
export const MINUS = '−';

const FORMATS: Intl.NumberFormat[] = [];

/** A float64 as people read it, with so many places: `−1,234.50`. What rounds to zero has no sign. Same in every locale. */
export function toldNumber(value: number, places: number): string {
  // Making a formatter costs far more than using it.
  FORMATS[places] ??= new Intl.NumberFormat('en-US', {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  const text = FORMATS[places].format(value);
  return /[1-9∞]/.test(text) ? text.replace('-', MINUS) : text.replace('-', '');
}

/** An exact amount as people read it, no digit lost: `1,234.5`; at least so many places. */
export function toldDecimal(value: Decimal, placesMin = 0): string {
  return toldText(formatDecimal(value), placesMin);
}

/** A price or quantity of float64 columns with the digits it has: `1,365.91`; what is no finite number as it is. */
export function toldFloat(value: number): string {
  return Number.isFinite(value) ? toldDecimal(decimalFromNumber(value)) : String(value);
}

/** Exact decimal text as people read it, no digit lost: `-1234.50` is `−1,234.5`. Any other text is returned as it is. */
export function toldText(text: string, placesMin = 0): string {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!match) return text;
  const fraction = (match[3] ?? '').replace(/0+$/, '').padEnd(Math.min(placesMin, DECIMAL_PLACES), '0');
  const digits = (match[2] ?? '0').replace(/^0+(?=\d)/, '');
  const whole = digits.length > 3 ? digits.replace(/\B(?=(\d{3})+$)/g, ',') : digits;
  const sign = match[1] === '-' && /[1-9]/.test(digits + fraction) ? MINUS : '';
  return `${sign}${whole}${fraction ? `.${fraction}` : ''}`;
}
