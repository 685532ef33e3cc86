/**
 * Exact amounts in float64: a whole number of 10⁻⁸ units, below 2⁵³ in size, so that every one is held exactly. The
 * same meaning as `Decimal`, several times faster; what does not fit is refused by NaN, and the caller goes on in bigint.
 */
export type Units = number;

/** Units in one whole. */
export const UNITS_ONE = 100_000_000;
/** Half of them: where a product is rounded. */
const HALF = 50_000_000;
/** Above this a unit more or less can no longer be told. */
const LIMIT = Number.MAX_SAFE_INTEGER;
/** Largest estimate whose error, of some units, the correction below still covers. */
const ESTIMATE_LIMIT = LIMIT - 16;

/** The units nearest to a float64, as `decimalFromNumber` rounds; NaN for what does not fit. */
export function unitsFromNumber(value: number): Units {
  const scaled = value * 1e8;
  return scaled < LIMIT && scaled > -LIMIT ? Math.round(scaled) : Number.NaN;
}

/** Whether a sum or difference of units is still exact; false for NaN. */
export function isExact(units: Units): boolean {
  return units <= LIMIT && units >= -LIMIT;
}

/**
 * The product, rounded half to even at the eighth place; NaN when it does not fit. The float64 estimate is right but for
 * a few units; how far it is off follows exactly from the lowest 32 bits of both sides.
 */
export function multiplyUnits(a: Units, b: Units): Units {
  const estimate = Math.round(a * b * 1e-8);
  if (!(estimate < ESTIMATE_LIMIT && estimate > -ESTIMATE_LIMIT)) return Number.NaN;
  let remainder = (Math.imul(a | 0, b | 0) - Math.imul(estimate | 0, UNITS_ONE)) | 0;
  let quotient = estimate;
  while (remainder > HALF || (remainder === HALF && quotient % 2 !== 0)) {
    quotient += 1;
    remainder -= UNITS_ONE;
  }
  while (remainder < -HALF || (remainder === -HALF && quotient % 2 !== 0)) {
    quotient -= 1;
    remainder += UNITS_ONE;
  }
  return quotient;
}
