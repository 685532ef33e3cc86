import { expect, it } from 'vitest';
import { marketDatabase } from '#adapters/stores/sqlite/market-database';
import { createMarketStore } from '#adapters/stores/sqlite/market-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { sliceBars } from '#domain/market/bar';
import { temporaryFolder } from '#test/support/temporary-folder';
import { marketStoreContract, walk } from './market-store.ts';

const create = (folder = temporaryFolder()) => createMarketStore(openDatabase(marketDatabase, folder, 0));

marketStoreContract('SQLite', create);

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
