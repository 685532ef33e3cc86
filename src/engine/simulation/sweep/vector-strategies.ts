import { compensatedMeans } from '#domain/indicators/kernels/compensated-mean';
import { RollingMaximum } from '#domain/indicators/kernels/rolling-maximum';
import { relativeStrengthIndex } from '#domain/indicators/momentum/relative-strength-index';
import type { BarColumns } from '#domain/market/bar';
import { BreakoutScanner } from './breakout-scanner.ts';
import { CrossoverScanner } from './crossover-scanner.ts';
import { ReversalScanner } from './reversal-scanner.ts';
import type { ColumnRequest, SignalScanner } from './signal-scanner.ts';

/** A column provided before, by what it is and over how many bars. */
export type ColumnOf = (kind: string, period: number) => Float64Array;

/** A scanner that takes up one trial after another. */
export interface TrialScanner extends SignalScanner {
  /** Takes up a trial: its parameters begin at `offset` of `parameters`, in the order of the definition. */
  take(parameters: Float64Array, offset: number, columnOf: ColumnOf): void;
}

/** A built-in strategy as columns and a scanner; decides on the same bars as its definition in the event engine. */
export interface VectorStrategy {
  /** Columns that a trial needs: what each is, and the place in the definition of the parameter that is its period. */
  readonly columns: readonly { readonly kind: string; readonly parameter: number }[];
  /** Fills `output`, as long as the bars, NaN where the column has no value yet. */
  compute(request: ColumnRequest, bars: BarColumns, output: Float64Array): void;
  scanner(bars: BarColumns): TrialScanner;
}

class CrossoverTrials extends CrossoverScanner implements TrialScanner {
  take(parameters: Float64Array, offset: number, columnOf: ColumnOf): void {
    const fast = parameters[offset]!;
    const slow = parameters[offset + 1]!;
    this.load(columnOf('mean', fast), columnOf('mean', slow), Math.max(fast, slow));
  }
}

const smaCrossover: VectorStrategy = {
  columns: [
    { kind: 'mean', parameter: 0 },
    { kind: 'mean', parameter: 1 },
  ],
  compute({ period }, { close, length }, output) {
    compensatedMeans(close, period, output, length);
  },
  scanner: (bars) => new CrossoverTrials(bars.close),
};

class ReversalTrials extends ReversalScanner implements TrialScanner {
  take(parameters: Float64Array, offset: number, columnOf: ColumnOf): void {
    const period = parameters[offset]!;
    const bounds = { lower: parameters[offset + 1]!, upper: parameters[offset + 2]! };
    this.load(columnOf('strength', period), bounds, period + 1);
  }
}

const rsiReversal: VectorStrategy = {
  columns: [{ kind: 'strength', parameter: 0 }],
  compute({ period }, bars, output) {
    relativeStrengthIndex.batch(bars, { period }, [output]);
  },
  scanner: (bars) => new ReversalTrials(bars.close),
};

class BreakoutTrials extends BreakoutScanner implements TrialScanner {
  take(parameters: Float64Array, offset: number, columnOf: ColumnOf): void {
    const entry = parameters[offset]!;
    const exit = parameters[offset + 1]!;
    this.load(columnOf('highest-before', entry), columnOf('lowest-before', exit), Math.max(entry, exit));
  }
}

const breakout: VectorStrategy = {
  columns: [
    { kind: 'highest-before', parameter: 0 },
    { kind: 'lowest-before', parameter: 1 },
  ],
  compute({ kind, period }, { high, low, length }, output) {
    const extreme = new RollingMaximum(period);
    const [source, sign] = kind === 'highest-before' ? [high, 1] : [low, -1];
    output[0] = Number.NaN;
    for (let i = 1; i < length; i++) output[i] = sign * extreme.push(sign * source[i - 1]!);
  },
  scanner: (bars) => new BreakoutTrials(bars.close),
};

/** The built-in strategies that have a vector form, by slug. */
export const VECTOR_STRATEGIES: Readonly<Record<string, VectorStrategy>> = {
  'sma-crossover': smaCrossover,
  'rsi-reversal': rsiReversal,
  breakout,
};
