import type { FeeTier } from './trading-costs.ts';

const DAY_MS = 86_400_000;
const DAYS = 30;

/** Which fraction of its value a fill is charged by what an account has traded in the 30 days before, by UTC date. */
export class FeeTiers {
  readonly #tiers: readonly FeeTier[];
  /** Days of the last 30 on which something was traded, oldest first, and how much. */
  readonly #days: { readonly day: number; value: number }[] = [];
  #traded = 0;

  /** Lowest first. Throws a `RangeError` that says which is not, see {@link feeTierFault}. */
  constructor(tiers: readonly FeeTier[]) {
    const fault = feeTierFault(tiers);
    if (fault !== undefined) throw new RangeError(fault);
    this.#tiers = tiers;
  }

  /** Fraction of the value that a fill at `time` is charged. */
  rateAt(time: number, isMaker: boolean): number {
    this.#forget(Math.floor(time / DAY_MS) - DAYS);
    let tier = this.#tiers[0];
    for (const one of this.#tiers) if (this.#traded >= one.from) tier = one;
    if (!tier) return 0;
    return isMaker ? tier.maker : tier.taker;
  }

  /** Counts a fill of that value, in the currency that the tiers are told in. */
  add(time: number, value: number): void {
    const day = Math.floor(time / DAY_MS);
    const last = this.#days.at(-1);
    if (last?.day === day) last.value += value;
    else this.#days.push({ day, value });
    this.#traded += value;
  }

  #forget(upTo: number): void {
    while (this.#days.length > 0 && this.#days[0]!.day <= upTo) this.#traded -= this.#days.shift()!.value;
    if (this.#days.length === 0) this.#traded = 0;
  }
}

/** Which tier is out of order: the first begins at 0, each other one above the one before. Undefined when none is. */
export function feeTierFault(tiers: readonly FeeTier[]): string | undefined {
  const wrong = tiers.findIndex(({ from }, index) =>
    index === 0 ? from !== 0 : from <= tiers[index - 1]!.from,
  );
  if (wrong < 0) return undefined;
  return `fee tier ${wrong + 1} begins at ${tiers[wrong]!.from}; the first begins at 0, each other above the one before`;
}
