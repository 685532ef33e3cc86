import { describe, expect, it } from 'vitest';
import { marketDatabase } from '#adapters/stores/sqlite/market-database';
import { createMarketStore } from '#adapters/stores/sqlite/market-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { sliceBars } from '#domain/market/bar';
import { walk } from '#test/bench/bar-walk';
import { temporaryFolder } from '#test/support/temporary-folder';

const create = () => createMarketStore(openDatabase(marketDatabase, temporaryFolder(), 0));

/** Turns of the event loop taken until the work is done. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  const next = (): void => {
    if (isDone) return;
    turns++;
    setImmediate(next);
  };
  setImmediate(next);
  await done;
  return turns;
}

describe('many bars', () => {
  it('are stored and read in turns of the event loop, few at once', async () => {
    const store = create();
    const bars = walk(700_000, 1);
    expect(await turnsDuring(store.putBars('A', '1m', bars))).toBeGreaterThanOrEqual(3);
    let read = sliceBars(bars, 0, 0);
    const reading = store.readBars('A', '1m').then((answer) => {
      read = answer;
    });
    expect(await turnsDuring(reading)).toBeGreaterThanOrEqual(1);
    expect(read.close.every((value, i) => value === bars.close[i])).toBe(true);
    expect(await turnsDuring(store.putBars('B', '1m', sliceBars(bars, 0, 5_000)))).toBeLessThanOrEqual(1);
  });

  it('put while others of the series are on their way come after them', async () => {
    const store = create();
    const bars = walk(250_000, 1);
    const last = sliceBars(bars, 249_990, 250_000);
    const revised = { ...last, volume: last.volume.map((value) => value + 1) };
    const first = store.putBars('A', '1m', bars);
    const second = store.putBars('A', '1m', revised);
    expect(await Promise.all([first, second])).toEqual([
      { stored: 250_000, duplicate: 0, revised: 0 },
      { stored: 0, duplicate: 0, revised: 10 },
    ]);
    expect((await store.readBars('A', '1m', { limit: 10 })).volume).toEqual(revised.volume);
  });

  it('merge with what their chunks hold when they are written, not when they were read', async () => {
    const store = create();
    const bars = walk(250_000, 1);
    await store.putBars('A', '1m', sliceBars(bars, 0, 1_000));
    const putting = store.putBars('A', '1m', sliceBars(bars, 500, 250_000));
    await store.deleteBarsBefore('A', '1m', bars.time[400]!);
    expect(await putting).toEqual({ stored: 249_000, duplicate: 500, revised: 0 });
    const read = await store.readBars('A', '1m');
    expect([read.length, read.time[0]]).toEqual([249_600, bars.time[400]]);
  });

  it('are read as they were when asked for', async () => {
    const store = create();
    const bars = walk(700_000, 1);
    await store.putBars('A', '1m', bars);
    const reading = store.readBars('A', '1m');
    await store.putBars('A', '1m', {
      ...sliceBars(bars, 690_000, 700_000),
      volume: new Float64Array(10_000).fill(7),
    });
    expect((await reading).volume[699_999]).toBe(bars.volume[699_999]);
  });

  it('of hundreds of chunks are found page by page', async () => {
    const store = create();
    const hourly = walk(900, 1);
    const bars = { ...hourly, time: hourly.time.map((_, i) => Date.UTC(2024, 0, 1) + i * 3_600_000) };
    await store.putBars('A', '1s', bars);
    expect((await store.readBars('A', '1s')).time).toEqual(bars.time);
    const range = { from: bars.time[100]!, to: bars.time[800]!, limit: 300 };
    expect((await store.readBars('A', '1s', range)).time).toEqual(bars.time.subarray(500, 800));
  });
});
