import { describe, expect, it } from 'vitest';
import { LiveBars, type LiveBarsPorts } from '#agents/realtime-processor/live-bars';
import { LiveIndicators } from '#agents/realtime-processor/live-indicators';
import { simpleMovingAverage } from '#domain/indicators/overlap/simple-moving-average';
import { type BarColumns, barAt, barsFromRows } from '#domain/market/bar';
import { allocateTicks } from '#domain/market/tick-batch';
import { TradingDay } from '#domain/market/trading-day';
import { Bus } from '#engine/bus/bus';
import { createQuoteBoard } from '#engine/cache/columnar-quote-board';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { TickFanOut } from '#engine/stream/tick-fan-out';

const START = Date.UTC(2024, 2, 8, 15, 59);

function liveMarket(more: Partial<LiveBarsPorts> = {}) {
  const stored = new Map<string, BarColumns>();
  const failures: string[] = [];
  const board = createQuoteBoard();
  const bus = new Bus((_, error) => {
    throw error;
  });
  const clock = new SimulatedClock(START);
  const bars = new LiveBars({
    board,
    bus,
    clock,
    dayOf: () => new TradingDay(),
    onStoreFailure: (symbol, timeframe) => failures.push(`${symbol} ${timeframe}`),
    market: {
      readBars: async (symbol, timeframe) => stored.get(`${symbol} ${timeframe}`) ?? barsFromRows([]),
      putBars: async (symbol, timeframe, columns) => {
        stored.set(`${symbol} ${timeframe}`, columns);
        return { stored: columns.length, duplicate: 0, revised: 0 };
      },
    },
    ...more,
  });
  const fanOut = new TickFanOut((_, error) => {
    throw error;
  });
  fanOut.add({ name: 'board', take: (batch) => board.publishTicks(batch) });
  fanOut.add(bars);
  const slot = board.slot('BTCUSDT');
  const tick = (seconds: number, price: number): void => {
    const batch = allocateTicks(1);
    batch.length = 1;
    batch.slot[0] = slot;
    batch.eventTime[0] = START + seconds * 1_000;
    batch.price[0] = price;
    batch.size[0] = 2;
    fanOut.publish(batch);
  };
  return { bars, board, bus, clock, stored, failures, slot, tick };
}

describe('LiveBars', () => {
  it('stores what closed, shows what forms, and goes on after a restart where it was', async () => {
    const first = liveMarket();
    await first.bars.follow('BTCUSDT', first.slot, 'trades');
    const chart = await first.bars.open('BTCUSDT', '1m');
    first.tick(10, 100);
    first.tick(20, 103);
    first.bars.publish();
    expect(barAt(chart.bars(), 0)).toEqual({
      time: START,
      open: 100,
      high: 103,
      low: 100,
      close: 103,
      volume: 4,
    });
    first.tick(70, 90);
    first.bars.publish();
    expect(chart.bars().length).toBe(2);
    await first.bars.storeForming();
    expect(first.stored.get('BTCUSDT 1m')!.length).toBe(2);
    expect(barAt(first.stored.get('BTCUSDT 1d')!, 0)).toMatchObject({ open: 100, low: 90, volume: 6 });

    const second = liveMarket();
    for (const [key, columns] of first.stored) second.stored.set(key, columns);
    second.clock.advance(80_000);
    await second.bars.follow('BTCUSDT', second.slot, 'trades');
    second.tick(85, 95);
    expect(second.bars.builder.forming(second.slot, '1d')).toMatchObject({
      open: 100,
      high: 103,
      close: 95,
      volume: 8,
    });
    expect(second.bars.builder.forming(second.slot, '1m')).toMatchObject({ open: 90, high: 95, volume: 4 });
  });

  it('tells the bus once however many ticks came, with the batch that made the price', async () => {
    const { bars, bus, slot, tick } = liveMarket();
    const told: string[] = [];
    bus.subscribe('market_data', ({ causationId, payload }) =>
      told.push(`${causationId} ${(payload as { last: number }).last}`),
    );
    await bars.follow('BTCUSDT', slot, 'trades');
    for (let i = 0; i < 50; i++) tick(i, 100 + i);
    bars.publish();
    bars.publish();
    tick(51, 7);
    bars.publish();
    expect(told).toEqual(['ticks:50 149', 'ticks:51 7']);
  });

  it('keeps closed bars that the store refuses, and writes them when it takes them again', async () => {
    let isDown = true;
    const written: number[] = [];
    const { bars, slot, tick, failures } = liveMarket({
      market: {
        readBars: async () => barsFromRows([]),
        putBars: async (_, __, columns) => {
          if (isDown) throw new Error('disk full');
          written.push(columns.length);
          return { stored: columns.length, duplicate: 0, revised: 0 };
        },
      },
    });
    await bars.follow('BTCUSDT', slot, 'trades');
    for (let i = 0; i < 3; i++) tick(i * 20 + 1, 100);
    tick(61, 100);
    await bars.store();
    expect(failures).toContain('BTCUSDT 1m');
    isDown = false;
    await bars.store();
    await bars.store();
    expect(written.length).toBe(failures.length);
  });
});

describe('LiveIndicators', () => {
  it('goes on to the values that the batch form gives, a bar once', () => {
    const rows = Array.from({ length: 60 }, (_, i) => {
      const close = 100 + ((i * 37) % 11);
      return { time: START + i * 60_000, open: close, high: close + 1, low: close - 1, close, volume: i };
    });
    const [expected] = simpleMovingAverage.batch(barsFromRows(rows), { period: 20 });
    const indicators = new LiveIndicators();
    const request = {
      symbol: 'BTCUSDT',
      timeframe: '1m',
      indicator: 'sma',
      parameters: { period: 20 },
    } as const;
    const seen: number[] = [];
    const followed = indicators.follow(request, barsFromRows(rows.slice(0, 30)), ({ values }) =>
      seen.push(values[0]!),
    );
    expect(followed.values[0]).toBe(expected![29]);
    for (const bar of rows.slice(25)) indicators.onClosed('BTCUSDT', '1m', bar);
    expect(seen).toEqual([...expected!.subarray(30)]);
    followed.close();
    indicators.onClosed('BTCUSDT', '1m', { ...rows[0]!, time: START + 9e9 });
    expect(seen).toHaveLength(30);
  });

  it('names the nearest indicator', () => {
    const request = { symbol: 'X', timeframe: '1m', indicator: 'smaa' } as const;
    expect(() => new LiveIndicators().follow(request, barsFromRows([]))).toThrow(/sma/);
  });
});
