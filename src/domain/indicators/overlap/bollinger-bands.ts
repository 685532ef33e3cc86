import { streamOver } from '../define-indicator.ts';
import type { IndicatorDefinition, IndicatorStream, ParameterValues } from '../indicator.ts';
import { LateStart } from '../kernels/late-start.ts';
import {
  AVERAGE,
  averageParameter,
  createMovingAverage,
  movingAverageBars,
} from '../kernels/moving-average.ts';
import { RollingDeviation, rollingBands } from '../kernels/rolling-deviation.ts';
import { outputColumns } from '../output-columns.ts';
import { parameterValue, periodParameter } from '../parameters.ts';

/**
 * Average of the newest `period` closes, simple unless another kind is asked for, and bands `deviations` population
 * standard deviations above and below (TA-Lib BBANDS), or `lowerDeviations` below where that is not 0.
 */
export const bollingerBands: IndicatorDefinition = {
  slug: 'bollinger-bands',
  name: 'Bollinger bands',
  aliases: ['bbands', 'bb', 'bollinger'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 20, minimum: 2 }),
    { name: 'deviations', label: 'Deviations', default: 2, minimum: 0.1, maximum: 10, isInteger: false },
    averageParameter({ default: AVERAGE.simple }),
    {
      name: 'lowerDeviations',
      label: 'Deviations below (0: as above)',
      default: 0,
      minimum: 0,
      maximum: 10,
      isInteger: false,
      isConvention: true,
    },
  ],
  outputs: ['upper', 'middle', 'lower'],
  pane: 'price',
  warmUpBars: (parameters) =>
    Math.max(
      parameterValue(parameters, 'period'),
      movingAverageBars(parameterValue(parameters, 'average'), parameterValue(parameters, 'period')),
    ),
  batch(bars, parameters, into) {
    const { close, length } = bars;
    if (!isSimple(parameters)) return streamOver(new AverageBandsStream(parameters), bars, into);
    const columns = outputColumns(3, length, into);
    rollingBands(
      close,
      parameterValue(parameters, 'period'),
      { upper: columns[0]!, middle: columns[1]!, lower: columns[2]! },
      { centre: 1, above: parameterValue(parameters, 'deviations'), below: lowerDeviations(parameters) },
    );
    return columns;
  },
  stream: (parameters) =>
    isSimple(parameters) ? new BollingerBandsStream(parameters) : new AverageBandsStream(parameters),
};

function isSimple(parameters: ParameterValues): boolean {
  const average = parameterValue(parameters, 'average');
  return average === AVERAGE.simple || average === AVERAGE.default;
}

function lowerDeviations(parameters: ParameterValues): number {
  return parameterValue(parameters, 'lowerDeviations') || parameterValue(parameters, 'deviations');
}

class BollingerBandsStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN, Number.NaN, Number.NaN]);
  declare private readonly rolling: RollingDeviation;
  declare private readonly deviations: number;
  declare private readonly below: number;

  constructor(parameters: ParameterValues) {
    this.rolling = new RollingDeviation(parameterValue(parameters, 'period'));
    this.deviations = parameterValue(parameters, 'deviations');
    this.below = lowerDeviations(parameters);
  }

  get isReady(): boolean {
    return this.rolling.isReady;
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    const { rolling, values } = this;
    rolling.push(close);
    values[0] = rolling.mean + this.deviations * rolling.deviation;
    values[1] = rolling.mean;
    values[2] = rolling.mean - this.below * rolling.deviation;
  }
}

/** Bands around an average of another kind; the deviation is still that from the simple mean, as in TA-Lib. */
class AverageBandsStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN, Number.NaN, Number.NaN]);
  declare private readonly rolling: RollingDeviation;
  declare private readonly average: LateStart;
  declare private readonly deviations: number;
  declare private readonly below: number;
  declare private remaining: number;

  constructor(parameters: ParameterValues) {
    const period = parameterValue(parameters, 'period');
    const average = parameterValue(parameters, 'average');
    const bars = movingAverageBars(average, period);
    this.remaining = Math.max(period, bars);
    this.rolling = new RollingDeviation(period);
    this.average = new LateStart(createMovingAverage(average, period), this.remaining - bars);
    this.deviations = parameterValue(parameters, 'deviations');
    this.below = lowerDeviations(parameters);
  }

  get isReady(): boolean {
    return this.remaining === 0;
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    const { rolling, values } = this;
    const middle = this.average.push(close);
    rolling.push(close);
    if (this.remaining > 0) this.remaining--;
    values[0] = middle + this.deviations * rolling.deviation;
    values[1] = middle;
    values[2] = middle - this.below * rolling.deviation;
  }
}
