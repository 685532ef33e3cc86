import type { BacktestOptions, BacktestResult } from '#contract/services/backtests';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import type { ExchangeRates, InstrumentInput } from './backtest/account-request.ts';
import { type AccountFigures, accountFigures, accountOutcome } from './backtest/account-result.ts';
import { AccountRun } from './backtest/account-run.ts';
import { accountTermsOf, moduleTermsOf } from './backtest/account-terms-of.ts';
import { signalStrategy } from './backtest/signal-strategy.ts';
import type { DayCurve } from './equity-curve.ts';

export interface BacktestRequest {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** At least one bar. */
  readonly bars: BarColumns;
  readonly strategy: StrategyDefinition;
  /** Resolved: every parameter of the strategy has its value. */
  readonly parameters: ParameterValues;
  readonly options: BacktestOptions;
  /** Several instruments in one account, in place of `symbol` and `bars`, each with its part of the equity. */
  readonly instruments?: readonly InstrumentInput[];
  readonly rates?: readonly ExchangeRates[];
}

/** A result as it is computed. */
export interface ComputedBacktest extends BacktestResult {
  /** Every close of a day, where its curve is thinned and one instrument's bars do not tell it. */
  readonly dayCurve?: DayCurve;
}

/**
 * One backtest under way: an {@link AccountRun} that goes all in on the signals of a strategy, or takes the orders of one
 * that places its own. What follows is of signals.
 *
 * A decision taken at a bar's close fills at the next open (or at that close); a decision on the last bar cannot
 * fill at a next open and places no order, nor does one that the end of the run would undo at once. All-in at the
 * fill price; a reversal closes and opens there. When the account is worth nothing at a close (a short gone wrong)
 * the position is closed there and the run trades no more.
 */
export class BacktestRun {
  readonly #request: BacktestRequest;
  readonly #run: AccountRun;

  constructor(request: BacktestRequest) {
    const { strategy, parameters, options } = request;
    const instruments = instrumentsOf(request);
    const size = (options.size * (options.account?.leverage ?? 1)) / instruments.length;
    this.#request = request;
    this.#run = new AccountRun({
      instruments,
      ...(request.rates ? { rates: request.rates } : {}),
      ...(strategy.module
        ? { strategy: strategy.module, account: moduleTermsOf(options) }
        : {
            strategy: signalStrategy(strategy, parameters, instruments, {
              direction: options.direction,
              size,
            }),
            account: accountTermsOf(options),
          }),
      parameters,
    });
  }

  /** Share of the bars handled, 0 to 1. */
  get progress(): number {
    return this.#run.progress;
  }

  get parameters(): ParameterValues {
    return this.#request.parameters;
  }

  /** Bars handled, of all instruments together. */
  get bars(): number {
    return this.#run.events;
  }

  /** Account value at each close so far. */
  get equity(): Float64Array {
    return this.#run.equity.value;
  }

  /** Handles up to so many bars; true when all are done. */
  advance(maxBars: number): boolean {
    return this.#run.advance(maxBars);
  }

  /** Figures of the bars handled so far, open trades marked to their close. */
  figures(): AccountFigures {
    const { strategy, parameters, options } = this.#request;
    return accountFigures(this.#run, options.cash, strategy.warmUpBars(parameters));
  }

  /** The finished run's result. `elapsedMs` is measured by the caller, who has a clock. */
  result(elapsedMs: number): ComputedBacktest {
    const { symbol, timeframe, options, parameters, strategy } = this.#request;
    return {
      symbol,
      timeframe,
      options: { ...options, parameters },
      ...accountOutcome(this.#run, options.cash, strategy.warmUpBars(parameters)),
      elapsedMs,
    };
  }
}

function instrumentsOf({
  symbol,
  timeframe,
  bars,
  options,
  instruments,
}: BacktestRequest): InstrumentInput[] {
  const step = options.units === 'whole' ? { quantityStep: 1 } : {};
  const given = instruments ?? [{ symbol, series: [{ timeframe, bars }] }];
  return given.map((instrument) => ({ ...instrument, ...step }));
}
