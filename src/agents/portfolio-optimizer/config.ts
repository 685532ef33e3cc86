/** What an allocation assumes unless the task says otherwise. */
export const portfolioOptimizerConfig = {
  /** Daily returns looked at. */
  lookbackBars: 252,
  /** Fewer common returns than this are no covariance. */
  commonReturnsMin: 30,
  /** Share of the covariance replaced by its scaled identity, against overfitting. */
  shrinkage: 0.1,
  /** Trading days in a year, for annual figures. */
  periodsPerYear: 252,
  /** Weights closer to their target than this many percentage points are left alone. */
  driftBandPct: 1,
} as const;
