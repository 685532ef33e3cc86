import type { SlippageTerms } from './trading-costs.ts';

/** One fill of an order that took the price it got, against the price when it was decided. */
export interface SlippageObservation {
  /** Price units, above zero is worse for the order. */
  readonly slip: number;
  /** Price at the decision. */
  readonly price: number;
  /** Half of bid to ask at the decision; null where no quote was known. */
  readonly halfSpread: number | null;
}

export interface SlippageFit {
  readonly kind: 'fixed' | 'fraction' | 'spread';
  /** Price units; fraction of the price; share of half the spread. */
  readonly value: number;
  /** Null with fewer than two fills. */
  readonly standardError: number | null;
  /** Root mean square of what is left unexplained, in basis points of the price. */
  readonly errorBps: number;
  readonly fills: number;
}

export type FitConfidence = 'none' | 'low' | 'fair' | 'good';

/** Errors as close as this are even: rounding decides nothing. */
const EVEN_BPS = 1e-6;
/** Fewer fills than this, or a standard error above that share of the value, and the confidence is no better. */
const FAIR = { fills: 20, errorShare: 0.5 };
const GOOD = { fills: 50, errorShare: 0.25 };

/**
 * What an account's own fills slipped by, as each of the models of a backtest would have it: a fraction of the price, a
 * constant, a share of half the spread. Each is a least-squares fit through the origin of the slip on its regressor,
 * both divided by the price, so that what they leave compares in basis points. The spread is fitted only where every fill
 * had one.
 */
export function fitSlippage(observations: readonly SlippageObservation[]): SlippageFit[] {
  if (observations.length === 0) return [];
  const slips = observations.map(({ slip, price }) => slip / price);
  const fits = [
    fitThroughOrigin(
      'fraction',
      slips,
      observations.map(() => 1),
    ),
    fitThroughOrigin(
      'fixed',
      slips,
      observations.map(({ price }) => 1 / price),
    ),
  ];
  const spreads = observations.flatMap(({ halfSpread, price }) =>
    halfSpread === null || halfSpread <= 0 ? [] : [halfSpread / price],
  );
  if (spreads.length === observations.length) fits.push(fitThroughOrigin('spread', slips, spreads));
  return fits;
}

/** The fit that leaves least unexplained; undefined without one. Of equals the first. */
export function bestFit(fits: readonly SlippageFit[]): SlippageFit | undefined {
  return fits.reduce<SlippageFit | undefined>(
    (best, one) => (best === undefined || one.errorBps < best.errorBps - EVEN_BPS ? one : best),
    undefined,
  );
}

/** How far a fit may be relied on: by the number of fills and its standard error against its value. */
export function confidenceOf(best: SlippageFit | undefined): FitConfidence {
  if (best === undefined) return 'none';
  const { fills, standardError, value } = best;
  const share =
    standardError === null || value === 0 ? Number.POSITIVE_INFINITY : standardError / Math.abs(value);
  if (fills >= GOOD.fills && share <= GOOD.errorShare) return 'good';
  return fills >= FAIR.fills && share <= FAIR.errorShare ? 'fair' : 'low';
}

/**
 * The fit as a backtest takes it; null when the fills were better than the price, which no model of costs may promise.
 * `spread` is the average quoted one as a fraction of the price.
 */
export function slippageOfFit(
  fit: SlippageFit | undefined,
  spread: number,
): Extract<SlippageTerms, { kind: 'fixed' | 'fraction' | 'spread' }> | null {
  if (fit === undefined || fit.value < 0) return null;
  if (fit.kind === 'fixed') return { kind: 'fixed', amount: fit.value };
  if (fit.kind === 'fraction') return { kind: 'fraction', fraction: fit.value };
  return { kind: 'spread', spread, share: fit.value };
}

/** Least squares of y = value · x, both as fractions of the price. */
function fitThroughOrigin(
  kind: SlippageFit['kind'],
  y: readonly number[],
  x: readonly number[],
): SlippageFit {
  const squares = x.reduce((sum, one) => sum + one * one, 0);
  const value = y.reduce((sum, one, i) => sum + one * x[i]!, 0) / squares;
  const left = y.reduce((sum, one, i) => sum + (one - value * x[i]!) ** 2, 0);
  const fills = y.length;
  return {
    kind,
    value,
    standardError: fills < 2 ? null : Math.sqrt(left / (fills - 1) / squares),
    errorBps: Math.sqrt(left / fills) * 10_000,
    fills,
  };
}
