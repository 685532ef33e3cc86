import type { IndicatorDefinition } from '../indicator.ts';
import { accelerationBands } from './acceleration-bands.ts';
import { alligator } from './alligator.ts';
import { arnaudLegouxMovingAverage } from './arnaud-legoux-moving-average.ts';
import { averageTrueRangeStop } from './average-true-range-stop.ts';
import { bollingerBands } from './bollinger-bands.ts';
import { chandeKrollStop } from './chande-kroll-stop.ts';
import { chandelierExit } from './chandelier-exit.ts';
import { donchianChannels } from './donchian-channels.ts';
import { doubleExponentialMovingAverage } from './double-exponential-moving-average.ts';
import { exponentialMovingAverage } from './exponential-moving-average.ts';
import { fractalAdaptiveMovingAverage } from './fractal-adaptive-moving-average.ts';
import { fractalChaosBands } from './fractal-chaos-bands.ts';
import { guppyMultipleMovingAverage } from './guppy-multiple-moving-average.ts';
import { hilbertTrendline } from './hilbert-trendline.ts';
import { hullMovingAverage } from './hull-moving-average.ts';
import { ichimoku } from './ichimoku.ts';
import { kaufmanAdaptiveMovingAverage } from './kaufman-adaptive-moving-average.ts';
import { keltnerChannels } from './keltner-channels.ts';
import { laguerreFilter } from './laguerre-filter.ts';
import { leastSquaresMovingAverage } from './least-squares-moving-average.ts';
import { linearRegressionChannel } from './linear-regression-channel.ts';
import { mcginleyDynamic } from './mcginley-dynamic.ts';
import { mesaAdaptiveMovingAverage } from './mesa-adaptive-moving-average.ts';
import { midpoint } from './midpoint.ts';
import { midprice } from './midprice.ts';
import { movingAverage } from './moving-average.ts';
import { movingAverageEnvelope } from './moving-average-envelope.ts';
import { parabolicStopAndReverse } from './parabolic-stop-and-reverse.ts';
import { parabolicStopAndReverseExtended } from './parabolic-stop-and-reverse-extended.ts';
import { pivotPoints } from './pivot-points.ts';
import { rollingPivotPoints } from './rolling-pivot-points.ts';
import { simpleMovingAverage } from './simple-moving-average.ts';
import { sineWeightedMovingAverage } from './sine-weighted-moving-average.ts';
import { smoothedMovingAverage } from './smoothed-moving-average.ts';
import { standardErrorBands } from './standard-error-bands.ts';
import { starcBands } from './starc-bands.ts';
import { superSmoother } from './super-smoother.ts';
import { supertrend } from './supertrend.ts';
import { tillsonMovingAverage } from './tillson-moving-average.ts';
import { triangularMovingAverage } from './triangular-moving-average.ts';
import { tripleExponentialMovingAverage } from './triple-exponential-moving-average.ts';
import { variableIndexDynamicAverage } from './variable-index-dynamic-average.ts';
import { variablePeriodMovingAverage } from './variable-period-moving-average.ts';
import { volatilityStop } from './volatility-stop.ts';
import { volumeWeightedMovingAverage } from './volume-weighted-moving-average.ts';
import { weightedMovingAverage } from './weighted-moving-average.ts';
import { zeroLagExponentialMovingAverage } from './zero-lag-exponential-moving-average.ts';

/** Every indicator of the kind `overlap`, by name. */
export const OVERLAP_INDICATORS: readonly IndicatorDefinition[] = [
  accelerationBands,
  alligator,
  arnaudLegouxMovingAverage,
  averageTrueRangeStop,
  bollingerBands,
  chandeKrollStop,
  chandelierExit,
  donchianChannels,
  doubleExponentialMovingAverage,
  exponentialMovingAverage,
  fractalAdaptiveMovingAverage,
  fractalChaosBands,
  guppyMultipleMovingAverage,
  hilbertTrendline,
  hullMovingAverage,
  ichimoku,
  kaufmanAdaptiveMovingAverage,
  keltnerChannels,
  laguerreFilter,
  leastSquaresMovingAverage,
  linearRegressionChannel,
  mcginleyDynamic,
  mesaAdaptiveMovingAverage,
  midpoint,
  midprice,
  movingAverageEnvelope,
  movingAverage,
  parabolicStopAndReverseExtended,
  parabolicStopAndReverse,
  pivotPoints,
  rollingPivotPoints,
  simpleMovingAverage,
  sineWeightedMovingAverage,
  smoothedMovingAverage,
  standardErrorBands,
  starcBands,
  superSmoother,
  supertrend,
  tillsonMovingAverage,
  triangularMovingAverage,
  tripleExponentialMovingAverage,
  variableIndexDynamicAverage,
  variablePeriodMovingAverage,
  volatilityStop,
  volumeWeightedMovingAverage,
  weightedMovingAverage,
  zeroLagExponentialMovingAverage,
];
