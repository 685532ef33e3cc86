import type { BarColumns } from '../market/bar.ts';
import type {
  IndicatorDefinition,
  IndicatorGroup,
  IndicatorStream,
  Parameter,
  ParameterValues,
} from './indicator.ts';
import { outputColumns } from './output-columns.ts';
import { parameterValue } from './parameters.ts';

/** Reads a resolved parameter by its name. */
export type ReadParameter = (name: string) => number;

/** The bar a formula is given. It is the same object each time: a formula keeps numbers of it, never itself. */
export interface CurrentBar {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

interface Formula<State extends object> {
  readonly slug: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly group: IndicatorGroup;
  readonly parameters: readonly Parameter[];
  readonly pane: 'price' | 'separate';
  /** Bars needed before the first value of every output. */
  warmUpBars(read: ReadParameter): number;
  /** State before the first bar: numbers, booleans, number columns, kernels, objects of such. */
  begin(read: ReadParameter): State;
}

/** An indicator of one output, `value`: what `step` answers, once warmed up. */
export interface SingleFormula<State extends object> extends Formula<State> {
  step(state: State, bar: CurrentBar): number;
}

/** An indicator of several outputs: `step` writes them to `values`, NaN where one is not ready. */
export interface MultipleFormula<State extends object> extends Formula<State> {
  readonly outputs: readonly string[];
  readonly undrawn?: readonly string[];
  step(state: State, bar: CurrentBar, values: Float64Array): void;
}

// One for all: `next` fills it and the formula reads it before anything else runs.
const CURRENT: CurrentBar = {
  time: Number.NaN,
  open: Number.NaN,
  high: Number.NaN,
  low: Number.NaN,
  close: Number.NaN,
  volume: Number.NaN,
};

/**
 * Both forms of an indicator from one formula, which sees a bar and the state so far. The batch form streams over the
 * columns, so the two agree by construction; indicators that must be faster have a loop of their own.
 */
export function defineIndicator<State extends object>(formula: SingleFormula<State>): IndicatorDefinition {
  const { step } = formula;
  return definitionOf(formula, ['value'], (state, bar, values) => {
    values[0] = step(state, bar);
  });
}

/** As {@link defineIndicator}, for several outputs. */
export function defineMultipleIndicator<State extends object>(
  formula: MultipleFormula<State>,
): IndicatorDefinition {
  const definition = definitionOf(formula, formula.outputs, formula.step);
  return formula.undrawn === undefined ? definition : { ...definition, undrawn: formula.undrawn };
}

function definitionOf<State extends object>(
  formula: Formula<State>,
  outputs: readonly string[],
  step: (state: State, bar: CurrentBar, values: Float64Array) => void,
): IndicatorDefinition {
  const { slug, name, aliases, group, parameters, pane } = formula;
  const warmUpBars = (given: ParameterValues): number => formula.warmUpBars(reader(given));
  const begin = (given: ParameterValues): FormulaStream<State> =>
    new FormulaStream({
      state: formula.begin(reader(given)),
      step,
      warmUpBars: warmUpBars(given),
      outputs: outputs.length,
      isMasked: outputs.length === 1,
    });
  return {
    slug,
    name,
    aliases,
    group,
    parameters,
    outputs,
    pane,
    warmUpBars,
    batch: (bars, given, into) => streamOver(begin(given), bars, into),
    stream: begin,
  };
}

function reader(given: ParameterValues): ReadParameter {
  return (name) => parameterValue(given, name);
}

class FormulaStream<State extends object> implements IndicatorStream {
  declare readonly values: Float64Array;
  declare private readonly state: State;
  declare private readonly step: (state: State, bar: CurrentBar, values: Float64Array) => void;
  declare private readonly isMasked: boolean;
  declare private remaining: number;

  constructor(options: {
    state: State;
    step: (state: State, bar: CurrentBar, values: Float64Array) => void;
    warmUpBars: number;
    outputs: number;
    isMasked: boolean;
  }) {
    this.values = new Float64Array(options.outputs).fill(Number.NaN);
    this.state = options.state;
    this.step = options.step;
    this.isMasked = options.isMasked;
    this.remaining = options.warmUpBars;
  }

  get isReady(): boolean {
    return this.remaining <= 0;
  }

  next(
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    time: number = Number.NaN,
  ): void {
    CURRENT.time = time;
    CURRENT.open = open;
    CURRENT.high = high;
    CURRENT.low = low;
    CURRENT.close = close;
    CURRENT.volume = volume;
    this.step(this.state, CURRENT, this.values);
    if (this.remaining > 0 && --this.remaining > 0 && this.isMasked) this.values[0] = Number.NaN;
  }
}

/** The outputs of a stream, fresh from its definition, over columns; written to `into` where it is given. */
export function streamOver(stream: IndicatorStream, bars: BarColumns, into?: Float64Array[]): Float64Array[] {
  const { time, open, high, low, close, volume, length } = bars;
  const { values } = stream;
  const columns = outputColumns(values.length, length, into);
  const first = columns[0]!;
  for (let i = 0; i < length; i++) {
    stream.next(open[i]!, high[i]!, low[i]!, close[i]!, volume[i]!, time[i]!);
    first[i] = values[0]!;
    for (let output = 1; output < columns.length; output++) columns[output]![i] = values[output]!;
  }
  return columns;
}
