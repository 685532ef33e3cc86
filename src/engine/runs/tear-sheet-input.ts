import type { BacktestResult } from '#contract/services/backtests';
import type { BarColumns } from '#domain/market/bar';
import { excursions, type MeasuredTrade } from '#domain/performance/measured-trade';
import { indexAt } from '#domain/reports/run-points';
import type { RunChecks, RunColumns, TearSheetInput } from '#domain/reports/tear-sheet-input';
import type { DayCurve } from '../simulation/equity-curve.ts';

/** A backtest's result, and the bars it ran on. */
export interface FinishedBacktest {
  readonly result: BacktestResult;
  readonly bars: BarColumns;
  /** Every close of a day, where the result's own curve is thinned. */
  readonly dayCurve?: DayCurve;
  /** What it is called; symbol and strategy unless told. */
  readonly name?: string;
  readonly engineVersion: string;
  readonly checks?: Partial<RunChecks>;
  /** Branch of business by symbol, as far as it is known. */
  readonly sectors?: Readonly<Record<string, string>>;
}

/**
 * What a tear sheet of a backtest is made from. Equity, exposure and turnover of every bar are worked out from trades
 * and closes, then drawn to the result's own curve, which knows what trades do not tell (interest, several fills to a
 * trade). A run of several symbols, or of ticks, has its equity at the end of each day.
 */
export function tearSheetInput({
  result,
  bars,
  dayCurve,
  name,
  engineVersion,
  checks,
  sectors = {},
}: FinishedBacktest): TearSheetInput {
  const { options, symbol, timeframe, statistics, account } = result;
  const trades = result.trades.map((trade) => {
    const measured = measureTrade(result, trade, bars);
    const sector = sectors[measured.symbol];
    return sector === undefined ? measured : { ...measured, sector };
  });
  const symbols = account?.symbols ?? [symbol];
  const rebuilt = columnsOf(trades, bars, options);
  const isOfBars = symbols.length === 1 && isAmong(result.equityCurve, bars.time);
  return {
    name: name ?? `${symbol} ${options.strategy}`,
    strategy: options.strategy,
    parameters: options.parameters,
    symbols,
    timeframe,
    ...(account ? { currency: account.currency } : {}),
    cash: options.cash,
    benchmarkName: `buy and hold of ${symbols.length === 1 ? symbol : 'all symbols'}`,
    columns: isOfBars
      ? withBenchmark(drawnTo(result.equityCurve, rebuilt, bars), result, bars)
      : withTurnover(dayCurve ?? ownCurve(result), rebuilt),
    trades,
    feesPaid: statistics.feesPaid,
    commission: options.commission,
    hasSlippage: options.costs?.slippage !== undefined,
    checks: {
      trialCount: null,
      ...checks,
      ambiguousBars: checks?.ambiguousBars ?? account?.orders.ambiguousBars ?? null,
    },
    orderListHash: statistics.orderListHash,
    engineVersion,
  };
}

type Trade = BacktestResult['trades'][number];

function measureTrade({ symbol, options }: BacktestResult, trade: Trade, bars: BarColumns): MeasuredTrade {
  const { side, quantity, entryPrice, entryTime, exitTime, exitPrice } = trade;
  const isOfBars = trade.symbol === undefined || trade.symbol === symbol;
  const entryBar = indexAt(bars.time, entryTime);
  const exitBar = exitTime === null ? bars.length - 1 : indexAt(bars.time, exitTime);
  const lastPrice = exitPrice ?? (isOfBars ? bars.close[exitBar]! : entryPrice);
  const gross = (lastPrice - entryPrice) * quantity * (side === 'long' ? 1 : -1);
  // Filled at a close: the bar's range was before it. Left at an open: the bar's range came after it.
  const from = options.fill === 'close' ? entryBar + 1 : entryBar;
  const isLeftAtOpen = exitPrice !== null && exitPrice === bars.open[exitBar] && exitBar > entryBar;
  return {
    symbol: trade.symbol ?? symbol,
    strategy: options.strategy,
    side,
    quantity,
    entryTime,
    entryPrice,
    exitTime,
    exitPrice,
    pnl: trade.pnl,
    returnPct: trade.returnPct,
    fees: Math.max(0, gross - trade.pnl),
    bars: trade.bars,
    ...(isOfBars
      ? excursions(
          { side, entryPrice, exitPrice: lastPrice },
          bars,
          from,
          isLeftAtOpen ? exitBar - 1 : exitBar,
        )
      : { maePct: null, mfePct: null }),
    entryVolume: isOfBars ? (bars.volume[entryBar] ?? null) : null,
  };
}

/** Cash and position of every bar, from the trades alone. */
function columnsOf(
  trades: readonly MeasuredTrade[],
  bars: BarColumns,
  { cash }: BacktestResult['options'],
): RunColumns {
  const { length, time, close } = bars;
  const equity = new Float64Array(length).fill(cash);
  const exposure = new Float64Array(length);
  const turnover = new Float64Array(length);
  const booked = new Float64Array(length + 1);
  const held = new Float64Array(length);
  for (const trade of trades) {
    const entry = indexAt(time, trade.entryTime);
    const exit = trade.exitTime === null ? length : indexAt(time, trade.exitTime);
    const signed = trade.side === 'long' ? trade.quantity : -trade.quantity;
    const entered = trade.entryPrice * trade.quantity;
    const left = trade.exitPrice === null ? 0 : trade.exitPrice * trade.quantity;
    const entryFee = (trade.fees * entered) / (entered + left);
    turnover[entry]! += entered;
    for (let i = entry; i < exit; i++) {
      equity[i]! += signed * (close[i]! - trade.entryPrice) - entryFee;
      held[i]! += signed;
    }
    if (exit < length) {
      turnover[exit]! += left;
      booked[exit]! += trade.pnl;
    }
  }
  let realized = 0;
  for (let i = 0; i < length; i++) {
    realized += booked[i]!;
    equity[i]! += realized;
    exposure[i] = equity[i]! > 0 ? (held[i]! * close[i]!) / equity[i]! : 0;
  }
  return { time, equity, exposure, turnover };
}

function isAmong(points: BacktestResult['equityCurve'], time: Float64Array): boolean {
  return points.length > 0 && points.every((point) => time[indexAt(time, point.time)] === point.time);
}

/** The rebuilt columns moved onto the points of a curve; between two points what they lack is spread evenly. */
function drawnTo(points: BacktestResult['equityCurve'], rebuilt: RunColumns, bars: BarColumns): RunColumns {
  const equity = rebuilt.equity.slice();
  const exposure = rebuilt.exposure.slice();
  let from = 0;
  let before = 0;
  for (const point of points) {
    const to = indexAt(bars.time, point.time);
    const lack = point.equity - rebuilt.equity[to]!;
    for (let i = from; i <= to; i++) {
      const share = to === from ? 1 : (i - from) / (to - from);
      const value = i === to ? point.equity : rebuilt.equity[i]! + before + (lack - before) * share;
      exposure[i] = value > 0 ? (rebuilt.exposure[i]! * rebuilt.equity[i]!) / value : 0;
      equity[i] = value;
    }
    from = to;
    before = lack;
  }
  return { ...rebuilt, equity, exposure };
}

/** The benchmark of the result, spread over every bar by the closes it follows. */
function withBenchmark(columns: RunColumns, { equityCurve }: BacktestResult, bars: BarColumns): RunColumns {
  const last = equityCurve.at(-1);
  if (!last) return columns;
  const cash = equityCurve[0]!.benchmark;
  const units = last.benchmark / bars.close[bars.length - 1]!;
  // It holds cash until the strategy could trade: the first point that moved tells since when.
  const moved = equityCurve.find((point) => point.benchmark !== cash);
  let start = moved ? indexAt(bars.time, moved.time) : bars.length;
  while (start > 0 && !isSame(units * bars.close[start]!, cash)) start -= 1;
  return {
    ...columns,
    benchmark: Float64Array.from(bars.close, (close, i) => (moved && i > start ? units * close : cash)),
  };
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.abs(b);
}

/** The curve of the result itself, which is whole while it is short. */
function ownCurve({ equityCurve }: BacktestResult): DayCurve {
  return {
    time: Float64Array.from(equityCurve, (point) => point.time),
    equity: Float64Array.from(equityCurve, (point) => point.equity),
    benchmark: Float64Array.from(equityCurve, (point) => point.benchmark),
  };
}

/** What was traded between two points counts at the later. */
function withTurnover(curve: DayCurve, rebuilt: RunColumns): RunColumns {
  const places = Array.from(curve.time, (value) => indexAt(rebuilt.time, value));
  const turnover = places.map((place, i) => {
    const from = i === 0 ? 0 : places[i - 1]! + 1;
    return rebuilt.turnover.subarray(from, place + 1).reduce((sum, value) => sum + value, 0);
  });
  return {
    ...curve,
    exposure: Float64Array.from(places, (place) => rebuilt.exposure[place]!),
    turnover: Float64Array.from(turnover),
  };
}
