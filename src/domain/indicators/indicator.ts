import type { BarColumns } from '#domain/market/bar';

/** A numeric parameter of an indicator or a strategy, with its inclusive range. */
export interface Parameter {
  readonly name: string;
  readonly label: string;
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly isInteger: boolean;
}

export type ParameterValues = Readonly<Record<string, number>>;

/** The streaming form: one bar in, the newest values out, constant time and no allocation per bar. */
export interface IndicatorStream {
  /** Takes the next bar. */
  next(open: number, high: number, low: number, close: number, volume: number): void;
  /** Newest value of every output, NaN until ready; the same array each time. */
  readonly values: Float64Array;
  readonly isReady: boolean;
}

/**
 * One indicator, defined once in both forms. `batch` and `stream` agree to the bit.
 *
 * Output columns are as long as the bars; entries before the indicator is ready are NaN.
 */
export interface IndicatorDefinition {
  /** Kebab-case full name: `relative-strength-index`. */
  readonly slug: string;
  readonly name: string;
  /** Short names the trade uses: `rsi`. Lower case. */
  readonly aliases: readonly string[];
  readonly parameters: readonly Parameter[];
  /** Names of the output columns; the first is the main one. A single output is called `value`. */
  readonly outputs: readonly string[];
  /** `price`: drawn over candles; `separate`: in a pane of its own. */
  readonly pane: 'price' | 'separate';
  /** Bars needed before the first value of every output. */
  warmUpBars(parameters: ParameterValues): number;
  batch(bars: BarColumns, parameters: ParameterValues): Float64Array[];
  stream(parameters: ParameterValues): IndicatorStream;
}
