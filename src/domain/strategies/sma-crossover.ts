import { averageTrueRange } from '../indicators/volatility/average-true-range.ts';
import { CompensatedMean } from '../indicators/kernels/compensated-mean.ts';
import type { IndicatorStream, ParameterValues } from '../indicators/indicator.ts';
import { parameterValue, periodParameter } from '../indicators/parameters.ts';
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

  constructor(parameters: ParameterValues) {
    this.parameters = parameters;
    this.fastAverage = new CompensatedMean(parameterValue(parameters, 'fast'));
    this.slowAverage = new CompensatedMean(parameterValue(parameters, 'slow'));
    this.range = averageTrueRange.stream({ period: RANGE_PERIOD });
  }

  /** x / (1 + |x|) with x = (fast − slow) / average true range: ±0.5 when the averages are one range apart. */
  get score(): number {
    const range = this.range.values[0]!;
    const distance = (this.fast - this.slow) / range;
    return range > 0 && !Number.isNaN(distance) ? distance / (1 + Math.abs(distance)) : 0;
  }

  onBar(bars: BarColumns, index: number): Signal {
    const high = bars.high[index]!;
    const low = bars.low[index]!;
    const close = bars.close[index]!;
    const { fast: previousFast, slow: previousSlow } = this;
    const fast = this.fastAverage.push(close);
    const slow = this.slowAverage.push(close);
    this.range.next(close, high, low, close, 0);
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
    const range = this.range.values[0]!;
    const distance =
      range > 0 ? `, ${Math.abs((this.fast - this.slow) / range).toFixed(2)} average ranges apart` : '';
    return `the ${fast}-bar average ${this.fast.toFixed(2)} is ${relation} the ${slow}-bar average ${this.slow.toFixed(2)}${distance}`;
  }
}
