import { unknownName } from '../values/nearest-names.ts';
import type { Parameter, ParameterValues, School } from './indicator.ts';

/** An integer count of bars, 1 to 10,000 unless told. */
export function periodParameter(options: {
  default: number;
  name?: string;
  label?: string;
  minimum?: number;
}): Parameter {
  return {
    name: options.name ?? 'period',
    label: options.label ?? 'Period',
    default: options.default,
    minimum: options.minimum ?? 1,
    maximum: 10_000,
    isInteger: true,
  };
}

/**
 * Full parameter values: what was given, defaults for the rest.
 *
 * Throws a RangeError, whose message is a sentence for a person, for a name the definition does not have, a value
 * outside its inclusive range, a fraction where a whole number is due, or a combination the definition refuses.
 */
export function resolveParameters(
  definition: {
    readonly slug: string;
    readonly parameters: readonly Parameter[];
    validate?(parameters: ParameterValues): string | undefined;
  },
  given: ParameterValues,
): ParameterValues {
  const names = definition.parameters.map((parameter) => parameter.name);
  for (const name of Object.keys(given)) {
    if (names.length === 0) throw new RangeError(`${definition.slug} takes no parameters, so not "${name}"`);
    if (!names.includes(name))
      throw new RangeError(`${definition.slug}: ${unknownName('parameter', name, names)}`);
  }
  const values: Record<string, number> = {};
  for (const parameter of definition.parameters) {
    const value = given[parameter.name] ?? parameter.default;
    const problem = problemOf(parameter, value);
    if (problem !== undefined) throw new RangeError(`${definition.slug}: ${problem}`);
    values[parameter.name] = value;
  }
  const problem = definition.validate?.(values);
  if (problem !== undefined) throw new RangeError(`${definition.slug}: ${problem}`);
  return values;
}

/** Which of two or more schools is followed, by number; the label says what each number means. */
export function conventionParameter(options: {
  name: string;
  label: string;
  default: number;
  maximum?: number;
}): Parameter {
  const { name, label, maximum = 1 } = options;
  return { name, label, default: options.default, minimum: 0, maximum, isInteger: true, isConvention: true };
}

/**
 * The choice between TA-Lib's way (0) and that of Stock.Indicators (1); the label says what each is. Named `convention`
 * unless told.
 */
export function schoolParameter(options: {
  name?: string;
  label: string;
  taLib: string;
  stockIndicators: string;
  default?: 0 | 1;
}): Parameter {
  const { name = 'convention', label, taLib, stockIndicators } = options;
  return {
    ...conventionParameter({
      name,
      label: `${label} (0 ${taLib} as TA-Lib, 1 ${stockIndicators} as Stock.Indicators)`,
      default: options.default ?? 0,
    }),
    schools: { 'ta-lib': 0, 'stock-indicators': 1 },
  };
}

/** The values by which an indicator follows a school; none where it leaves no choice. */
export function schoolValues(
  definition: { readonly parameters: readonly Parameter[] },
  school: School,
): ParameterValues {
  return Object.fromEntries(
    definition.parameters.flatMap(({ name, schools }) => (schools ? [[name, schools[school]] as const] : [])),
  );
}

/** The values a label or an alert names, in order: all but the conventions at the end that are at their defaults. */
export function shownParameters(parameters: readonly Parameter[], values: ParameterValues): number[] {
  const isHidden = ({ name, isConvention, default: usual }: Parameter): boolean =>
    isConvention === true && (values[name] ?? usual) === usual;
  let count = parameters.length;
  while (count > 0 && isHidden(parameters[count - 1]!)) count--;
  return parameters.slice(0, count).map(({ name, default: usual }) => values[name] ?? usual);
}

/** The resolved value of one parameter; throws a RangeError when the values were not resolved for its definition. */
export function parameterValue(parameters: ParameterValues, name: string): number {
  const value = parameters[name];
  if (value === undefined)
    throw new RangeError(`parameter "${name}" is missing; resolve the parameters first`);
  return value;
}

function problemOf(parameter: Parameter, value: number): string | undefined {
  const range = `from ${parameter.minimum} to ${parameter.maximum}`;
  const kind = parameter.isInteger ? 'a whole number' : 'a number';
  const isSound =
    value >= parameter.minimum &&
    value <= parameter.maximum &&
    (!parameter.isInteger || Number.isInteger(value));
  return isSound ? undefined : `parameter "${parameter.name}" must be ${kind} ${range}, not ${value}`;
}
