import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { marketDatabase } from '#adapters/stores/sqlite/market-database';
import { createMarketStore } from '#adapters/stores/sqlite/market-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { barAt, barsFromRows, sliceBars } from '#domain/market/bar';
import { tradeWalk } from '#test/support/synthetic-ticks';
import { temporaryFolder } from '#test/support/temporary-folder';
import { walk } from '../../../../contract/market-store.ts';

const FIXTURE = new URL('../../../../fixtures/market-version-1.sqlite.gz', import.meta.url);

/** The store of a file that version 1 wrote: two walks, a series of odd doubles and one beyond 32 bits. */
function openVersionOne() {
  const folder = temporaryFolder();
  writeFileSync(join(folder, marketDatabase.fileName), gunzipSync(readFileSync(FIXTURE)));
  const opened = openDatabase(marketDatabase, folder, 0);
  return { store: createMarketStore(opened), ...opened };
}

describe('a market file of version 1', () => {
  it('is brought up to date and gives every bar back bit for bit', async () => {
    const { store, notices, isReadOnly, database } = openVersionOne();
    expect([notices, isReadOnly]).toEqual([[], false]);
    expect(database.pragma('user_version', { simple: true })).toBe(marketDatabase.migrations.length);
    expect(await store.readBars('A', '1d')).toEqual(walk(2_000, '1d'));
    expect(await store.readBars('A', '1h')).toEqual(walk(300, '1h'));
    const odd = await store.readBars('ODD', '1s');
    expect([barAt(odd, 0), barAt(odd, 1)]).toStrictEqual([
      { time: 1_000, open: Math.PI, high: 1e300, low: Number.MIN_VALUE, close: 1 / 3, volume: 0.1 + 0.2 },
      {
        time: 1_001.5,
        open: 1e-9,
        high: 2 ** 53,
        low: -0,
        close: 123_456_789.12345678,
        volume: Number.MAX_VALUE,
      },
    ]);
    const wide = await store.readBars('WIDE', '1d');
    expect([barAt(wide, 0), barAt(wide, 1)]).toStrictEqual([
      { time: 0, open: 4261.48123456, high: 4285.08, low: 4200.74, close: 4280.5, volume: 795.150377 },
      { time: 86_400_000, open: 2e6, high: 3e6, low: 1e5, close: 1.5e6, volume: 1e12 },
    ]);
  });

  it('counts its bars as known ever since, and keeps what replaces them apart', async () => {
    const { store } = openVersionOne();
    const before = await store.readBars('A', '1h', { asOf: 0 });
    expect(before).toEqual(walk(300, '1h'));
    const revised = walk(300, '1h');
    revised.close.fill(1);
    await store.putBars('A', '1h', revised);
    expect(await store.readBars('A', '1h', { asOf: 0 })).toEqual(before);
    expect(await store.readBars('A', '1h')).toEqual(revised);
  });

  it('keeps its other tables', async () => {
    const { store } = openVersionOne();
    expect((await store.instruments()).map((one) => one.name)).toEqual(['Version one']);
    expect((await store.quarantine(10)).total).toBe(1);
    expect((await store.headlines('A', 0, 100)).map((one) => one.title)).toEqual(['Version one speaks']);
    expect(await store.searchHeadlines('speaks', { limit: 5 })).toHaveLength(1);
  });

  it('takes ticks, figures and notes beside them', async () => {
    const { store } = openVersionOne();
    expect([await store.tickSeries(), await store.fundamentals('A')]).toEqual([[], []]);
    const trades = tradeWalk(100);
    expect(await store.putTrades('A', trades)).toEqual({ stored: 100, duplicate: 0 });
    expect(await store.readTrades('A')).toEqual(trades);
    await store.putNote({ id: 'n', symbol: 'A', time: 1, text: 'carried over' });
    expect(await store.searchNotes('carried', { limit: 1 })).toHaveLength(1);
  });

  it('hashes as a file of today with equal bars, before and after a chunk is written anew', async () => {
    const { store } = openVersionOne();
    const fresh = createMarketStore(openDatabase(marketDatabase, temporaryFolder(), 0));
    await fresh.putBars('A', '1d', walk(2_000, '1d'));
    const hash = await fresh.contentHash('A', '1d', {});
    expect(await store.contentHash('A', '1d', {})).toBe(hash);
    const revised = barsFromRows([{ ...barAt(walk(2_000, '1d'), 500), close: 1 }]);
    expect(await store.putBars('A', '1d', revised)).toEqual({ stored: 0, duplicate: 0, revised: 1 });
    expect(await store.contentHash('A', '1d', {})).not.toBe(hash);
    await store.putBars('A', '1d', sliceBars(walk(2_000, '1d'), 500, 501));
    expect(await store.contentHash('A', '1d', {})).toBe(hash);
  });
});
