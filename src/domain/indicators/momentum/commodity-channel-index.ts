import { streamOver } from '../define-indicator.ts';
import type { IndicatorDefinition, IndicatorStream } from '../indicator.ts';
import { parameterValue, periodParameter } from '../parameters.ts';

/**
 * Distance of the typical price (high + low + close) / 3 from its mean over `period` bars, in units of 0.015 mean
 * absolute deviations (Lambert 1980; TA-Lib CCI). A flat window counts as 0.
 *
 * The mean absolute deviation has no rolling form: each bar costs `period` steps in both forms.
 */
export const commodityChannelIndex: IndicatorDefinition = {
  slug: 'commodity-channel-index',
  name: 'Commodity channel index',
  aliases: ['cci'],
  group: 'momentum',
  parameters: [periodParameter({ default: 20, minimum: 2 })],
  outputs: ['value'],
  pane: 'separate',
  warmUpBars: (parameters) => parameterValue(parameters, 'period'),
  batch: (bars, parameters, into) =>
    streamOver(new CommodityChannelIndexStream(parameterValue(parameters, 'period')), bars, into),
  stream: (parameters) => new CommodityChannelIndexStream(parameterValue(parameters, 'period')),
};

class CommodityChannelIndexStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN]);
  declare private readonly window: Float64Array;
  private position = 0;
  isReady = false;

  constructor(period: number) {
    this.window = new Float64Array(period);
  }

  next(_open: number, high: number, low: number, close: number): void {
    const { window } = this;
    const typical = (high + low + close) / 3;
    window[this.position] = typical;
    this.position++;
    if (this.position === window.length) {
      this.position = 0;
      this.isReady = true;
    }
    if (this.isReady) this.values[0] = deviations(window, typical);
  }
}

/** Distances are taken from the newest value, so that a flat window gives exactly zero. */
function deviations(window: Float64Array, newest: number): number {
  const period = window.length;
  let sum = 0;
  for (let i = 0; i < period; i++) sum += window[i]! - newest;
  const mean = sum / period;
  let absolute = 0;
  for (let i = 0; i < period; i++) absolute += Math.abs(window[i]! - newest - mean);
  return absolute === 0 ? 0 : (0 - mean) / ((0.015 * absolute) / period);
}
