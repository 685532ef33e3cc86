import { streamOver } from '../define-indicator.ts';
import type { IndicatorDefinition, IndicatorStream, ParameterValues } from '../indicator.ts';
import { ChainedAverages } from '../kernels/chained-averages.ts';
import { customarySmoothing } from '../kernels/exponential-average.ts';
import { outputColumn } from '../output-columns.ts';
import { parameterValue, periodParameter, schoolParameter } from '../parameters.ts';

/**
 * Twice the exponential average less the exponential average of it (Mulloy 1994).
 *
 * Both averages are seeded together with the mean of the first `period` closes, as Stock.Indicators and its worksheet
 * do. With `seeding` 0 the second is seeded `period` − 1 bars later with the mean of the first ones, as TA-Lib DEMA
 * does; the two agree once the seeds have faded.
 */
export const doubleExponentialMovingAverage: IndicatorDefinition = {
  slug: 'double-exponential-moving-average',
  name: 'Double exponential moving average',
  aliases: ['dema'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 20 }),
    schoolParameter({
      name: 'seeding',
      label: 'Seeds',
      taLib: 'in turn',
      stockIndicators: 'together',
      default: 1,
    }),
  ],
  outputs: ['value'],
  pane: 'price',
  warmUpBars: (parameters) =>
    ChainedAverages.warmUpBars(2, parameterValue(parameters, 'period'), isSeededTogether(parameters)),
  batch(bars, parameters, into) {
    if (!isSeededTogether(parameters))
      return streamOver(new DoubleExponentialMovingAverageStream(parameters), bars, into);
    const output = outputColumn(bars.length, into);
    doubleAverage(bars.close, parameterValue(parameters, 'period'), output);
    return [output];
  },
  stream: (parameters) => new DoubleExponentialMovingAverageStream(parameters),
};

function isSeededTogether(parameters: ParameterValues): boolean {
  return parameterValue(parameters, 'seeding') === 1;
}

function doubleAverage(close: Float64Array, period: number, output: Float64Array): void {
  const length = close.length;
  output.fill(Number.NaN, 0, Math.min(length, period - 1));
  if (length < period) return;
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
}

class DoubleExponentialMovingAverageStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  declare private readonly chain: ChainedAverages;
  declare private remaining: number;

  constructor(parameters: ParameterValues) {
    const period = parameterValue(parameters, 'period');
    this.chain = new ChainedAverages({ count: 2, period, isSeededTogether: isSeededTogether(parameters) });
    this.remaining = ChainedAverages.warmUpBars(2, period, isSeededTogether(parameters));
  }

  get isReady(): boolean {
    return this.remaining === 0;
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    const second = this.chain.push(close);
    this.values[0] = 2 * this.chain.levels[0]! - second;
    if (this.remaining > 0) this.remaining--;
  }
}
