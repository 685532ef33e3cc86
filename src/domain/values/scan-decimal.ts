/** Where a scan has come to in some bytes. One is made once and used again for every message. */
export interface ByteCursor {
  at: number;
}

const MINUS = 45;
const POINT = 46;
const PLUS = 43;
/** Digits that 32 bits hold whatever they are. */
const DIGITS_MAX = 9;
const EXACT_BELOW = 2 ** 53;
const POWERS = Float64Array.from({ length: DIGITS_MAX + 1 }, (_, exponent) => 10 ** exponent);

/**
 * The number that begins at the cursor: digits, maybe with a minus before, a point and digits, and an exponent after
 * them. Bit for bit what `Number(text)` gives: a mantissa below 2^53 over a power of ten up to 10^22 is rounded once,
 * by the division (Clinger 1990); what is longer goes through `Number`. The cursor is left behind its last byte.
 * NaN, and the cursor anywhere up to `end` (exclusive), when no number begins there.
 */
export function scanDecimal(bytes: Uint8Array, cursor: ByteCursor, end: number): number {
  const start = cursor.at;
  let at = start;
  const isNegative = at < end && bytes[at] === MINUS;
  if (isNegative) at++;
  const wholeStart = at;
  let whole = 0;
  for (; at < end; at++) {
    // '0' to '9' are 48 to 57: with 48 taken off by exclusive or, every other byte is above 9.
    const digit = bytes[at]! ^ 48;
    if (digit > 9) break;
    whole = (((whole + (whole << 2)) << 1) + digit) | 0;
  }
  const wholeDigits = at - wholeStart;
  let fraction = 0;
  let places = 0;
  if (at < end && bytes[at] === POINT) {
    const fractionStart = ++at;
    for (; at < end; at++) {
      const digit = bytes[at]! ^ 48;
      if (digit > 9) break;
      fraction = (((fraction + (fraction << 2)) << 1) + digit) | 0;
    }
    places = at - fractionStart;
    if (places === 0) return Number.NaN;
  }
  cursor.at = at;
  if (wholeDigits === 0) return Number.NaN;
  if (wholeDigits > DIGITS_MAX || places > DIGITS_MAX || (at < end && (bytes[at]! | 32) === 101))
    return readLong(bytes, cursor, start, end);
  const power = POWERS[places]!;
  const mantissa = whole * power + fraction;
  if (mantissa >= EXACT_BELOW) return readLong(bytes, cursor, start, end);
  const value = mantissa / power;
  return isNegative ? -value : value;
}

/** What the short way cannot hold; `cursor` stands behind the digits, maybe before an exponent. */
function readLong(bytes: Uint8Array, cursor: ByteCursor, start: number, end: number): number {
  let at = cursor.at;
  if (at < end && (bytes[at]! | 32) === 101) {
    at++;
    if (at < end && (bytes[at] === PLUS || bytes[at] === MINUS)) at++;
    const exponentStart = at;
    while (at < end && (bytes[at]! ^ 48) <= 9) at++;
    if (at === exponentStart) return Number.NaN;
    cursor.at = at;
  }
  let text = '';
  for (let i = start; i < at; i++) text += String.fromCharCode(bytes[i]!);
  return Number(text);
}

/**
 * The whole number that begins at the cursor as JSON writes it: digits only, none before it a zero. NaN when there is
 * none or it does not stay below 2^53. The cursor is left behind its last digit.
 */
export function scanWhole(bytes: Uint8Array, cursor: ByteCursor, end: number): number {
  const start = cursor.at;
  let at = start;
  let high = 0;
  const shortEnd = Math.min(end, start + DIGITS_MAX);
  for (; at < shortEnd; at++) {
    const digit = bytes[at]! ^ 48;
    if (digit > 9) break;
    high = (((high + (high << 2)) << 1) + digit) | 0;
  }
  if (at === start) return Number.NaN;
  let low = 0;
  const highEnd = at;
  if (at === start + DIGITS_MAX) {
    for (; at < end; at++) {
      const digit = bytes[at]! ^ 48;
      if (digit > 9) break;
      low = (((low + (low << 2)) << 1) + digit) | 0;
    }
  }
  cursor.at = at;
  if (at > start + 1 && bytes[start] === 48) return Number.NaN;
  const lowDigits = at - highEnd;
  if (lowDigits === 0) return high;
  if (lowDigits > DIGITS_MAX) return Number.NaN;
  const value = high * POWERS[lowDigits]! + low;
  return value < EXACT_BELOW ? value : Number.NaN;
}
