import type { IndicatorDefinition } from '../indicator.ts';
import { averageDailyRange } from './average-daily-range.ts';
import { averageTrueRange } from './average-true-range.ts';
import { bollingerBandwidth } from './bollinger-bandwidth.ts';
import { chaikinVolatility } from './chaikin-volatility.ts';
import { choppinessIndex } from './choppiness-index.ts';
import { exponentialVolatility } from './exponential-volatility.ts';
import { garmanKlassVolatility } from './garman-klass-volatility.ts';
import { historicalVolatility } from './historical-volatility.ts';
import { massIndex } from './mass-index.ts';
import { normalizedAverageTrueRange } from './normalized-average-true-range.ts';
import { parkinsonVolatility } from './parkinson-volatility.ts';
import { relativeVolatilityIndex } from './relative-volatility-index.ts';
import { rogersSatchellVolatility } from './rogers-satchell-volatility.ts';
import { trueRange } from './true-range.ts';
import { ulcerIndex } from './ulcer-index.ts';
import { yangZhangVolatility } from './yang-zhang-volatility.ts';

/** Every indicator of the kind `volatility`, by name. */
export const VOLATILITY_INDICATORS: readonly IndicatorDefinition[] = [
  averageDailyRange,
  averageTrueRange,
  bollingerBandwidth,
  chaikinVolatility,
  choppinessIndex,
  exponentialVolatility,
  garmanKlassVolatility,
  historicalVolatility,
  massIndex,
  normalizedAverageTrueRange,
  parkinsonVolatility,
  relativeVolatilityIndex,
  rogersSatchellVolatility,
  trueRange,
  ulcerIndex,
  yangZhangVolatility,
];
