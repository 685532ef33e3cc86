import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import { WeightedAverage, weightedAverage } from '../kernels/weighted-average.ts';
import { outputColumn } from '../output-columns.ts';
import { parameterValue, periodParameter } from '../parameters.ts';

/** Linearly weighted mean of the newest `period` closes: weight `period` for the newest down to 1 (TA-Lib WMA). */
export const weightedMovingAverage: IndicatorDefinition = {
  slug: 'weighted-moving-average',
  name: 'Weighted moving average',
  aliases: ['wma', 'linear-weighted-moving-average', 'lwma'],
  group: 'overlap',
  parameters: [periodParameter({ default: 20 })],
  outputs: ['value'],
  pane: 'price',
  warmUpBars: (parameters) => parameterValue(parameters, 'period'),
  batch(bars, parameters, into) {
    const output = outputColumn(bars.length, into);
    weightedAverage(bars.close, parameterValue(parameters, 'period'), output);
    return [output];
  },
  stream: (parameters) => new WeightedMovingAverageStream(parameterValue(parameters, 'period')),
};

class WeightedMovingAverageStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  declare private readonly average: WeightedAverage;

  constructor(period: number) {
    this.average = new WeightedAverage(period);
  }

  get isReady(): boolean {
    return this.average.isReady;
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    this.values[0] = this.average.push(close);
  }
}
