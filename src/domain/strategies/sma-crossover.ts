import type { IndicatorStream, ParameterValues } from '../indicators/indicator.ts';
import { CompensatedMean } from '../indicators/kernels/compensated-mean.ts';
import { parameterValue, periodParameter } from '../indicators/parameters.ts';
import { averageTrueRange } from '../indicators/volatility/average-true-range.ts';
import type { BarColumns } from '../market/bar.ts';
import type { Signal, StrategyDefinition, StrategyRun } from './strategy.ts';

/** Bars of the average true range that makes the distance of the averages comparable between instruments. */
const RANGE_PERIOD = 14;

/**
 * Long when the fast average of closes crosses above the slow one, short (or flat) when it crosses below.
 *
 * A crossing needs fast < slow on one bar and fast > slow on the next (backtesting.py's `crossover`); a bar on which
 * they are equal is no crossing, nor is the one after it. The averages are those of pandas to the last bit, so ties
 * fall where they fall there.
 */
export const smaCrossover: StrategyDefinition = {
  slug: 'sma-crossover',
  version: 1,
  name: 'Moving average crossover',
  summary:
    'Follows the trend: long when a fast moving average crosses above a slow one, out when it crosses below.',
  parameters: [
    periodParameter({ name: 'fast', label: 'Fast period', default: 10 }),
    periodParameter({ name: 'slow', label: 'Slow period', default: 30, minimum: 2 }),
  ],
  validate(parameters) {
    const fast = parameterValue(parameters, 'fast');
    const slow = parameterValue(parameters, 'slow');
    return fast < slow ? undefined : `parameter "fast" (${fast}) must be smaller than "slow" (${slow})`;
  },
  warmUpBars: (parameters) => parameterValue(parameters, 'slow') + 1,
  start: (parameters) => new SmaCrossoverRun(parameters),
};

class SmaCrossoverRun implements StrategyRun {
  private readonly parameters: ParameterValues;
  private readonly fastAverage: CompensatedMean;
  private readonly slowAverage: CompensatedMean;
  private readonly range: IndicatorStream;
  private fast = Number.NaN;
  private slow = Number.NaN;
  private bars: BarColumns | undefined;
  private newest = -1;
  /** Bars that the range has taken: only the score needs it, so it follows when asked. */
  private ranged = 0;

  constructor(parameters: ParameterValues) {
    this.parameters = parameters;
    this.fastAverage = new CompensatedMean(parameterValue(parameters, 'fast'));
    this.slowAverage = new CompensatedMean(parameterValue(parameters, 'slow'));
    this.range = averageTrueRange.stream({ period: RANGE_PERIOD });
  }

  /** x / (1 + |x|) with x = (fast − slow) / average true range: ±0.5 when the averages are one range apart. */
  get score(): number {
    const range = this.averageRange();
    const distance = (this.fast - this.slow) / range;
    return range > 0 && !Number.isNaN(distance) ? distance / (1 + Math.abs(distance)) : 0;
  }

  onBar(bars: BarColumns, index: number): Signal {
    const close = bars.close[index]!;
    const { fast: previousFast, slow: previousSlow } = this;
    const fast = this.fastAverage.push(close);
    const slow = this.slowAverage.push(close);
    this.bars = bars;
    this.newest = index;
    this.fast = fast;
    this.slow = slow;
    if (previousFast < previousSlow && fast > slow) return 1;
    if (previousFast > previousSlow && fast < slow) return -1;
    return 0;
  }

  explain(): string {
    const { fast, slow } = this.parameters;
    if (Number.isNaN(this.fast) || Number.isNaN(this.slow)) return `waiting for ${slow} closes`;
    const relation = this.fast > this.slow ? 'above' : this.fast < this.slow ? 'below' : 'equal to';
    const range = this.averageRange();
    const distance =
      range > 0 ? `, ${Math.abs((this.fast - this.slow) / range).toFixed(2)} average ranges apart` : '';
    return `the ${fast}-bar average ${this.fast.toFixed(2)} is ${relation} the ${slow}-bar average ${this.slow.toFixed(2)}${distance}`;
  }

  /** Average true range up to the newest bar, NaN until ready. */
  private averageRange(): number {
    const { bars } = this;
    if (bars)
      for (; this.ranged <= this.newest; this.ranged++) {
        const close = bars.close[this.ranged]!;
        this.range.next(close, bars.high[this.ranged]!, bars.low[this.ranged]!, close, 0);
      }
    return this.range.values[0]!;
  }
}
