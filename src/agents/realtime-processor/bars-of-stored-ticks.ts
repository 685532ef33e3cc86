import { OctopusError, unknownName } from '#contract/errors';
import type { ProcessedTicks, ProcessTicksRequest } from '#contract/services/ticks';
import { calendarOf } from '#domain/instruments/calendar/catalog';
import { type BarColumns, barAt, barsFromRows, lowerBound } from '#domain/market/bar';
import { barsFromQuotes, barsFromTrades } from '#domain/market/bars-from-ticks';
import { allocateTrades, type TickKind } from '#domain/market/tick-columns';
import type { Timeframe } from '#domain/market/timeframe';
import { TradingDay } from '#domain/market/trading-day';
import type { TaskContext } from '#engine/agent/agent';
import type { MarketStore, TickSeriesSummary } from '#engine/ports/market-store';

const MADE_FRAMES = ['1m', '5m', '1h', '1d'] as const satisfies readonly Timeframe[];

/**
 * Makes bars of one minute to a day of stored ticks, a trading day at a time, and stores those that are not there.
 * Throws an UNKNOWN_SYMBOL when no ticks of the symbol are stored, a BAD_REQUEST for ticks that cannot be told apart.
 */
export async function processTicks(
  market: MarketStore,
  request: ProcessTicksRequest,
  { signal, reportProgress }: Pick<TaskContext, 'signal' | 'reportProgress'>,
): Promise<ProcessedTicks> {
  const put = await putGiven(market, request);
  const series = await chosenSeries(market, request);
  const counts = { ticks: 0, barsMade: 0, barsStored: 0, barsKept: 0 };
  for (const [index, one] of series.entries()) {
    await makeBars(market, one, request, counts, (fraction) => {
      signal.throwIfAborted();
      reportProgress((index + fraction) / series.length);
    });
  }
  return {
    symbols: series.map(({ symbol }) => symbol),
    ticksStored: put.stored,
    ticksDuplicate: put.duplicate,
    ...counts,
  };
}

async function putGiven(
  market: MarketStore,
  { symbol, kind, ticks = [] }: ProcessTicksRequest,
): Promise<{ stored: number; duplicate: number }> {
  if (ticks.length === 0) return { stored: 0, duplicate: 0 };
  if (symbol === undefined || kind !== 'trades')
    throw new OctopusError('BAD_REQUEST', 'ticks that are given are trades of one symbol: name the symbol');
  const early = ticks.findIndex(({ time }, i) => i > 0 && time < ticks[i - 1]!.time);
  if (early >= 0)
    throw new OctopusError(
      'BAD_REQUEST',
      `ticks[${early}] of ${symbol} is older than the one before it; give them oldest first`,
    );
  const trades = allocateTrades(ticks.length);
  ticks.forEach(({ time, price, size }, i) => {
    trades.time[i] = time;
    trades.price[i] = price;
    trades.size[i] = size;
    trades.sequence[i] = Number.NaN;
  });
  return market.putTrades(symbol, trades);
}

async function chosenSeries(
  market: MarketStore,
  { symbol, kind }: ProcessTicksRequest,
): Promise<TickSeriesSummary[]> {
  const all = (await market.tickSeries()).filter((one) => one.kind === kind);
  if (symbol === undefined) return all;
  const series = all.filter((one) => one.symbol === symbol);
  if (series.length > 0) return series;
  const known = all.map((one) => one.symbol);
  const sentence = known.length === 0 ? `no ${kind} are stored` : unknownName('symbol', symbol, known);
  throw new OctopusError('UNKNOWN_SYMBOL', sentence, { symbol, kind, known });
}

async function makeBars(
  market: MarketStore,
  { symbol, kind, firstTime, lastTime }: TickSeriesSummary,
  range: Pick<ProcessTicksRequest, 'from' | 'to'>,
  counts: { ticks: number; barsMade: number; barsStored: number; barsKept: number },
  onProgress: (fraction: number) => void,
): Promise<void> {
  const instrument = (await market.instruments()).find((one) => one.symbol === symbol);
  const day = new TradingDay(instrument && calendarOf(instrument));
  const first = Math.max(range.from ?? firstTime, firstTime);
  const last = Math.min((range.to ?? Number.POSITIVE_INFINITY) - 1, lastTime);
  for (let time = first; time <= last; ) {
    day.find(time);
    const { end } = day;
    // The stretch of a day is read whole: a bar made of a part of it would be wrong.
    const ticks = await readTicks(market, symbol, kind, day.start, end);
    counts.ticks += ticks.length;
    for (const timeframe of ticks.length > 0 ? MADE_FRAMES : []) {
      const made = ticks.bars(timeframe, day);
      const missing = await notStored(market, symbol, timeframe, made);
      counts.barsMade += made.length;
      counts.barsKept += made.length - missing.length;
      if (missing.length === 0) continue;
      const source = { source: `stored ${kind}`, kind: 'computed' } as const;
      counts.barsStored += (await market.putBars(symbol, timeframe, missing, source)).stored;
    }
    time = end;
    onProgress(Math.min(1, (time - first) / Math.max(1, last - first)));
  }
}

async function readTicks(market: MarketStore, symbol: string, kind: TickKind, from: number, to: number) {
  if (kind === 'trades') {
    const trades = await market.readTrades(symbol, { from, to });
    return {
      length: trades.length,
      bars: (timeframe: Timeframe, day: TradingDay) => barsFromTrades(trades, timeframe, day),
    };
  }
  const quotes = await market.readQuotes(symbol, { from, to });
  return {
    length: quotes.length,
    bars: (timeframe: Timeframe, day: TradingDay) => barsFromQuotes(quotes, timeframe, day),
  };
}

async function notStored(
  market: MarketStore,
  symbol: string,
  timeframe: Timeframe,
  made: BarColumns,
): Promise<BarColumns> {
  const from = made.time[0]!;
  const stored = await market.readBars(symbol, timeframe, { from, to: made.time[made.length - 1]! + 1 });
  if (stored.length === 0) return made;
  const rows = Array.from(made.time.keys(), (i) => barAt(made, i));
  return barsFromRows(rows.filter(({ time }) => stored.time[lowerBound(stored, time)] !== time));
}
