import type { IndicatorDefinition } from '../indicator.ts';
import { dominantCyclePeriod } from './dominant-cycle-period.ts';
import { dominantCyclePhase } from './dominant-cycle-phase.ts';
import { hilbertPhasor } from './hilbert-phasor.ts';
import { hilbertSineWave } from './hilbert-sine-wave.ts';
import { hilbertTrendMode } from './hilbert-trend-mode.ts';

/** Every indicator of the kind `cycle`, by name. */
export const CYCLE_INDICATORS: readonly IndicatorDefinition[] = [
  dominantCyclePeriod,
  dominantCyclePhase,
  hilbertPhasor,
  hilbertSineWave,
  hilbertTrendMode,
];
