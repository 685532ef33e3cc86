import type { IndicatorDefinition } from '../indicator.ts';
import { accumulationDistribution } from './accumulation-distribution.ts';
import { chaikinMoneyFlow } from './chaikin-money-flow.ts';
import { chaikinOscillator } from './chaikin-oscillator.ts';
import { easeOfMovement } from './ease-of-movement.ts';
import { forceIndex } from './force-index.ts';
import { klingerOscillator } from './klinger-oscillator.ts';
import { marketFacilitationIndex } from './market-facilitation-index.ts';
import { negativeVolumeIndex } from './negative-volume-index.ts';
import { onBalanceVolume } from './on-balance-volume.ts';
import { percentageVolumeOscillator } from './percentage-volume-oscillator.ts';
import { positiveVolumeIndex } from './positive-volume-index.ts';
import { priceVolumeTrend } from './price-volume-trend.ts';
import { rollingVolumeWeightedAveragePrice } from './rolling-volume-weighted-average-price.ts';
import { sessionVolumeWeightedAveragePrice } from './session-volume-weighted-average-price.ts';
import { twiggsMoneyFlow } from './twiggs-money-flow.ts';
import { volumeMovingAverage } from './volume-moving-average.ts';
import { volumeOscillator } from './volume-oscillator.ts';
import { volumeRateOfChange } from './volume-rate-of-change.ts';
import { volumeRatio } from './volume-ratio.ts';
import { volumeWeightedAveragePrice } from './volume-weighted-average-price.ts';
import { volumeZoneOscillator } from './volume-zone-oscillator.ts';

/** Every indicator of the kind `volume`, by name. */
export const VOLUME_INDICATORS: readonly IndicatorDefinition[] = [
  accumulationDistribution,
  chaikinMoneyFlow,
  chaikinOscillator,
  easeOfMovement,
  forceIndex,
  klingerOscillator,
  marketFacilitationIndex,
  negativeVolumeIndex,
  onBalanceVolume,
  percentageVolumeOscillator,
  positiveVolumeIndex,
  priceVolumeTrend,
  rollingVolumeWeightedAveragePrice,
  sessionVolumeWeightedAveragePrice,
  twiggsMoneyFlow,
  volumeMovingAverage,
  volumeOscillator,
  volumeRateOfChange,
  volumeRatio,
  volumeWeightedAveragePrice,
  volumeZoneOscillator,
];
