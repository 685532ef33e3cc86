import type { BacktestResult, BacktestStatistics } from '#contract/services/backtests';
import type { BarColumns } from '#domain/market/bar';
import {
  buyAndHoldReturnPct,
  exposure,
  performanceStatistics,
} from '#domain/statistics/performance-statistics';
import { thinEquityCurve } from '../equity-curve.ts';
import type { AccountRun } from './account-run.ts';
import type { BookedTrade } from './trade-book.ts';

/** What a run came to: every field of a backtest's result that is not its request. */
export type AccountOutcome = Pick<BacktestResult, 'statistics' | 'trades' | 'equityCurve' | 'account'>;

/** The statistics of a run but the hash of its orders. */
export type AccountFigures = Omit<BacktestStatistics, 'orderListHash'>;

/** The figures of a run so far. `warmUpBars` are those before which the strategy could not trade. */
export function accountFigures(run: AccountRun, cash: number, warmUpBars: number): AccountFigures {
  const columns = run.inputs.map(({ series }) => series[0]?.bars).filter((bars) => bars !== undefined);
  markOpenTrades(run);
  return figuresOf(run, { cash, start: firstTradingPoint(run, warmUpBars), columns });
}

/** The result of a finished run. `warmUpBars` are those before which the strategy could not trade. */
export function accountOutcome(run: AccountRun, cash: number, warmUpBars: number): AccountOutcome {
  const { equity, desk, inputs } = run;
  const columns = inputs.map(({ series }) => series[0]?.bars).filter((bars) => bars !== undefined);
  const [only] = columns.length === 1 && inputs.length === 1 ? columns : [];
  const lastPoint = equity.length - 1;
  const start = firstTradingPoint(run, warmUpBars);
  markOpenTrades(run);
  const { trades } = desk.trades;
  return {
    statistics: { ...figuresOf(run, { cash, start, columns }), orderListHash: desk.hash.digest() },
    trades: trades.map((trade) => {
      const view = tradeView(trade, lastPoint);
      return only ? view : { ...view, symbol: inputs[trade.instrument]!.symbol };
    }),
    equityCurve: thinEquityCurve({
      time: equity.time,
      equity: equity.value,
      benchmark: benchmarkOf(columns, { cash, start, time: equity.time, isSingle: only !== undefined }),
    }),
    account: {
      currency: run.books.currency,
      symbols: inputs.map(({ symbol }) => symbol),
      orders: { ...desk.counts },
      marginCalls: run.marginCalls,
      isRuined: run.isRuined,
      events: run.events,
      notes: [...run.notes],
    },
  };
}

function firstTradingPoint({ equity }: AccountRun, warmUpBars: number): number {
  return Math.min(Math.max(0, warmUpBars - 2), equity.length - 1);
}

function figuresOf(
  run: AccountRun,
  { cash, start, columns }: { cash: number; start: number; columns: readonly BarColumns[] },
): AccountFigures {
  const { equity, desk, books } = run;
  const time = equity.time;
  const { length } = time;
  const closed = desk.trades.trades.filter((trade) => trade.exitBar >= 0);
  const open = desk.trades.trades.filter((trade) => trade.exitBar < 0);
  const last = length - 1;
  const performance = performanceStatistics({
    time,
    equity: equity.value,
    trades: closed.every(({ exitBar }) => exitBar <= last)
      ? closed
      : closed.map((trade) => ({ ...trade, exitBar: Math.min(trade.exitBar, last) })),
  });
  return {
    equityFinal: performance.equityFinal,
    returnPct: (performance.equityFinal / cash - 1) * 100,
    annualizedReturnPct: performance.annualizedReturnPct,
    volatilityPct: performance.volatilityPct,
    sharpe: performance.sharpe,
    sortino: performance.sortino,
    calmar: performance.calmar,
    maxDrawdownPct: performance.maxDrawdownPct,
    exposurePct:
      open.length === 0 ? performance.exposurePct : exposure(untilEnd(closed, open, last), length) * 100,
    buyAndHoldReturnPct: mean(
      columns.map(({ close, time: times }) =>
        buyAndHoldReturnPct(close, columns.length === 1 ? Math.min(start, times.length - 1) : 0),
      ),
    ),
    trades: closed.length,
    winRatePct: performance.winRatePct,
    profitFactor: performance.profitFactor,
    feesPaid: books.feesPaid(),
    bars: columns.length === 1 ? columns[0]!.length : run.events,
    startDate: isoDate(time[0]!),
    endDate: isoDate(time[last]!),
  };
}

/** Gives open trades their profit at the newest prices, after the fees they already paid. */
function markOpenTrades({ books, desk }: AccountRun): void {
  for (const trade of desk.trades.trades) {
    if (trade.exitBar >= 0) continue;
    const { instrument } = trade;
    const unrealized =
      (books.last[instrument]! - books.ledger.averagePrice(instrument)) * books.quantity[instrument]!;
    trade.pnl = desk.trades.openProfit(instrument) + unrealized;
    trade.returnPct = (trade.pnl / (trade.entryPrice * trade.quantity)) * 100;
  }
}

/** Closed and open trades, the open ones held to the last point. */
function untilEnd(
  closed: readonly BookedTrade[],
  open: readonly BookedTrade[],
  last: number,
): Pick<BookedTrade, 'entryBar' | 'exitBar'>[] {
  return [...closed, ...open.map(({ entryBar }) => ({ entryBar, exitBar: last }))];
}

function tradeView(trade: BookedTrade, lastPoint: number): BacktestResult['trades'][number] {
  const isOpen = trade.exitBar < 0;
  return {
    side: trade.side,
    quantity: trade.quantity,
    entryTime: trade.entryTime,
    entryPrice: trade.entryPrice,
    exitTime: isOpen ? null : trade.exitTime,
    exitPrice: isOpen ? null : trade.exitPrice,
    pnl: trade.pnl,
    returnPct: trade.returnPct,
    bars: (isOpen ? lastPoint : Math.min(trade.exitBar, lastPoint)) - trade.entryBar,
  };
}

/** Value of the same money in the instruments themselves, in equal parts. */
function benchmarkOf(
  columns: readonly BarColumns[],
  { cash, start, time, isSingle }: { cash: number; start: number; time: Float64Array; isSingle: boolean },
): (index: number) => number {
  const [first] = columns;
  if (isSingle && first && first.length === time.length) {
    const base = first.close[start]!;
    return (i) => (i <= start ? cash : (cash * first.close[i]!) / base);
  }
  if (columns.length === 0) return () => cash;
  // Asked for ascending points, so every instrument's place only moves on.
  const places = new Int32Array(columns.length);
  return (i) => {
    let sum = 0;
    for (let c = 0; c < columns.length; c++) {
      const bars = columns[c]!;
      let next = places[c]!;
      while (next < bars.length && bars.time[next]! <= time[i]!) next += 1;
      places[c] = next;
      sum += next === 0 ? 1 : bars.close[next - 1]! / bars.close[0]!;
    }
    return (cash * sum) / columns.length;
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
