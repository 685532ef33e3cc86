import {
  DECIMAL_ONE,
  DECIMAL_ZERO,
  type Decimal,
  decimalToNumber,
  multiplyDecimal,
} from '#domain/values/decimal';
import type { ExitTemplate } from './exit-template.ts';
import { type ExitUnit, mapExits } from './map-exits.ts';

/** One exit of a position with its prices. */
export type ExitLeg =
  | {
      readonly kind: 'stop';
      readonly type: 'stop' | 'trailing-stop';
      /** Absent where a stop that trails begins at the market. */
      readonly stop?: Decimal;
      readonly trailAmount?: Decimal;
      /** Once the price has reached `at`, the stop moves to `to`. */
      readonly breakEven?: { readonly at: Decimal; readonly to: Decimal };
    }
  | { readonly kind: 'target'; readonly limit: Decimal; readonly part: ExitPart };

/** What a target takes of its entry's fill: from one fraction of it to another, so that targets stand side by side. */
export interface ExitPart {
  readonly from: Decimal;
  readonly to: Decimal;
}

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
  if (shares > 1 + 1e-7) return `the targets take ${shares} of the position together, it must be at most 1`;
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

/**
 * A template in price units for an entry at `price` where prices are multiples of `tick`. Throws a `RangeError` that says
 * what is wrong with it.
 */
export function exitsInPrice(
  template: ExitTemplate<Decimal>,
  unit: ExitUnit,
  { price, tick }: { readonly price: Decimal; readonly tick: Decimal },
): ExitTemplate<Decimal> {
  const inPrice = (distance: Decimal): Decimal => {
    if (unit === 'ticks') return multiplyDecimal(distance, tick);
    return unit === 'percent' ? multiplyDecimal(distance, price) / 100n : distance;
  };
  const told = mapExits(template, inPrice, (share) => share);
  const fault = exitTemplateFault(mapExits(told, decimalToNumber));
  if (fault !== undefined) throw new RangeError(fault);
  return told;
}

/**
 * The exits of a position entered at `price`, the stop first, then the targets as they are told. The price is rounded to
 * `tick` and so is each distance, to one tick at least.
 */
export function exitLegs(
  { targets = [], stop, breakEven, trail }: ExitTemplate<Decimal>,
  isLong: boolean,
  price: Decimal,
  tick: Decimal = 1n,
): ExitLeg[] {
  const entry = roundedTo(price, tick);
  const inFavour = (distance: Decimal): Decimal => (isLong ? entry + distance : entry - distance);
  const apart = (distance: Decimal): Decimal => {
    const rounded = roundedTo(distance, tick);
    return rounded > DECIMAL_ZERO ? rounded : tick;
  };
  const legs: ExitLeg[] = [];
  if (stop || trail)
    legs.push({
      kind: 'stop',
      type: trail ? 'trailing-stop' : 'stop',
      ...(stop ? { stop: inFavour(-apart(stop.distance)) } : {}),
      ...(trail ? { trailAmount: apart(trail.distance) } : {}),
      ...(breakEven
        ? {
            breakEven: {
              at: inFavour(apart(breakEven.after)),
              to: inFavour(roundedTo(breakEven.offset ?? DECIMAL_ZERO, tick)),
            },
          }
        : {}),
    });
  const parts = partsOf(targets.map(({ share }) => share));
  for (const [i, { distance }] of targets.entries())
    legs.push({ kind: 'target', limit: inFavour(apart(distance)), part: parts[i]! });
  return legs;
}

/** The nearest multiple of `tick`, halves away from zero. */
export function roundedTo(value: Decimal, tick: Decimal): Decimal {
  const half = value < DECIMAL_ZERO ? -tick : tick;
  return ((2n * value + half) / (2n * tick)) * tick;
}

/** Shares side by side from 0 on; those that come to the whole but for their last digits end at 1. */
function partsOf(shares: readonly Decimal[]): ExitPart[] {
  const sum = shares.reduce((all, share) => all + share, DECIMAL_ZERO);
  const missing = DECIMAL_ONE - sum;
  const isWhole = (missing < 0n ? -missing : missing) <= BigInt(shares.length);
  let from = DECIMAL_ZERO;
  return shares.map((share, i) => {
    const to = isWhole && i === shares.length - 1 ? DECIMAL_ONE : from + share;
    const part = { from, to };
    from = to;
    return part;
  });
}

/**
 * Units that a part takes of `filled`, a multiple of `step`: parts that follow one another come to no more than it, and to
 * all of it where they reach from 0 to 1. Fractions are sums of up to ten shares, each known to half a 10⁻⁸: a third of
 * three is one.
 */
export function partQuantity({ from, to }: ExitPart, filled: Decimal, step: Decimal): Decimal {
  return reach(to, filled, step) - reach(from, filled, step);
}

function reach(fraction: Decimal, filled: Decimal, step: Decimal): Decimal {
  if (fraction <= DECIMAL_ZERO) return DECIMAL_ZERO;
  if (fraction >= DECIMAL_ONE) return (filled / step) * step;
  const whole = DECIMAL_ONE * step;
  const doubt = 10n * filled < whole ? 10n * filled : whole;
  return ((2n * filled * fraction + doubt) / (2n * whole)) * step;
}
