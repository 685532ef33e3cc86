import type { ProviderInfo } from '#contract/services/market-data';
import { formatCount } from '../../format/number.ts';

type BudgetRule = ProviderInfo['budget'][number];

const SPANS: readonly (readonly [ms: number, name: string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
];

/** `a day`, `in 15 minutes`, of the span a budget rule counts in. */
export function spanText(perMs: number): string {
  const [ms, name] = SPANS.find(([span]) => perMs >= span && perMs % span === 0) ?? [1_000, 'second'];
  const count = perMs / ms;
  return count === 1 ? `a ${name}`.replace('a hour', 'an hour') : `in ${count} ${name}s`;
}

/** `23 of 25 a day`: what is left of a rule. */
export function budgetText({ requests, left, perMs }: BudgetRule): string {
  return `${formatCount(left)} of ${formatCount(requests)} ${spanText(perMs)}`;
}

/** What colour the meter of a rule has, told by the words beside it too. */
export function budgetTone({ requests, left }: BudgetRule): 'muted' | 'warning' | 'danger' {
  return left === 0 ? 'danger' : left / requests < 0.2 ? 'warning' : 'muted';
}
