/** How a figure is written. `money` is in the account's currency, `duration` in milliseconds. */
export type FigureUnit = 'percent' | 'ratio' | 'money' | 'count' | 'duration' | 'bars';

export interface FigureDefinition {
  readonly label: string;
  readonly unit: FigureUnit;
  /** One sentence: what it is, by which formula. */
  readonly definition: string;
  /** Whether more of it is good, bad, or neither. */
  readonly sense?: 'more' | 'less';
}

/** Every figure a report shows. docs/concepts/performance-statistics.md has the formulas and their sources. */
export const FIGURES = {
  equityFinal: of(
    'Equity at the end',
    'money',
    'Account value at the last close, open positions at that price',
  ),
  returnPct: of(
    'Total return',
    'percent',
    'Growth of the account from the cash at the start to the last close, after costs',
    'more',
  ),
  annualizedReturnPct: of(
    'Annualised return',
    'percent',
    'Geometric mean period return compounded over a year: (1 + g)^N − 1',
    'more',
  ),
  cagrPct: of(
    'CAGR',
    'percent',
    'Compound growth for each 365.25 calendar days: (end / start)^(1 / years) − 1',
    'more',
  ),
  volatilityPct: of(
    'Volatility',
    'percent',
    'Standard deviation of a year’s compounded growth: √((v + (1 + g)²)^N − (1 + g)^2N)',
    'less',
  ),
  sharpe: of(
    'Sharpe ratio',
    'ratio',
    'Annualised return less the risk-free rate, over annualised volatility, both geometric',
    'more',
  ),
  arithmeticSharpe: of(
    'Sharpe ratio, arithmetic',
    'ratio',
    'Mean period return over its standard deviation × √N (Sharpe 1994)',
    'more',
  ),
  sortino: of(
    'Sortino ratio',
    'ratio',
    'Annualised return less the risk-free rate, over the annualised downside deviation below zero',
    'more',
  ),
  calmar: of(
    'Calmar ratio',
    'ratio',
    'Annualised return over the depth of the deepest drawdown (Young 1991)',
    'more',
  ),
  omega: of(
    'Omega ratio',
    'ratio',
    'Sum of the period returns above zero over the sum of those below (Keating & Shadwick 2002)',
    'more',
  ),
  gainToPain: of(
    'Gain to pain',
    'ratio',
    'Sum of all period returns over the sum of the losing ones (Schwager)',
    'more',
  ),
  ulcerIndex: of(
    'Ulcer index',
    'ratio',
    'Root mean square of the percentages below the last peak (Martin 1989)',
    'less',
  ),
  martin: of('Martin ratio', 'ratio', 'CAGR in percent over the ulcer index', 'more'),
  recoveryFactor: of(
    'Recovery factor',
    'ratio',
    'Total return over the depth of the deepest drawdown',
    'more',
  ),
  stability: of(
    'Stability',
    'ratio',
    'R² of a straight line through the logarithm of compounded growth; 1 is growth at an even pace',
    'more',
  ),
  maxDrawdownPct: of(
    'Deepest drawdown',
    'percent',
    'Largest fall from a peak of the account to the low before the next peak, on closes',
    'more',
  ),
  averageDrawdownPct: of('Average drawdown', 'percent', 'Mean depth of all falls below a peak', 'more'),
  longestDrawdownMs: of(
    'Longest under water',
    'duration',
    'Longest time from a peak until it was reached again, or to the end',
    'less',
  ),
  underWaterPct: of(
    'Time under water',
    'percent',
    'Share of bars whose close was below an earlier one’s peak',
    'less',
  ),
  alphaPct: of(
    'Alpha',
    'percent',
    'Return a year that beta to the benchmark does not explain: (1 + mean(r − β·b))^N − 1 (Jensen 1968)',
    'more',
  ),
  beta: of('Beta', 'ratio', 'Covariance of period returns with the benchmark’s over the variance of those'),
  correlation: of('Correlation', 'ratio', 'Pearson correlation of period returns with the benchmark’s'),
  trackingErrorPct: of(
    'Tracking error',
    'percent',
    'Annualised standard deviation of the return less the benchmark’s',
  ),
  informationRatio: of(
    'Information ratio',
    'ratio',
    'Mean return above the benchmark over the standard deviation of that difference × √N',
    'more',
  ),
  activeReturnPct: of('Active return', 'percent', 'Annualised return less the benchmark’s', 'more'),
  upCapturePct: of(
    'Up capture',
    'percent',
    'Annualised return in the periods in which the benchmark rose, in percent of the benchmark’s',
    'more',
  ),
  downCapturePct: of(
    'Down capture',
    'percent',
    'The same of the periods in which the benchmark fell: below 100 loses less, below 0 gains',
    'less',
  ),
  treynor: of('Treynor ratio', 'ratio', 'Annualised return over beta (Treynor 1965)', 'more'),
  battingAveragePct: of(
    'Batting average',
    'percent',
    'Share of periods with a return above the benchmark’s',
    'more',
  ),
  periodMeanPct: of('Mean period return', 'percent', 'Arithmetic mean of the period returns', 'more'),
  periodDeviationPct: of(
    'Deviation of period returns',
    'percent',
    'Sample standard deviation of the period returns',
    'less',
  ),
  skewness: of(
    'Skewness',
    'ratio',
    'Adjusted Fisher–Pearson skewness: below 0 the large surprises are losses',
    'more',
  ),
  excessKurtosis: of(
    'Excess kurtosis',
    'ratio',
    'Unbiased kurtosis above the normal distribution’s 0: larger means fatter tails',
    'less',
  ),
  bestPeriodPct: of('Best period', 'percent', 'Largest period return', 'more'),
  worstPeriodPct: of('Worst period', 'percent', 'Smallest period return', 'more'),
  positivePeriodsPct: of(
    'Periods above zero',
    'percent',
    'Share of periods with a return above zero',
    'more',
  ),
  valueAtRisk95Pct: of(
    'Value at risk, 95 %',
    'percent',
    'The return that one period in twenty fell below (historical simulation)',
    'more',
  ),
  valueAtRisk99Pct: of(
    'Value at risk, 99 %',
    'percent',
    'The return that one period in a hundred fell below (historical simulation)',
    'more',
  ),
  conditionalValueAtRisk95Pct: of(
    'Expected shortfall, 95 %',
    'percent',
    'Mean of the worst twentieth of period returns (CVaR)',
    'more',
  ),
  conditionalValueAtRisk99Pct: of(
    'Expected shortfall, 99 %',
    'percent',
    'Mean of the worst hundredth of period returns (CVaR)',
    'more',
  ),
  tailRatio: of(
    'Tail ratio',
    'ratio',
    'The 95th percentile of period returns over the depth of the 5th',
    'more',
  ),
  probabilisticSharpePct: of(
    'Confidence in the Sharpe ratio',
    'percent',
    'Probability that the true ratio is above zero, by its standard error with skewness and kurtosis (Bailey & López de Prado 2012)',
    'more',
  ),
  deflatedSharpePct: of(
    'Confidence after all trials',
    'percent',
    'Deflated Sharpe ratio: probability that the true ratio is above what the best of so many worthless independent trials would show (Bailey & López de Prado 2014)',
    'more',
  ),
  chanceSharpe: of(
    'Sharpe ratio of luck',
    'ratio',
    'Annual ratio that the best of so many worthless independent trials on these bars would show',
    'less',
  ),
  trialsCounted: of(
    'Trials on these bars',
    'count',
    'Configurations (strategy, parameters, direction, fill) ever tried on these bars, each once, this one counted',
    'less',
  ),
  independentTrials: of(
    'Independent trials',
    'count',
    'What the trials are worth by the mean correlation of their returns: ρ + (1 − ρ)·N for each strategy, added up',
    'less',
  ),
  randomEntryPct: of(
    'Random entries as good',
    'percent',
    'Share of runs with random entries and the same holding times that made as much',
    'less',
  ),
  outOfSampleReturnPct: of(
    'Return of the newest bars',
    'percent',
    'Total return over the newest bars by themselves, begun flat; beside it buying and holding the symbol',
    'more',
  ),
  trades: of('Trades', 'count', 'Round trips that were closed'),
  winRatePct: of('Trades won', 'percent', 'Share of closed trades with a profit after fees', 'more'),
  profitFactor: of(
    'Profit factor',
    'ratio',
    'Sum of the winning trades’ returns over the sum of the losing ones’',
    'more',
  ),
  payoffRatio: of('Payoff ratio', 'ratio', 'Average win over average loss, in money', 'more'),
  expectancyPct: of('Expectancy', 'percent', 'Arithmetic mean of the trades’ returns', 'more'),
  expectancy: of('Expectancy a trade', 'money', 'Average profit of a trade after fees', 'more'),
  averageWin: of('Average win', 'money', 'Mean profit of winning trades', 'more'),
  averageLoss: of('Average loss', 'money', 'Mean loss of losing trades', 'more'),
  bestTradePct: of('Best trade', 'percent', 'Largest return of a trade on its entry value', 'more'),
  worstTradePct: of('Worst trade', 'percent', 'Smallest return of a trade on its entry value', 'more'),
  topFivePct: of(
    'Won by the best five',
    'percent',
    'Share of all winning profits that the five largest made: high means luck decides',
    'less',
  ),
  systemQualityNumber: of(
    'System quality number',
    'ratio',
    '√n × mean profit / standard deviation of profits (Van Tharp)',
    'more',
  ),
  kellyPct: of(
    'Kelly fraction',
    'percent',
    'Win rate − loss rate / payoff ratio (Kelly 1956): the share of the account that grows it fastest if the future were the same',
    'more',
  ),
  longestWinStreak: of('Longest run of wins', 'count', 'Most winning trades in a row', 'more'),
  longestLossStreak: of('Longest run of losses', 'count', 'Most losing trades in a row', 'less'),
  medianHoldingMs: of(
    'Median holding time',
    'duration',
    'Half of the closed trades were on for longer than this',
  ),
  longestHoldingMs: of('Longest holding time', 'duration', 'Time from entry to exit of the longest trade'),
  averageHoldingBars: of('Average holding', 'bars', 'Mean number of bars from entry to exit'),
  averageMaePct: of(
    'Average worst excursion',
    'percent',
    'Mean of the furthest that price went against each trade (MAE), of the entry price',
    'more',
  ),
  averageMfePct: of(
    'Average best excursion',
    'percent',
    'Mean of the furthest that price went for each trade (MFE), of the entry price',
    'more',
  ),
  exitEfficiencyPct: of(
    'Exit efficiency',
    'percent',
    'Share of its best excursion that a winning trade kept, on average',
    'more',
  ),
  exposurePct: of('Time in the market', 'percent', 'Share of bars with a position on'),
  averageExposurePct: of(
    'Average exposure',
    'percent',
    'Mean of the positions’ absolute value over the account’s value',
  ),
  netExposurePct: of(
    'Average net exposure',
    'percent',
    'Mean of the positions’ signed value over the account’s value: long less short',
  ),
  turnoverPerYear: of(
    'Turnover a year',
    'ratio',
    'Half of the value traded over the average account value, a year: 1 exchanges the account once',
    'less',
  ),
  feesPaid: of('Fees paid', 'money', 'Sum of all fees', 'less'),
  feesOfGrossPct: of(
    'Fees of gross profit',
    'percent',
    'Fees over the profit before fees; nothing when there was none',
    'less',
  ),
  feesPerYearPct: of('Fees a year', 'percent', 'Fees over the average account value, a year', 'less'),
  breakEvenCostPct: of(
    'Break-even cost a side',
    'percent',
    'Further cost of every trade, in percent of its value, that would take the whole profit',
    'more',
  ),
  capacity: of(
    'Capacity',
    'money',
    'Account value at which nineteen entries in twenty are at most 5 % of their bar’s volume; no market impact',
    'more',
  ),
  largestVolumeSharePct: of(
    'Largest share of volume',
    'percent',
    'Largest share of its bar’s volume that an entry of this run was',
    'less',
  ),
} as const satisfies Record<string, FigureDefinition>;

export type FigureId = keyof typeof FIGURES;

/** What a figure is called, how it is written and what it means. */
export function figureDefinition(id: FigureId): FigureDefinition {
  return FIGURES[id];
}

function of(
  label: string,
  unit: FigureUnit,
  definition: string,
  sense?: FigureDefinition['sense'],
): FigureDefinition {
  return sense === undefined ? { label, unit, definition } : { label, unit, definition, sense };
}
