import type { IndicatorDefinition } from '../indicator.ts';

/** Every indicator of the kind `other`, by name. */
export const OTHER_INDICATORS: readonly IndicatorDefinition[] = [];
