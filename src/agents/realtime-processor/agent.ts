import { z } from 'zod';
import { OctopusError } from '#contract/errors';
import { type ProcessedTicks, processTicksRequest } from '#contract/services/ticks';
import { calendarOf } from '#domain/instruments/calendar/catalog';
import { aggregateBars } from '#domain/market/aggregate-bars';
import { timeframeMs } from '#domain/market/timeframe';
import { TradingDay } from '#domain/market/trading-day';
import type { Agent } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import type { MarketWatchRole } from '#engine/agent/roles';
import type { QuoteBoard } from '#engine/cache/quote-board';
import { readEnoughBars } from '#engine/market/read-enough-bars';
import type { Clock } from '#engine/ports/clock';
import type { MarketStore } from '#engine/ports/market-store';
import { AlertBook, type AlertBookPorts } from './alert-book.ts';
import { processTicks } from './bars-of-stored-ticks.ts';
import { DayBook } from './day-book.ts';

export interface RealtimeProcessorPorts extends Omit<AlertBookPorts, 'onFired'> {
  readonly board: QuoteBoard;
  readonly clock: Clock;
  readonly market: MarketStore;
  readonly onAlert: AlertBookPorts['onFired'];
  /** Told after bars of a symbol were made of stored ones or of ticks. */
  readonly onBarsMade?: (symbol: string) => void;
}

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
  contextOf,
  isReplayed,
  onAlert,
  onBarsMade,
}: RealtimeProcessorPorts): RealtimeProcessor {
  const alerts = new AlertBook({ board, contextOf, isReplayed, onFired: onAlert });
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
        alerts.onTick(symbol, day, eventTime, last, size, previousClose, isNew);
      },
      onDailyClose: (symbol, eventTime, bars, isNew) =>
        alerts.onBarClosed(symbol, '1d', bars, eventTime, isNew),
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
          const instrument = (await market.instruments()).find((one) => one.symbol === symbol);
          const longer = aggregateBars(bars, to, new TradingDay(instrument && calendarOf(instrument)));
          await market.putBars(symbol, to, longer, { source: `${from} bars`, kind: 'computed' });
          onBarsMade?.(symbol);
          return { symbol, from, to, read: bars.length, written: longer.length };
        },
        summarize: (result) =>
          `${result.symbol}: ${result.read} bars of ${result.from} made ${result.written} of ${result.to}`,
      }),
      defineTask({
        type: 'process_ticks',
        aliases: ['market_data.process_tick_data'],
        input: processTicksRequest,
        runsOn: 'engine',
        run: async (request, context) => {
          const result = await processTicks(market, request, context);
          for (const symbol of result.symbols) onBarsMade?.(symbol);
          return result;
        },
        summarize: ({ ticks, barsStored, barsKept }: ProcessedTicks) =>
          `${ticks.toLocaleString('en-US')} ticks made ${barsStored.toLocaleString('en-US')} new bars; ${barsKept.toLocaleString('en-US')} were there`,
      }),
    ],
    report: () => ({
      state: 'healthy',
      activity: `${board.symbols.length} symbols, ${alerts.activeCount} alerts armed`,
      headline: `${rate.toLocaleString('en-US', { maximumFractionDigits: 0 })}/s`,
    }),
  };
}
