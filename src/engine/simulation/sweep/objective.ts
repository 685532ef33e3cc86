import { OctopusError } from '#contract/errors';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import { type Expression, readExpression } from '#domain/values/expression';
import { PERIOD_FIELDS, RETURN_FIELDS, TRIAL_FIELDS } from './trial-statistics.ts';
import type { TrialForm } from './trial-work.ts';

/** Short names of what is usually sought. */
const SHORT: Readonly<Record<string, string>> = {
  return: 'returnPct',
  annualized: 'annualizedReturnPct',
  cagr: 'annualizedReturnPct',
  drawdown: 'maxDrawdownPct',
  'win-rate': 'winRatePct',
  'profit-factor': 'profitFactor',
  equity: 'equityFinal',
};

/** What a search tries to make as large as it can. */
export interface Objective {
  /** As the statistics call it: `returnPct` for `return`. */
  readonly text: string;
  /** Over the fields of a trial's row, then its parameters. */
  readonly evaluate: Expression;
  /** The cheapest form of a kernel that knows what the objective speaks of. */
  readonly form: TrialForm;
}

/**
 * Reads an objective: the name of a statistic, or arithmetic over statistics and parameters such as
 * `sharpe - 0.05 * abs(maxDrawdownPct)`. Drawdowns are negative, so the largest is the mildest. Throws an `OctopusError`
 * BAD_REQUEST that tells the place of the fault.
 */
export function readObjective(text: string, strategy: Pick<StrategyDefinition, 'parameters'>): Objective {
  const full = SHORT[text.trim().toLowerCase()] ?? text;
  const parameters = strategy.parameters.map(({ name }) => name);
  const { evaluate, names } = refusing(() =>
    readExpression(full, [...TRIAL_FIELDS, ...parameters], 'objective'),
  );
  const isAmong = (fields: readonly string[]) =>
    names.every((name) => fields.includes(name) || parameters.includes(name));
  return {
    text: full,
    evaluate,
    form: isAmong(RETURN_FIELDS) ? 'return' : isAmong(PERIOD_FIELDS) ? 'periods' : 'statistics',
  };
}

/** A constraint over the parameters, true when not zero; every combination passes without one. */
export function readConstraint(
  text: string | undefined,
  strategy: Pick<StrategyDefinition, 'parameters'>,
): Expression {
  if (text === undefined) return () => 1;
  const names = strategy.parameters.map(({ name }) => name);
  return refusing(() => readExpression(text, names, 'constraint')).evaluate;
}

/** A RangeError of the domain as the error that crosses the line. */
export function refusing<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new OctopusError('BAD_REQUEST', error.message);
    throw error;
  }
}
