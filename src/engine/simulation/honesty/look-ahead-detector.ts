import type { ParameterValues } from '#domain/indicators/indicator';
import { sliceBars } from '#domain/market/bar';
import { createSeededRandom } from '#domain/values/seeded-random';
import { type Decision, decisionsOf } from './decisions.ts';
import type { HonestWork } from './trial-returns.ts';

export interface LookAheadReport {
  /** True when bars that had not come yet changed a decision. */
  readonly isFound: boolean;
  /** Moments at which the future was cut off. */
  readonly cuts: number;
  /** The first decision that differs, as a sentence; null when none does. */
  readonly finding: string | null;
}

const RANDOM_CUTS = 24;
const DECISION_CUTS = 40;

/**
 * Looks for decisions that know the future: the strategy runs again over bars cut off at moments of decision, and at
 * random ones, and must have decided the same up to there. Decisions fill at their own close here, so that one that
 * peeks a single bar ahead cannot hide in the bar its order waits for.
 */
export function detectLookAhead(work: HonestWork, parameters: ParameterValues, seed = 1): LookAheadReport {
  const { bars } = work;
  const whole = decisionsOf(work, parameters);
  const cuts = cutsOf(whole, bars.length, seed);
  for (const cut of cuts) {
    const known = decisionsOf({ ...work, bars: sliceBars(bars, 0, cut + 1) }, parameters);
    const finding = difference(
      whole.filter(({ bar }) => bar <= cut),
      known,
    );
    if (finding === null) continue;
    const date = new Date(bars.time[cut]!).toISOString().slice(0, 10);
    return { isFound: true, cuts: cuts.length, finding: `with bars up to ${date} only, ${finding}` };
  }
  return { isFound: false, cuts: cuts.length, finding: null };
}

function cutsOf(decisions: readonly Decision[], length: number, seed: number): number[] {
  const random = createSeededRandom(seed);
  const stride = Math.max(1, Math.ceil(decisions.length / DECISION_CUTS));
  const atDecisions = decisions.filter((_, i) => i % stride === 0).map(({ bar }) => bar);
  const anywhere = Array.from({ length: Math.min(RANDOM_CUTS, length) }, () =>
    random.nextInteger(0, length - 1),
  );
  return [...new Set([...atDecisions, ...anywhere])].sort((a, b) => a - b);
}

/** The first place where two lists part, in words; null when they are equal. */
function difference(wanted: readonly Decision[], found: readonly Decision[]): string | null {
  for (let i = 0; i < Math.max(wanted.length, found.length); i++) {
    const one = wanted[i];
    const other = found[i];
    if (one?.bar === other?.bar && one?.action === other?.action) continue;
    if (!other) return `the decision to ${one!.action} on ${one!.date} is not taken`;
    if (!one) return `a decision to ${other.action} on ${other.date} appears`;
    return `${other.action} on ${other.date} is decided in place of ${one.action} on ${one.date}`;
  }
  return null;
}
