import type { ParameterValues } from '#domain/indicators/indicator';
import { findStrategy } from '#domain/strategies/catalog';
import {
  COMBINATIONS_MAX,
  COUNTED_MAX,
  countCombinations,
  type ParameterRange,
  parseParameterRange,
} from '#domain/strategies/parameter-range';
import { type Expression, readExpression } from '#domain/values/expression';
import type { StrategyInfo } from '../backtest-form.ts';
import type { RangeDraft } from './lab-draft.ts';
import type { SearchDraft } from './search-draft.ts';

/** What a search comes to before it is begun. */
export interface SearchEstimate {
  /** Combinations that the constraint and the strategy leave. */
  readonly combinations: number;
  /** False where they were counted on a sample. */
  readonly isExact: boolean;
  /** What the constraint and the strategy leave out. */
  readonly refused: number;
  /** Trials that would be run. */
  readonly trials: number;
  /** Names of the parameters with more than one value. */
  readonly varying: readonly string[];
}

export type SearchOutlook =
  | { readonly kind: 'sound'; readonly estimate: SearchEstimate }
  | {
      readonly kind: 'refused';
      /** A sentence: what is wrong, and what to do. */
      readonly problem: string;
      /** Parameter whose range is at fault, `constraint`, or null for none of them alone. */
      readonly field: string | null;
    };

/** Above so many, what a constraint leaves is counted on a sample, so that typing never waits. */
const EXACT_MAX = 200_000;
const SAMPLE = 40_000;
const TRIALS_MAX = 1_000_000;

/** What a search would come to, or why it would be refused. */
export function searchOutlook(
  strategy: StrategyInfo,
  draft: RangeDraft,
  search: Pick<SearchDraft, 'method' | 'trials'>,
  parameters: Readonly<Record<string, string>>,
): SearchOutlook {
  const ranges: ParameterRange[] = [];
  for (const parameter of strategy.parameters) {
    const { name } = parameter;
    const text = draft.ranges[name]?.trim() || (parameters[name] ?? String(parameter.default));
    try {
      const range = parseParameterRange(name, text);
      const outside = outsideOf(parameter, range);
      if (outside !== undefined) return refused(outside, name);
      ranges.push(range);
    } catch (error) {
      return refused(messageOf(error), name);
    }
  }
  const total = countCombinations(ranges);
  const isEvery = search.method === 'every';
  if (isEvery && total > COUNTED_MAX) return tooMany(total, ' (constraints apart)');
  let isSound: (row: Float64Array) => boolean;
  try {
    isSound = soundness(strategy, draft.constraint);
  } catch (error) {
    return refused(messageOf(error), 'constraint');
  }
  const { share, isExact } = soundShare(ranges, total, isSound);
  const combinations = Math.round(share * total);
  if (combinations === 0 && isExact)
    return refused(
      `None of the ${total.toLocaleString('en-US')} combinations is sound for ${strategy.slug}: look at the condition and the ranges.`,
      null,
    );
  if (isEvery && combinations > COMBINATIONS_MAX) return tooMany(combinations, '');
  const budget = Number(search.trials);
  if (!isEvery && !(Number.isInteger(budget) && budget >= 1 && budget <= TRIALS_MAX))
    return refused(`Trials are a whole number from 1 to ${TRIALS_MAX.toLocaleString('en-US')}.`, 'trials');
  return {
    kind: 'sound',
    estimate: {
      combinations,
      isExact,
      refused: total - combinations,
      trials: isEvery ? combinations : Math.min(budget, combinations),
      varying: ranges.flatMap(({ name, values }) => (values.length > 1 ? [name] : [])),
    },
  };
}

function outsideOf(
  { name, minimum, maximum, isInteger }: StrategyInfo['parameters'][number],
  { values }: ParameterRange,
): string | undefined {
  const stranger = values.find(
    (value) => value < minimum || value > maximum || (isInteger && !Number.isInteger(value)),
  );
  return stranger === undefined
    ? undefined
    : `${name} takes ${isInteger ? 'whole numbers' : 'numbers'} from ${minimum} to ${maximum}, not ${stranger}.`;
}

/** Whether a row of parameters passes the condition and, of a built-in strategy, what it asks itself. */
function soundness(strategy: StrategyInfo, constraint: string): (row: Float64Array) => boolean {
  const names = strategy.parameters.map(({ name }) => name);
  const passes: Expression =
    constraint.trim() === '' ? () => 1 : readExpression(constraint, names, 'condition').evaluate;
  const definition = findStrategy(strategy.slug);
  const values: Record<string, number> = {};
  return (row) => {
    if (passes(row) === 0) return false;
    if (definition?.validate === undefined) return true;
    names.forEach((name, i) => {
      values[name] = row[i] ?? 0;
    });
    return definition.validate(values as ParameterValues) === undefined;
  };
}

/** The share of all combinations that is sound: of all where they are few, else of evenly spread ones. */
function soundShare(
  ranges: readonly ParameterRange[],
  total: number,
  isSound: (row: Float64Array) => boolean,
): { readonly share: number; readonly isExact: boolean } {
  const isExact = total <= EXACT_MAX;
  const looked = isExact ? total : SAMPLE;
  const row = new Float64Array(ranges.length);
  let sound = 0;
  for (let i = 0; i < looked; i++) {
    let place = isExact ? i : Math.floor(((i + 0.5) / looked) * total);
    for (let at = ranges.length - 1; at >= 0; at--) {
      const values = ranges[at]?.values ?? row;
      row[at] = values[place % values.length] ?? 0;
      place = Math.floor(place / values.length);
    }
    if (isSound(row)) sound += 1;
  }
  return { share: looked === 0 ? 0 : sound / looked, isExact };
}

function refused(problem: string, field: string | null): SearchOutlook {
  return { kind: 'refused', problem: problem.charAt(0).toUpperCase() + problem.slice(1), field };
}

function tooMany(count: number, proviso: string): SearchOutlook {
  return refused(
    `${count.toLocaleString('en-US')} combinations${proviso}; every one of at most ${COMBINATIONS_MAX.toLocaleString('en-US')} can be tried. Widen the steps, or choose Random, TPE or Genetic.`,
    null,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
