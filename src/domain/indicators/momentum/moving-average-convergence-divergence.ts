import type { IndicatorDefinition, IndicatorStream, ParameterValues } from '../indicator.ts';
import { customaryAverage, type ExponentialAverage } from '../kernels/exponential-average.ts';
import { outputColumns } from '../output-columns.ts';
import { parameterValue, periodParameter, schoolParameter } from '../parameters.ts';

/**
 * Fast less slow exponential average of closes, the exponential average of that, and their difference.
 *
 * Each average is seeded with the mean of its own first values, as Stock.Indicators does: `macd` starts at index
 * `slow` − 1, `signal` and `histogram` `signal` − 1 bars later. With `seeding` 0 the faster average is started late,
 * so that both are seeded at the same bar, as TA-Lib MACD does; the two agree once the seeds have faded.
 */
export const movingAverageConvergenceDivergence: IndicatorDefinition = {
  slug: 'moving-average-convergence-divergence',
  name: 'Moving average convergence/divergence',
  aliases: ['macd'],
  group: 'momentum',
  parameters: [
    periodParameter({ name: 'fast', label: 'Fast period', default: 12 }),
    periodParameter({ name: 'slow', label: 'Slow period', default: 26 }),
    periodParameter({ name: 'signal', label: 'Signal period', default: 9 }),
    schoolParameter({
      name: 'seeding',
      label: 'Seeds',
      taLib: 'at the same bar',
      stockIndicators: 'each its first',
      default: 1,
    }),
  ],
  outputs: ['macd', 'signal', 'histogram'],
  pane: 'separate',
  warmUpBars: (parameters) => differenceBars(parameters) + parameterValue(parameters, 'signal') - 1,
  batch({ close, length }, parameters, into) {
    const columns = outputColumns(3, length, into);
    const stream = new MovingAverageConvergenceDivergenceStream(parameters);
    for (let i = 0; i < length; i++) {
      if (stream.isReady) {
        stream.continueOver(close, i, columns);
        break;
      }
      stream.next(0, 0, 0, close[i]!);
      columns.forEach((column, output) => {
        column[i] = stream.values[output]!;
      });
    }
    return columns;
  },
  stream: (parameters) => new MovingAverageConvergenceDivergenceStream(parameters),
};

/** Bars until both averages stand. */
function differenceBars(parameters: ParameterValues): number {
  return Math.max(parameterValue(parameters, 'fast'), parameterValue(parameters, 'slow'));
}

class MovingAverageConvergenceDivergenceStream implements IndicatorStream {
  readonly values = new Float64Array([Number.NaN, Number.NaN, Number.NaN]);
  isReady = false;
  /** Once ready: fast, slow and signal average. */
  private readonly running = new Float64Array(3);
  // Weights of the newest and of the old, by average; at hand here, for a step through the averages costs more.
  declare private readonly fastSmoothing: number;
  declare private readonly fastPersistence: number;
  declare private readonly slowSmoothing: number;
  declare private readonly slowPersistence: number;
  declare private readonly signalSmoothing: number;
  declare private readonly signalPersistence: number;
  declare private readonly fast: ExponentialAverage;
  declare private readonly slow: ExponentialAverage;
  declare private readonly signal: ExponentialAverage;
  /** Bars before the averages are given the first close. */
  private fastWait = 0;
  private slowWait = 0;

  constructor(parameters: ParameterValues) {
    const fast = parameterValue(parameters, 'fast');
    const slow = parameterValue(parameters, 'slow');
    this.fast = customaryAverage(fast);
    this.slow = customaryAverage(slow);
    this.signal = customaryAverage(parameterValue(parameters, 'signal'));
    this.fastSmoothing = this.fast.smoothing;
    this.fastPersistence = this.fast.persistence;
    this.slowSmoothing = this.slow.smoothing;
    this.slowPersistence = this.slow.persistence;
    this.signalSmoothing = this.signal.smoothing;
    this.signalPersistence = this.signal.persistence;
    if (parameterValue(parameters, 'seeding') === 1) return;
    this.fastWait = Math.max(0, slow - fast);
    this.slowWait = Math.max(0, fast - slow);
  }

  next(_open: number, _high: number, _low: number, close: number): void {
    if (!this.isReady) {
      this.warmUp(close);
      return;
    }
    const { values, running } = this;
    const fast = this.fastSmoothing * close + this.fastPersistence * running[0]!;
    const slow = this.slowSmoothing * close + this.slowPersistence * running[1]!;
    const macd = fast - slow;
    const signal = this.signalSmoothing * macd + this.signalPersistence * running[2]!;
    running[0] = fast;
    running[1] = slow;
    running[2] = signal;
    values[0] = macd;
    values[1] = signal;
    values[2] = macd - signal;
  }

  private warmUp(close: number): void {
    const { values, fast, slow } = this;
    if (this.fastWait > 0) this.fastWait--;
    else fast.push(close);
    if (this.slowWait > 0) this.slowWait--;
    else slow.push(close);
    const macd = fast.value - slow.value;
    values[0] = macd;
    if (!fast.isReady || !slow.isReady) return;
    const signal = this.signal.push(macd);
    values[1] = signal;
    values[2] = macd - signal;
    if (!this.signal.isReady) return;
    this.isReady = true;
    this.running.set([fast, slow, this.signal].map(({ value }) => value));
  }

  /** Fills the rest of the columns from bar `start` on, once ready: what `next` does, with all state at hand. */
  continueOver(close: Float64Array, start: number, columns: readonly Float64Array[]): void {
    const macdColumn = columns[0]!;
    const signalColumn = columns[1]!;
    const histogram = columns[2]!;
    const { running, fastSmoothing, fastPersistence, slowSmoothing, slowPersistence } = this;
    const { signalSmoothing, signalPersistence } = this;
    let fast = running[0]!;
    let slow = running[1]!;
    let signal = running[2]!;
    for (let i = start; i < close.length; i++) {
      fast = fastSmoothing * close[i]! + fastPersistence * fast;
      slow = slowSmoothing * close[i]! + slowPersistence * slow;
      const macd = fast - slow;
      signal = signalSmoothing * macd + signalPersistence * signal;
      macdColumn[i] = macd;
      signalColumn[i] = signal;
      histogram[i] = macd - signal;
    }
  }
}
