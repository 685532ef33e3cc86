export const riskConfig = {
  /** Distance of the stop from the entry, in average true ranges of 14 days. */
  stopRanges: 2,
  /** A fused score of 1 / this already risks the whole budget of a trade. */
  convictionScale: 2,
  /** Daily returns in the historical value at risk. */
  valueAtRiskDays: 500,
} as const;
