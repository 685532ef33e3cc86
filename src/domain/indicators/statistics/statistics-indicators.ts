import type { IndicatorDefinition } from '../indicator.ts';
import { beta } from './beta.ts';
import { correlation } from './correlation.ts';
import { highestIndex } from './highest-index.ts';
import { highestValue } from './highest-value.ts';
import { linearRegressionAngle } from './linear-regression-angle.ts';
import { linearRegressionIntercept } from './linear-regression-intercept.ts';
import { linearRegressionSlope } from './linear-regression-slope.ts';
import { lowestAndHighest } from './lowest-and-highest.ts';
import { lowestAndHighestIndex } from './lowest-and-highest-index.ts';
import { lowestIndex } from './lowest-index.ts';
import { lowestValue } from './lowest-value.ts';
import { percentRank } from './percent-rank.ts';
import { percentile } from './percentile.ts';
import { standardDeviation } from './standard-deviation.ts';
import { sum } from './sum.ts';
import { timeSeriesForecast } from './time-series-forecast.ts';
import { variance } from './variance.ts';

/** Every indicator of the kind `statistics`, by name. */
export const STATISTICS_INDICATORS: readonly IndicatorDefinition[] = [
  beta,
  correlation,
  highestIndex,
  highestValue,
  linearRegressionAngle,
  linearRegressionIntercept,
  linearRegressionSlope,
  lowestAndHighestIndex,
  lowestAndHighest,
  lowestIndex,
  lowestValue,
  percentRank,
  percentile,
  standardDeviation,
  sum,
  timeSeriesForecast,
  variance,
];
