import { countChoices, indexChoices } from './index-combinations.ts';

/** A stretch of observations: `from` inclusive, `to` exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What is learned from and what is judged on. */
export interface PurgedSplit {
  readonly train: readonly Stretch[];
  readonly test: readonly Stretch[];
  /** Which groups are judged on, ascending. */
  readonly testGroups: readonly number[];
}

export interface PurgedFoldOptions {
  /** Observations, in the order of time. */
  readonly count: number;
  readonly groups: number;
  /** Observations after its own that the outcome of one depends on: such as a trade's length in bars. */
  readonly horizon: number;
  /** Observations after a test stretch that are left out of training as well. */
  readonly embargo: number;
}

/**
 * K folds in time. Purged: an observation whose outcome reaches into the test stretch, or whose own moment lies within
 * the reach of the test's last outcome, is not learned from; then the embargo. Source: López de Prado 2018, "Advances in
 * financial machine learning", 7.4.
 */
export function purgedFolds(options: PurgedFoldOptions): PurgedSplit[] {
  return combinatorialPurgedFolds({ ...options, testGroups: 1 });
}

/**
 * Combinatorial purged cross-validation: every choice of `testGroups` of the groups is the test once, C(N, k) splits.
 * Source: the same, 12.3. Throws a `RangeError` when the groups are fewer than two, not more than the test groups, or
 * more than the observations.
 */
export function combinatorialPurgedFolds(
  options: PurgedFoldOptions & { readonly testGroups: number },
): PurgedSplit[] {
  const { count, groups, testGroups } = options;
  if (groups < 2 || testGroups < 1 || testGroups >= groups || groups > count)
    throw new RangeError(
      `${count} observations cannot be split into ${groups} groups with ${testGroups} of them to test on`,
    );
  const stretches = Array.from({ length: groups }, (_, i) => ({
    from: Math.floor((i * count) / groups),
    to: Math.floor(((i + 1) * count) / groups),
  }));
  return Array.from(indexChoices(groups, testGroups), (choice) => {
    const test = joined(choice.map((group) => stretches[group]!));
    return { testGroups: choice, test, train: trainingOf(test, options) };
  });
}

/** How many whole paths through time the splits make: φ(N, k) = k/N · C(N, k). */
export function countBacktestPaths(groups: number, testGroups: number): number {
  return (countChoices(groups, testGroups) * testGroups) / groups;
}

/**
 * The paths: for each, the index of the split that each group is judged by. Every split serves each of its test groups
 * in exactly one path.
 */
export function backtestPaths(splits: readonly PurgedSplit[], groups: number): number[][] {
  const splitsOf = Array.from({ length: groups }, (_, group) =>
    splits.flatMap(({ testGroups }, split) => (testGroups.includes(group) ? [split] : [])),
  );
  return Array.from({ length: splitsOf[0]?.length ?? 0 }, (_, path) => splitsOf.map((of) => of[path]!));
}

function trainingOf(test: readonly Stretch[], { count, horizon, embargo }: PurgedFoldOptions): Stretch[] {
  const training: Stretch[] = [];
  let from = 0;
  for (const stretch of test) {
    const to = stretch.from - horizon;
    if (to > from) training.push({ from, to });
    from = Math.min(count, stretch.to + horizon + embargo);
  }
  if (from < count) training.push({ from, to: count });
  return training;
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches) {
    const last = result.at(-1);
    if (last?.to === stretch.from) result[result.length - 1] = { from: last.from, to: stretch.to };
    else result.push(stretch);
  }
  return result;
}
