import type { IndicatorDefinition } from '../indicator.ts';
import { accelerationBands } from './acceleration-bands.ts';
import { arnaudLegouxMovingAverage } from './arnaud-legoux-moving-average.ts';
import { bollingerBands } from './bollinger-bands.ts';
import { donchianChannels } from './donchian-channels.ts';
import { doubleExponentialMovingAverage } from './double-exponential-moving-average.ts';
import { exponentialMovingAverage } from './exponential-moving-average.ts';
import { hilbertTrendline } from './hilbert-trendline.ts';
import { hullMovingAverage } from './hull-moving-average.ts';
import { kaufmanAdaptiveMovingAverage } from './kaufman-adaptive-moving-average.ts';
import { keltnerChannels } from './keltner-channels.ts';
import { leastSquaresMovingAverage } from './least-squares-moving-average.ts';
import { mcginleyDynamic } from './mcginley-dynamic.ts';
import { mesaAdaptiveMovingAverage } from './mesa-adaptive-moving-average.ts';
import { midpoint } from './midpoint.ts';
import { midprice } from './midprice.ts';
import { movingAverage } from './moving-average.ts';
import { movingAverageEnvelope } from './moving-average-envelope.ts';
import { parabolicStopAndReverse } from './parabolic-stop-and-reverse.ts';
import { parabolicStopAndReverseExtended } from './parabolic-stop-and-reverse-extended.ts';
import { simpleMovingAverage } from './simple-moving-average.ts';
import { smoothedMovingAverage } from './smoothed-moving-average.ts';
import { supertrend } from './supertrend.ts';
import { tillsonMovingAverage } from './tillson-moving-average.ts';
import { triangularMovingAverage } from './triangular-moving-average.ts';
import { tripleExponentialMovingAverage } from './triple-exponential-moving-average.ts';
import { variablePeriodMovingAverage } from './variable-period-moving-average.ts';
import { volumeWeightedMovingAverage } from './volume-weighted-moving-average.ts';
import { weightedMovingAverage } from './weighted-moving-average.ts';
import { zeroLagExponentialMovingAverage } from './zero-lag-exponential-moving-average.ts';

/** Every indicator of the kind `overlap`, by name. */
export const OVERLAP_INDICATORS: readonly IndicatorDefinition[] = [
  accelerationBands,
  arnaudLegouxMovingAverage,
  bollingerBands,
  donchianChannels,
  doubleExponentialMovingAverage,
  exponentialMovingAverage,
  hilbertTrendline,
  hullMovingAverage,
  kaufmanAdaptiveMovingAverage,
  keltnerChannels,
  leastSquaresMovingAverage,
  mcginleyDynamic,
  mesaAdaptiveMovingAverage,
  midpoint,
  midprice,
  movingAverageEnvelope,
  movingAverage,
  parabolicStopAndReverseExtended,
  parabolicStopAndReverse,
  simpleMovingAverage,
  smoothedMovingAverage,
  supertrend,
  tillsonMovingAverage,
  triangularMovingAverage,
  tripleExponentialMovingAverage,
  variablePeriodMovingAverage,
  volumeWeightedMovingAverage,
  weightedMovingAverage,
  zeroLagExponentialMovingAverage,
];
