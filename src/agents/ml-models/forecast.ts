import { type MlModelsConfig, mlModelsDefaults } from './config.ts';
import { extrapolate, fitSmoothing, type SmoothingModel, smooth, spread } from './exponential-smoothing.ts';
import { modelVersion } from './model-version.ts';

/** The normal quantile that leaves a tenth on either side. */
const EIGHTY_PERCENT = 1.2815515655446004;
/** A model must beat the naive forecast by this much before it is said to. */
const SKILL_MARGIN = 0.01;

export interface ForecastStep {
  readonly expected: number;
  readonly lower: number;
  readonly upper: number;
}

/** What the model expects of the close `horizonBars` ahead. Prices in the unit of the closes. */
export interface Forecast {
  readonly model: SmoothingModel['kind'];
  readonly version: string;
  readonly parameters: SmoothingModel;
  readonly horizonBars: number;
  readonly expected: number;
  /** 80 % of outcomes are expected from here … */
  readonly lower: number;
  /** … to here. */
  readonly upper: number;
  /** What the naive forecast says: the last close. */
  readonly naive: number;
  /** One-step errors on closes the fit never saw, over the naive error on those it saw (Hyndman & Koehler 2006); null when prices did not move. */
  readonly meanAbsoluteScaledError: number | null;
  /** The naive forecast's own figure on the same closes: the bar to pass. */
  readonly naiveScaledError: number | null;
  /** True when the model did not beat the naive forecast by a hundredth. */
  readonly isNaiveAsGood: boolean;
  /** −1 to 1: expected move over half the interval's width; 0 when naive is as good. */
  readonly score: number;
  readonly steps: readonly ForecastStep[];
  readonly observations: number;
  /** A sentence with the numbers. */
  readonly reason: string;
}

export interface ForecastOptions {
  /** Uses this model as it is instead of fitting one. */
  readonly model?: SmoothingModel;
  readonly config?: MlModelsConfig;
}

/**
 * Forecasts the next `horizon` closes (at least 1) from those given, oldest first; only the newest `windowBars` are
 * read. The model is chosen and fitted on the older part of the window and judged on the rest. The interval takes
 * the relative one-step errors as normal. Null when there are too few closes or one of them is not above zero.
 */
export function forecastCloses(
  closes: Float64Array,
  horizon: number,
  options: ForecastOptions = {},
): Forecast | null {
  const config = options.config ?? mlModelsDefaults;
  const window = closes.subarray(Math.max(0, closes.length - config.windowBars));
  if (
    horizon < 1 ||
    window.length < config.windowBarsMin ||
    window.some((close) => !(close > 0 && close < Infinity))
  )
    return null;
  const split = window.length - Math.max(1, Math.round(window.length * config.holdoutShare));
  const model = options.model ?? fitSmoothing(window.subarray(0, split));
  const judged = judge(window, model, split);
  const path = extrapolate(judged.state, model, horizon);
  const widths = spread(model, horizon);
  const last = window[window.length - 1]!;
  const steps = Array.from(path, (expected, h) => {
    const half = EIGHTY_PERCENT * judged.relativeDeviation * last * widths[h]!;
    return { expected, lower: expected - half, upper: expected + half };
  });
  const final = steps[horizon - 1]!;
  const half = (final.upper - final.lower) / 2;
  const isNaiveAsGood = !(judged.holdoutError < judged.naiveError * (1 - SKILL_MARGIN));
  const score = isNaiveAsGood || half === 0 ? 0 : Math.max(-1, Math.min(1, (final.expected - last) / half));
  const scaled = (error: number) => (judged.trainingScale > 0 ? error / judged.trainingScale : null);
  const forecast = {
    model: model.kind,
    version: modelVersion(model),
    parameters: model,
    horizonBars: horizon,
    ...final,
    naive: last,
    meanAbsoluteScaledError: scaled(judged.holdoutError),
    naiveScaledError: scaled(judged.naiveError),
    isNaiveAsGood,
    score,
    steps,
    observations: window.length,
  };
  return { ...forecast, reason: sentence(forecast) };
}

/** Errors of one model over a window: before `split` for the scale, from it on for the verdict. */
function judge(window: Float64Array, model: SmoothingModel, split: number) {
  let holdout = 0;
  let naive = 0;
  let training = 0;
  let squares = 0;
  const state = smooth(window, model, (error, i) => {
    const step = Math.abs(window[i]! - window[i - 1]!);
    squares += (error / window[i - 1]!) ** 2;
    if (i < split) {
      training += step;
      return;
    }
    holdout += Math.abs(error);
    naive += step;
  });
  const judgedBars = window.length - split;
  return {
    state,
    holdoutError: holdout / judgedBars,
    naiveError: naive / judgedBars,
    trainingScale: training / (split - 1),
    relativeDeviation: Math.sqrt(squares / (window.length - 1)),
  };
}

function sentence(forecast: Omit<Forecast, 'reason'>): string {
  const { expected, naive, horizonBars, meanAbsoluteScaledError, naiveScaledError, isNaiveAsGood } = forecast;
  const move = ((expected / naive - 1) * 100).toFixed(2);
  const head = `${forecast.model} smoothing expects ${expected.toFixed(2)} in ${horizonBars} ${horizonBars === 1 ? 'bar' : 'bars'} (${move} %)`;
  if (meanAbsoluteScaledError === null || naiveScaledError === null)
    return `${head}; the price did not move, so nothing can be judged`;
  const figures = `scaled error ${meanAbsoluteScaledError.toFixed(3)} against ${naiveScaledError.toFixed(3)} of the naive forecast`;
  return isNaiveAsGood ? `${head}; ${figures}: the last close is as good a guess` : `${head}; ${figures}`;
}
