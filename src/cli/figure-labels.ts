import type { BacktestStatistics } from '#contract/services/backtests';

/** The figures of a run in the order they are printed, and what they are called. */
export const FIGURE_LABELS = [
  ['startDate', 'First bar'],
  ['endDate', 'Last bar'],
  ['bars', 'Bars'],
  ['equityFinal', 'Equity at the end'],
  ['returnPct', 'Return, %'],
  ['buyAndHoldReturnPct', 'Buy and hold, %'],
  ['annualizedReturnPct', 'Return a year, %'],
  ['volatilityPct', 'Volatility a year, %'],
  ['sharpe', 'Sharpe ratio'],
  ['sortino', 'Sortino ratio'],
  ['calmar', 'Calmar ratio'],
  ['maxDrawdownPct', 'Deepest drawdown, %'],
  ['exposurePct', 'Time in the market, %'],
  ['trades', 'Trades'],
  ['winRatePct', 'Trades won, %'],
  ['profitFactor', 'Profit factor'],
  ['feesPaid', 'Fees paid'],
] as const satisfies readonly (readonly [keyof BacktestStatistics, string])[];
