import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import { outputColumn } from '../output-columns.ts';

/**
 * The bar's range, stretched to the previous close: max(high, previous close) − min(low, previous close) (Wilder
 * 1978; TA-Lib TRANGE). The first bar has none.
 */
export const trueRange: IndicatorDefinition = {
  slug: 'true-range',
  name: 'True range',
  aliases: ['tr', 'trange'],
  group: 'volatility',
  parameters: [],
  outputs: ['value'],
  pane: 'separate',
  warmUpBars: () => 2,
  batch({ high, low, close, length }, _parameters, into) {
    const output = outputColumn(length, into).fill(Number.NaN, 0, Math.min(length, 1));
    for (let i = 1; i < length; i++) output[i] = trueRangeOf(high[i]!, low[i]!, close[i - 1]!);
    return [output];
  },
  stream: () => new TrueRangeStream(),
};

/** The true range of one bar after a given close. */
export function trueRangeOf(high: number, low: number, previousClose: number): number {
  return (high > previousClose ? high : previousClose) - (low < previousClose ? low : previousClose);
}

class TrueRangeStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  private count = 0;
  private previousClose = Number.NaN;

  get isReady(): boolean {
    return this.count > 1;
  }

  next(_open: number, high: number, low: number, close: number): void {
    if (this.count < 2) this.count++;
    this.values[0] = trueRangeOf(high, low, this.previousClose);
    this.previousClose = close;
  }
}
