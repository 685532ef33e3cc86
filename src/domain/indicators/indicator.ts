import type { BarColumns } from '#domain/market/bar';

/** A numeric parameter of an indicator or a strategy, with its inclusive range. */
export interface Parameter {
  readonly name: string;
  readonly label: string;
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly isInteger: boolean;
  /** A choice between schools, such as a seed: labels leave it out while it is at its default. */
  readonly isConvention?: true;
  /** The value that follows a school, where the choice is one between schools. */
  readonly schools?: Readonly<Record<School, number>>;
}

/** Whose values an indicator may follow where they differ. */
export const SCHOOLS = ['ta-lib', 'stock-indicators'] as const;

export type School = (typeof SCHOOLS)[number];

export type ParameterValues = Readonly<Record<string, number>>;

/** Kinds of indicators, in the order menus show them: TA-Lib's, and what belongs to none of them. */
export const INDICATOR_GROUPS = [
  'overlap',
  'momentum',
  'volume',
  'volatility',
  'cycle',
  'price',
  'statistics',
  'maths',
  'other',
  'patterns',
] as const;

export type IndicatorGroup = (typeof INDICATOR_GROUPS)[number];

/**
 * The streaming form: one bar in, the newest values out, constant time and no allocation per bar.
 *
 * All its state is in fields that are numbers, booleans, number columns or objects of such: `saveStream` and
 * `restoreStream` read and write them. Fields that a constructor sets are `declare`d: without it they begin as undefined,
 * after which the compiler checks them at every use. Numbers that change with each bar are quickest in one column.
 */
export interface IndicatorStream {
  /** Takes the next bar. `time` is its opening instant, of which only indicators of sessions take note. */
  next(open: number, high: number, low: number, close: number, volume: number, time?: number): void;
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
  /** Short names the trade uses: `rsi`. Lower case, hyphens; TA-Lib's name is among them where it has one. */
  readonly aliases: readonly string[];
  readonly group: IndicatorGroup;
  readonly parameters: readonly Parameter[];
  /** Names of the output columns; the first is the main one. A single output is called `value`. */
  readonly outputs: readonly string[];
  /** `price`: drawn over candles; `separate`: in a pane of its own. */
  readonly pane: 'price' | 'separate';
  /** Outputs on another scale than the rest, such as the side of a stop: a chart leaves them out. */
  readonly undrawn?: readonly string[];
  /** Bars needed before the first value of every output. */
  warmUpBars(parameters: ParameterValues): number;
  /**
   * Fills a column an output and answers them: fresh ones, or `into`, as many and as long as the bars, which spares a
   * caller who has some the memory that a fresh page costs.
   */
  batch(bars: BarColumns, parameters: ParameterValues, into?: Float64Array[]): Float64Array[];
  stream(parameters: ParameterValues): IndicatorStream;
}
