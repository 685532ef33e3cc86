import { goldenSection } from './golden-section.ts';

/**
 * Exponential smoothing in error-correction form (Hyndman et al. 2008): forecast f = ℓ + φb, error e = y − f,
 * ℓ ← f + αe, b ← φb + βe. Simple smoothing is the case β = φ = 0.
 */
export interface SmoothingModel {
  readonly kind: 'simple' | 'damped-trend';
  /** α, 0 to 1: how much of an error the level takes over. 1 is the naive forecast. */
  readonly level: number;
  /** β, 0 to α: how much the trend takes over. */
  readonly trend: number;
  /** φ, 0.8 to 0.98: how much of the trend survives a step. */
  readonly damping: number;
}

/** Where a model stands after its last value. */
export interface SmoothingState {
  readonly level: number;
  readonly trend: number;
}

const SIMPLE_STEPS = 24;
const DAMPINGS = [0.8, 0.85, 0.9, 0.95, 0.98];
const TREND_RATIOS = [0.01, 0.05, 0.1, 0.2, 0.4];
/** Steps at the start from which the first level and trend are taken; their errors do not count in a fit. */
const SEED = 10;

/** Runs a model over `values`, handing each one-step error to `onError`, and answers where it ends. Needs two values. */
export function smooth(
  values: Float64Array,
  model: SmoothingModel,
  onError?: (error: number, index: number) => void,
): SmoothingState {
  const { level: alpha, trend: beta, damping } = model;
  const seed = Math.min(SEED, values.length - 1);
  let trend = model.kind === 'simple' ? 0 : (values[seed]! - values[0]!) / seed;
  let level =
    values.subarray(0, seed + 1).reduce((sum, value) => sum + value, 0) / (seed + 1) - (trend * seed) / 2;
  for (let i = 1; i < values.length; i++) {
    const forecast = level + damping * trend;
    const error = values[i]! - forecast;
    level = forecast + alpha * error;
    trend = damping * trend + beta * error;
    onError?.(error, i);
  }
  return { level, trend };
}

/** Forecasts for 1 to `horizon` steps ahead: ℓ + (φ + … + φ^h) b. */
export function extrapolate(state: SmoothingState, model: SmoothingModel, horizon: number): Float64Array {
  const path = new Float64Array(horizon);
  let reach = 0;
  let power = 1;
  for (let h = 0; h < horizon; h++) {
    power *= model.damping;
    reach += power;
    path[h] = state.level + reach * state.trend;
  }
  return path;
}

/**
 * Forecast deviations for 1 to `horizon` steps in units of the one-step deviation: √(1 + Σ c²) with
 * cⱼ = α + β(φ + … + φʲ) (Hyndman et al. 2008, class 1).
 */
export function spread(model: SmoothingModel, horizon: number): Float64Array {
  const widths = new Float64Array(horizon);
  let variance = 1;
  let reach = 0;
  let power = 1;
  for (let h = 0; h < horizon; h++) {
    widths[h] = Math.sqrt(variance);
    power *= model.damping;
    reach += power;
    variance += (model.level + model.trend * reach) ** 2;
  }
  return widths;
}

/** Simple smoothing with the α of least squared one-step error, by golden section. */
export function fitSimple(values: Float64Array): SmoothingModel {
  const model = (level: number): SmoothingModel => ({ kind: 'simple', level, trend: 0, damping: 0 });
  return rounded(
    model(goldenSection((level) => squaredError(values, model(level)), { low: 0.01, high: 1 }, SIMPLE_STEPS)),
  );
}

/** Damped-trend smoothing of least squared one-step error: a grid over φ and β/α, α by golden section, then refined. */
export function fitDampedTrend(values: Float64Array): SmoothingModel {
  const model = (level: number, ratio: number, damping: number): SmoothingModel => ({
    kind: 'damped-trend',
    level,
    trend: level * ratio,
    damping,
  });
  let best = { level: 0.5, ratio: 0.1, damping: 0.9, error: Number.POSITIVE_INFINITY };
  const consider = (level: number, ratio: number, damping: number) => {
    const error = squaredError(values, model(level, ratio, damping));
    if (error < best.error) best = { level, ratio, damping, error };
  };
  for (const damping of DAMPINGS) {
    for (const ratio of TREND_RATIOS) {
      const level = goldenSection(
        (x) => squaredError(values, model(x, ratio, damping)),
        { low: 0.01, high: 1 },
        10,
      );
      consider(level, ratio, damping);
    }
  }
  for (let round = 0; round < 2; round++) {
    const { level, damping } = best;
    consider(
      level,
      goldenSection((x) => squaredError(values, model(level, x, damping)), { low: 0, high: 1 }, 14),
      damping,
    );
    consider(
      best.level,
      best.ratio,
      goldenSection(
        (x) => squaredError(values, model(best.level, best.ratio, x)),
        { low: 0.8, high: 0.98 },
        10,
      ),
    );
    consider(
      goldenSection(
        (x) => squaredError(values, model(x, best.ratio, best.damping)),
        { low: 0.01, high: 1 },
        14,
      ),
      best.ratio,
      best.damping,
    );
  }
  return rounded(model(best.level, best.ratio, best.damping));
}

/**
 * The better of the two by Akaike's final prediction error, SSE (n + k)/(n − k) with 2 and 5 estimated numbers: the
 * richer model must earn its parameters. No logarithms, so equal on every machine.
 */
export function fitSmoothing(values: Float64Array): SmoothingModel {
  const counted = values.length - 1 - SEED;
  const penalised = (model: SmoothingModel, k: number) =>
    (squaredError(values, model) * (counted + k)) / (counted - k);
  const simple = fitSimple(values);
  const damped = fitDampedTrend(values);
  return penalised(damped, 5) < penalised(simple, 2) ? damped : simple;
}

function squaredError(values: Float64Array, model: SmoothingModel): number {
  let sum = 0;
  smooth(values, model, (error, i) => {
    if (i > SEED) sum += error * error;
  });
  return sum;
}

/** Four digits are more than the data can tell, and make the model's version stable. */
function rounded(model: SmoothingModel): SmoothingModel {
  const round = (value: number) => Math.round(value * 10_000) / 10_000;
  return { ...model, level: round(model.level), trend: round(model.trend), damping: round(model.damping) };
}
