import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import { outputColumn } from '../output-columns.ts';
import { parameterValue, periodParameter } from '../parameters.ts';

/** Change of the close over `period` bars, in percent (TA-Lib ROC); NaN after a close of zero. */
export const rateOfChange: IndicatorDefinition = {
  slug: 'rate-of-change',
  name: 'Rate of change',
  aliases: ['roc'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 })],
  outputs: ['value'],
  pane: 'separate',
  warmUpBars: (parameters) => parameterValue(parameters, 'period') + 1,
  batch({ close, length }, parameters, into) {
    const period = parameterValue(parameters, 'period');
    const output = outputColumn(length, into).fill(Number.NaN, 0, Math.min(length, period));
    for (let i = period; i < length; i++) output[i] = percentChange(close[i - period]!, close[i]!);
    return [output];
  },
  stream: (parameters) => new RateOfChangeStream(parameterValue(parameters, 'period')),
};

function percentChange(before: number, now: number): number {
  return before === 0 ? Number.NaN : (100 * (now - before)) / before;
}

class RateOfChangeStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  isReady = false;
  declare private readonly window: Float64Array;
  private position = 0;
  private isFull = false;

  constructor(period: number) {
    this.window = new Float64Array(period);
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    const { window, position } = this;
    this.isReady = this.isFull;
    if (this.isFull) this.values[0] = percentChange(window[position]!, close);
    window[position] = close;
    this.position = position + 1;
    if (this.position === window.length) {
      this.position = 0;
      this.isFull = true;
    }
  }
}
