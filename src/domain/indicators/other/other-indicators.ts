import type { IndicatorDefinition } from '../indicator.ts';
import { elderImpulse } from './elder-impulse.ts';
import { movingAverageCross } from './moving-average-cross.ts';
import { renko } from './renko.ts';
import { sequentialSetup } from './sequential-setup.ts';
import { zigZag } from './zig-zag.ts';

/** Every indicator of the kind `other`, by name. */
export const OTHER_INDICATORS: readonly IndicatorDefinition[] = [
  elderImpulse,
  movingAverageCross,
  renko,
  sequentialSetup,
  zigZag,
];
