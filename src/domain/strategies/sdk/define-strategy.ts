import type { FillView, StrategyContext } from './strategy-context.ts';

/** A parameter as a strategy file declares it. */
export interface DeclaredParameter {
  readonly default: number;
  /** Inclusive. */
  readonly minimum: number;
  /** Inclusive. */
  readonly maximum: number;
  /** Between the values tried when a search is told none; 1 for whole numbers, a tenth of the range else. */
  readonly step?: number;
  /** Whole numbers only; true unless told. */
  readonly isInteger?: boolean;
  /** The name unless told. */
  readonly label?: string;
}

export type DeclaredParameters = Readonly<Record<string, DeclaredParameter>>;

/** The values of declared parameters, by name. */
export type ValuesOf<Declared extends DeclaredParameters> = { readonly [Name in keyof Declared]: number };

/**
 * A strategy: what it is called, what can be set, and what it does. `onStart` gives what it remembers, which every later
 * call is handed; each of the calls is optional. None may be asynchronous: a decision is made when it is asked for.
 */
export interface StrategyModule<
  Declared extends DeclaredParameters = DeclaredParameters,
  Memory = unknown,
  Context = StrategyContext<ValuesOf<Declared>>,
> {
  readonly name: string;
  readonly summary?: string;
  readonly parameters?: Declared;
  /** Says what is wrong with a combination of parameters, or nothing when it is sound. */
  validate?(parameters: ValuesOf<Declared>): string | undefined;
  /** Bars needed before the first decision; 0 unless told. */
  warmUpBars?(parameters: ValuesOf<Declared>): number;
  onStart?(context: Context): Memory;
  /** A bar of `context`'s instrument has closed. */
  onBar?(context: Context, memory: Memory): void;
  /** A trade or a quote came; only where the run has ticks. */
  onTick?(context: Context, memory: Memory): void;
  onFill?(context: Context, memory: Memory, fill: FillView): void;
  /** The run is over; orders placed here are not taken. */
  onEnd?(context: Context, memory: Memory): void;
}

/** Gives the strategy back as it is, with its types joined: what a file's parameters declare is what its calls can read. */
export function defineStrategy<const Declared extends DeclaredParameters, Memory>(
  strategy: StrategyModule<Declared, Memory>,
): StrategyModule<Declared, Memory> {
  return strategy;
}
