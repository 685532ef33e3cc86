import { type MlModelsConfig, mlModelsDefaults } from './config.ts';
import { fitSmoothing, type SmoothingModel } from './exponential-smoothing.ts';
import { forecastCloses } from './forecast.ts';
import { modelVersion } from './model-version.ts';

export interface TrainingInput {
  readonly symbol: string;
  readonly closes: Float64Array;
  /** Farthest step that is judged. */
  readonly horizon: number;
}

/** How forecasts of one step length fared on closes they had not seen. */
export interface HorizonResult {
  readonly horizonBars: number;
  readonly meanAbsoluteError: number;
  readonly naiveMeanAbsoluteError: number;
  /** Below 1 the model beat the naive forecast; null when that one made no error. */
  readonly relativeError: number | null;
  /** Share of outcomes inside the 80 % interval. */
  readonly coverage: number;
}

export interface TrainingResult {
  readonly symbol: string;
  readonly version: string;
  readonly parameters: SmoothingModel;
  readonly observations: number;
  /** Points in time a forecast was made from. */
  readonly origins: number;
  readonly horizons: readonly HorizonResult[];
  readonly isNaiveAsGood: boolean;
  readonly summary: string;
}

/** Forecast origins judged at most. */
const ORIGINS_MAX = 120;

/**
 * Fits on the newest window and judges by rolling origin: from up to 120 evenly spaced points of the newer half, a
 * model fitted on the closes before it forecasts those after. Throws a `RangeError` with too few closes.
 */
export function trainModel(
  input: TrainingInput,
  watch: { signal: AbortSignal; reportProgress(fraction: number): void },
  config: MlModelsConfig = mlModelsDefaults,
): TrainingResult {
  const { symbol, closes, horizon } = input;
  const first = Math.max(config.windowBarsMin, closes.length >>> 1);
  const last = closes.length - horizon;
  if (last <= first) {
    throw new RangeError(
      `${symbol}: ${closes.length} closes are too few to train on and judge ${horizon} bars ahead; at least ${2 * config.windowBarsMin + horizon} are needed`,
    );
  }
  const stride = Math.max(1, Math.ceil((last - first) / ORIGINS_MAX));
  const sums = Array.from({ length: horizon }, () => ({ model: 0, naive: 0, inside: 0 }));
  let origins = 0;
  for (let origin = first; origin <= last; origin += stride) {
    watch.signal.throwIfAborted();
    const forecast = forecastCloses(closes.subarray(0, origin), horizon, { config });
    if (forecast === null) throw new RangeError(`${symbol}: a close before bar ${origin} is not above zero`);
    forecast.steps.forEach((step, h) => {
      const actual = closes[origin + h]!;
      const sum = sums[h]!;
      sum.model += Math.abs(actual - step.expected);
      sum.naive += Math.abs(actual - forecast.naive);
      sum.inside += actual >= step.lower && actual <= step.upper ? 1 : 0;
    });
    origins++;
    watch.reportProgress((origin - first) / (last - first));
  }
  const horizons = sums.map((sum, h) => ({
    horizonBars: h + 1,
    meanAbsoluteError: sum.model / origins,
    naiveMeanAbsoluteError: sum.naive / origins,
    relativeError: sum.naive === 0 ? null : sum.model / sum.naive,
    coverage: sum.inside / origins,
  }));
  return conclude(input, { horizons, origins }, config);
}

function conclude(
  input: TrainingInput,
  judged: { horizons: HorizonResult[]; origins: number },
  config: MlModelsConfig,
): TrainingResult {
  const { symbol, closes } = input;
  const parameters = fitSmoothing(closes.subarray(Math.max(0, closes.length - config.windowBars)));
  const farthest = judged.horizons[judged.horizons.length - 1]!;
  const isNaiveAsGood = farthest.relativeError === null || farthest.relativeError >= 0.99;
  const verdict = isNaiveAsGood ? 'the naive forecast is as good' : 'better than the naive forecast';
  const figure =
    farthest.relativeError === null ? 'no naive error' : `error ${farthest.relativeError.toFixed(3)} × naive`;
  return {
    symbol,
    version: modelVersion(parameters),
    parameters,
    observations: closes.length,
    ...judged,
    isNaiveAsGood,
    summary: `${symbol}: ${figure} ${farthest.horizonBars} bars ahead over ${judged.origins} origins, ${(farthest.coverage * 100).toFixed(0)} % inside the 80 % interval: ${verdict}`,
  };
}
