import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import { RollingMaximum } from '../kernels/rolling-maximum.ts';
import { parameterValue, periodParameter } from '../parameters.ts';

/**
 * Highest high and lowest low of the `period` bars before this one, and their middle, as Stock.Indicators has them: a
 * close can therefore break out. LEAN counts the bar itself; its values are these one bar earlier.
 */
export const donchianChannels: IndicatorDefinition = {
  slug: 'donchian-channels',
  name: 'Donchian channels',
  aliases: ['donchian'],
  parameters: [periodParameter({ default: 20 })],
  outputs: ['upper', 'middle', 'lower'],
  pane: 'price',
  warmUpBars: (parameters) => parameterValue(parameters, 'period') + 1,
  batch({ high, low, length }, parameters) {
    const period = parameterValue(parameters, 'period');
    const upper = new Float64Array(length);
    const middle = new Float64Array(length);
    const lower = new Float64Array(length);
    const highest = new RollingMaximum(period);
    const lowest = new RollingMaximum(period);
    let top = Number.NaN;
    let bottom = Number.NaN;
    for (let i = 0; i < length; i++) {
      upper[i] = top;
      middle[i] = (top + bottom) / 2;
      lower[i] = bottom;
      top = highest.push(high[i]!);
      bottom = -lowest.push(-low[i]!);
    }
    return [upper, middle, lower];
  },
  stream: (parameters) => new DonchianChannelsStream(parameterValue(parameters, 'period')),
};

class DonchianChannelsStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN, Number.NaN, Number.NaN]);
  isReady = false;
  private readonly highest: RollingMaximum;
  private readonly lowest: RollingMaximum;
  private top = Number.NaN;
  private bottom = Number.NaN;

  constructor(period: number) {
    this.highest = new RollingMaximum(period);
    this.lowest = new RollingMaximum(period);
  }

  next(_open: number, high: number, low: number): void {
    const { values, top, bottom } = this;
    this.isReady = this.highest.isReady;
    values[0] = top;
    values[1] = (top + bottom) / 2;
    values[2] = bottom;
    this.top = this.highest.push(high);
    this.bottom = -this.lowest.push(-low);
  }
}
