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

/** Half a unit in the last place of 1: what one operation of float64 is off at most, as a share. */
const ROUNDING = 2 ** -53;

class SmaCrossoverRun implements StrategyRun {
  private readonly parameters: ParameterValues;
  private readonly fastPeriod: number;
  private readonly slowPeriod: number;
  private readonly fastAverage: CompensatedMean;
  private readonly slowAverage: CompensatedMean;
  private readonly range: IndicatorStream;
  private fast = Number.NaN;
  private slow = Number.NaN;
  /** Plain sums of the newest closes. */
  private fastSum = 0;
  private slowSum = 0;
  /**
   * How far their difference must be from zero to have the sign that pandas gives it: for each close so far, what the
   * running sums (at most period + 2 roundings of it each) and the compensated ones can be off.
   */
  private doubt = 0;
  private readonly doubtShare: number;
  /** 1 with the fast average above, −1 below, 0 where they are equal or not ready. */
  private side: -1 | 0 | 1 = 0;
  private bars: BarColumns | undefined;
  private newest = -1;
  /** Bars that the averages and the range have taken: they follow when they are asked for. */
  private averaged = 0;
  private ranged = 0;

  constructor(parameters: ParameterValues) {
    this.parameters = parameters;
    this.fastPeriod = parameterValue(parameters, 'fast');
    this.slowPeriod = parameterValue(parameters, 'slow');
    const product = this.fastPeriod * this.slowPeriod;
    this.doubtShare = ROUNDING * (2 * product + 10 * (this.fastPeriod + this.slowPeriod));
    this.fastAverage = new CompensatedMean(this.fastPeriod);
    this.slowAverage = new CompensatedMean(this.slowPeriod);
    this.range = averageTrueRange.stream({ period: RANGE_PERIOD });
  }

  /** x / (1 + |x|) with x = (fast − slow) / average true range: ±0.5 when the averages are one range apart. */
  get score(): number {
    this.followAverages();
    const range = this.averageRange();
    const distance = (this.fast - this.slow) / range;
    return range > 0 && !Number.isNaN(distance) ? distance / (1 + Math.abs(distance)) : 0;
  }

  onBar(bars: BarColumns, index: number): Signal {
    const { fastPeriod, slowPeriod } = this;
    const { close } = bars;
    const price = close[index]!;
    if (this.bars !== bars) this.bars = bars;
    this.newest = index;
    this.fastSum += index >= fastPeriod ? price - close[index - fastPeriod]! : price;
    this.slowSum += index >= slowPeriod ? price - close[index - slowPeriod]! : price;
    // The bound holds for sums of positive numbers only; Infinity leaves everything to the exact averages.
    this.doubt += price > 0 ? price * this.doubtShare : Number.POSITIVE_INFINITY;
    if (index + 1 < slowPeriod) return 0;
    const gap = this.fastSum * slowPeriod - this.slowSum * fastPeriod;
    const before = this.side;
    // The last bits of pandas decide only where the averages nearly touch; elsewhere plain sums know the side.
    const side = gap > this.doubt ? 1 : gap < -this.doubt ? -1 : this.exactSide();
    if (side === before) return 0;
    this.side = side;
    return before === 0 ? 0 : side;
  }

  passOver(bars: BarColumns, from: number, end: number): number {
    const { doubtShare, side } = this;
    const fastPeriod = this.fastPeriod | 0;
    const slowPeriod = this.slowPeriod | 0;
    if (from < slowPeriod || side === 0 || this.bars !== bars) return from;
    const { close } = bars;
    // Turned so that the gap is above zero for as long as the averages keep their sides.
    const fastWeight = slowPeriod * side;
    const slowWeight = fastPeriod * side;
    let { fastSum, slowSum, doubt } = this;
    let i = from;
    for (; i < end; i++) {
      const price = close[i]!;
      const nextFast = fastSum + (price - close[i - fastPeriod]!);
      const nextSlow = slowSum + (price - close[i - slowPeriod]!);
      const nextDoubt = doubt + price * doubtShare;
      if (!(price > 0 && nextFast * fastWeight - nextSlow * slowWeight > nextDoubt)) break;
      fastSum = nextFast;
      slowSum = nextSlow;
      doubt = nextDoubt;
    }
    this.fastSum = fastSum;
    this.slowSum = slowSum;
    this.doubt = doubt;
    this.newest = i - 1;
    return i;
  }

  explain(): string {
    this.followAverages();
    const { fast, slow } = this.parameters;
    if (Number.isNaN(this.fast) || Number.isNaN(this.slow)) return `waiting for ${slow} closes`;
    const relation = this.fast > this.slow ? 'above' : this.fast < this.slow ? 'below' : 'equal to';
    const range = this.averageRange();
    const distance =
      range > 0 ? `, ${Math.abs((this.fast - this.slow) / range).toFixed(2)} average ranges apart` : '';
    return `the ${fast}-bar average ${this.fast.toFixed(2)} is ${relation} the ${slow}-bar average ${this.slow.toFixed(2)}${distance}`;
  }

  private exactSide(): -1 | 0 | 1 {
    this.followAverages();
    return this.fast > this.slow ? 1 : this.fast < this.slow ? -1 : 0;
  }

  private followAverages(): void {
    const { bars } = this;
    if (bars)
      for (; this.averaged <= this.newest; this.averaged++) {
        const close = bars.close[this.averaged]!;
        this.fast = this.fastAverage.push(close);
        this.slow = this.slowAverage.push(close);
      }
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
