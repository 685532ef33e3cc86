/**
 * Exact decimals for money, prices and quantities: a bigint counting units of 10⁻⁸.
 *
 * Prices and quantities enter from decimal text or from float64 columns (rounded half away from zero to the
 * eighth place, once, at the edge); sums are exact; products and quotients are rounded half to even.
 */
export type Decimal = bigint & { readonly __unit?: 'decimal 1e-8' };

/** Digits after the point that a {@link Decimal} carries. */
export const DECIMAL_PLACES = 8;
/** Units in one whole. */
export const DECIMAL_ONE: Decimal = 100_000_000n;
export const DECIMAL_ZERO: Decimal = 0n;

const PATTERN = /^([+-])?(\d+)(?:\.(\d*))?$/;
/** Digits that float64 surely counts exactly with {@link DECIMAL_PLACES} among them. */
const SAFE_DIGITS = 15;

/** Reads `-12.5` and the like. Throws a `RangeError` that names the text when it is no plain decimal number. */
export function parseDecimal(text: string): Decimal {
  const units = safeUnits(text);
  return units === undefined ? parseAny(text) : BigInt(units);
}

/** The units of a short text of digits and at most one point, which nearly all are: several times faster. */
function safeUnits(text: string): number | undefined {
  let units = 0;
  let places = 0;
  let hasPoint = false;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit >= 0 && digit <= 9) {
      units = units * 10 + digit;
      if (hasPoint) places += 1;
    } else if (text[i] === '.' && !hasPoint && i > 0) hasPoint = true;
    else return undefined;
  }
  const digits = text.length - (hasPoint ? 1 : 0);
  if (digits === 0 || places > DECIMAL_PLACES || digits - places + DECIMAL_PLACES > SAFE_DIGITS)
    return undefined;
  return units * 10 ** (DECIMAL_PLACES - places);
}

function parseAny(text: string): Decimal {
  const match = PATTERN.exec(text.trim());
  if (!match) throw new RangeError(`"${text}" is not a decimal number`);
  const fraction = match[3] ?? '';
  if (fraction.length > DECIMAL_PLACES && /[1-9]/.test(fraction.slice(DECIMAL_PLACES))) {
    throw new RangeError(`"${text}" has more than ${DECIMAL_PLACES} digits after the point`);
  }
  const units = BigInt((match[2] ?? '0') + fraction.slice(0, DECIMAL_PLACES).padEnd(DECIMAL_PLACES, '0'));
  return match[1] === '-' ? -units : units;
}

/** Units up to which float64 counts exactly. */
const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Plain decimal text without trailing zeros: `-12.5`, `0`, `0.00000001`. Inverse of {@link parseDecimal}. */
export function formatDecimal(value: Decimal): string {
  if (value <= SAFE && value >= -SAFE) return formatSafe(Number(value));
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(DECIMAL_PLACES + 1, '0');
  const whole = digits.slice(0, -DECIMAL_PLACES);
  const fraction = digits.slice(-DECIMAL_PLACES).replace(/0+$/, '');
  return (negative ? '-' : '') + whole + (fraction ? `.${fraction}` : '');
}

/** The same for a whole number of units that float64 holds exactly: several times faster, and nearly all there are. */
function formatSafe(units: number): string {
  const absolute = Math.abs(units);
  const whole = Math.floor(absolute / 1e8);
  let fraction = absolute - whole * 1e8;
  const sign = units < 0 ? '-' : '';
  if (fraction === 0) return sign + whole;
  let digits = DECIMAL_PLACES;
  for (; fraction % 10 === 0; digits--) fraction /= 10;
  return `${sign}${whole}.${String(fraction).padStart(digits, '0')}`;
}

/** The decimal nearest to a float64. Throws a `RangeError` for NaN and the infinities. */
export function decimalFromNumber(value: number): Decimal {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be an exact amount`);
  const scaled = value * 1e8;
  if (Math.abs(scaled) < Number.MAX_SAFE_INTEGER) return BigInt(Math.round(scaled));
  const whole = Math.trunc(value);
  return BigInt(whole) * DECIMAL_ONE + BigInt(Math.round((value - whole) * 1e8));
}

/** The float64 nearest to a decimal; for analytics and display, never for books. */
export function decimalToNumber(value: Decimal): number {
  return Number(value) / 1e8;
}

/** `numerator / denominator` rounded half to even. Throws a `RangeError` when the denominator is zero. */
function divideRounded(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError('division of an exact amount by zero');
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  let quotient = n / d;
  const twice = (n % d) * 2n;
  if (twice > d || (twice === d && (quotient & 1n) === 1n)) quotient += 1n;
  return negative ? -quotient : quotient;
}

/** Half a unit of the eighth place, in the units of a product's remainder. */
const HALF = 50_000_000;

/** The product, rounded half to even at the eighth place. */
export function multiplyDecimal(a: Decimal, b: Decimal): Decimal {
  const product = a * b;
  const quotient = product / DECIMAL_ONE;
  const remainder = Number(product % DECIMAL_ONE);
  if (remainder > HALF || (remainder === HALF && (quotient & 1n) === 1n)) return quotient + 1n;
  if (remainder < -HALF || (remainder === -HALF && (quotient & 1n) === 1n)) return quotient - 1n;
  return quotient;
}

/** The quotient, rounded half to even at the eighth place. Throws a `RangeError` when `b` is zero. */
export function divideDecimal(a: Decimal, b: Decimal): Decimal {
  return divideRounded(a * DECIMAL_ONE, b);
}

export function absoluteDecimal(value: Decimal): Decimal {
  return value < 0n ? -value : value;
}
