import type { ParameterValues } from '#domain/indicators/indicator';
import type { BarColumns } from '#domain/market/bar';
import type { StrategyModule } from '#domain/strategies/sdk/define-strategy';
import type { StrategyContext } from '#domain/strategies/sdk/strategy-context';
import type { Signal, StrategyDefinition, StrategyRun } from '#domain/strategies/strategy';
import type { InstrumentInput } from './account-request.ts';

/** How signals become orders. */
export interface SignalTerms {
  /** Whether a signal to be short is followed, or only leaves a long position. */
  readonly direction: 'long' | 'long-short';
  /** Share of equity put into each position; more than 1 is on margin. */
  readonly size: number;
}

/** One instrument's run of the strategy, which can be taken ahead of the account to where it wants something. */
class SignalState {
  readonly symbol: string;
  readonly run: StrategyRun;
  /** Length of the bars it decides on, where there are others. */
  readonly timeframe: string | undefined;
  /** The one that was last called after it. */
  next: SignalState | undefined;
  readonly #bars: BarColumns;
  /** Bar that its run was taken ahead to, −1 for none, and what it said there. */
  #ahead = -1;
  #signalAhead: Signal = 0;

  constructor({ symbol, series }: InstrumentInput, run: StrategyRun) {
    this.symbol = symbol;
    this.run = run;
    this.#bars = series[0]!.bars;
    this.timeframe = series.length > 1 ? series[0]!.timeframe : undefined;
  }

  signalAt(index: number): Signal {
    return index === this.#ahead ? this.#signalAhead : this.run.onBar(this.#bars, index);
  }

  /**
   * Shows the strategy bars from `from` to before `end` in turn, until one gives a signal: the index of that bar, on which
   * `onBar` must be called next, or `end`.
   */
  quietUntil(from: number, end: number): number {
    if (this.#ahead === from) return from;
    const { run } = this;
    const bars = this.#bars;
    for (let i = from; i < end; i++) {
      if (run.passOver !== undefined) {
        i = run.passOver(bars, i, end);
        if (i === end) break;
      }
      const signal = run.onBar(bars, i);
      if (signal === 0) continue;
      this.#ahead = i;
      this.#signalAhead = signal;
      return i;
    }
    return end;
  }
}

/** An instrument's signals, for a loop that looks for the next of them. */
export type SignalsAhead = Pick<SignalState, 'quietUntil'>;

/** A strategy whose signals depend on bars alone. */
export interface SignalModule extends StrategyModule {
  /** Of an instrument of one series, once the run has started. */
  signalsOf(symbol: string): SignalsAhead;
}

/** A strategy of signals can say why it wants what it wants. */
export interface ExplainedSignals {
  explain(symbol: string): string;
}

export function isSignalModule(strategy: StrategyModule): strategy is SignalModule {
  return 'signalsOf' in strategy;
}

/**
 * A strategy that gives signals, as one that places orders: every instrument has a run of its own, a new stance leaves
 * the old position and takes the other at the same opening, sized by the cash that the first left.
 */
export function signalStrategy(
  definition: StrategyDefinition,
  parameters: ParameterValues,
  instruments: readonly InstrumentInput[],
  terms: SignalTerms,
): SignalModule & ExplainedSignals {
  const isLongOnly = terms.direction === 'long';
  const all = { percentOfEquity: terms.size * 100 };
  const states = new Map<string, SignalState>();
  let newest: SignalState | undefined;
  // Every instant calls the instruments in one order, so the one to come is mostly known without looking it up.
  const stateOf = (symbol: string): SignalState => {
    let state = newest?.next;
    if (state?.symbol !== symbol) {
      state = states.get(symbol)!;
      if (newest) newest.next = state;
    }
    newest = state;
    return state;
  };
  const follow = (context: StrategyContext, signal: Signal): void => {
    const { quantity } = context.position;
    const stance = quantity > 0 ? 1 : quantity < 0 ? -1 : 0;
    const wanted = signal === 1 ? 1 : signal === -1 && !isLongOnly ? -1 : 0;
    if (wanted === stance) return;
    if (stance !== 0) context.closePosition();
    if (wanted === 1) context.buy(all);
    else if (wanted === -1) context.sell(all);
  };
  return {
    explain: (symbol) => states.get(symbol)?.run.explain() ?? '',
    name: definition.name,
    summary: definition.summary,
    warmUpBars: () => definition.warmUpBars(parameters),
    onStart() {
      for (const instrument of instruments)
        states.set(instrument.symbol, new SignalState(instrument, definition.start(parameters)));
    },
    onBar(context) {
      const state = stateOf(context.symbol);
      // Bars of another length are there for orders to match on.
      if (state.timeframe !== undefined && context.timeframe(state.timeframe) !== context) return;
      const signal = state.signalAt(context.bars - 1);
      if (signal !== 0) follow(context as StrategyContext, signal);
    },
    signalsOf: (symbol) => states.get(symbol)!,
  };
}
