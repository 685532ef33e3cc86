import type { IndicatorStream, ParameterValues } from '../indicators/indicator.ts';
import { relativeStrengthIndex } from '../indicators/momentum/relative-strength-index.ts';
import { parameterValue, periodParameter } from '../indicators/parameters.ts';
import type { BarColumns } from '../market/bar.ts';
import type { Signal, StrategyDefinition, StrategyRun } from './strategy.ts';

/**
 * Long when the relative strength index comes back up to `lower` or above after being below it; short (or flat) when
 * it comes back down to `upper` or below after being above it.
 */
export const rsiReversal: StrategyDefinition = {
  slug: 'rsi-reversal',
  version: 1,
  name: 'RSI reversal',
  summary:
    'Fades extremes: long when the relative strength index recovers from oversold, out when it falls back from overbought.',
  parameters: [
    periodParameter({ default: 14 }),
    { name: 'lower', label: 'Oversold below', default: 30, minimum: 1, maximum: 99, isInteger: false },
    { name: 'upper', label: 'Overbought above', default: 70, minimum: 1, maximum: 99, isInteger: false },
  ],
  validate(parameters) {
    const lower = parameterValue(parameters, 'lower');
    const upper = parameterValue(parameters, 'upper');
    return lower < upper ? undefined : `parameter "lower" (${lower}) must be smaller than "upper" (${upper})`;
  },
  warmUpBars: (parameters) => parameterValue(parameters, 'period') + 2,
  start: (parameters) => new RsiReversalRun(parameters),
};

class RsiReversalRun implements StrategyRun {
  private readonly lower: number;
  private readonly upper: number;
  private readonly period: number;
  private readonly strength: IndicatorStream;
  private newest = Number.NaN;

  constructor(parameters: ParameterValues) {
    this.period = parameterValue(parameters, 'period');
    this.lower = parameterValue(parameters, 'lower');
    this.upper = parameterValue(parameters, 'upper');
    this.strength = relativeStrengthIndex.stream({ period: this.period });
  }

  /** (middle − index) / half the distance of the bounds, clamped: 1 at `lower` and below, −1 at `upper` and above. */
  get score(): number {
    if (!this.strength.isReady) return 0;
    const middle = (this.lower + this.upper) / 2;
    return Math.max(-1, Math.min(1, (middle - this.newest) / (this.upper - middle)));
  }

  onBar(bars: BarColumns, index: number): Signal {
    const close = bars.close[index]!;
    const previous = this.newest;
    this.strength.next(close, close, close, close, 0);
    const newest = this.strength.values[0]!;
    this.newest = newest;
    if (previous < this.lower && newest >= this.lower) return 1;
    if (previous > this.upper && newest <= this.upper) return -1;
    return 0;
  }

  explain(): string {
    if (!this.strength.isReady) return `waiting for ${this.period + 1} closes`;
    const { lower, upper, newest } = this;
    const zone =
      newest < lower ? 'oversold' : newest > upper ? 'overbought' : 'neither oversold nor overbought';
    return `the ${this.period}-bar relative strength index is ${newest.toFixed(1)}, ${zone} (bounds ${lower} and ${upper})`;
  }
}
