import type { IndicatorStream, ParameterValues } from '../indicators/indicator.ts';
import { movingAverageConvergenceDivergence } from '../indicators/momentum/moving-average-convergence-divergence.ts';
import { parameterValue, periodParameter, resolveParameters } from '../indicators/parameters.ts';
import type { BarColumns } from '../market/bar.ts';
import type { Signal, StrategyDefinition, StrategyRun } from './strategy.ts';

/**
 * Long when the distance of two exponential averages crosses above its own average, short (or flat) when it crosses
 * below (Appel). Averages are seeded with the mean of their first values; a touch is no crossing, nor is the bar after.
 */
export const macdCrossover: StrategyDefinition = {
  slug: 'macd-crossover',
  version: 1,
  name: 'MACD crossover',
  summary: 'Follows the trend’s pace: long when the MACD line crosses above its signal line, out when below.',
  parameters: [
    periodParameter({ name: 'fast', label: 'Fast period', default: 12 }),
    periodParameter({ name: 'slow', label: 'Slow period', default: 26, minimum: 2 }),
    periodParameter({ name: 'signal', label: 'Signal period', default: 9 }),
  ],
  validate(parameters) {
    const fast = parameterValue(parameters, 'fast');
    const slow = parameterValue(parameters, 'slow');
    return fast < slow ? undefined : `parameter "fast" (${fast}) must be smaller than "slow" (${slow})`;
  },
  warmUpBars: (parameters) => parameterValue(parameters, 'slow') + parameterValue(parameters, 'signal'),
  start: (parameters) => new MacdCrossoverRun(parameters),
};

class MacdCrossoverRun implements StrategyRun {
  private readonly lines: IndicatorStream;
  private gap = Number.NaN;
  private price = Number.NaN;

  constructor(parameters: ParameterValues) {
    this.lines = movingAverageConvergenceDivergence.stream(
      resolveParameters(movingAverageConvergenceDivergence, parameters),
    );
  }

  /** The gap of the two lines, as a share of the price: x / (1 + |x|) with x in percent. */
  get score(): number {
    const percent = (100 * this.gap) / this.price;
    return Number.isFinite(percent) ? percent / (1 + Math.abs(percent)) : 0;
  }

  onBar(bars: BarColumns, index: number): Signal {
    const close = bars.close[index]!;
    const before = this.gap;
    this.lines.next(close, close, close, close, 0);
    this.price = close;
    this.gap = this.lines.values[0]! - this.lines.values[1]!;
    if (before < 0 && this.gap > 0) return 1;
    return before > 0 && this.gap < 0 ? -1 : 0;
  }

  explain(): string {
    if (!this.lines.isReady) return 'waiting for the averages to begin';
    const [line, signal] = this.lines.values;
    const relation = this.gap > 0 ? 'above' : this.gap < 0 ? 'below' : 'equal to';
    return `the MACD line ${line!.toFixed(3)} is ${relation} its signal line ${signal!.toFixed(3)}`;
  }
}
