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
