import type { IndicatorDefinition } from '../indicator.ts';
import { autocorrelation } from './autocorrelation.ts';
import { beta } from './beta.ts';
import { coefficientOfDetermination } from './coefficient-of-determination.ts';
import { correlation } from './correlation.ts';
import { drawdown } from './drawdown.ts';
import { entropy } from './entropy.ts';
import { highestIndex } from './highest-index.ts';
import { highestValue } from './highest-value.ts';
import { hurstExponent } from './hurst-exponent.ts';
import { kurtosis } from './kurtosis.ts';
import { linearRegressionAngle } from './linear-regression-angle.ts';
import { linearRegressionIntercept } from './linear-regression-intercept.ts';
import { linearRegressionSlope } from './linear-regression-slope.ts';
import { logarithmicReturn } from './logarithmic-return.ts';
import { lowestAndHighest } from './lowest-and-highest.ts';
import { lowestAndHighestIndex } from './lowest-and-highest-index.ts';
import { lowestIndex } from './lowest-index.ts';
import { lowestValue } from './lowest-value.ts';
import { percentRank } from './percent-rank.ts';
import { percentile } from './percentile.ts';
import { rollingMedian } from './rolling-median.ts';
import { skewness } from './skewness.ts';
import { standardDeviation } from './standard-deviation.ts';
import { standardError } from './standard-error.ts';
import { sum } from './sum.ts';
import { timeSeriesForecast } from './time-series-forecast.ts';
import { variance } from './variance.ts';
import { zScore } from './z-score.ts';

/** Every indicator of the kind `statistics`, by name. */
export const STATISTICS_INDICATORS: readonly IndicatorDefinition[] = [
  autocorrelation,
  beta,
  coefficientOfDetermination,
  correlation,
  drawdown,
  entropy,
  highestIndex,
  highestValue,
  hurstExponent,
  kurtosis,
  linearRegressionAngle,
  linearRegressionIntercept,
  linearRegressionSlope,
  logarithmicReturn,
  lowestAndHighestIndex,
  lowestAndHighest,
  lowestIndex,
  lowestValue,
  percentRank,
  percentile,
  rollingMedian,
  skewness,
  standardDeviation,
  standardError,
  sum,
  timeSeriesForecast,
  variance,
  zScore,
];
