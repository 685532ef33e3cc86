import type { IndicatorDefinition } from '../indicator.ts';
import { absolutePriceOscillator } from './absolute-price-oscillator.ts';
import { acceleratorOscillator } from './accelerator-oscillator.ts';
import { aroon } from './aroon.ts';
import { aroonOscillator } from './aroon-oscillator.ts';
import { averageDirectionalIndex } from './average-directional-index.ts';
import { averageDirectionalIndexRating } from './average-directional-index-rating.ts';
import { awesomeOscillator } from './awesome-oscillator.ts';
import { balanceOfPower } from './balance-of-power.ts';
import { chandeMomentumOscillator } from './chande-momentum-oscillator.ts';
import { chandeMomentumOscillatorUnsmoothed } from './chande-momentum-oscillator-unsmoothed.ts';
import { commodityChannelIndex } from './commodity-channel-index.ts';
import { coppockCurve } from './coppock-curve.ts';
import { detrendedPriceOscillator } from './detrended-price-oscillator.ts';
import { directionalMovementIndex } from './directional-movement-index.ts';
import { efficiencyRatio } from './efficiency-ratio.ts';
import { elderRayIndex } from './elder-ray-index.ts';
import { forecastOscillator } from './forecast-oscillator.ts';
import { fractals } from './fractals.ts';
import { intradayMomentumIndex } from './intraday-momentum-index.ts';
import { kdj } from './kdj.ts';
import { macdFixed } from './macd-fixed.ts';
import { macdOfChosenAverages } from './macd-of-chosen-averages.ts';
import { minusDirectionalIndicator } from './minus-directional-indicator.ts';
import { minusDirectionalMovement } from './minus-directional-movement.ts';
import { momentum } from './momentum.ts';
import { moneyFlowIndex } from './money-flow-index.ts';
import { movingAverageConvergenceDivergence } from './moving-average-convergence-divergence.ts';
import { percentagePriceOscillator } from './percentage-price-oscillator.ts';
import { plusDirectionalIndicator } from './plus-directional-indicator.ts';
import { plusDirectionalMovement } from './plus-directional-movement.ts';
import { qstick } from './qstick.ts';
import { rateOfChange } from './rate-of-change.ts';
import { rateOfChangePercentage } from './rate-of-change-percentage.ts';
import { rateOfChangeRatio } from './rate-of-change-ratio.ts';
import { rateOfChangeRatio100 } from './rate-of-change-ratio-100.ts';
import { relativeStrengthIndex } from './relative-strength-index.ts';
import { stochasticFast } from './stochastic-fast.ts';
import { stochasticMomentumIndex } from './stochastic-momentum-index.ts';
import { stochasticOscillator } from './stochastic-oscillator.ts';
import { stochasticRelativeStrengthIndex } from './stochastic-relative-strength-index.ts';
import { tripleExponentialRateOfChange } from './triple-exponential-rate-of-change.ts';
import { trueStrengthIndex } from './true-strength-index.ts';
import { ultimateOscillator } from './ultimate-oscillator.ts';
import { verticalHorizontalFilter } from './vertical-horizontal-filter.ts';
import { vortex } from './vortex.ts';
import { williamsAccumulationDistribution } from './williams-accumulation-distribution.ts';
import { williamsPercentRange } from './williams-percent-range.ts';

/** Every indicator of the kind `momentum`, by name. */
export const MOMENTUM_INDICATORS: readonly IndicatorDefinition[] = [
  absolutePriceOscillator,
  acceleratorOscillator,
  aroonOscillator,
  aroon,
  averageDirectionalIndexRating,
  averageDirectionalIndex,
  awesomeOscillator,
  balanceOfPower,
  chandeMomentumOscillatorUnsmoothed,
  chandeMomentumOscillator,
  commodityChannelIndex,
  coppockCurve,
  detrendedPriceOscillator,
  directionalMovementIndex,
  efficiencyRatio,
  elderRayIndex,
  forecastOscillator,
  fractals,
  intradayMomentumIndex,
  kdj,
  macdFixed,
  macdOfChosenAverages,
  minusDirectionalIndicator,
  minusDirectionalMovement,
  momentum,
  moneyFlowIndex,
  movingAverageConvergenceDivergence,
  percentagePriceOscillator,
  plusDirectionalIndicator,
  plusDirectionalMovement,
  qstick,
  rateOfChangePercentage,
  rateOfChangeRatio100,
  rateOfChangeRatio,
  rateOfChange,
  relativeStrengthIndex,
  stochasticFast,
  stochasticMomentumIndex,
  stochasticOscillator,
  stochasticRelativeStrengthIndex,
  tripleExponentialRateOfChange,
  trueStrengthIndex,
  ultimateOscillator,
  verticalHorizontalFilter,
  vortex,
  williamsAccumulationDistribution,
  williamsPercentRange,
];
