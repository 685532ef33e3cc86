import type { Parameter } from '../indicators/indicator.ts';

/** The values one parameter takes in a sweep, ascending as given. */
export interface ParameterRange {
  readonly name: string;
  readonly values: Float64Array;
}

/** Most combinations that are all tried. */
export const COMBINATIONS_MAX = 2_000_000;
/** Most that are counted to find how many a constraint leaves. */
export const COUNTED_MAX = 50_000_000;
/** Most values one range may have. */
const VALUES_MAX = 1_000_000;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/**
 * Reads `2:100` (both ends, step 1), `0.5:2:0.25` (with its step), `10,20,50` or `30`. Throws a `RangeError` that names
 * the parameter and the text when it is none of these, holds no value or too many.
 */
export function parseParameterRange(name: string, text: string): ParameterRange {
  const fault = (why: string) => new RangeError(`parameter "${name}": "${text}" ${why}`);
  const read = (part: string): number => {
    if (!NUMBER.test(part.trim())) throw fault('must read like 2:100, 2:100:2, 10,20,50 or 30');
    return Number(part);
  };
  const parts = text.split(':');
  if (parts.length === 1) return { name, values: Float64Array.from(new Set(text.split(',').map(read))) };
  if (parts.length > 3) throw fault('has too many parts: first:last or first:last:step');
  const [first, last, step = 1] = parts.map(read) as [number, number, number?];
  if (!(step > 0)) throw fault('has a step that is not above 0');
  if (last < first) throw fault('ends before it begins');
  // A last value that rounding puts a hair beyond the end still belongs to it.
  const count = Math.floor((last - first) / step + 1e-9) + 1;
  if (count > VALUES_MAX) throw fault(`has ${count} values; ${VALUES_MAX} are the most`);
  return { name, values: Float64Array.from({ length: count }, (_, i) => roundTo12(first + i * step)) };
}

/**
 * One range a parameter, in the order of the definition: those given, and the single default for the rest. Throws a
 * `RangeError` for a stranger, or a value outside what the parameter may be; ranges of more than `uncheckedAbove`
 * combinations are left to who refuses their number.
 */
export function completeRanges(
  definition: { readonly slug: string; readonly parameters: readonly Parameter[] },
  given: readonly ParameterRange[],
  uncheckedAbove = Number.POSITIVE_INFINITY,
): ParameterRange[] {
  for (const { name } of given) {
    if (!definition.parameters.some((parameter) => parameter.name === name)) {
      const known = definition.parameters.map((one) => one.name).join(', ') || 'none';
      throw new RangeError(`${definition.slug} has no parameter "${name}"; it has ${known}`);
    }
  }
  const isChecked = countCombinations(given) <= uncheckedAbove;
  return definition.parameters.map((parameter) => {
    const range = given.find(({ name }) => name === parameter.name);
    if (!range) return { name: parameter.name, values: Float64Array.of(parameter.default) };
    for (const value of isChecked ? range.values : []) {
      if (parameter.isInteger && !Number.isInteger(value))
        throw new RangeError(`parameter "${parameter.name}" takes whole numbers, not ${value}`);
      if (value < parameter.minimum || value > parameter.maximum)
        throw new RangeError(
          `parameter "${parameter.name}" must be from ${parameter.minimum} to ${parameter.maximum}, not ${value}`,
        );
    }
    return range;
  });
}

/** How many combinations the ranges make, constraints apart; exact to 2⁵³. */
export function countCombinations(ranges: readonly ParameterRange[]): number {
  return ranges.reduce((count, { values }) => count * values.length, 1);
}

/** Removes what adding up steps such as 0.1 leaves in the last digits. */
function roundTo12(value: number): number {
  return Number(value.toPrecision(12));
}
