import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { marketDatabase } from '#adapters/stores/sqlite/market-database';
import { createMarketStore } from '#adapters/stores/sqlite/market-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { createTickRecorder } from '#agents/data-warehouse/tick-recorder';
import { allocateTicks, QUOTE_TICK, type TickBatch, TRADE_TICK } from '#domain/market/tick-batch';
import { createSeededRandom } from '#domain/values/seeded-random';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { temporaryFolder } from '#test/support/temporary-folder';

interface Tick {
  readonly slot?: number;
  readonly time: number;
  readonly price?: number;
  readonly bid?: number;
  readonly sequence?: number;
}

const batch = allocateTicks(64);

/** The same batch every time, as a stream would fill it. */
function batchOf(ticks: readonly Tick[]): TickBatch {
  batch.length = ticks.length;
  ticks.forEach(({ slot = 0, time, price, bid, sequence = Number.NaN }, row) => {
    batch.slot[row] = slot;
    batch.kind[row] = bid === undefined ? TRADE_TICK : QUOTE_TICK;
    batch.eventTime[row] = time;
    batch.price[row] = price ?? Number.NaN;
    batch.size[row] = bid === undefined ? 1 : Number.NaN;
    batch.bid[row] = bid ?? Number.NaN;
    batch.ask[row] = (bid ?? Number.NaN) + 1;
    batch.bidSize[row] = Number.NaN;
    batch.askSize[row] = Number.NaN;
    batch.sequence[row] = sequence;
  });
  return batch;
}

function setUp(backlogMax?: number) {
  const opened = openDatabase(marketDatabase, temporaryFolder(), 0);
  opened.database.pragma('busy_timeout = 0');
  const store = createMarketStore(opened);
  const clock = new SimulatedClock(0);
  const told: string[] = [];
  const recorder = createTickRecorder({
    log: store,
    clock,
    symbolOf: (slot) => `S${slot}`,
    tell: (severity, text) => told.push(`${severity}: ${text}`),
    ...(backlogMax === undefined ? {} : { backlogMax }),
  });
  const prices = async (symbol = 'S0') => Array.from((await store.readTrades(symbol)).price);
  return { opened, store, clock, told, recorder, prices };
}

/** Another program that holds the file, as a backup may. */
function holdFile(path: string): { letGo(): void } {
  const other = new Database(path);
  other.exec('BEGIN IMMEDIATE');
  return { letGo: () => other.close() };
}

describe('tick recorder', () => {
  it('copies what it is given and stores it within two seconds', async () => {
    const { recorder, clock, store, prices } = setUp();
    recorder.take(
      batchOf([
        { time: 1, price: 10 },
        { time: 1, bid: 9 },
        { slot: 3, time: 2, price: 30 },
      ]),
    );
    recorder.take(batchOf([{ time: 5, price: 11 }]));
    expect(await prices()).toEqual([]);
    clock.advance(1_000);
    expect(await prices()).toEqual([10]);
    clock.advance(1_000);
    expect(await prices()).toEqual([10, 11]);
    expect(await prices('S3')).toEqual([30]);
    expect(Array.from((await store.readQuotes('S0')).ask)).toEqual([10]);
    expect(recorder.counts()).toMatchObject({ received: 4, stored: 4, shed: 0, backlog: 0, trouble: null });
  });

  it('keeps two trades alike that come before and after a second ends', async () => {
    const { recorder, clock, prices } = setUp();
    recorder.take(
      batchOf([
        { time: 1, price: 10 },
        { time: 2, price: 11 },
      ]),
    );
    clock.advance(1_000);
    recorder.take(
      batchOf([
        { time: 2, price: 11 },
        { time: 3, price: 12 },
      ]),
    );
    recorder.close();
    expect(await prices()).toEqual([10, 11, 11, 12]);
  });

  it('puts late ticks into their place, in the buffer and in the store', async () => {
    const { recorder, clock, prices } = setUp();
    recorder.take(
      batchOf([
        { time: 5, price: 5 },
        { time: 3, price: 3 },
        { time: 5, price: 55 },
        { time: 4, price: 4 },
      ]),
    );
    clock.advance(2_000);
    recorder.take(
      batchOf([
        { time: 1, price: 1 },
        { time: 6, price: 6 },
        { time: 5, price: 555 },
      ]),
    );
    recorder.close();
    expect(await prices()).toEqual([1, 3, 4, 5, 55, 555, 6]);
  });

  it('counts what the store knew', async () => {
    const { recorder } = setUp();
    const twice = [
      { time: 1, price: 1, sequence: 7 },
      { time: 2, price: 2, sequence: 8 },
    ];
    recorder.take(batchOf(twice));
    expect(recorder.flush()).toBe(true);
    recorder.take(batchOf(twice));
    recorder.close();
    expect(recorder.counts()).toMatchObject({ received: 4, stored: 2, duplicate: 2 });
  });

  it('leaves out the slots it is told to', async () => {
    const { recorder, prices } = setUp();
    recorder.keep(0, false);
    recorder.take(
      batchOf([
        { time: 1, price: 1 },
        { slot: 1, time: 1, price: 2 },
      ]),
    );
    recorder.keep(0, true);
    recorder.take(batchOf([{ time: 2, price: 3 }]));
    recorder.close();
    expect([await prices('S0'), await prices('S1')]).toEqual([[3], [2]]);
    expect(recorder.counts().received).toBe(2);
  });

  it('counts a tick without a time as left out and goes on', async () => {
    const { recorder, prices } = setUp();
    recorder.take(
      batchOf([
        { time: Number.NaN, price: 1 },
        { time: 1, price: 2 },
      ]),
    );
    recorder.close();
    expect(await prices()).toEqual([2]);
    expect(recorder.counts()).toMatchObject({ received: 2, stored: 1, shed: 1 });
  });

  it('waits for a store that is held, says so once, leaves out what there is no room for, and recovers', async () => {
    const { recorder, clock, opened, told, prices } = setUp(50);
    const held = holdFile(opened.path);
    for (let i = 0; i < 80; i++) recorder.take(batchOf([{ time: i, price: i + 1 }]));
    clock.advance(5_000);
    expect(recorder.counts()).toMatchObject({ received: 80, stored: 0, shed: 30, backlog: 50 });
    expect(told).toEqual([
      expect.stringMatching(
        /^error: ticks are not being stored: market.sqlite: another program holds this file/,
      ),
      expect.stringMatching(/^error: 50 ticks wait for the store/),
    ]);
    held.letGo();
    clock.advance(2_000);
    expect(recorder.counts()).toMatchObject({ stored: 50, shed: 30, backlog: 0, trouble: null });
    expect(told[2]).toBe('info: ticks are being stored again; 30 were left out so far');
    recorder.take(batchOf([{ time: 99, price: 99 }]));
    recorder.close();
    expect((await prices()).at(-1)).toBe(99);
  });

  it('says what is lost when it has to close while the store is held', () => {
    const { recorder, opened, told } = setUp();
    const held = holdFile(opened.path);
    recorder.take(batchOf([{ time: 1, price: 1 }]));
    recorder.close();
    recorder.close();
    held.letGo();
    expect(told).toHaveLength(2);
    expect(told[1]).toMatch(
      /^error: 1 ticks could not be stored and are lost: market.sqlite: another program/,
    );
  });

  it('writes a buffer that is full without waiting, and nothing after it was closed', async () => {
    const { recorder, clock, prices } = setUp();
    for (let i = 0; i < 10_000; i++) recorder.take(batchOf([{ time: i, price: 1 + (i % 9) }]));
    expect(recorder.counts().backlog).toBeLessThan(4_096);
    recorder.close();
    recorder.take(batchOf([{ time: 1e6, price: 1 }]));
    clock.advance(5_000);
    expect((await prices()).length).toBe(10_000);
  });

  // Would catch: an order that waits until a part of many symbols has been written and joined.
  it('writes a large part in turns, between which other work is done', () => {
    const { store } = setUp();
    const clock = new SimulatedClock(0);
    const turns: number[] = [];
    const log = {
      ...store,
      putTickBatches: (batches: Parameters<typeof store.putTickBatches>[0]) => {
        const counts = store.putTickBatches(batches);
        turns.push(counts.stored);
        clock.after(0, () => turns.push(0));
        return counts;
      },
    };
    const recorder = createTickRecorder({
      log,
      clock,
      symbolOf: (slot) => `S${slot}`,
      tell: () => undefined,
    });
    // Slots that are sixty-four apart are written together.
    for (let slot = 0; slot < 8; slot++)
      for (let i = 0; i < 2_000; i++)
        recorder.take(batchOf([{ slot: 64 * slot, time: i, price: 1 + (i % 9), sequence: i }]));
    clock.advance(1_000);
    recorder.close();
    const written = turns.filter((rows) => rows > 0);
    expect(written.reduce((sum, rows) => sum + rows, 0)).toBe(16_000);
    expect(Math.max(...written)).toBeLessThan(8_192);
    expect(turns.slice(0, 5)).toEqual([written[0], 0, written[1], 0, written[2]]);
    expect(recorder.counts()).toMatchObject({ stored: 16_000, backlog: 0, trouble: null });
  });

  it('stores every tick of a wild stream once and in the order of time', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const { recorder, clock, store } = setUp();
      const random = createSeededRandom(seed);
      const sent: { slot: number; time: number; price: number; sequence: number }[] = [];
      let time = 1_000;
      for (let turn = 0; turn < 600; turn++) {
        const ticks = Array.from({ length: random.nextInteger(1, 60) }, () => {
          time += random.nextInteger(0, 3);
          const late = random.nextInteger(0, 40) === 0 ? random.nextInteger(0, 3_000) : 0;
          const tick = {
            slot: random.nextInteger(0, 4),
            time: time - late,
            price: random.nextInteger(1, 99),
            sequence: sent.length,
          };
          sent.push(tick);
          return tick;
        });
        recorder.take(batchOf(ticks));
        if (random.nextInteger(0, 2) === 0) clock.advance(random.nextInteger(1, 700));
      }
      recorder.close();
      for (let slot = 0; slot <= 4; slot++) {
        const expected = sent.filter((tick) => tick.slot === slot).sort((a, b) => a.time - b.time);
        const stored = await store.readTrades(`S${slot}`);
        expect(Array.from(stored.time), `seed ${seed}`).toEqual(expected.map((tick) => tick.time));
        const sortedBySequence = Array.from(stored.sequence).sort((a, b) => a - b);
        expect(sortedBySequence, `seed ${seed}`).toEqual(
          expected.map((tick) => tick.sequence).sort((a, b) => a - b),
        );
      }
      expect(recorder.counts(), `seed ${seed}`).toMatchObject({
        received: sent.length,
        stored: sent.length,
        shed: 0,
        backlog: 0,
      });
    }
  });
});
