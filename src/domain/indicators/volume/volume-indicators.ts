import type { IndicatorDefinition } from '../indicator.ts';
import { accumulationDistribution } from './accumulation-distribution.ts';
import { chaikinMoneyFlow } from './chaikin-money-flow.ts';
import { chaikinOscillator } from './chaikin-oscillator.ts';
import { forceIndex } from './force-index.ts';
import { marketFacilitationIndex } from './market-facilitation-index.ts';
import { negativeVolumeIndex } from './negative-volume-index.ts';
import { onBalanceVolume } from './on-balance-volume.ts';
import { percentageVolumeOscillator } from './percentage-volume-oscillator.ts';
import { positiveVolumeIndex } from './positive-volume-index.ts';
import { priceVolumeTrend } from './price-volume-trend.ts';
import { relativeVolume } from './relative-volume.ts';
import { volumeWeightedAveragePrice } from './volume-weighted-average-price.ts';

/** Every indicator of the kind `volume`, by name. */
export const VOLUME_INDICATORS: readonly IndicatorDefinition[] = [
  accumulationDistribution,
  chaikinMoneyFlow,
  chaikinOscillator,
  forceIndex,
  marketFacilitationIndex,
  negativeVolumeIndex,
  onBalanceVolume,
  percentageVolumeOscillator,
  positiveVolumeIndex,
  priceVolumeTrend,
  relativeVolume,
  volumeWeightedAveragePrice,
];
