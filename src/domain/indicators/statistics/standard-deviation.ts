import type { IndicatorDefinition, IndicatorStream, Parameter, ParameterValues } from '../indicator.ts';
import { RollingDeviation, rollingBands } from '../kernels/rolling-deviation.ts';
import { outputColumn } from '../output-columns.ts';
import { parameterValue, periodParameter } from '../parameters.ts';

const DEVIATIONS: Parameter = {
  name: 'deviations',
  label: 'Deviations',
  default: 1,
  minimum: 0.1,
  maximum: 10,
  isInteger: false,
  isConvention: true,
};

/** Population standard deviation of the newest `period` closes, in price units, `deviations` times (TA-Lib STDDEV). */
export const standardDeviation: IndicatorDefinition = {
  slug: 'standard-deviation',
  name: 'Standard deviation',
  aliases: ['stddev', 'stdev'],
  group: 'statistics',
  parameters: [periodParameter({ default: 20, minimum: 2 }), DEVIATIONS],
  outputs: ['value'],
  pane: 'separate',
  warmUpBars: (parameters) => parameterValue(parameters, 'period'),
  batch(bars, parameters, into) {
    const output = outputColumn(bars.length, into);
    const bands = { upper: output, middle: output, lower: output };
    const above = parameterValue(parameters, DEVIATIONS.name);
    rollingBands(bars.close, parameterValue(parameters, 'period'), bands, { centre: 0, above, below: 0 });
    return [output];
  },
  stream: (parameters) => new StandardDeviationStream(parameters),
};

class StandardDeviationStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  declare private readonly rolling: RollingDeviation;
  declare private readonly deviations: number;

  constructor(parameters: ParameterValues) {
    this.rolling = new RollingDeviation(parameterValue(parameters, 'period'));
    this.deviations = parameterValue(parameters, DEVIATIONS.name);
  }

  get isReady(): boolean {
    return this.rolling.isReady;
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    this.rolling.push(close);
    this.values[0] = this.rolling.deviation * this.deviations;
  }
}
