import type { ExitTemplate } from './exit-template.ts';

/** One exit of a position with its prices. */
export type ExitLeg =
  | {
      readonly kind: 'stop';
      readonly type: 'stop' | 'trailing-stop';
      /** Absent where a stop that trails begins at the market. */
      readonly stop?: number;
      readonly trailAmount?: number;
      /** Once the price has reached `at`, the stop moves to `to`. */
      readonly breakEven?: { readonly at: number; readonly to: number };
    }
  | { readonly kind: 'target'; readonly limit: number; readonly share: number };

/** What is wrong with a template, in a sentence; undefined when nothing is. */
export function exitTemplateFault({
  targets = [],
  stop,
  breakEven,
  trail,
}: ExitTemplate): string | undefined {
  if (targets.length === 0 && !stop && !trail)
    return 'an exit template needs a target, a stop or a distance to trail by';
  for (const { distance, share } of targets) {
    if (!(distance > 0)) return `a target is ${distance} from the entry, it must be above zero`;
    if (!(share > 0 && share <= 1))
      return `a target takes ${share} of the position, it must be above 0 and at most 1`;
  }
  const shares = targets.reduce((sum, { share }) => sum + share, 0);
  if (shares > 1 + 1e-9) return `the targets take ${shares} of the position together, it must be at most 1`;
  if (stop && !(stop.distance > 0))
    return `the stop is ${stop.distance} from the entry, it must be above zero`;
  if (trail && !(trail.distance > 0)) return `the stop trails by ${trail.distance}, it must be above zero`;
  if (!breakEven) return undefined;
  if (!stop && !trail) return 'break-even moves a stop, and the template has none';
  const { after, offset = 0 } = breakEven;
  if (!(after > 0)) return `break-even comes after ${after} in favour, it must be above zero`;
  return offset < after
    ? undefined
    : `break-even moves the stop by ${offset}, beyond the ${after} it comes after`;
}

/** The exits of a position entered at `price`, the stop first. */
export function exitLegs(template: ExitTemplate, isLong: boolean, price: number): ExitLeg[] {
  const { targets = [], stop, breakEven, trail } = template;
  const inFavour = (distance: number): number => (isLong ? price + distance : price - distance);
  const legs: ExitLeg[] = [];
  if (stop || trail)
    legs.push({
      kind: 'stop',
      type: trail ? 'trailing-stop' : 'stop',
      ...(stop ? { stop: inFavour(-stop.distance) } : {}),
      ...(trail ? { trailAmount: trail.distance } : {}),
      ...(breakEven
        ? { breakEven: { at: inFavour(breakEven.after), to: inFavour(breakEven.offset ?? 0) } }
        : {}),
    });
  for (const { distance, share } of targets) legs.push({ kind: 'target', limit: inFavour(distance), share });
  return legs;
}

/**
 * What each target takes of a whole in units, rounded down to multiples of `step`; where the shares come to 1 the last
 * takes what rounding has left.
 */
export function shareOut(
  targets: readonly { readonly share: number }[],
  whole: number,
  step: number,
): number[] {
  const isWhole = Math.abs(targets.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9;
  let left = whole;
  return targets.map(({ share }, index) => {
    const wanted = Math.floor((whole * share) / step + 1e-9) * step;
    const taken = isWhole && index === targets.length - 1 ? left : Math.min(wanted, left);
    left -= taken;
    return taken;
  });
}
