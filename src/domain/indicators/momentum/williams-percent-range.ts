import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { outputColumn } from '../output-columns.ts';
import { parameterValue, periodParameter } from '../parameters.ts';

/**
 * How far the close is below the highest high of the newest `period` bars, in percent of their range, −100 to 0
 * (TA-Lib WILLR). A range of zero counts as 0, as in TA-Lib.
 */
export const williamsPercentRange: IndicatorDefinition = {
  slug: 'williams-percent-range',
  name: 'Williams percent range',
  aliases: ['willr', 'williams-r', 'percent-r', 'williams-percent-r'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 })],
  outputs: ['value'],
  pane: 'separate',
  warmUpBars: (parameters) => parameterValue(parameters, 'period'),
  batch({ high, low, close, length }, parameters, into) {
    const period = parameterValue(parameters, 'period');
    const output = outputColumn(length, into);
    const highest = new RollingMaximum(period);
    const lowest = new RollingMaximum(period);
    for (let i = 0; i < length; i++)
      output[i] = percentRange(highest.push(high[i]!), -lowest.push(-low[i]!), close[i]!);
    return [output];
  },
  stream: (parameters) => new WilliamsPercentRangeStream(parameterValue(parameters, 'period')),
};

function percentRange(highest: number, lowest: number, close: number): number {
  const range = highest - lowest;
  return range === 0 ? 0 : (-100 * (highest - close)) / range;
}

class WilliamsPercentRangeStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  declare private readonly highest: RollingMaximum;
  declare private readonly lowest: RollingMaximum;

  constructor(period: number) {
    this.highest = new RollingMaximum(period);
    this.lowest = new RollingMaximum(period);
  }

  get isReady(): boolean {
    return this.highest.isReady;
  }

  next(_open: number, high: number, low: number, close: number): void {
    this.values[0] = percentRange(this.highest.push(high), -this.lowest.push(-low), close);
  }
}
