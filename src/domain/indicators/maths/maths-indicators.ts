import type { IndicatorDefinition } from '../indicator.ts';
import { cumulativeSum } from './cumulative-sum.ts';
import { PRICE_ARITHMETIC } from './price-arithmetic.ts';
import { PRICE_TRANSFORMS } from './price-transforms.ts';

/** Every indicator of the kind `maths`. */
export const MATHS_INDICATORS: readonly IndicatorDefinition[] = [
  ...PRICE_ARITHMETIC,
  cumulativeSum,
  ...PRICE_TRANSFORMS,
];
