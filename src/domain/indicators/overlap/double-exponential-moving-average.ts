import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import { customarySmoothing } from '../kernels/exponential-average.ts';
import { parameterValue, periodParameter } from '../parameters.ts';

/**
 * Twice the exponential average less the exponential average of it (Mulloy 1994).
 *
 * Both averages are seeded together with the mean of the first `period` closes, as Stock.Indicators and its worksheet
 * do; TA-Lib waits another `period` − 1 bars to seed the second, and the two agree once the seeds have faded.
 */
export const doubleExponentialMovingAverage: IndicatorDefinition = {
  slug: 'double-exponential-moving-average',
  name: 'Double exponential moving average',
  aliases: ['dema'],
  parameters: [periodParameter({ default: 20 })],
  outputs: ['value'],
  pane: 'price',
  warmUpBars: (parameters) => parameterValue(parameters, 'period'),
  batch(bars, parameters) {
    return [doubleAverage(bars.close, parameterValue(parameters, 'period'))];
  },
  stream: (parameters) => new DoubleExponentialMovingAverageStream(parameterValue(parameters, 'period')),
};

function doubleAverage(close: Float64Array, period: number): Float64Array {
  const length = close.length;
  const output = new Float64Array(length).fill(Number.NaN, 0, Math.min(length, period - 1));
  if (length < period) return output;
  const smoothing = customarySmoothing(period);
  const persistence = 1 - smoothing;
  let seed = 0;
  for (let i = 0; i < period; i++) seed += close[i]!;
  let first = seed / period;
  let second = first;
  output[period - 1] = 2 * first - second;
  for (let i = period; i < length; i++) {
    first = smoothing * close[i]! + persistence * first;
    second = smoothing * first + persistence * second;
    output[i] = 2 * first - second;
  }
  return output;
}

class DoubleExponentialMovingAverageStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  private readonly period: number;
  private readonly smoothing: number;
  private count = 0;
  private seed = 0;
  private first = Number.NaN;
  private second = Number.NaN;

  constructor(period: number) {
    this.period = period;
    this.smoothing = customarySmoothing(period);
  }

  get isReady(): boolean {
    return this.count === this.period;
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    if (this.count === this.period) {
      const { smoothing } = this;
      const persistence = 1 - smoothing;
      this.first = smoothing * close + persistence * this.first;
      this.second = smoothing * this.first + persistence * this.second;
    } else {
      this.seed += close;
      this.count++;
      if (this.count < this.period) return;
      this.first = this.seed / this.period;
      this.second = this.first;
    }
    this.values[0] = 2 * this.first - this.second;
  }
}
