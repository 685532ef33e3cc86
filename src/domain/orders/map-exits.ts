import type { ExitTarget, ExitTemplate } from './exit-template.ts';

/** What the distances of a template are told in: price units, ticks of the instrument, percent of the entry's price. */
export const EXIT_UNITS = ['price', 'ticks', 'percent'] as const;
export type ExitUnit = (typeof EXIT_UNITS)[number];

/** A template whose parts may be there without a value. */
interface LooseExits<Amount> {
  readonly targets?: readonly ExitTarget<Amount>[] | undefined;
  readonly stop?: { readonly distance: Amount } | undefined;
  readonly breakEven?: { readonly after: Amount; readonly offset?: Amount | undefined } | undefined;
  readonly trail?: { readonly distance: Amount } | undefined;
}

/** The same template with its distances and shares put another way. */
export function mapExits<From, To>(
  { targets, stop, breakEven, trail }: LooseExits<From>,
  distance: (amount: From) => To,
  share = distance,
): ExitTemplate<To> {
  return {
    ...(targets && {
      targets: targets.map((target) => ({ distance: distance(target.distance), share: share(target.share) })),
    }),
    ...(stop && { stop: { distance: distance(stop.distance) } }),
    ...(breakEven && {
      breakEven: {
        after: distance(breakEven.after),
        ...(breakEven.offset === undefined ? {} : { offset: distance(breakEven.offset) }),
      },
    }),
    ...(trail && { trail: { distance: distance(trail.distance) } }),
  };
}
