import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import { outputColumn } from '../output-columns.ts';
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
  batch({ high, low, close, length }, parameters, into) {
    const period = parameterValue(parameters, 'period');
    const output = outputColumn(length, into).fill(Number.NaN, 0, Math.min(length, period));
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
  isReady = false;
  /** Average (a sum until ready), previous close, and the weights of the new and of the old. */
  declare private readonly running: Float64Array;
  declare private readonly period: number;
  private ranges = -1;

  constructor(period: number) {
    this.period = period;
    this.running = Float64Array.of(0, Number.NaN, 1 / period, 1 - 1 / period);
  }

  next(_open: number, high: number, low: number, close: number): void {
    const { running } = this;
    const before = running[1]!;
    // Written out: the call would cost as much again.
    const range = (high > before ? high : before) - (low < before ? low : before);
    running[1] = close;
    if (!this.isReady) {
      this.seed(range);
      return;
    }
    const average = running[2]! * range + running[3]! * running[0]!;
    running[0] = average;
    this.values[0] = average;
  }

  private seed(range: number): void {
    this.ranges++;
    if (this.ranges === 0) return;
    this.running[0]! += range;
    if (this.ranges < this.period) return;
    this.running[0]! /= this.period;
    this.values[0] = this.running[0]!;
    this.isReady = true;
  }
}
