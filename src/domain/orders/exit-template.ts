/** One of several targets of a position. */
export interface ExitTarget<Amount = number> {
  /** From the entry's price in the position's favour, in price units. */
  readonly distance: Amount;
  /** Share of what was entered, above 0; those of all targets come to 1 at most. */
  readonly share: Amount;
}

/** Exits that go with a position, told by their distances from the price it was entered at. */
export interface ExitTemplate<Amount = number> {
  readonly targets?: readonly ExitTarget<Amount>[];
  /** Takes what the targets have left. */
  readonly stop?: { readonly distance: Amount };
  /** Once the price has gone `after` in the position's favour, the stop moves to the entry's price and `offset` beyond it. */
  readonly breakEven?: { readonly after: Amount; readonly offset?: Amount };
  /** The stop follows the best price since the entry at this distance; it begins there where `stop` is not told. */
  readonly trail?: { readonly distance: Amount };
}

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

/** What the distances of a template are told in: price units, ticks of the instrument, percent of the entry's price. */
export const EXIT_UNITS = ['price', 'ticks', 'percent'] as const;
export type ExitUnit = (typeof EXIT_UNITS)[number];
