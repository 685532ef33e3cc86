import { describe, expect, it } from 'vitest';
import { simulated } from '#adapters/providers/simulated/simulated';
import { simulatedStream } from '#adapters/providers/simulated/simulated-stream';
import type { BookSide } from '#domain/market/order-book';
import { TRADE_TICK } from '#domain/market/tick-batch';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { StreamPorts, StreamSink, StreamState } from '#engine/ports/market-stream';

const START = Date.UTC(2026, 2, 4, 9, 0, 0);

interface Heard {
  readonly rows: (readonly number[])[];
  readonly states: StreamState[];
  readonly missed: { slots: readonly number[]; from: number; to: number }[];
  readonly unreadable: string[];
}

function listen(): { heard: Heard; sink: StreamSink } {
  const heard: Heard = { rows: [], states: [], missed: [], unreadable: [] };
  const sink: StreamSink = {
    ticks(batch) {
      for (let i = 0; i < batch.length; i++)
        heard.rows.push([
          batch.slot[i]!,
          batch.kind[i]!,
          batch.eventTime[i]!,
          batch.kind[i] === TRADE_TICK ? batch.price[i]! : batch.bid[i]!,
          batch.kind[i] === TRADE_TICK ? batch.size[i]! : batch.ask[i]!,
        ]);
    },
    book: () => undefined,
    unreadable: (raw, reason) => void heard.unreadable.push(`${raw}: ${reason}`),
    state: (state) => void heard.states.push(state),
    missed: (slots, from, to) => void heard.missed.push({ slots, from, to }),
  };
  return { heard, sink };
}

function open(clock: SimulatedClock, sink: StreamSink, values?: Record<string, number>) {
  return simulatedStream.open({ clock } as unknown as StreamPorts, sink, values);
}

describe('the simulated market', () => {
  it('sends the same rows for the same seed and moments, others for another seed', () => {
    const runs = [1, 1, 2].map((seed) => {
      const clock = new SimulatedClock(START);
      const { heard, sink } = listen();
      open(clock, sink, { seed }).subscribe([{ symbol: 'SIM:ACME', slot: 3 }]);
      clock.advance(60_000);
      return heard.rows;
    });
    expect(runs[0]!.length).toBeGreaterThan(300);
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).not.toEqual(runs[0]);
  });

  it('has a history that agrees with what it streams', async () => {
    const clock = new SimulatedClock(START);
    const { heard, sink } = listen();
    open(clock, sink).subscribe([{ symbol: 'SIM:ACME', slot: 0 }]);
    clock.advance(60_000);
    const trades = heard.rows.filter(
      ([, kind, time]) => kind === TRADE_TICK && time! >= START && time! < START + 60_000,
    );
    const request = { symbol: 'SIM:ACME', timeframe: '1m', from: START, to: START + 60_000 } as const;
    const { rows } = await simulated.create({} as never).bars(request);
    const prices = trades.map((row) => row[3]!);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      time: START,
      high: Math.max(...prices),
      low: Math.min(...prices),
      close: prices.at(-1),
      volume: trades.reduce((sum, row) => sum + row[4]!, 0),
    });
  });

  it('keeps bid below ask and trades on one of them', () => {
    const clock = new SimulatedClock(START);
    const { heard, sink } = listen();
    const stream = open(clock, sink, { steps: 100 });
    stream.subscribe(['A', 'B', 'C'].map((name, slot) => ({ symbol: `SIM:${name}`, slot })));
    clock.advance(20_000);
    const quotes = new Map<number, readonly number[]>();
    for (const row of heard.rows) {
      if (row[1] === TRADE_TICK) expect(quotes.get(row[0]!)!.slice(3)).toContain(row[3]);
      else {
        expect(row[3]).toBeLessThan(row[4]!);
        quotes.set(row[0]!, row);
      }
    }
    expect(quotes.size).toBe(3);
  });

  it('has a book around its quote, the same for the same moment, whose best levels are the quote', () => {
    const heard = [1, 1].map(() => {
      const clock = new SimulatedClock(START);
      const { sink } = listen();
      const books: { bids: number[]; asks: number[] }[] = [];
      const levels = ({ price, length }: BookSide) => [...price.subarray(0, length)];
      const book: StreamSink['book'] = (_, { bids, asks }) =>
        void books.push({ bids: levels(bids), asks: levels(asks) });
      open(clock, { ...sink, book }).subscribe([{ symbol: 'SIM:ACME', slot: 0 }]);
      clock.advance(5_000);
      return books;
    });
    expect(heard[0]!.length).toBeGreaterThanOrEqual(20);
    expect(heard[1]).toEqual(heard[0]);
    for (const { bids, asks } of heard[0]!) {
      expect(bids[0]).toBeLessThan(asks[0]!);
      expect(bids).toEqual([...bids].sort((a, b) => b - a));
      expect(asks).toEqual([...asks].sort((a, b) => a - b));
    }
  });

  it('says what it left out when the machine slept, and goes on from there', () => {
    let now = START;
    let fire: () => void = () => undefined;
    const clock = {
      now: () => now,
      every: (_: number, callback: () => void) => {
        fire = callback;
        return () => undefined;
      },
    };
    const { heard, sink } = listen();
    simulatedStream
      .open({ clock } as unknown as StreamPorts, sink)
      .subscribe([{ symbol: 'SIM:ACME', slot: 7 }]);
    now += 250;
    fire();
    const before = heard.rows.length;
    now += 3_600_000;
    fire();
    expect(heard.missed).toEqual([{ slots: [7], from: START + 500, to: now }]);
    expect(heard.rows.length - before).toBeLessThanOrEqual(2);
  });

  it('refuses the symbols of real instruments, by stream and by history', async () => {
    const clock = new SimulatedClock(START);
    const { heard, sink } = listen();
    open(clock, sink).subscribe([{ symbol: 'AAPL', slot: 0 }]);
    clock.advance(1_000);
    expect(heard.rows).toEqual([]);
    expect(heard.unreadable[0]).toContain('begin with SIM:');
    const request = { symbol: 'AAPL', timeframe: '1d', from: START - 864e5, to: START } as const;
    await expect(simulated.create({} as never).bars(request)).rejects.toThrow('ask for SIM:AAPL');
  });

  it('is silent once closed', () => {
    const clock = new SimulatedClock(START);
    const { heard, sink } = listen();
    const stream = open(clock, sink);
    stream.subscribe([{ symbol: 'SIM:ACME', slot: 0 }]);
    clock.advance(1_000);
    stream.close();
    const count = heard.rows.length;
    clock.advance(10_000);
    expect(heard.rows).toHaveLength(count);
    expect(heard.states.at(-1)).toMatchObject({ kind: 'ended' });
  });
});
