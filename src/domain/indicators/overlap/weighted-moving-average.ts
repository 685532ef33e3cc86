import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import { parameterValue, periodParameter } from '../parameters.ts';

/** Linearly weighted mean of the newest `period` closes: weight `period` for the newest down to 1 (TA-Lib WMA). */
export const weightedMovingAverage: IndicatorDefinition = {
  slug: 'weighted-moving-average',
  name: 'Weighted moving average',
  aliases: ['wma'],
  parameters: [periodParameter({ default: 20 })],
  outputs: ['value'],
  pane: 'price',
  warmUpBars: (parameters) => parameterValue(parameters, 'period'),
  batch(bars, parameters) {
    return [weightedAverage(bars.close, parameterValue(parameters, 'period'))];
  },
  stream: (parameters) => new WeightedMovingAverageStream(parameterValue(parameters, 'period')),
};

/** Weighted and plain sums roll along and are made afresh once a period, as in the simple moving average. */
function weightedAverage(close: Float64Array, period: number): Float64Array {
  const length = close.length;
  const output = new Float64Array(length).fill(Number.NaN, 0, Math.min(length, period - 1));
  const weights = (period * (period + 1)) / 2;
  let sum = 0;
  let weighted = 0;
  for (let block = 0; block < length; block += period) {
    const end = Math.min(block + period, length);
    let freshSum = 0;
    let freshWeighted = 0;
    for (let i = block; i < end; i++) {
      const value = close[i]!;
      freshSum += value;
      freshWeighted += (i - block + 1) * value;
      if (block === 0) continue;
      weighted += period * value - sum;
      sum += value - close[i - period]!;
      output[i] = weighted / weights;
    }
    if (end === block + period) {
      sum = freshSum;
      weighted = freshWeighted;
      output[end - 1] = weighted / weights;
    }
  }
  return output;
}

class WeightedMovingAverageStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  private readonly window: Float64Array;
  private position = 0;
  private sum = 0;
  private weighted = 0;
  private freshSum = 0;
  private freshWeighted = 0;
  private weights = Number.NaN;

  constructor(period: number) {
    this.window = new Float64Array(period);
  }

  get isReady(): boolean {
    return this.weights > 0;
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    const { window, position } = this;
    const period = window.length;
    this.freshSum += close;
    this.freshWeighted += (position + 1) * close;
    this.weighted += period * close - this.sum;
    this.sum += close - window[position]!;
    window[position] = close;
    this.position = position + 1;
    if (this.position === period) this.renew(period);
    this.values[0] = this.weighted / this.weights;
  }

  private renew(period: number): void {
    this.position = 0;
    this.sum = this.freshSum;
    this.weighted = this.freshWeighted;
    this.freshSum = 0;
    this.freshWeighted = 0;
    this.weights = (period * (period + 1)) / 2;
  }
}
