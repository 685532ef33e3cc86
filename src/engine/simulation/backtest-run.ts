import { OctopusError } from '#contract/errors';
import type { BacktestOptions, BacktestResult, BacktestStatistics } from '#contract/services/backtests';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { buyAndHoldReturnPct, performanceStatistics } from '#domain/statistics/performance-statistics';
import type { StrategyDefinition, StrategyRun } from '#domain/strategies/strategy';
import { BacktestBook, type BookedTrade, type Stance } from './backtest-book.ts';
import { thinEquityCurve } from './equity-curve.ts';

export interface BacktestRequest {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** At least one bar. */
  readonly bars: BarColumns;
  readonly strategy: StrategyDefinition;
  /** Resolved: every parameter of the strategy has its value. */
  readonly parameters: ParameterValues;
  readonly options: BacktestOptions;
}

/** No decision is waiting for the next open. */
const NOTHING = 2;

/**
 * One backtest under way. `advance` handles bars in portions, so that a caller may report progress, look at a
 * signal or give way in between; the result is the same whatever the portions.
 *
 * A decision taken at a bar's close fills at the next open (or at that close); a decision on the last bar cannot
 * fill at a next open and places no order, nor does one that the end of the run would undo at once. All-in at the
 * fill price; a reversal closes and opens there. When the account is worth nothing at a close (a short gone wrong)
 * the position is closed there and the run trades no more.
 */
export class BacktestRun {
  readonly #request: BacktestRequest;
  readonly #strategy: StrategyRun;
  readonly #book: BacktestBook;
  readonly #equity: Float64Array;
  #next = 0;
  #pending: Stance | typeof NOTHING = NOTHING;
  #isRuined = false;

  constructor(request: BacktestRequest) {
    if (request.bars.length === 0) {
      throw new OctopusError(
        'BAD_REQUEST',
        `${request.symbol} ${request.timeframe} has no bars in this range; import data or widen the range`,
      );
    }
    this.#request = request;
    this.#strategy = request.strategy.start(request.parameters);
    this.#book = new BacktestBook(request.symbol, request.options);
    this.#equity = new Float64Array(request.bars.length);
  }

  /** Share of the bars handled, 0 to 1. */
  get progress(): number {
    return this.#next / this.#equity.length;
  }

  /** Handles up to so many bars; true when all are done. */
  advance(maxBars: number): boolean {
    const { bars } = this.#request;
    const { open, close, length } = bars;
    const { fill, direction, closeAtEnd } = this.#request.options;
    const strategy = this.#strategy;
    const book = this.#book;
    const equity = this.#equity;
    const isLongOnly = direction === 'long';
    const isFilledAtClose = fill === 'close';
    const lastDeciding = isFilledAtClose && closeAtEnd === 'none' ? length - 1 : length - 2;
    const end = Math.min(length, this.#next + maxBars);
    let pending = this.#pending;
    let { cash, quantity, stance } = book;
    for (let i = this.#next; i < end; i++) {
      if (pending !== NOTHING) {
        this.#move(pending, open[i]!, i - 1, i);
        ({ cash, quantity, stance } = book);
        pending = NOTHING;
      }
      const signal = strategy.onBar(bars, i);
      if (signal !== 0 && i <= lastDeciding && !this.#isRuined) {
        const wanted = signal === 1 ? 1 : signal === -1 && !isLongOnly ? -1 : 0;
        if (wanted !== stance) {
          if (isFilledAtClose) {
            this.#move(wanted, close[i]!, i, i);
            ({ cash, quantity, stance } = book);
          } else pending = wanted;
        }
      }
      const value = cash + quantity * close[i]!;
      equity[i] = value;
      if (value <= 0 && stance !== 0) {
        this.#isRuined = true;
        this.#move(0, close[i]!, i, i);
        ({ cash, quantity, stance } = book);
        equity[i] = cash;
        pending = NOTHING;
      }
    }
    this.#pending = pending;
    this.#next = end;
    if (end < length) return false;
    this.#finish();
    return true;
  }

  /** The finished run's result. `elapsedMs` is measured by the caller, who has a clock. */
  result(elapsedMs: number): BacktestResult {
    const { symbol, timeframe, bars, options, parameters } = this.#request;
    const start = Math.max(0, this.#request.strategy.warmUpBars(parameters) - 2);
    const base = bars.close[Math.min(start, bars.length - 1)]!;
    return {
      symbol,
      timeframe,
      options: { ...options, parameters },
      statistics: this.#statistics(Math.min(start, bars.length - 1)),
      trades: this.#book.trades.map((trade) => tradeView(trade, bars)),
      equityCurve: thinEquityCurve({
        time: bars.time,
        equity: this.#equity,
        benchmark: (i) => (i <= start ? options.cash : (options.cash * bars.close[i]!) / base),
      }),
      elapsedMs,
    };
  }

  #move(stance: Stance, price: number, decidedBar: number, bar: number): void {
    const { time } = this.#request.bars;
    this.#book.move({ stance, price, bar, orderTime: time[decidedBar]!, fillTime: time[bar]! });
  }

  #finish(): void {
    const { bars, options } = this.#request;
    const last = bars.length - 1;
    if (this.#book.stance !== 0 && options.closeAtEnd !== 'none') {
      this.#move(0, options.closeAtEnd === 'last-open' ? bars.open[last]! : bars.close[last]!, last, last);
      this.#equity[last] = this.#book.cash;
    }
    const trade = this.#book.openTrade;
    if (trade) markToMarket(trade, bars.close[last]!, this.#book.openEntryFee);
  }

  #statistics(buyAndHoldBar: number): BacktestStatistics {
    const { bars, options } = this.#request;
    const { trades, openTrade, feesPaid } = this.#book;
    const closed = openTrade ? trades.slice(0, -1) : trades;
    const performance = performanceStatistics({ time: bars.time, equity: this.#equity, trades: closed });
    const last = bars.length - 1;
    // The open trade's bars count too, except an entry bar already counted as the exit of the trade before it.
    const openBars = openTrade
      ? bars.length - openTrade.entryBar - (closed.at(-1)?.exitBar === openTrade.entryBar ? 1 : 0)
      : 0;
    return {
      equityFinal: performance.equityFinal,
      returnPct: (performance.equityFinal / options.cash - 1) * 100,
      annualizedReturnPct: performance.annualizedReturnPct,
      volatilityPct: performance.volatilityPct,
      sharpe: performance.sharpe,
      sortino: performance.sortino,
      calmar: performance.calmar,
      maxDrawdownPct: performance.maxDrawdownPct,
      exposurePct: performance.exposurePct + (openBars / bars.length) * 100,
      buyAndHoldReturnPct: buyAndHoldReturnPct(bars.close, buyAndHoldBar),
      trades: closed.length,
      winRatePct: performance.winRatePct,
      profitFactor: performance.profitFactor,
      feesPaid,
      bars: bars.length,
      startDate: isoDate(bars.time[0]!),
      endDate: isoDate(bars.time[last]!),
      orderListHash: this.#book.orderListHash(),
    };
  }
}

/** Gives an open trade its profit at the newest close, after the fee it already paid. */
function markToMarket(trade: BookedTrade, close: number, entryFee: number): void {
  const sign = trade.side === 'long' ? 1 : -1;
  trade.pnl = sign * (close - trade.entryPrice) * trade.quantity - entryFee;
  trade.returnPct = (trade.pnl / (trade.entryPrice * trade.quantity)) * 100;
}

function tradeView(trade: BookedTrade, bars: BarColumns): BacktestResult['trades'][number] {
  const isOpen = trade.exitBar < 0;
  return {
    side: trade.side,
    quantity: trade.quantity,
    entryTime: bars.time[trade.entryBar]!,
    entryPrice: trade.entryPrice,
    exitTime: isOpen ? null : bars.time[trade.exitBar]!,
    exitPrice: isOpen ? null : trade.exitPrice,
    pnl: trade.pnl,
    returnPct: trade.returnPct,
    bars: (isOpen ? bars.length - 1 : trade.exitBar) - trade.entryBar,
  };
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
