import { describe, expect, it } from 'vitest';
import { replayStream } from '#adapters/providers/replay/replay-stream';
import { aggregateBars } from '#domain/market/aggregate-bars';
import { barsFromRows } from '#domain/market/bar';
import { TRADE_TICK } from '#domain/market/tick-batch';
import { allocateQuotes, allocateTrades, type TradeColumns } from '#domain/market/tick-columns';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { StreamPorts, StreamSink, StreamState } from '#engine/ports/market-stream';
import type { RecordedPrices } from '#engine/ports/recorded-prices';

const START = Date.UTC(2014, 4, 6);
const MINUTE = 60_000;

function tradesAt(times: readonly number[]): TradeColumns {
  const trades = allocateTrades(times.length);
  times.forEach((time, i) => {
    trades.time[i] = time;
    trades.price[i] = 100 + i;
    trades.size[i] = 1;
    trades.sequence[i] = i;
  });
  return trades;
}

function within(trades: TradeColumns, from: number, to: number): TradeColumns {
  return tradesAt([...trades.time].filter((time) => time >= from && time < to));
}

function recordedTrades(bySymbol: Record<string, TradeColumns>): RecordedPrices {
  return {
    coverage: async (symbol) => {
      const trades = bySymbol[symbol];
      return trades && { form: 'ticks', firstTime: trades.time[0]!, lastTime: trades.time.at(-1)! };
    },
    trades: async (symbol, from, to) => within(bySymbol[symbol]!, from, to),
    quotes: async () => allocateQuotes(0),
    bars: async () => barsFromRows([]),
  };
}

function play(recorded: RecordedPrices, values: Record<string, number>) {
  const clock = new SimulatedClock(Date.UTC(2026, 0, 5));
  const rows: { slot: number; time: number; price: number; size: number }[] = [];
  const states: StreamState[] = [];
  const unreadable: string[] = [];
  const sink: StreamSink = {
    ticks(batch) {
      for (let i = 0; i < batch.length; i++) {
        expect(batch.kind[i]).toBe(TRADE_TICK);
        rows.push({
          slot: batch.slot[i]!,
          time: batch.eventTime[i]!,
          price: batch.price[i]!,
          size: batch.size[i]!,
        });
      }
    },
    book: () => undefined,
    unreadable: (_raw, reason) => void unreadable.push(reason),
    state: (state) => void states.push(state),
    missed: () => undefined,
  };
  const stream = replayStream.open({ clock, recorded } as unknown as StreamPorts, sink, values);
  const advance = async (milliseconds: number): Promise<void> => {
    for (let passed = 0; passed < milliseconds; passed += 50) {
      await new Promise(setImmediate);
      clock.advance(50);
    }
    await new Promise(setImmediate);
  };
  return { stream, rows, states, unreadable, advance };
}

describe('the replay stream', () => {
  it('plays several symbols in one order of time and says when it is over', async () => {
    const a = tradesAt(Array.from({ length: 500 }, (_, i) => START + i * 1_000));
    const b = tradesAt(Array.from({ length: 300 }, (_, i) => START + 250 + i * 1_700));
    const { stream, rows, states, advance } = play(recordedTrades({ A: a, B: b }), { speed: 0 });
    stream.subscribe([
      { symbol: 'REPLAY:A', slot: 4 },
      { symbol: 'REPLAY:B', slot: 9 },
    ]);
    await advance(2_000);
    expect(rows).toHaveLength(800);
    const times = rows.map(({ time }) => time);
    expect(times).toEqual([...times].sort((x, y) => x - y));
    expect(rows.filter(({ slot }) => slot === 9)).toHaveLength(300);
    expect(states.at(-1)).toEqual({ kind: 'ended', reason: 'everything stored has been played' });
  });

  it('keeps the pace that is asked for', async () => {
    const a = tradesAt(Array.from({ length: 3_000 }, (_, i) => START + i * 1_000));
    const { stream, rows, advance } = play(recordedTrades({ A: a }), { speed: 10 });
    stream.subscribe([{ symbol: 'REPLAY:A', slot: 0 }]);
    await advance(1_000);
    const before = rows.length;
    await advance(20_000);
    expect(rows.length - before).toBe(200);
  });

  it('passes over hours and years in which nothing was traded', async () => {
    const times = [START, START + 1_000, START + 9 * 3_600_000, START + 4 * 365 * 86_400_000];
    const { stream, rows, states, advance } = play(recordedTrades({ A: tradesAt(times) }), { speed: 1 });
    stream.subscribe([{ symbol: 'REPLAY:A', slot: 0 }]);
    await advance(10_000);
    expect(rows.map(({ time }) => time)).toEqual(times);
    expect(states.at(-1)?.kind).toBe('ended');
  });

  it('makes of bars the ticks that make those bars', async () => {
    const bars = barsFromRows(
      Array.from({ length: 50 }, (_, i) => ({
        time: START + i * MINUTE,
        open: 10 + (i % 7),
        high: 20 + (i % 3),
        low: 5 - (i % 2),
        close: 12 - (i % 5),
        volume: 101 + i,
      })),
    );
    const recorded: RecordedPrices = {
      ...recordedTrades({}),
      coverage: async () => ({
        form: 'bars',
        timeframe: '1m',
        firstTime: START,
        lastTime: START + 49 * MINUTE,
      }),
      bars: async (_symbol, _timeframe, from, to) =>
        barsFromRows(
          [...bars.time.keys()]
            .filter((i) => bars.time[i]! >= from && bars.time[i]! < to)
            .map((i) => ({
              time: bars.time[i]!,
              open: bars.open[i]!,
              high: bars.high[i]!,
              low: bars.low[i]!,
              close: bars.close[i]!,
              volume: bars.volume[i]!,
            })),
        ),
    };
    const { stream, rows, advance } = play(recorded, { speed: 0 });
    stream.subscribe([{ symbol: 'REPLAY:A', slot: 0 }]);
    await advance(2_000);
    const asBars = barsFromRows(
      rows.map(({ time, price, size }) => ({
        time,
        open: price,
        high: price,
        low: price,
        close: price,
        volume: size,
      })),
    );
    expect(aggregateBars(asBars, '1m')).toEqual(bars);
  });

  it('says that nothing is stored of a symbol, and that the present is not its business', async () => {
    const { stream, unreadable, advance } = play(recordedTrades({}), {});
    stream.subscribe([
      { symbol: 'REPLAY:NONE', slot: 0 },
      { symbol: 'AAPL', slot: 1 },
    ]);
    await advance(200);
    expect(unreadable).toEqual([
      expect.stringContaining('begin with REPLAY:'),
      expect.stringContaining('nothing is stored of NONE'),
    ]);
  });
});
