import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import {
  customarySmoothing,
  ExponentialAverage,
  exponentialAverage,
} from '../kernels/exponential-average.ts';
import { outputColumn } from '../output-columns.ts';
import { parameterValue, periodParameter } from '../parameters.ts';

/** Exponential average of closes, weight 2 / (period + 1), seeded with the mean of the first `period` (TA-Lib EMA). */
export const exponentialMovingAverage: IndicatorDefinition = {
  slug: 'exponential-moving-average',
  name: 'Exponential moving average',
  aliases: ['ema'],
  group: 'overlap',
  parameters: [periodParameter({ default: 20 })],
  outputs: ['value'],
  pane: 'price',
  warmUpBars: (parameters) => parameterValue(parameters, 'period'),
  batch(bars, parameters, into) {
    const period = parameterValue(parameters, 'period');
    const output = outputColumn(bars.length, into);
    exponentialAverage(bars.close, output, { start: 0, period, smoothing: customarySmoothing(period) });
    return [output];
  },
  stream: (parameters) => new ExponentialMovingAverageStream(parameterValue(parameters, 'period')),
};

class ExponentialMovingAverageStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  declare private readonly average: ExponentialAverage;

  constructor(period: number) {
    this.average = new ExponentialAverage(period, customarySmoothing(period));
  }

  get isReady(): boolean {
    return this.average.isReady;
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    this.values[0] = this.average.push(close);
  }
}
