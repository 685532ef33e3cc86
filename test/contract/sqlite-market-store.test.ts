import { expect, it } from 'vitest';
import { marketDatabase } from '#adapters/stores/sqlite/market-database';
import { createMarketStore } from '#adapters/stores/sqlite/market-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { sliceBars } from '#domain/market/bar';
import { tradeWalk } from '#test/support/synthetic-ticks';
import { temporaryFolder } from '#test/support/temporary-folder';
import { marketStoreContract, walk } from './market-store.ts';
import { sliceTrades, tickStoreContract } from './tick-store.ts';

const create = (clock?: () => number) =>
  createMarketStore(openDatabase(marketDatabase, temporaryFolder(), 0), clock);

marketStoreContract('SQLite', create);
tickStoreContract('SQLite', create);

it('hashes equal content equally, however it came in', async () => {
  const bars = walk(4_000, '1m');
  const whole = create();
  await whole.putBars('A', '1m', bars);
  const pieces = create();
  for (const [start, end] of [
    [3_000, 4_000],
    [0, 10],
    [5, 3_500],
  ] as const) {
    await pieces.putBars('A', '1m', sliceBars(bars, start, end));
  }
  const range = { from: bars.time[50]!, to: bars.time[3_900]! };
  expect(await pieces.contentHash('A', '1m', {})).toBe(await whole.contentHash('A', '1m', {}));
  expect(await pieces.contentHash('A', '1m', range)).toBe(await whole.contentHash('A', '1m', range));
  expect(await whole.contentHash('A', '1m', range)).not.toBe(await whole.contentHash('A', '1m', {}));
  const revised = sliceBars(bars, 60, 61);
  revised.close[0] = revised.close[0]! + 0.01;
  const before = await whole.contentHash('A', '1m', range);
  await whole.putBars('A', '1m', revised);
  expect(await whole.contentHash('A', '1m', range)).not.toBe(before);
});

it('tells of a damaged chunk instead of giving wrong prices', async () => {
  const opened = openDatabase(marketDatabase, temporaryFolder(), 0);
  const store = createMarketStore(opened);
  await store.putBars('A', '1d', walk(500, '1d'));
  const body = opened.database.prepare('SELECT body FROM chunks').pluck().get() as Buffer;
  body[body.length >> 1]! ^= 1;
  opened.database.prepare('UPDATE chunks SET body = ?').run(body);
  await expect(store.readBars('A', '1d')).rejects.toThrow(/A 1d bars of 2013-01-01 to .* are damaged/);
  await store.putBars('A', '1d', walk(500, '1d'));
  expect(await store.readBars('A', '1d')).toEqual(walk(500, '1d'));
});

it('notes a series that came at once as one arrival, whatever its chunks', async () => {
  const opened = openDatabase(marketDatabase, temporaryFolder(), 0);
  const store = createMarketStore(opened, () => 7);
  await store.putBars('A', '1d', walk(5_000, '1d'));
  const rows = opened.database.prepare('SELECT received_time, first_time FROM arrivals').all();
  expect(rows).toEqual([{ received_time: 7, first_time: walk(1, '1d').time[0] }]);
});

it('tells of a damaged predecessor and still gives the bars of now', async () => {
  let now = 1;
  const opened = openDatabase(marketDatabase, temporaryFolder(), 0);
  const store = createMarketStore(opened, () => now++);
  await store.putBars('A', '1d', walk(3, '1d'));
  const revised = walk(3, '1d');
  revised.close.fill(1);
  await store.putBars('A', '1d', revised);
  opened.database.prepare('UPDATE replaced SET body = zeroblob(20)').run();
  await expect(store.readBars('A', '1d', { asOf: 1 })).rejects.toThrow(/replaced are damaged in the store/);
  expect(await store.readBars('A', '1d')).toEqual(revised);
});

it('leaves few chunks of many small puts', async () => {
  const opened = openDatabase(marketDatabase, temporaryFolder(), 0);
  const store = createMarketStore(opened);
  const chunks = opened.database.prepare('SELECT count(*) FROM tick_chunks').pluck();
  const whole = tradeWalk(20_000);
  for (let start = 0; start < whole.length; start += 20) {
    await store.putTrades('A', sliceTrades(whole, start, start + 20));
    store.joinTicks(10_000);
    expect(chunks.get()).toBeLessThan(24);
  }
  expect(await store.readTrades('A')).toEqual(whole);
});

it('tells of damaged ticks instead of giving wrong prices, and takes them anew', async () => {
  const opened = openDatabase(marketDatabase, temporaryFolder(), 0);
  const store = createMarketStore(opened);
  const whole = tradeWalk(5_000);
  await store.putTrades('A', whole);
  const body = opened.database.prepare('SELECT body FROM tick_chunks').pluck().get() as Buffer;
  body[body.length >> 1]! ^= 1;
  opened.database.prepare('UPDATE tick_chunks SET body = ?').run(body);
  await expect(store.readTrades('A')).rejects.toThrow(/A trades from 2024-01-02.* are damaged/);
  expect(await store.putTrades('A', whole)).toEqual({ stored: 5_000, duplicate: 0 });
  expect(await store.readTrades('A')).toEqual(whole);
  expect(await store.tickSeries()).toMatchObject([{ ticks: 5_000 }]);
});
