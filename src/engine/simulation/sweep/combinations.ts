import { OctopusError } from '#contract/errors';
import type { ParameterValues } from '#domain/indicators/indicator';
import {
  COMBINATIONS_MAX,
  COUNTED_MAX,
  countCombinations,
  type ParameterRange,
} from '#domain/strategies/parameter-range';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import type { Expression } from '#domain/values/expression';

/** Combinations that there is room for before more is made. */
const FIRST_COMBINATIONS = 16_384;

/** The sound combinations of some ranges. */
export interface Combinations {
  /** Row after row, each in the order of the ranges; the last range runs fastest. In shared memory. */
  readonly parameters: Float64Array;
  readonly count: number;
  /** What the constraint, or the strategy itself, refused. */
  readonly refused: number;
}

export interface CombinationsWanted {
  readonly strategy: StrategyDefinition;
  /** One a parameter, in the order of the strategy. */
  readonly ranges: readonly ParameterRange[];
  readonly constraint: Expression;
  /** Seconds that so many combinations would take, those refused counted, for the sentence of a refusal. */
  readonly estimateSeconds: (combinations: number) => number;
}

/**
 * Every combination of the ranges that the constraint and the strategy accept. Throws an `OctopusError` BAD_REQUEST when
 * there is none, and when there are more than {@link COMBINATIONS_MAX}, with the count and how long they would take.
 */
export function enumerateCombinations(wanted: CombinationsWanted): Combinations {
  const { ranges, strategy } = wanted;
  const total = countCombinations(ranges);
  if (total > COUNTED_MAX) throw tooMany(total, total, wanted, ' (constraints apart)');
  const isSound = soundness(wanted);
  const row = new Float64Array(ranges.length);
  const width = row.length;
  let sound = new Float64Array(Math.min(total, FIRST_COMBINATIONS) * width);
  let count = 0;
  eachCombination(ranges, row, () => {
    if (!isSound(row)) return;
    // Those above the most that are run are only counted.
    if (count < COMBINATIONS_MAX) {
      if (count * width === sound.length) sound = grown(sound);
      for (let i = 0; i < width; i++) sound[count * width + i] = row[i]!;
    }
    count += 1;
  });
  if (count > COMBINATIONS_MAX) throw tooMany(count, total, wanted, '');
  if (count === 0)
    throw new OctopusError(
      'BAD_REQUEST',
      `none of the ${total} combinations is sound for ${strategy.slug}; look at the constraint and the ranges`,
    );
  const parameters = new Float64Array(new SharedArrayBuffer(count * width * Float64Array.BYTES_PER_ELEMENT));
  parameters.set(sound.subarray(0, count * width));
  return { parameters, count, refused: total - count };
}

/** Whether a row of parameters passes the constraint and what the strategy itself asks. */
export function soundness({
  strategy,
  constraint,
}: Pick<CombinationsWanted, 'strategy' | 'constraint'>): (row: Float64Array) => boolean {
  const values: Record<string, number> = {};
  const names = strategy.parameters.map(({ name }) => name);
  return (row) => {
    if (constraint(row) === 0) return false;
    if (!strategy.validate) return true;
    for (let i = 0; i < names.length; i++) values[names[i]!] = row[i]!;
    return strategy.validate(values) === undefined;
  };
}

/** The parameters that begin at `offset`, by name. */
export function parametersAt(
  strategy: Pick<StrategyDefinition, 'parameters'>,
  parameters: Float64Array,
  offset: number,
): ParameterValues {
  return Object.fromEntries(strategy.parameters.map(({ name }, i) => [name, parameters[offset + i]!]));
}

function grown(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * values.length);
  larger.set(values);
  return larger;
}

function eachCombination(ranges: readonly ParameterRange[], row: Float64Array, visit: () => void): void {
  const step = (index: number): void => {
    const range = ranges[index];
    if (!range) {
      visit();
      return;
    }
    for (const value of range.values) {
      row[index] = value;
      step(index + 1);
    }
  };
  step(0);
}

function tooMany(
  count: number,
  total: number,
  { estimateSeconds }: CombinationsWanted,
  proviso: string,
): OctopusError {
  const duration = formatDuration(estimateSeconds(total));
  return new OctopusError(
    'BAD_REQUEST',
    `${count.toLocaleString('en-US')} combinations${proviso} would take about ${duration}; a sweep runs at most ` +
      `${COMBINATIONS_MAX.toLocaleString('en-US')}. Widen the steps, or search with optimize-parameters`,
    { combinations: count },
  );
}

/** `40 seconds`, `12 minutes`, `3.5 hours`, `20 days`. */
function formatDuration(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
  ] as const;
  const [name, length] = units.find(([, each]) => seconds >= 2 * each) ?? units[3];
  const amount = seconds / length;
  return `${amount < 10 ? Number(amount.toPrecision(2)) : Math.round(amount)} ${name}s`;
}
