import type { IndicatorDefinition } from '../indicator.ts';
import { averageDeviation } from './average-deviation.ts';
import { averagePrice } from './average-price.ts';
import { heikinAshi } from './heikin-ashi.ts';
import { medianPrice } from './median-price.ts';
import { typicalPrice } from './typical-price.ts';
import { weightedClose } from './weighted-close.ts';

/** Every indicator of the kind `price`, by name. */
export const PRICE_INDICATORS: readonly IndicatorDefinition[] = [
  averageDeviation,
  averagePrice,
  heikinAshi,
  medianPrice,
  typicalPrice,
  weightedClose,
];
