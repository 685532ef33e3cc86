import type { BacktestResult, BacktestStatistics } from '#contract/services/backtests';
import type { BarColumns } from '#domain/market/bar';
import type { CurveStretches } from '#domain/statistics/curve-stretches';
import { buyAndHoldReturnPct, performanceStatistics } from '#domain/statistics/performance-statistics';
import { type DayCurve, dayCurve, drawnStretches, thinEquityCurve } from '../equity-curve.ts';
import type { ListedEvent } from '../order-list-hash.ts';
import type { AccountRun } from './account-run.ts';

/** What a run came to: every field of a backtest's result that is not its request. */
export type AccountOutcome = Pick<BacktestResult, 'statistics' | 'trades' | 'equityCurve' | 'account'> & {
  /** Where the curve is thinned and one instrument's bars do not tell it. */
  readonly dayCurve?: DayCurve;
  /** Every order and fill, and the hash over what was asked for, of a run that keeps them. */
  readonly kept?: { readonly events: readonly ListedEvent[]; readonly decisionHash: string };
};
type BacktestTrade = BacktestResult['trades'][number];

/** The statistics of a run but the hash of its orders. */
export type AccountFigures = Omit<BacktestStatistics, 'orderListHash'>;

/** What figures are worked out from: a run, or an account as its journal tells it. */
export interface RanAccount {
  readonly desk: Pick<AccountRun['desk'], 'trades' | 'counts' | 'hash'> &
    Partial<Pick<AccountRun['desk'], 'refusedBecause'>>;
  readonly books: Pick<AccountRun['books'], 'currency' | 'last' | 'quantity' | 'feesPaid'> & {
    readonly ledger: Pick<AccountRun['books']['ledger'], 'averagePrice'>;
  };
  readonly equity: Pick<AccountRun['equity'], 'time' | 'value' | 'length'>;
  readonly inputs: AccountRun['inputs'];
  readonly marginCalls: number;
  readonly isRuined: boolean;
  readonly events: number;
  readonly notes: readonly string[];
  readonly tape?: AccountRun['tape'];
}

/** The figures of a run so far. `warmUpBars` are those before which the strategy could not trade. */
export function accountFigures(run: RanAccount, cash: number, warmUpBars: number): AccountFigures {
  return figuresOf(run, { cash, start: firstTradingPoint(run, warmUpBars), columns: columnsOf(run) });
}

/** The result of a finished run. `warmUpBars` are those before which the strategy could not trade. */
export function accountOutcome(run: RanAccount, cash: number, warmUpBars: number): AccountOutcome {
  const { desk, inputs } = run;
  const { time, value } = run.equity;
  const columns = columnsOf(run);
  const isSingle = columns.length === 1 && inputs.length === 1;
  const start = firstTradingPoint(run, warmUpBars);
  const benchmark = benchmarkOf(columns, { cash, start, time, isSingle });
  const isOfBars = isSingle && columns[0]?.length === time.length;
  const days = isOfBars ? undefined : dayCurve({ time, equity: value, benchmark });
  const stretches = drawnStretches(value);
  return {
    statistics: { ...figuresOf(run, { cash, start, columns, stretches }), orderListHash: desk.hash.digest() },
    trades: tradeViews(run, isSingle),
    equityCurve: thinEquityCurve({ time, equity: value, benchmark, stretches }),
    ...(days ? { dayCurve: days } : {}),
    account: {
      currency: run.books.currency,
      symbols: inputs.map(({ symbol }) => symbol),
      orders: { ...desk.counts },
      ...(desk.refusedBecause ? { refusedBecause: desk.refusedBecause } : {}),
      marginCalls: run.marginCalls,
      isRuined: run.isRuined,
      events: run.events,
      notes: [...run.notes],
    },
    ...(run.tape ? { kept: { events: desk.hash.kept ?? [], decisionHash: run.tape.hash } } : {}),
  };
}

function columnsOf({ inputs }: RanAccount): BarColumns[] {
  return inputs.map(({ series }) => series[0]?.bars).filter((bars) => bars !== undefined);
}

function firstTradingPoint({ equity }: RanAccount, warmUpBars: number): number {
  return Math.min(Math.max(0, warmUpBars - 2), equity.length - 1);
}

function figuresOf(
  run: RanAccount,
  {
    cash,
    start,
    columns,
    stretches,
  }: {
    cash: number;
    start: number;
    columns: readonly BarColumns[];
    stretches?: CurveStretches | undefined;
  },
): AccountFigures {
  const { equity, books } = run;
  const { time } = equity;
  const last = time.length - 1;
  const { trades } = run.desk;
  const closed = trades.closed(last);
  const performance = performanceStatistics({
    time,
    equity: equity.value,
    trades: closed,
    spans: closed.pnl.length === trades.length ? closed : trades.spans(last),
    stretches,
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
    exposurePct: performance.exposurePct,
    buyAndHoldReturnPct: mean(
      columns.map(({ close, time: times }) =>
        buyAndHoldReturnPct(close, columns.length === 1 ? Math.min(start, times.length - 1) : 0),
      ),
    ),
    trades: performance.trades,
    winRatePct: performance.winRatePct,
    profitFactor: performance.profitFactor,
    feesPaid: books.feesPaid(),
    equityPeak: performance.equityPeak,
    cagrPct: performance.cagrPct,
    averageDrawdownPct: performance.averageDrawdownPct,
    maxDrawdownDays: inDays(performance.maxDrawdownDurationMs),
    averageDrawdownDays: inDays(performance.averageDrawdownDurationMs),
    bestTradePct: performance.bestTradePct,
    worstTradePct: performance.worstTradePct,
    averageTradePct: performance.averageTradePct,
    maxTradeDays: inDays(performance.maxTradeDurationMs),
    averageTradeDays: inDays(performance.averageTradeDurationMs),
    expectancyPct: performance.expectancyPct,
    systemQualityNumber: performance.systemQualityNumber,
    kellyCriterion: performance.kellyCriterion,
    bars: columns.length === 1 ? columns[0]!.length : run.events,
    startDate: isoDate(time[0]!),
    endDate: isoDate(time[last]!),
  };
}

/** Trades as the result tells them, in order of entry; those of several instruments with their symbol. */
function tradeViews(run: RanAccount, isSingle: boolean): BacktestTrade[] {
  const { desk, inputs } = run;
  const views: BacktestTrade[] = [];
  for (let i = 0; i < desk.trades.length; i++) {
    const view = desk.trades.isOpen(i) ? openView(run, i) : closedView(run, i);
    if (!isSingle) view.symbol = inputs[desk.trades.at(i).instrument]!.symbol;
    views.push(view);
  }
  return views;
}

function closedView({ desk, equity }: RanAccount, index: number): BacktestTrade {
  const { side, quantity, entryBar, entryTime, entryPrice, exitBar, exitTime, exitPrice, pnl, returnPct } =
    desk.trades.at(index);
  const bars = Math.min(exitBar, equity.length - 1) - entryBar;
  return { side, quantity, entryTime, entryPrice, exitTime, exitPrice, pnl, returnPct, bars };
}

/** An open trade with its profit at the newest prices, after the fees it already paid. */
function openView({ books, desk, equity }: RanAccount, index: number): BacktestTrade {
  const { instrument, side, quantity, entryBar, entryTime, entryPrice } = desk.trades.at(index);
  const unrealized =
    (books.last[instrument]! - books.ledger.averagePrice(instrument)) * books.quantity[instrument]!;
  const pnl = desk.trades.openProfit(instrument) + unrealized;
  const returnPct = (pnl / (entryPrice * quantity)) * 100;
  const bars = equity.length - 1 - entryBar;
  return { side, quantity, entryTime, entryPrice, exitTime: null, exitPrice: null, pnl, returnPct, bars };
}

/** Value of the same money in the instruments themselves, in equal parts, at ascending points of the curve. */
function benchmarkOf(
  columns: readonly BarColumns[],
  { cash, start, time, isSingle }: { cash: number; start: number; time: Float64Array; isSingle: boolean },
): (points: Int32Array) => Float64Array {
  const [first] = columns;
  if (isSingle && first && first.length === time.length) {
    const base = first.close[start]!;
    return (points) => {
      const values = new Float64Array(points.length);
      for (let p = 0; p < points.length; p++) {
        const i = points[p]!;
        values[p] = i <= start ? cash : (cash * first.close[i]!) / base;
      }
      return values;
    };
  }
  return (points) => {
    const sums = new Float64Array(points.length);
    for (const bars of columns) addGrowth(sums, bars, time, points);
    return columns.length === 0 ? sums.fill(cash) : sums.map((sum) => (cash * sum) / columns.length);
  };
}

/** Adds to each point what became of 1 that was put in at the first close, and is 1 before it. */
function addGrowth(sums: Float64Array, bars: BarColumns, time: Float64Array, points: Int32Array): void {
  const base = bars.close[0]!;
  let next = 0;
  for (let p = 0; p < points.length; p++) {
    const now = time[points[p]!]!;
    // Mostly the series goes on by as many bars as the curve by points; else it is walked.
    const guess = next + points[p]! - (p === 0 ? -1 : points[p - 1]!);
    if (guess <= bars.length && bars.time[guess - 1]! <= now) next = guess;
    while (next < bars.length && bars.time[next]! <= now) next += 1;
    sums[p]! += next === 0 ? 1 : bars.close[next - 1]! / base;
  }
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}

function inDays(milliseconds: number | null): number | null {
  return milliseconds === null ? null : milliseconds / 86_400_000;
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
