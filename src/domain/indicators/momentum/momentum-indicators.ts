import type { IndicatorDefinition } from '../indicator.ts';
import { absolutePriceOscillator } from './absolute-price-oscillator.ts';
import { acceleratorOscillator } from './accelerator-oscillator.ts';
import { aroon } from './aroon.ts';
import { aroonOscillator } from './aroon-oscillator.ts';
import { averageDirectionalIndex } from './average-directional-index.ts';
import { averageDirectionalIndexRating } from './average-directional-index-rating.ts';
import { awesomeOscillator } from './awesome-oscillator.ts';
import { balanceOfPower } from './balance-of-power.ts';
import { bias } from './bias.ts';
import { centreOfGravity } from './centre-of-gravity.ts';
import { chandeMomentumOscillator } from './chande-momentum-oscillator.ts';
import { chandeMomentumOscillatorUnsmoothed } from './chande-momentum-oscillator-unsmoothed.ts';
import { commodityChannelIndex } from './commodity-channel-index.ts';
import { connorsRelativeStrengthIndex } from './connors-relative-strength-index.ts';
import { coppockCurve } from './coppock-curve.ts';
import { demarker } from './demarker.ts';
import { derivativeOscillator } from './derivative-oscillator.ts';
import { detrendedPriceOscillator } from './detrended-price-oscillator.ts';
import { directionalMovementIndex } from './directional-movement-index.ts';
import { efficiencyRatio } from './efficiency-ratio.ts';
import { elderRayIndex } from './elder-ray-index.ts';
import { fisherTransform } from './fisher-transform.ts';
import { forecastOscillator } from './forecast-oscillator.ts';
import { fractals } from './fractals.ts';
import { gatorOscillator } from './gator-oscillator.ts';
import { inertia } from './inertia.ts';
import { internalBarStrength } from './internal-bar-strength.ts';
import { intradayMomentumIndex } from './intraday-momentum-index.ts';
import { inverseFisherTransform } from './inverse-fisher-transform.ts';
import { kdj } from './kdj.ts';
import { knowSureThing } from './know-sure-thing.ts';
import { laguerreRelativeStrengthIndex } from './laguerre-relative-strength-index.ts';
import { macdFixed } from './macd-fixed.ts';
import { macdOfChosenAverages } from './macd-of-chosen-averages.ts';
import { minusDirectionalIndicator } from './minus-directional-indicator.ts';
import { minusDirectionalMovement } from './minus-directional-movement.ts';
import { momentum } from './momentum.ts';
import { moneyFlowIndex } from './money-flow-index.ts';
import { movingAverageConvergenceDivergence } from './moving-average-convergence-divergence.ts';
import { percentB } from './percent-b.ts';
import { percentagePriceOscillator } from './percentage-price-oscillator.ts';
import { plusDirectionalIndicator } from './plus-directional-indicator.ts';
import { plusDirectionalMovement } from './plus-directional-movement.ts';
import { premierStochasticOscillator } from './premier-stochastic-oscillator.ts';
import { prettyGoodOscillator } from './pretty-good-oscillator.ts';
import { priceMomentumOscillator } from './price-momentum-oscillator.ts';
import { psychologicalLine } from './psychological-line.ts';
import { qstick } from './qstick.ts';
import { quantitativeQualitativeEstimation } from './quantitative-qualitative-estimation.ts';
import { rateOfChange } from './rate-of-change.ts';
import { rateOfChangeBands } from './rate-of-change-bands.ts';
import { rateOfChangePercentage } from './rate-of-change-percentage.ts';
import { rateOfChangeRatio } from './rate-of-change-ratio.ts';
import { rateOfChangeRatio100 } from './rate-of-change-ratio-100.ts';
import { relativeMomentumIndex } from './relative-momentum-index.ts';
import { relativeStrengthIndex } from './relative-strength-index.ts';
import { relativeVigorIndex } from './relative-vigor-index.ts';
import { schaffTrendCycle } from './schaff-trend-cycle.ts';
import { squeezeMomentum } from './squeeze-momentum.ts';
import { stochasticFast } from './stochastic-fast.ts';
import { stochasticMomentumIndex } from './stochastic-momentum-index.ts';
import { stochasticOscillator } from './stochastic-oscillator.ts';
import { stochasticRelativeStrengthIndex } from './stochastic-relative-strength-index.ts';
import { swingIndex } from './swing-index.ts';
import { trendIntensityIndex } from './trend-intensity-index.ts';
import { tripleExponentialRateOfChange } from './triple-exponential-rate-of-change.ts';
import { trueStrengthIndex } from './true-strength-index.ts';
import { ultimateOscillator } from './ultimate-oscillator.ts';
import { verticalHorizontalFilter } from './vertical-horizontal-filter.ts';
import { vortex } from './vortex.ts';
import { waveTrend } from './wave-trend.ts';
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
  bias,
  centreOfGravity,
  chandeMomentumOscillatorUnsmoothed,
  chandeMomentumOscillator,
  commodityChannelIndex,
  connorsRelativeStrengthIndex,
  coppockCurve,
  demarker,
  derivativeOscillator,
  detrendedPriceOscillator,
  directionalMovementIndex,
  efficiencyRatio,
  elderRayIndex,
  fisherTransform,
  forecastOscillator,
  fractals,
  gatorOscillator,
  inertia,
  internalBarStrength,
  intradayMomentumIndex,
  inverseFisherTransform,
  kdj,
  knowSureThing,
  laguerreRelativeStrengthIndex,
  macdFixed,
  macdOfChosenAverages,
  minusDirectionalIndicator,
  minusDirectionalMovement,
  momentum,
  moneyFlowIndex,
  movingAverageConvergenceDivergence,
  percentB,
  percentagePriceOscillator,
  plusDirectionalIndicator,
  plusDirectionalMovement,
  premierStochasticOscillator,
  prettyGoodOscillator,
  priceMomentumOscillator,
  psychologicalLine,
  qstick,
  quantitativeQualitativeEstimation,
  rateOfChangeBands,
  rateOfChangePercentage,
  rateOfChangeRatio100,
  rateOfChangeRatio,
  rateOfChange,
  relativeMomentumIndex,
  relativeStrengthIndex,
  relativeVigorIndex,
  schaffTrendCycle,
  squeezeMomentum,
  stochasticFast,
  stochasticMomentumIndex,
  stochasticOscillator,
  stochasticRelativeStrengthIndex,
  swingIndex,
  trendIntensityIndex,
  tripleExponentialRateOfChange,
  trueStrengthIndex,
  ultimateOscillator,
  verticalHorizontalFilter,
  vortex,
  waveTrend,
  williamsAccumulationDistribution,
  williamsPercentRange,
];
