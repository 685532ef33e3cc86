import { allocateTicks, QUOTE_TICK, type TickBatch, TRADE_TICK } from '#domain/market/tick-batch';
import type { QuoteColumns, TradeColumns } from '#domain/market/tick-columns';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import type { RecordedCoverage, RecordedPrices } from '#engine/ports/recorded-prices';

/** Stretches read at a time: some thousands of rows each. */
const TICK_STRETCH_MS = 3_600_000;
const BAR_STRETCH_BARS = 1_000;
const TICKS_A_BAR = 4;

/** Length of time worth reading at once. */
export function stretchMs(coverage: RecordedCoverage): number {
  return coverage.form === 'ticks' ? TICK_STRETCH_MS : BAR_STRETCH_BARS * timeframeMs(coverage.timeframe);
}

/** Reads what is recorded of a symbol from `from` (inclusive) to `to` (exclusive). */
export async function readStretch(
  recorded: RecordedPrices,
  symbol: string,
  coverage: RecordedCoverage,
  from: number,
  to: number,
): Promise<TickBatch> {
  if (coverage.form === 'bars') return rowsOfBars(recorded, symbol, coverage.timeframe, from, to);
  const [trades, quotes] = await Promise.all([
    recorded.trades(symbol, from, to),
    recorded.quotes(symbol, from, to),
  ]);
  return merge(trades, quotes);
}

/** A quote comes before a trade of the same moment: the trade was made on it. */
function merge(trades: TradeColumns, quotes: QuoteColumns): TickBatch {
  const rows = allocateTicks(trades.length + quotes.length);
  let [t, q] = [0, 0];
  while (t < trades.length || q < quotes.length) {
    const isQuote = q < quotes.length && (t === trades.length || quotes.time[q]! <= trades.time[t]!);
    const row = rows.length++;
    if (isQuote) {
      rows.kind[row] = QUOTE_TICK;
      rows.eventTime[row] = quotes.time[q]!;
      rows.price[row] = rows.size[row] = Number.NaN;
      rows.bid[row] = quotes.bid[q]!;
      rows.ask[row] = quotes.ask[q]!;
      rows.bidSize[row] = quotes.bidSize[q]!;
      rows.askSize[row] = quotes.askSize[q]!;
      rows.sequence[row] = quotes.sequence[q]!;
      q++;
    } else {
      putTrade(rows, row, trades.time[t]!, trades.price[t]!, trades.size[t]!, trades.sequence[t]!);
      t++;
    }
  }
  return rows;
}

/**
 * A bar as four trades at its quarters: open, low, high, close, the high before the low when the bar fell. What
 * happened in between is not known; the bars that come of it are the bars it was made of.
 */
async function rowsOfBars(
  recorded: RecordedPrices,
  symbol: string,
  timeframe: Timeframe,
  from: number,
  to: number,
): Promise<TickBatch> {
  const bars = await recorded.bars(symbol, timeframe, from, to);
  const rows = allocateTicks(bars.length * TICKS_A_BAR);
  const quarter = timeframeMs(timeframe) / TICKS_A_BAR;
  for (let i = 0; i < bars.length; i++) {
    const [open, high, low, close] = [bars.open[i]!, bars.high[i]!, bars.low[i]!, bars.close[i]!];
    const path = close >= open ? [open, low, high, close] : [open, high, low, close];
    const share = Math.floor(bars.volume[i]! / TICKS_A_BAR);
    path.forEach((price, k) => {
      const size = k === TICKS_A_BAR - 1 ? bars.volume[i]! - share * (TICKS_A_BAR - 1) : share;
      putTrade(rows, rows.length++, bars.time[i]! + k * quarter, price, size, Number.NaN);
    });
  }
  return rows;
}

function putTrade(
  rows: TickBatch,
  row: number,
  time: number,
  price: number,
  size: number,
  sequence: number,
): void {
  rows.kind[row] = TRADE_TICK;
  rows.eventTime[row] = time;
  rows.price[row] = price;
  rows.size[row] = size;
  rows.bid[row] = rows.ask[row] = rows.bidSize[row] = rows.askSize[row] = Number.NaN;
  rows.sequence[row] = sequence;
}
