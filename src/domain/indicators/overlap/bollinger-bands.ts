import type { IndicatorDefinition, IndicatorStream, ParameterValues } from '../indicator.ts';
import { RollingDeviation, rollingDeviation } from '../kernels/rolling-deviation.ts';
import { parameterValue, periodParameter } from '../parameters.ts';

/** Mean of the newest `period` closes, and bands `deviations` population standard deviations above and below (TA-Lib BBANDS). */
export const bollingerBands: IndicatorDefinition = {
  slug: 'bollinger-bands',
  name: 'Bollinger bands',
  aliases: ['bbands', 'bb'],
  parameters: [
    periodParameter({ default: 20, minimum: 2 }),
    { name: 'deviations', label: 'Deviations', default: 2, minimum: 0.1, maximum: 10, isInteger: false },
  ],
  outputs: ['upper', 'middle', 'lower'],
  pane: 'price',
  warmUpBars: (parameters) => parameterValue(parameters, 'period'),
  batch({ close, length }, parameters) {
    const deviations = parameterValue(parameters, 'deviations');
    const upper = new Float64Array(length);
    const middle = new Float64Array(length);
    const lower = new Float64Array(length);
    rollingDeviation(close, parameterValue(parameters, 'period'), middle, upper);
    for (let i = 0; i < length; i++) {
      const distance = deviations * upper[i]!;
      upper[i] = middle[i]! + distance;
      lower[i] = middle[i]! - distance;
    }
    return [upper, middle, lower];
  },
  stream: (parameters) => new BollingerBandsStream(parameters),
};

class BollingerBandsStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN, Number.NaN, Number.NaN]);
  private readonly rolling: RollingDeviation;
  private readonly deviations: number;

  constructor(parameters: ParameterValues) {
    this.rolling = new RollingDeviation(parameterValue(parameters, 'period'));
    this.deviations = parameterValue(parameters, 'deviations');
  }

  get isReady(): boolean {
    return this.rolling.isReady;
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    const { rolling, values } = this;
    rolling.push(close);
    const distance = this.deviations * rolling.deviation;
    values[0] = rolling.mean + distance;
    values[1] = rolling.mean;
    values[2] = rolling.mean - distance;
  }
}
