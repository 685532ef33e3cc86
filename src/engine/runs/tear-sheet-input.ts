import type { BacktestResult } from '#contract/services/backtests';
import type { BarColumns } from '#domain/market/bar';
import { excursions, type MeasuredTrade } from '#domain/performance/measured-trade';
import { indexAt } from '#domain/reports/run-points';
import type { RunChecks, RunColumns, TearSheetInput } from '#domain/reports/tear-sheet-input';

/** A backtest's result, and the bars it ran on. */
export interface FinishedBacktest {
  readonly result: BacktestResult;
  readonly bars: BarColumns;
  /** What it is called; symbol and strategy unless told. */
  readonly name?: string;
  readonly engineVersion: string;
  readonly checks?: Partial<RunChecks>;
}

/** Relative difference below which two equities are one; they are sums of the same floats in another order. */
const TOLERANCE = 1e-6;

/**
 * What a tear sheet of a single-symbol backtest is made from. Equity, exposure and turnover of every bar are worked out
 * from trades and closes; where that does not meet the result's own curve (an engine that knows more than trades tell),
 * the curve of the result is taken as it is, with its fewer points.
 */
export function tearSheetInput({
  result,
  bars,
  name,
  engineVersion,
  checks,
}: FinishedBacktest): TearSheetInput {
  const { options, symbol, timeframe, statistics } = result;
  const trades = result.trades.map((trade) => measureTrade(result, trade, bars));
  const rebuilt = columnsOf(trades, bars, options);
  return {
    name: name ?? `${symbol} ${options.strategy}`,
    strategy: options.strategy,
    parameters: options.parameters,
    symbols: [symbol],
    timeframe,
    cash: options.cash,
    benchmarkName: `buy and hold of ${symbol}`,
    columns: meets(rebuilt, result) ? withBenchmark(rebuilt, result, bars) : ownCurve(result, rebuilt),
    trades,
    feesPaid: statistics.feesPaid,
    commission: options.commission,
    checks: { trials: null, isLookAheadChecked: false, ambiguousBars: null, ...checks },
    orderListHash: statistics.orderListHash,
    engineVersion,
  };
}

type Trade = BacktestResult['trades'][number];

function measureTrade({ symbol, options }: BacktestResult, trade: Trade, bars: BarColumns): MeasuredTrade {
  const { side, quantity, entryPrice, entryTime, exitTime, exitPrice } = trade;
  const entryBar = indexAt(bars.time, entryTime);
  const exitBar = exitTime === null ? bars.length - 1 : indexAt(bars.time, exitTime);
  const lastPrice = exitPrice ?? bars.close[exitBar]!;
  const gross = (lastPrice - entryPrice) * quantity * (side === 'long' ? 1 : -1);
  // Filled at a close: the bar's range was before it. Left at an open: the bar's range came after it.
  const from = options.fill === 'close' ? entryBar + 1 : entryBar;
  const isLeftAtOpen = exitPrice !== null && exitPrice === bars.open[exitBar] && exitBar > entryBar;
  return {
    symbol,
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
    ...excursions(
      { side, entryPrice, exitPrice: lastPrice },
      bars,
      from,
      isLeftAtOpen ? exitBar - 1 : exitBar,
    ),
    entryVolume: bars.volume[entryBar] ?? null,
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

function meets({ time, equity }: RunColumns, { equityCurve, statistics }: BacktestResult): boolean {
  const isClose = (a: number, b: number): boolean =>
    Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
  return (
    isClose(equity[equity.length - 1]!, statistics.equityFinal) &&
    equityCurve.every((point) => isClose(equity[indexAt(time, point.time)]!, point.equity))
  );
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

/** The thinned curve of the result itself; what was traded between two points counts at the later. */
function ownCurve({ equityCurve }: BacktestResult, rebuilt: RunColumns): RunColumns {
  const time = Float64Array.from(equityCurve, (point) => point.time);
  const places = Array.from(time, (value) => indexAt(rebuilt.time, value));
  const turnover = places.map((place, i) => {
    const from = i === 0 ? 0 : places[i - 1]! + 1;
    return rebuilt.turnover.subarray(from, place + 1).reduce((sum, value) => sum + value, 0);
  });
  return {
    time,
    equity: Float64Array.from(equityCurve, (point) => point.equity),
    benchmark: Float64Array.from(equityCurve, (point) => point.benchmark),
    exposure: Float64Array.from(places, (place) => rebuilt.exposure[place]!),
    turnover: Float64Array.from(turnover),
  };
}
