import type { IndicatorDefinition } from '../indicator.ts';

/** Every indicator of the kind `patterns`, by name. */
export const PATTERNS_INDICATORS: readonly IndicatorDefinition[] = [];
