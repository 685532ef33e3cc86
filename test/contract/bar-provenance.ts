import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bar, barsFromRows } from '#domain/market/bar';
import type { MarketStore } from '#engine/ports/market-store';
import type { BarSource } from '#engine/ports/provenance';

const DAY = 86_400_000;
const VENDOR: BarSource = { source: 'vendor', kind: 'download' };
const FILE: BarSource = { source: 'prices.csv', kind: 'file' };

const row = (day: number, close: number): Bar => ({
  time: day * DAY,
  open: close,
  high: close,
  low: close,
  close,
  volume: 1,
});
const put = (store: MarketStore, days: readonly number[], close: number, source?: BarSource) =>
  store.putBars('A', '1d', barsFromRows(days.map((day) => row(day, close))), source);
const stretches = async (store: MarketStore) =>
  (await store.provenance('A', '1d')).map(
    ({ source, from, to, bars }) => `${source} ${from / DAY}-${to / DAY}: ${bars}`,
  );

/** What every market store promises of where its bars come from. */
export function barProvenanceContract(
  name: string,
  create: (clock?: () => number) => Promise<MarketStore> | MarketStore,
): void {
  describe(`provenance of bars: ${name}`, () => {
    it('tells whose bars are, when they came, and cuts stretches by the range', async () => {
      let now = 1_000;
      const store = await create(() => now);
      await put(store, [1, 2, 3], 10, { ...VENDOR, receivedTime: 900 });
      now = 2_000;
      await put(store, [4, 6], 10, FILE);
      await put(store, [9], 10);
      expect(await store.provenance('A', '1d', { from: 2 * DAY, to: 9 * DAY })).toEqual([
        { ...VENDOR, from: 2 * DAY, to: 3 * DAY, bars: 2, receivedFirst: 900, receivedLast: 900 },
        { ...FILE, from: 4 * DAY, to: 6 * DAY, bars: 2, receivedFirst: 2_000, receivedLast: 2_000 },
      ]);
      expect(await stretches(store)).toEqual(['vendor 1-3: 3', 'prices.csv 4-6: 2', 'unknown 9-9: 1']);
      expect(await store.provenance('B', '1d')).toEqual([]);
    });

    it('keeps one stretch of a stream that writes bar after bar', async () => {
      let now = 0;
      const store = await create(() => now);
      for (now = 1; now <= 200; now++) await put(store, [now], 10, { source: 'live', kind: 'stream' });
      expect(await store.provenance('A', '1d')).toEqual([
        {
          source: 'live',
          kind: 'stream',
          from: DAY,
          to: 200 * DAY,
          bars: 200,
          receivedFirst: 1,
          receivedLast: 200,
        },
      ]);
    });

    it('gives a revised bar to the one who revised it, and leaves a repeated one to the first', async () => {
      const store = await create();
      await put(store, [1, 2, 3, 4, 5], 10, VENDOR);
      await put(store, [1, 5], 10, FILE);
      await put(store, [3], 11, FILE);
      expect(await stretches(store)).toEqual(['vendor 1-2: 2', 'prices.csv 3-3: 1', 'vendor 4-5: 2']);
      await put(store, [3], 10, VENDOR);
      expect(await stretches(store)).toEqual(['vendor 1-5: 5']);
    });

    it('tells what a bar was, until when, whose it was and who replaced it', async () => {
      let now = 1_000;
      const store = await create(() => now);
      await put(store, [1, 2, 3], 10, VENDOR);
      now = 2_000;
      await put(store, [2, 3], 20, FILE);
      now = 3_000;
      await put(store, [2], 30, VENDOR);
      expect(await store.provenanceOf('A', '1d', 2 * DAY)).toEqual({
        ...VENDOR,
        bar: row(2, 30),
        receivedTime: 3_000,
        revisions: [
          { ...FILE, bar: row(2, 20), replacedTime: 3_000, replacedBy: 'vendor' },
          { ...VENDOR, bar: row(2, 10), replacedTime: 2_000, replacedBy: 'prices.csv' },
        ],
      });
      expect(await store.provenanceOf('A', '1d', DAY)).toMatchObject({ receivedTime: 1_000, revisions: [] });
      expect(await store.provenanceOf('A', '1d', 7 * DAY)).toBeUndefined();
      expect(await store.revisions('A', '1d')).toEqual({
        times: Float64Array.of(2 * DAY, 3 * DAY),
        counts: Uint16Array.of(2, 1),
        newest: { time: 2 * DAY, replacedTime: 3_000 },
        knownSince: 1_000,
      });
      expect((await store.revisions('A', '1d', { to: 2 * DAY })).times).toHaveLength(0);
    });

    it('forgets the source of bars that are removed', async () => {
      const store = await create();
      await put(store, [1, 2], 10, VENDOR);
      await put(store, [3, 4], 10, FILE);
      await store.deleteBarsBefore('A', '1d', 4 * DAY);
      expect(await stretches(store)).toEqual(['prices.csv 4-4: 1']);
    });

    it('has every bar in exactly one stretch, of whoever wrote its value, whatever the order of writing', async () => {
      const writes = fc.array(
        fc.record({
          days: fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 12 }),
          close: fc.integer({ min: 1, max: 2 }),
          by: fc.constantFrom(VENDOR, FILE),
        }),
        { minLength: 1, maxLength: 12 },
      );
      await fc.assert(
        fc.asyncProperty(writes, async (all) => {
          const store = await create();
          const model = new Map<number, { close: number; source: string }>();
          for (const { days, close, by } of all) {
            const ascending = days.toSorted((a, b) => a - b);
            await put(store, ascending, close, by);
            for (const day of ascending)
              if (model.get(day)?.close !== close) model.set(day, { close, source: by.source });
          }
          const found = await store.provenance('A', '1d');
          const sourceOf = (day: number) =>
            found.filter(({ from, to }) => from <= day * DAY && day * DAY <= to).map(({ source }) => source);
          for (const [day, { source }] of model) expect(sourceOf(day)).toEqual([source]);
          expect(found.reduce((sum, { bars }) => sum + bars, 0)).toBe(model.size);
          for (let i = 1; i < found.length; i++) expect(found[i]!.source).not.toBe(found[i - 1]!.source);
        }),
        { numRuns: 40 },
      );
    });
  });
}
