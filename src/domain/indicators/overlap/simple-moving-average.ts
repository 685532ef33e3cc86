import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import { RollingMean, rollingMean } from '../kernels/rolling-mean.ts';
import { outputColumn } from '../output-columns.ts';
import { parameterValue, periodParameter } from '../parameters.ts';

/** Mean of the newest `period` closes (TA-Lib SMA). */
export const simpleMovingAverage: IndicatorDefinition = {
  slug: 'simple-moving-average',
  name: 'Simple moving average',
  aliases: ['sma'],
  group: 'overlap',
  parameters: [periodParameter({ default: 20 })],
  outputs: ['value'],
  pane: 'price',
  warmUpBars: (parameters) => parameterValue(parameters, 'period'),
  batch(bars, parameters, into) {
    const output = outputColumn(bars.length, into);
    rollingMean(bars.close, 0, parameterValue(parameters, 'period'), output);
    return [output];
  },
  stream: (parameters) => new SimpleMovingAverageStream(parameterValue(parameters, 'period')),
};

class SimpleMovingAverageStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  declare private readonly mean: RollingMean;

  constructor(period: number) {
    this.mean = new RollingMean(period);
  }

  get isReady(): boolean {
    return this.mean.isReady;
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    this.values[0] = this.mean.push(close);
  }
}
