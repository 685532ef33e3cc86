/** How much was tried on one set of bars, by people and machines, ever. */
export interface TrialTally {
  /** Configurations tried: strategy, parameters, direction and fill, each once however often it ran. */
  readonly trials: number;
  /** Runs made, those of a configuration in every window of a walk counted. */
  readonly evaluations: number;
  /** Independent trials that as many correlated ones are worth, 1 to `trials`; what a Sharpe ratio is deflated by. */
  readonly independentTrials: number;
}

/**
 * Independent trials that `trials` with a mean correlation of returns are worth: ρ̄ + (1 − ρ̄) N. A correlation below zero
 * counts as none; unknown (null) too. Source: Bailey & López de Prado 2014, "The deflated Sharpe ratio", appendix A.3.
 */
export function independentTrials(trials: number, meanCorrelation: number | null): number {
  const correlation = Math.max(0, Math.min(1, meanCorrelation ?? 0));
  return trials <= 1 ? trials : correlation + (1 - correlation) * trials;
}

/**
 * Mean correlation of all pairs of columns of one length, by the variance of their standardised sum:
 * (Var(Σ z) − N) / (N (N − 1)). Columns that do not vary are left out; null of fewer than two others.
 */
export function meanCorrelation(columns: readonly Float64Array[]): number | null {
  const length = columns[0]?.length ?? 0;
  const sum = new Float64Array(length);
  let count = 0;
  for (const column of columns) {
    let mean = 0;
    for (let i = 0; i < length; i++) mean += column[i]! / length;
    let squares = 0;
    for (let i = 0; i < length; i++) squares += (column[i]! - mean) ** 2;
    const deviation = Math.sqrt(squares / length);
    if (!(deviation > 0) || !Number.isFinite(deviation)) continue;
    for (let i = 0; i < length; i++) sum[i]! += (column[i]! - mean) / deviation;
    count += 1;
  }
  if (count < 2) return null;
  const variance = sum.reduce((total, value) => total + value * value, 0) / length;
  return (variance - count) / (count * (count - 1));
}
