import { portfolioVariance, sampleCovariance, shrunkCovariance } from '#domain/optimization/covariance';
import { minimumVarianceWeights } from '#domain/optimization/minimum-variance';
import { correlationMatrix } from '#domain/risk/correlation-matrix';

export interface AllocationInput {
  readonly symbols: readonly string[];
  /** One column a symbol, of equal length. */
  readonly returns: readonly Float64Array[];
  readonly weightMin: number;
  readonly weightMax: number;
  /** 0 (the sample as it is) to 1. */
  readonly shrinkage: number;
  readonly periodsPerYear: number;
  readonly firstTime: number;
  readonly lastTime: number;
}

export interface AllocationResult {
  readonly method: 'minimum variance';
  /** In the order asked for; they sum to 1. */
  readonly weights: readonly { readonly symbol: string; readonly weight: number }[];
  /** Annualised, in percent, by the covariance as optimised. */
  readonly volatilityPct: number;
  /** The same figure for equal weights, to compare. */
  readonly equalWeightVolatilityPct: number;
  readonly correlations: readonly (readonly (number | null)[])[];
  readonly observations: number;
  readonly firstTime: number;
  readonly lastTime: number;
  readonly summary: string;
}

/** The long-only weights of least variance. Throws a `RangeError` when the bounds leave none. */
export function allocate(input: AllocationInput): AllocationResult {
  const { symbols, returns, periodsPerYear, firstTime, lastTime } = input;
  const covariance = shrunkCovariance(sampleCovariance(returns, periodsPerYear), input.shrinkage);
  const weights = minimumVarianceWeights(covariance, { minimum: input.weightMin, maximum: input.weightMax });
  const percent = (
    held: readonly number[], // A singular covariance may come out a hair below zero.
  ) => Math.sqrt(Math.max(0, portfolioVariance(held, covariance))) * 100;
  const volatilityPct = percent(weights);
  const equalWeightVolatilityPct = percent(symbols.map(() => 1 / symbols.length));
  return {
    method: 'minimum variance',
    weights: symbols.map((symbol, i) => ({ symbol, weight: weights[i]! })),
    volatilityPct,
    equalWeightVolatilityPct,
    correlations: correlationMatrix(returns),
    observations: returns[0]?.length ?? 0,
    firstTime,
    lastTime,
    summary: `${symbols.length} symbols: volatility ${volatilityPct.toFixed(1)} % a year against ${equalWeightVolatilityPct.toFixed(1)} % for equal weights`,
  };
}
