import { z } from 'zod';
import { OctopusError } from '#contract/errors';
import type { AlertView } from '#contract/services/alerts';
import { relativeStrengthIndex } from '#domain/indicators/relative-strength-index';
import { aggregateBars } from '#domain/market/aggregate-bars';
import { sliceBars } from '#domain/market/bar';
import { timeframeMs } from '#domain/market/timeframe';
import type { Agent } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import type { MarketWatchRole } from '#engine/agent/roles';
import type { QuoteBoard } from '#engine/cache/quote-board';
import { readEnoughBars } from '#engine/market/read-enough-bars';
import type { Clock } from '#engine/ports/clock';
import type { MarketStore } from '#engine/ports/market-store';
import { AlertBook } from './alert-book.ts';
import { DayBook } from './day-book.ts';

export interface RealtimeProcessorPorts {
  readonly board: QuoteBoard;
  readonly clock: Clock;
  readonly market: MarketStore;
  readonly onAlert: (alert: AlertView) => void;
}

/** Daily closes looked at for the RSI measure of alerts: enough for Wilder's average to have settled. */
const RSI_BARS = 250;
const RATE_WINDOW_MS = 1_000;

export type RealtimeProcessor = Agent & {
  readonly role: MarketWatchRole;
  readonly alerts: AlertBook;
  /** Ticks handled a second, over the last full second. */
  ticksPerSecond(): number;
};

/** M3: watches every tick for alerts, turns bars into longer bars, and counts what flows. */
export function createRealtimeProcessor({
  board,
  clock,
  market,
  onAlert,
}: RealtimeProcessorPorts): RealtimeProcessor {
  const alerts = new AlertBook(onAlert);
  const days = new DayBook();
  let rate = 0;
  let countedUpdates = 0;
  let stop: () => void = () => undefined;

  return {
    slug: 'realtime_processor',
    alerts,
    role: {
      onTick: (symbol, day, eventTime, last, size, previousClose, isNew) => {
        days.take(symbol, day, eventTime, last, size);
        if (!alerts.has(symbol)) return;
        alerts.observe(symbol, 'price', last, eventTime, isNew);
        alerts.observe(symbol, 'change-pct', (last / previousClose - 1) * 100, eventTime, isNew);
      },
      onDailyClose: (symbol, eventTime, bars, isNew) => {
        if (!alerts.has(symbol)) return;
        const recent = sliceBars(bars, bars.length - RSI_BARS, bars.length);
        const [rsi] = relativeStrengthIndex.batch(recent, { period: 14 });
        alerts.observe(symbol, 'rsi', rsi?.at(-1) ?? Number.NaN, eventTime, isNew);
      },
      checkDay: (symbol, bars) => days.check(symbol, bars),
    },
    ticksPerSecond: () => rate,
    start: () => {
      stop = clock.every(RATE_WINDOW_MS, () => {
        rate = ((board.updates - countedUpdates) * 1000) / RATE_WINDOW_MS;
        countedUpdates = board.updates;
      });
    },
    stop: () => stop(),
    tasks: [
      defineTask({
        type: 'aggregate',
        aliases: ['stream', 'market_data.aggregate_candles', 'analytics'],
        input: z.strictObject({
          symbol: z.string(),
          from: z.enum(['1s', '1m', '5m', '1h']).default('1m'),
          to: z.enum(['1m', '5m', '1h', '1d']),
        }),
        runsOn: 'engine',
        run: async ({ symbol, from, to }) => {
          if (timeframeMs(to) <= timeframeMs(from))
            throw new OctopusError('BAD_REQUEST', `${from} bars cannot make ${to} bars: choose a longer one`);
          const range = { symbol, timeframe: from, range: {}, minimum: 1 };
          const bars = await readEnoughBars(market, range);
          const longer = aggregateBars(bars, to);
          await market.putBars(symbol, to, longer);
          return { symbol, from, to, read: bars.length, written: longer.length };
        },
        summarize: (result) =>
          `${result.symbol}: ${result.read} bars of ${result.from} made ${result.written} of ${result.to}`,
      }),
    ],
    report: () => ({
      state: 'healthy',
      activity: `${board.symbols.length} symbols, ${alerts.activeCount} alerts armed`,
      headline: `${rate.toLocaleString('en-US', { maximumFractionDigits: 0 })}/s`,
    }),
  };
}
