import type { IndicatorDefinition } from '../indicator.ts';
import { averageDailyRange } from './average-daily-range.ts';
import { averageTrueRange } from './average-true-range.ts';
import { chaikinVolatility } from './chaikin-volatility.ts';
import { massIndex } from './mass-index.ts';
import { normalizedAverageTrueRange } from './normalized-average-true-range.ts';
import { relativeVolatilityIndex } from './relative-volatility-index.ts';
import { trueRange } from './true-range.ts';

/** Every indicator of the kind `volatility`, by name. */
export const VOLATILITY_INDICATORS: readonly IndicatorDefinition[] = [
  averageDailyRange,
  averageTrueRange,
  chaikinVolatility,
  massIndex,
  normalizedAverageTrueRange,
  relativeVolatilityIndex,
  trueRange,
];
