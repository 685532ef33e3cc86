import type { ParameterValues } from '../indicators/indicator.ts';
import { RollingMaximum } from '../indicators/kernels/rolling-maximum.ts';
import { parameterValue, periodParameter } from '../indicators/parameters.ts';
import type { BarColumns } from '../market/bar.ts';
import type { Signal, StrategyDefinition, StrategyRun } from './strategy.ts';

/**
 * Long when a close is above the highest high of the `entry` bars before it; short (or flat) when a close is below
 * the lowest low of the `exit` bars before it. Asks again on every such bar.
 */
export const breakout: StrategyDefinition = {
  slug: 'breakout',
  version: 1,
  name: 'Channel breakout',
  summary:
    'Follows new extremes: long on a close above the channel of recent highs, out on a close below recent lows.',
  parameters: [
    periodParameter({ name: 'entry', label: 'Entry channel', default: 20 }),
    periodParameter({ name: 'exit', label: 'Exit channel', default: 10 }),
  ],
  warmUpBars: (parameters) =>
    Math.max(parameterValue(parameters, 'entry'), parameterValue(parameters, 'exit')) + 1,
  start: (parameters) => new BreakoutRun(parameters),
};

class BreakoutRun implements StrategyRun {
  private readonly entry: number;
  private readonly exit: number;
  private readonly highest: RollingMaximum;
  private readonly lowest: RollingMaximum;
  private top = Number.NaN;
  private bottom = Number.NaN;
  /** The channel as it stood before the newest bar, which that bar's close is measured against. */
  private channelTop = Number.NaN;
  private channelBottom = Number.NaN;
  private close = Number.NaN;

  constructor(parameters: ParameterValues) {
    this.entry = parameterValue(parameters, 'entry');
    this.exit = parameterValue(parameters, 'exit');
    this.highest = new RollingMaximum(this.entry);
    this.lowest = new RollingMaximum(this.exit);
  }

  /** Place of the close in the channel, −1 at its bottom and below, 1 at its top and above; 0 in an empty channel. */
  get score(): number {
    const width = this.channelTop - this.channelBottom;
    if (!(width > 0)) return 0;
    return Math.max(-1, Math.min(1, (2 * this.close - this.channelTop - this.channelBottom) / width));
  }

  onBar(bars: BarColumns, index: number): Signal {
    const close = bars.close[index]!;
    this.channelTop = this.top;
    this.channelBottom = this.bottom;
    this.close = close;
    this.top = this.highest.push(bars.high[index]!);
    this.bottom = -this.lowest.push(-bars.low[index]!);
    // False while either side of the channel is still NaN.
    if (!(this.channelTop >= this.channelBottom)) return 0;
    if (close > this.channelTop) return 1;
    return close < this.channelBottom ? -1 : 0;
  }

  explain(): string {
    const { channelTop, channelBottom, close, entry, exit } = this;
    if (Number.isNaN(channelTop) || Number.isNaN(channelBottom))
      return `waiting for ${Math.max(entry, exit) + 1} bars`;
    const channel = `the ${entry}-bar high ${channelTop.toFixed(2)} and the ${exit}-bar low ${channelBottom.toFixed(2)}`;
    if (close > channelTop) return `the close ${close.toFixed(2)} broke out above ${channel}`;
    if (close < channelBottom) return `the close ${close.toFixed(2)} fell out below ${channel}`;
    return `the close ${close.toFixed(2)} lies between ${channel}`;
  }
}
