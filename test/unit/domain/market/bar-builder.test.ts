import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarById } from '#domain/instruments/calendar/catalog';
import { aggregateBars } from '#domain/market/aggregate-bars';
import { type Bar, barAt } from '#domain/market/bar';
import { BarBuilder } from '#domain/market/bar-builder';
import { barsFromQuotes, barsFromTrades } from '#domain/market/bars-from-ticks';
import { allocateTicks, QUOTE_TICK, type TickBatch, TRADE_TICK } from '#domain/market/tick-batch';
import { TIMEFRAMES, type Timeframe } from '#domain/market/timeframe';
import { TradingDay } from '#domain/market/trading-day';

interface Tick {
  readonly slot: number;
  readonly time: number;
  readonly price: number;
  readonly size: number;
}

function batchOf(ticks: readonly Tick[], kind = TRADE_TICK): TickBatch {
  const batch = allocateTicks(ticks.length);
  batch.length = ticks.length;
  ticks.forEach(({ slot, time, price, size }, row) => {
    batch.slot[row] = slot;
    batch.kind[row] = kind;
    batch.eventTime[row] = time;
    batch.price[row] = price;
    batch.size[row] = size;
    batch.bid[row] = price - 0.25;
    batch.ask[row] = price + 0.5;
  });
  return batch;
}

function collector(dayOf?: (slot: number) => TradingDay) {
  const closed = new Map<string, Bar[]>();
  const late: string[] = [];
  const builder = new BarBuilder({
    onClosed: (timeframe, bars) => {
      for (let i = 0; i < bars.length; i++) {
        const key = `${bars.slot[i]} ${timeframe}`;
        closed.set(key, [...(closed.get(key) ?? []), barAt(bars, i)]);
      }
    },
    onLate: (slot, time, timeframe) => late.push(`${slot} ${time} ${timeframe}`),
    ...(dayOf === undefined ? {} : { dayOf }),
  });
  return {
    builder,
    late,
    of: (slot: number, timeframe: Timeframe) => closed.get(`${slot} ${timeframe}`) ?? [],
  };
}

function rowsOf(bars: ReturnType<typeof barsFromTrades>): Bar[] {
  return Array.from({ length: bars.length }, (_, i) => barAt(bars, i));
}

const START = Date.UTC(2024, 2, 8, 20, 58);
const step = fc.record({
  slot: fc.nat({ max: 3 }),
  wait: fc.oneof(fc.nat({ max: 400 }), fc.nat({ max: 90_000 }), fc.nat({ max: 30_000_000 })),
  price: fc.double({ min: 0.001, max: 1e5, noNaN: true }),
  size: fc.oneof(fc.double({ min: 0, max: 1e4, noNaN: true }), fc.constant(Number.NaN)),
});

describe('BarBuilder', () => {
  it.each(['none', 'XNYS', 'FX'] as const)(
    'equals bars made of the stored ticks to the bit, days by %s',
    (id) => {
      const dayOf = (): TradingDay => new TradingDay(id === 'none' ? undefined : calendarById(id));
      fc.assert(
        fc.property(
          fc.array(step, { minLength: 1, maxLength: 200 }),
          fc.integer({ min: 1, max: 50 }),
          (steps, cut) => {
            let time = START;
            const ticks = steps.map(({ slot, wait, price, size }) => {
              time += wait;
              return { slot, time, price, size };
            });
            const { builder, of } = collector(dayOf);
            for (let at = 0; at < ticks.length; at += cut) builder.take(batchOf(ticks.slice(at, at + cut)));
            for (let slot = 0; slot < 4; slot++) {
              const mine = ticks.filter((tick) => tick.slot === slot);
              const column = (name: 'time' | 'price' | 'size') =>
                Float64Array.from(mine, (tick) => tick[name]);
              const trades = {
                length: mine.length,
                time: column('time'),
                price: column('price'),
                size: column('size'),
                sequence: column('time'),
              };
              for (const timeframe of TIMEFRAMES) {
                const rebuilt = rowsOf(barsFromTrades(trades, timeframe, dayOf()));
                const forming = builder.forming(slot, timeframe);
                const built = [...of(slot, timeframe), ...(forming ? [forming] : [])];
                expect(built, `${slot} ${timeframe}`).toEqual(rebuilt);
              }
            }
          },
        ),
        { numRuns: 150, seed: 7 },
      );
    },
  );

  it('makes five minutes and hours that the minutes add up to, where sums are exact', () => {
    const { builder, of } = collector();
    const ticks = Array.from({ length: 5_000 }, (_, i) => ({
      slot: 0,
      time: START + i * 6_700,
      price: 100 + ((i * 7919) % 1_000) / 8,
      size: (i * 31) % 64,
    }));
    builder.take(batchOf(ticks));
    builder.closeUntil(Number.POSITIVE_INFINITY);
    const minutes = of(0, '1m');
    const columns = { length: minutes.length } as Record<string, unknown>;
    for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const)
      columns[name] = Float64Array.from(minutes, (bar) => bar[name]);
    for (const timeframe of ['5m', '1h'] as const)
      expect(rowsOf(aggregateBars(columns as never, timeframe))).toEqual(of(0, timeframe));
  });

  it('takes the middle of quotes for a slot that has no trades, and leaves its trades alone', () => {
    const { builder, of } = collector();
    builder.setPriceSource(2, 'quotes');
    const ticks = [1, 2, 3].map((price) => ({ slot: 2, time: START + price, price, size: 9 }));
    builder.take(batchOf(ticks, QUOTE_TICK));
    builder.take(batchOf(ticks, TRADE_TICK));
    builder.closeUntil(START + 60_000);
    expect(of(2, '1m')).toEqual([
      { time: START, open: 1.125, high: 3.125, low: 1.125, close: 3.125, volume: 0 },
    ]);
    const quotes = {
      length: 3,
      time: Float64Array.from(ticks, ({ time }) => time),
      bid: Float64Array.from(ticks, ({ price }) => price - 0.25),
      ask: Float64Array.from(ticks, ({ price }) => price + 0.5),
      bidSize: new Float64Array(3),
      askSize: new Float64Array(3),
      sequence: new Float64Array(3),
    };
    expect(rowsOf(barsFromQuotes(quotes, '1m'))).toEqual(of(2, '1m'));
  });

  it('takes a late tick into bars that are open, tells of those that are closed, and never makes it the close', () => {
    const { builder, of, late } = collector();
    const at = (seconds: number, price: number) => ({
      slot: 0,
      time: START + seconds * 1_000,
      price,
      size: 1,
    });
    builder.take(batchOf([at(10, 5), at(70, 6), at(72, 7)]));
    builder.take(batchOf([at(71, 9), at(59, 1)]));
    builder.closeUntil(START + 120_000);
    expect(of(0, '1m')).toEqual([
      { time: START, open: 5, high: 5, low: 5, close: 5, volume: 1 },
      { time: START + 60_000, open: 6, high: 9, low: 6, close: 7, volume: 3 },
    ]);
    expect(builder.late).toBe(2);
    expect(late).toEqual([`0 ${START + 71_000} 1s`, `0 ${START + 59_000} 1s`, `0 ${START + 59_000} 1m`]);
    expect(builder.forming(0, '1d')).toMatchObject({ open: 5, high: 9, low: 1, close: 7, volume: 5 });
  });

  it('goes on with what was stored of the bar being formed', () => {
    const { builder, of } = collector();
    const hour = Date.UTC(2024, 2, 8, 20);
    const stored = { time: hour, open: 4, high: 8, low: 3, close: 6, volume: 10 };
    builder.seed(0, '1h', stored, START);
    builder.seed(0, '5m', { ...stored, time: hour }, START);
    builder.take(batchOf([{ slot: 0, time: START, price: 9, size: 1 }]));
    builder.closeUntil(Number.POSITIVE_INFINITY);
    expect(of(0, '1h')).toEqual([{ time: hour, open: 4, high: 9, low: 3, close: 9, volume: 11 }]);
    expect(of(0, '5m')[0]).toMatchObject({ open: 9, volume: 1 });
  });
});
