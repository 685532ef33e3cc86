import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import { ExponentialAverage } from '../kernels/exponential-average.ts';
import { parameterValue, periodParameter } from '../parameters.ts';
import { trueRangeOf } from './true-range.ts';

/**
 * Wilder's average of the true range, in price units. The first bar has no true range, so the seed is the mean of
 * those of bars 1 to `period`, and the first value stands at index `period` (TA-Lib ATR; Stock.Indicators).
 */
export const averageTrueRange: IndicatorDefinition = {
  slug: 'average-true-range',
  name: 'Average true range',
  aliases: ['atr'],
  group: 'volatility',
  parameters: [periodParameter({ default: 14 })],
  outputs: ['value'],
  pane: 'separate',
  warmUpBars: (parameters) => parameterValue(parameters, 'period') + 1,
  batch({ high, low, close, length }, parameters) {
    const period = parameterValue(parameters, 'period');
    const output = new Float64Array(length).fill(Number.NaN, 0, Math.min(length, period));
    if (length <= period) return [output];
    const smoothing = 1 / period;
    const persistence = 1 - smoothing;
    let seed = 0;
    for (let i = 1; i <= period; i++) seed += trueRangeOf(high[i]!, low[i]!, close[i - 1]!);
    let average = seed / period;
    output[period] = average;
    for (let i = period + 1; i < length; i++) {
      average = smoothing * trueRangeOf(high[i]!, low[i]!, close[i - 1]!) + persistence * average;
      output[i] = average;
    }
    return [output];
  },
  stream: (parameters) => new AverageTrueRangeStream(parameterValue(parameters, 'period')),
};

class AverageTrueRangeStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  private readonly average: ExponentialAverage;
  private hasPrevious = false;
  private previousClose = 0;

  constructor(period: number) {
    this.average = new ExponentialAverage(period, 1 / period);
  }

  get isReady(): boolean {
    return this.average.isReady;
  }

  next(_open: number, high: number, low: number, close: number): void {
    if (this.hasPrevious) this.values[0] = this.average.push(trueRangeOf(high, low, this.previousClose));
    this.hasPrevious = true;
    this.previousClose = close;
  }
}
