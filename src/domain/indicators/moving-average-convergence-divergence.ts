import { customarySmoothing, ExponentialAverage, exponentialAverage } from './exponential-average.ts';
import type { IndicatorDefinition, IndicatorStream, ParameterValues } from './indicator.ts';
import { parameterValue, periodParameter } from './parameters.ts';

/**
 * Fast less slow exponential average of closes, the exponential average of that, and their difference.
 *
 * Each average is seeded with the mean of its own first values, as Stock.Indicators does: `macd` starts at index
 * `slow` − 1, `signal` and `histogram` `signal` − 1 bars later. TA-Lib delays the fast average to start with the
 * slow one; the two agree once the seeds have faded.
 */
export const movingAverageConvergenceDivergence: IndicatorDefinition = {
  slug: 'moving-average-convergence-divergence',
  name: 'Moving average convergence/divergence',
  aliases: ['macd'],
  parameters: [
    periodParameter({ name: 'fast', label: 'Fast period', default: 12 }),
    periodParameter({ name: 'slow', label: 'Slow period', default: 26 }),
    periodParameter({ name: 'signal', label: 'Signal period', default: 9 }),
  ],
  outputs: ['macd', 'signal', 'histogram'],
  pane: 'separate',
  warmUpBars: (parameters) => differenceBars(parameters) + parameterValue(parameters, 'signal') - 1,
  batch({ close, length }, parameters) {
    const macd = new Float64Array(length);
    const signal = new Float64Array(length);
    const histogram = new Float64Array(length).fill(Number.NaN);
    averageDifference(close, parameters, macd);
    const start = differenceBars(parameters) - 1;
    const period = parameterValue(parameters, 'signal');
    exponentialAverage(macd, signal, { start, period, smoothing: customarySmoothing(period) });
    for (let i = start + period - 1; i < length; i++) histogram[i] = macd[i]! - signal[i]!;
    return [macd, signal, histogram];
  },
  stream: (parameters) => new MovingAverageConvergenceDivergenceStream(parameters),
};

/** Bars until both averages stand. */
function differenceBars(parameters: ParameterValues): number {
  return Math.max(parameterValue(parameters, 'fast'), parameterValue(parameters, 'slow'));
}

function averageDifference(close: Float64Array, parameters: ParameterValues, output: Float64Array): void {
  const fast = parameterValue(parameters, 'fast');
  const slow = parameterValue(parameters, 'slow');
  const slowColumn = new Float64Array(close.length);
  exponentialAverage(close, output, { start: 0, period: fast, smoothing: customarySmoothing(fast) });
  exponentialAverage(close, slowColumn, { start: 0, period: slow, smoothing: customarySmoothing(slow) });
  for (let i = 0; i < close.length; i++) output[i] = output[i]! - slowColumn[i]!;
}

class MovingAverageConvergenceDivergenceStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN, Number.NaN, Number.NaN]);
  private readonly fast: ExponentialAverage;
  private readonly slow: ExponentialAverage;
  private readonly signal: ExponentialAverage;

  constructor(parameters: ParameterValues) {
    this.fast = customaryAverage(parameterValue(parameters, 'fast'));
    this.slow = customaryAverage(parameterValue(parameters, 'slow'));
    this.signal = customaryAverage(parameterValue(parameters, 'signal'));
  }

  get isReady(): boolean {
    return this.signal.isReady;
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    const { values, fast, slow } = this;
    const macd = fast.push(close) - slow.push(close);
    values[0] = macd;
    if (!fast.isReady || !slow.isReady) return;
    const signal = this.signal.push(macd);
    values[1] = signal;
    values[2] = macd - signal;
  }
}

function customaryAverage(period: number): ExponentialAverage {
  return new ExponentialAverage(period, customarySmoothing(period));
}
