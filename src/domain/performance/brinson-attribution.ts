/** One segment (sector, country) of a portfolio and its benchmark in one period; weights and returns are fractions. */
export interface BrinsonSegment {
  readonly name: string;
  readonly weight: number;
  readonly benchmarkWeight: number;
  readonly segmentReturn: number;
  readonly benchmarkReturn: number;
}

export interface BrinsonEffects {
  /** From holding more or less of the segment than the benchmark. */
  readonly allocation: number;
  /** From what was held within the segment. */
  readonly selection: number;
  /** From both together. */
  readonly interaction: number;
}

export interface BrinsonAttribution extends BrinsonEffects {
  readonly portfolioReturn: number;
  readonly benchmarkReturn: number;
  readonly segments: readonly (BrinsonEffects & { readonly name: string })[];
}

/**
 * Arithmetic attribution of one period (Brinson & Fachler 1985; Brinson, Hood & Beebower 1986): with weights w, W and
 * returns r, b of a segment and B of the benchmark, allocation (w − W)(b − B), selection W(r − b), interaction
 * (w − W)(r − b). The effects of all segments add up to the active return.
 */
export function brinsonAttribution(segments: readonly BrinsonSegment[]): BrinsonAttribution {
  const benchmarkReturn = total(segments, (one) => one.benchmarkWeight * one.benchmarkReturn);
  const rows = segments.map(({ name, weight, benchmarkWeight, segmentReturn, benchmarkReturn: own }) => ({
    name,
    allocation: (weight - benchmarkWeight) * (own - benchmarkReturn),
    selection: benchmarkWeight * (segmentReturn - own),
    interaction: (weight - benchmarkWeight) * (segmentReturn - own),
  }));
  return {
    portfolioReturn: total(segments, (one) => one.weight * one.segmentReturn),
    benchmarkReturn,
    segments: rows,
    ...sums(rows),
  };
}

/**
 * Effects of periods after one another, linked by Carino's (1999) logarithmic factors so that they add up to the active
 * return of the whole time. Every period has the same segments.
 */
export function linkBrinson(periods: readonly BrinsonAttribution[]): BrinsonAttribution {
  const growth = (of: (period: BrinsonAttribution) => number): number =>
    periods.reduce((product, period) => product * (1 + of(period)), 1) - 1;
  const portfolioReturn = growth((period) => period.portfolioReturn);
  const benchmarkReturn = growth((period) => period.benchmarkReturn);
  const whole = carino(portfolioReturn, benchmarkReturn);
  const rows = (periods[0]?.segments ?? []).map(({ name }, i) => {
    const linked = (effect: keyof BrinsonEffects): number =>
      total(
        periods,
        (period) =>
          (period.segments[i]![effect] * carino(period.portfolioReturn, period.benchmarkReturn)) / whole,
      );
    return {
      name,
      allocation: linked('allocation'),
      selection: linked('selection'),
      interaction: linked('interaction'),
    };
  });
  return { portfolioReturn, benchmarkReturn, segments: rows, ...sums(rows) };
}

/** (ln(1 + r) − ln(1 + b)) / (r − b), and its limit 1 / (1 + r) where both are equal. */
function carino(portfolioReturn: number, benchmarkReturn: number): number {
  const difference = portfolioReturn - benchmarkReturn;
  return difference === 0
    ? 1 / (1 + portfolioReturn)
    : (Math.log1p(portfolioReturn) - Math.log1p(benchmarkReturn)) / difference;
}

function sums(rows: readonly BrinsonEffects[]): BrinsonEffects {
  return {
    allocation: total(rows, (row) => row.allocation),
    selection: total(rows, (row) => row.selection),
    interaction: total(rows, (row) => row.interaction),
  };
}

function total<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
