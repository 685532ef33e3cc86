import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import { RollingDeviation, rollingDeviation } from '../kernels/rolling-deviation.ts';
import { parameterValue, periodParameter } from '../parameters.ts';

/** Population standard deviation of the newest `period` closes, in price units (TA-Lib STDDEV with one deviation). */
export const standardDeviation: IndicatorDefinition = {
  slug: 'standard-deviation',
  name: 'Standard deviation',
  aliases: ['stddev', 'stdev'],
  parameters: [periodParameter({ default: 20, minimum: 2 })],
  outputs: ['value'],
  pane: 'separate',
  warmUpBars: (parameters) => parameterValue(parameters, 'period'),
  batch(bars, parameters) {
    const output = new Float64Array(bars.length);
    rollingDeviation(bars.close, parameterValue(parameters, 'period'), new Float64Array(bars.length), output);
    return [output];
  },
  stream: (parameters) => new StandardDeviationStream(parameterValue(parameters, 'period')),
};

class StandardDeviationStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  private readonly rolling: RollingDeviation;

  constructor(period: number) {
    this.rolling = new RollingDeviation(period);
  }

  get isReady(): boolean {
    return this.rolling.isReady;
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    this.rolling.push(close);
    this.values[0] = this.rolling.deviation;
  }
}
