import { OctopusError, unknownName } from '#contract/errors';
import type { VerifyBarsRequest } from '#contract/services/ticks';
import { calendarOf } from '#domain/instruments/calendar/catalog';
import { BAR_FIELDS, type BarColumns, lowerBound } from '#domain/market/bar';
import { barsFromQuotes, barsFromTrades } from '#domain/market/bars-from-ticks';
import type { Timeframe } from '#domain/market/timeframe';
import { timeframeMs } from '#domain/market/timeframe';
import { TradingDay } from '#domain/market/trading-day';
import type { TaskContext } from '#engine/agent/agent';
import type { MarketStore, TickSeriesSummary } from '#engine/ports/market-store';

/** Bars made of stored ticks beside the bars that are stored. */
export interface BarVerification {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly kind: 'trades' | 'quotes';
  readonly ticks: number;
  /** Bars that the ticks make, those at either end of the ticks left out: their stretch may not be recorded whole. */
  readonly bars: number;
  readonly equal: number;
  readonly different: number;
  /** Bars that the ticks make and the store lacks. */
  readonly missing: number;
  /** Stored bars of stretches in which no tick is. */
  readonly unexpected: number;
  /** The first {@link FINDINGS_MAX} of what is not equal. */
  readonly findings: readonly { readonly time: number; readonly problem: string }[];
}

const FINDINGS_MAX = 100;
const HOUR_MS = 3_600_000;

interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Times that bars of the stretch bear: a day bears its date. */
  readonly firstLabel: number;
  readonly lastLabel: number;
}

/** Makes bars anew from stored ticks, a stretch at a time, and compares them with the stored bars to the bit. */
export async function verifyBars(
  market: MarketStore,
  { symbol, timeframe, kind, from, to }: VerifyBarsRequest,
  { signal, reportProgress }: Pick<TaskContext, 'signal' | 'reportProgress'>,
): Promise<BarVerification> {
  const series = await requireTicks(market, symbol, kind);
  const instrument = (await market.instruments()).find((one) => one.symbol === symbol);
  const day = new TradingDay(instrument && calendarOf(instrument));
  const first = Math.max(from ?? series.firstTime, series.firstTime);
  const last = Math.min((to ?? Number.POSITIVE_INFINITY) - 1, series.lastTime);
  const counts = { ticks: 0, bars: 0, equal: 0, different: 0, missing: 0, unexpected: 0 };
  const findings: { time: number; problem: string }[] = [];
  const find = (time: number, problem: string): void => {
    if (findings.length < FINDINGS_MAX) findings.push({ time, problem });
  };

  for (let time = first; time <= last; ) {
    signal.throwIfAborted();
    const stretch = stretchOf(time, timeframe, day);
    const made = await rebuild(market, { symbol, timeframe, kind, day }, stretch);
    const stored = await market.readBars(symbol, timeframe, {
      from: stretch.firstLabel,
      to: stretch.lastLabel + 1,
    });
    counts.ticks += made.ticks;
    const isWhole = (label: number): boolean => {
      const start = timeframe === '1d' ? stretch.start : label;
      const end = timeframe === '1d' ? stretch.end : label + timeframeMs(timeframe);
      return start >= first && end <= last;
    };
    compare(made.bars, stored, { isWhole, counts, find });
    time = stretch.end;
    reportProgress(Math.min(1, (time - first) / Math.max(1, last - first)));
  }
  return { symbol, timeframe, kind, ...counts, findings };
}

interface Comparison {
  readonly isWhole: (label: number) => boolean;
  readonly counts: { bars: number; equal: number; different: number; missing: number; unexpected: number };
  readonly find: (time: number, problem: string) => void;
}

function compare(made: BarColumns, stored: BarColumns, { isWhole, counts, find }: Comparison): void {
  for (let i = 0; i < made.length; i++) {
    const time = made.time[i]!;
    if (!isWhole(time)) continue;
    counts.bars++;
    const at = lowerBound(stored, time);
    if (stored.time[at] !== time) {
      counts.missing++;
      find(time, 'is not stored');
      continue;
    }
    const fields = BAR_FIELDS.filter((field) => !Object.is(made[field][i], stored[field][at]));
    if (fields.length === 0) counts.equal++;
    else {
      counts.different++;
      const parts = fields.map(
        (field) => `${field} ${stored[field][at]} is stored, ticks make ${made[field][i]}`,
      );
      find(time, parts.join('; '));
    }
  }
  for (let at = 0; at < stored.length; at++) {
    const time = stored.time[at]!;
    if (!isWhole(time) || made.time[lowerBound(made, time)] === time) continue;
    counts.unexpected++;
    find(time, 'is stored, and no tick of it is');
  }
}

/** An hour, or the trading day. */
function stretchOf(time: number, timeframe: Timeframe, day: TradingDay): Stretch {
  if (timeframe === '1d') {
    day.find(time);
    return { start: day.start, end: day.end, firstLabel: day.date, lastLabel: day.date };
  }
  const start = Math.floor(time / HOUR_MS) * HOUR_MS;
  return { start, end: start + HOUR_MS, firstLabel: start, lastLabel: start + HOUR_MS - 1 };
}

async function rebuild(
  market: MarketStore,
  {
    symbol,
    timeframe,
    kind,
    day,
  }: Pick<VerifyBarsRequest, 'symbol' | 'timeframe' | 'kind'> & { day: TradingDay },
  { start, end }: Stretch,
): Promise<{ ticks: number; bars: BarColumns }> {
  const range = { from: start, to: end };
  if (kind === 'trades') {
    const trades = await market.readTrades(symbol, range);
    return { ticks: trades.length, bars: barsFromTrades(trades, timeframe, day) };
  }
  const quotes = await market.readQuotes(symbol, range);
  return { ticks: quotes.length, bars: barsFromQuotes(quotes, timeframe, day) };
}

async function requireTicks(
  market: MarketStore,
  symbol: string,
  kind: 'trades' | 'quotes',
): Promise<TickSeriesSummary> {
  const all = (await market.tickSeries()).filter((one) => one.kind === kind);
  const series = all.find((one) => one.symbol === symbol);
  if (series) return series;
  const known = all.map((one) => one.symbol);
  throw new OctopusError(
    'UNKNOWN_SYMBOL',
    known.length === 0 ? `no ${kind} are stored` : unknownName('symbol', symbol, known),
    { symbol, kind, known },
  );
}
