import { InvalidArgumentError, Option } from 'commander';
import type { IndicatorDefinition, ParameterValues } from '#domain/indicators/indicator';
import { resolveParameters } from '#domain/indicators/parameters';
import { TIMEFRAMES } from '#domain/market/timeframe';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import { UsageError } from './failure.ts';
import { FORMATS } from './output.ts';

/** `--format table|json|csv` */
export function formatOption(): Option {
  return new Option('--format <format>', 'how results are printed').choices(FORMATS).default('table');
}

/** `--data DIR` */
export function dataOption(): Option {
  return new Option('--data <folder>', 'data folder, instead of OCTOPUS_DATA or the usual place');
}

/** `--timeframe 1s|1m|5m|1h|1d` */
export function timeframeOption(description: string): Option {
  return new Option('--timeframe <timeframe>', description).choices(TIMEFRAMES);
}

/** `--param name=number`, which may be repeated; the value is a record of numbers, instants as milliseconds. */
export function parameterOption(): Option {
  return new Option('--param <name=number>', 'a parameter; may be repeated')
    .default({}, 'each parameter has its own')
    .argParser(addParameter);
}

function addParameter(text: string, previous: unknown): ParameterValues {
  const match = /^\s*([^=\s]+)\s*=\s*(\S+)\s*$/.exec(text);
  if (!match) throw new InvalidArgumentError('It must read name=number.');
  const [, name, value] = match;
  const isInstant = /^\d{4}-\d{2}-\d{2}/.test(value!);
  return {
    ...(previous as ParameterValues),
    [name!]: isInstant ? parseInstant(value!) : parseNumber(value!),
  };
}

/** A finite decimal number. */
export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || /[xob]/i.test(text))
    throw new InvalidArgumentError('It must be a number.');
  return value;
}

/** Parses a number above 0 and no larger than told. */
export function positiveNumber(maximum = Number.POSITIVE_INFINITY): (text: string) => number {
  return (text) => {
    const value = parseNumber(text);
    if (value > 0 && value <= maximum) return value;
    throw new InvalidArgumentError(
      maximum === Number.POSITIVE_INFINITY
        ? 'It must be above 0.'
        : `It must be above 0 and at most ${maximum}.`,
    );
  };
}

/** Parses a number no smaller, and no larger, than told. */
export function numberFrom(minimum: number, maximum = Number.POSITIVE_INFINITY): (text: string) => number {
  return (text) => {
    const value = parseNumber(text);
    if (value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(
      maximum === Number.POSITIVE_INFINITY
        ? `It must be ${minimum} or more.`
        : `It must be from ${minimum} to ${maximum}.`,
    );
  };
}

/** Parses a whole number no smaller, and no larger, than told. */
export function wholeNumberFrom(
  minimum: number,
  maximum = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  const parse = numberFrom(minimum, maximum);
  return (text) => {
    const value = parse(text);
    if (Number.isInteger(value)) return value;
    throw new InvalidArgumentError('It must be a whole number.');
  };
}

/** Milliseconds of `2013-03-01` or `2013-03-01T09:30` (UTC unless it says otherwise). */
export function parseInstant(text: string): number {
  const match = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  const time = match
    ? Date.parse(match[1] === undefined || match[4] !== undefined ? text : `${text}Z`)
    : Number.NaN;
  // A day its month does not have would otherwise pass into the next month.
  const isReal =
    !Number.isNaN(time) &&
    new Date(`${text.slice(0, 10)}T00:00Z`).toISOString().slice(0, 10) === text.slice(0, 10);
  if (!isReal) throw new InvalidArgumentError('It must be a date such as 2013-03-01 or 2013-03-01T09:30.');
  return time;
}

/** Full parameter values of a definition, or a usage error with the sentence that says what is wrong. */
export function resolveGiven(
  definition: IndicatorDefinition | StrategyDefinition,
  given: ParameterValues,
): ParameterValues {
  try {
    return resolveParameters(definition, given);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}
