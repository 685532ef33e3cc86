import { describe, expect, it } from 'vitest';
import type { Instrument } from '#domain/instruments/instrument';
import { type BarColumns, barAt, barsFromRows } from '#domain/market/bar';
import { TIMEFRAMES, type Timeframe, timeframeMs } from '#domain/market/timeframe';
import type { MarketStore, QuarantineEntry } from '#engine/ports/market-store';
import { barProvenanceContract } from './bar-provenance.ts';
import { rangesOf } from './stored-ranges.ts';

const START = Date.UTC(2013, 0, 1);

/** A plain walk of `length` bars from 2013 on, with a gap every 100 bars. */
export function walk(length: number, timeframe: Timeframe, start = START): BarColumns {
  return barsFromRows(
    Array.from({ length }, (_, i) => {
      const open = 10_000 + ((i * 7919) % 1000);
      const close = 10_000 + ((i * 104_729) % 1000);
      return {
        time: start + (i + Math.floor(i / 100) * 50) * timeframeMs(timeframe),
        open: open / 100,
        high: (Math.max(open, close) + (i % 10)) / 100,
        low: (Math.min(open, close) - (i % 7)) / 100,
        close: close / 100,
        volume: (i * 31) % 100_000,
      };
    }),
  );
}

const rows = (bars: BarColumns) => Array.from({ length: bars.length }, (_, i) => barAt(bars, i));

/** What every market store promises. `create` gives a fresh, empty one; `clock` tells it when bars come. */
export function marketStoreContract(
  name: string,
  create: (clock?: () => number) => Promise<MarketStore> | MarketStore,
): void {
  barProvenanceContract(name, create);
  describe(`market store: ${name}`, () => {
    it.each(TIMEFRAMES)('gives %s bars back exactly, across chunk borders', async (timeframe) => {
      const store = await create();
      const bars = walk(5_000, timeframe);
      expect(await store.putBars('AAPL', timeframe, bars)).toEqual({
        stored: 5_000,
        duplicate: 0,
        revised: 0,
      });
      expect(await store.readBars('AAPL', timeframe)).toEqual(bars);
    });

    it('keeps values that are no round decimals bit for bit', async () => {
      const store = await create();
      const bars = barsFromRows([
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
      await store.putBars('X', '1s', bars);
      expect(rows(await store.readBars('X', '1s'))).toStrictEqual(rows(bars));
    });

    it('stores the same bars once', async () => {
      const store = await create();
      const bars = walk(3_000, '1h');
      await store.putBars('AAPL', '1h', bars);
      expect(await store.putBars('AAPL', '1h', bars)).toEqual({ stored: 0, duplicate: 3_000, revised: 0 });
      expect(await store.readBars('AAPL', '1h')).toEqual(bars);
    });

    it('lets the newest value win and counts what it did', async () => {
      const store = await create();
      const bar = (time: number, close: number) => ({ time, open: 10, high: 20, low: 5, close, volume: 1 });
      const day = 86_400_000;
      await store.putBars('A', '1d', barsFromRows([bar(1 * day, 11), bar(3 * day, 13), bar(5 * day, 15)]));
      const counts = await store.putBars(
        'A',
        '1d',
        barsFromRows([bar(0, 10), bar(1 * day, 11), bar(3 * day, 99), bar(4 * day, 14), bar(9_000 * day, 7)]),
      );
      expect(counts).toEqual({ stored: 3, duplicate: 1, revised: 1 });
      const stored = await store.readBars('A', '1d');
      expect(Array.from(stored.time, (time) => time / day)).toEqual([0, 1, 3, 4, 5, 9_000]);
      expect(Array.from(stored.close)).toEqual([10, 11, 99, 14, 15, 7]);
    });

    it('reads any range as the same range of the whole', async () => {
      const store = await create();
      const bars = walk(4_000, '1m');
      await store.putBars('A', '1m', bars);
      const all = rows(bars);
      const times = [
        undefined,
        0,
        START,
        START + 1,
        bars.time[99]!,
        bars.time[100]!,
        bars.time[2_500]! + 30_000,
        bars.time[3_999]!,
        bars.time[3_999]! + 1,
        1e15,
      ];
      for (const { range, expected } of rangesOf(all, ({ time }) => time, times)) {
        const read = await store.readBars('A', '1m', range);
        expect(Array.from(read.time), JSON.stringify(range)).toEqual(expected.map((bar) => bar.time));
      }
    });

    it('gives ranges that own their memory, so that a small range is small on a wire', async () => {
      const store = await create();
      await store.putBars('A', '1m', walk(4_000, '1m'));
      const two = await store.readBars('A', '1m', { limit: 2 });
      expect(two.close.buffer.byteLength).toBe(16);
    });

    it('keeps series apart by symbol and timeframe and sums them up', async () => {
      const store = await create();
      await store.putBars('B', '1d', walk(10, '1d'));
      await store.putBars('A', '1m', walk(20, '1m'));
      await store.putBars('A', '1d', walk(30, '1d'));
      await store.putBars('C', '1d', walk(0, '1d'));
      expect(await store.series()).toEqual([
        {
          symbol: 'A',
          timeframe: '1d',
          bars: 30,
          firstTime: START,
          lastTime: START + 29 * 86_400_000,
          revisions: 0,
        },
        {
          symbol: 'A',
          timeframe: '1m',
          bars: 20,
          firstTime: START,
          lastTime: START + 19 * 60_000,
          revisions: 0,
        },
        {
          symbol: 'B',
          timeframe: '1d',
          bars: 10,
          firstTime: START,
          lastTime: START + 9 * 86_400_000,
          revisions: 0,
        },
      ]);
      expect((await store.readBars('unknown', '1d')).length).toBe(0);
    });

    describe('what was known then', () => {
      const DAY = 86_400_000;
      const bar = (day: number, close: number) => ({
        time: day * DAY,
        open: 10,
        high: 99,
        low: 1,
        close,
        volume: 1,
      });

      /** Three puts at 1000, 2000 and 3000: four days; one revised, one filled in and a late one; one again. */
      async function storeWithHistory() {
        let now = 1_000;
        const store = await create(() => now);
        await store.putBars('A', '1d', barsFromRows([bar(1, 11), bar(2, 12), bar(4, 14), bar(5, 15)]));
        now = 2_000;
        await store.putBars('A', '1d', barsFromRows([bar(2, 22), bar(3, 13), bar(5, 15), bar(9_000, 90)]));
        now = 3_000;
        await store.putBars('A', '1d', barsFromRows([bar(2, 32)]));
        return store;
      }

      it.each([
        [999, []],
        [1_000, ['1:11', '2:12', '4:14', '5:15']],
        [1_999, ['1:11', '2:12', '4:14', '5:15']],
        [2_000, ['1:11', '2:22', '3:13', '4:14', '5:15', '9000:90']],
        [3_000, ['1:11', '2:32', '3:13', '4:14', '5:15', '9000:90']],
      ])('at %d it was as it was', async (asOf, expected) => {
        const bars = await (await storeWithHistory()).readBars('A', '1d', { asOf });
        expect(rows(bars).map((row) => `${row.time / DAY}:${row.close}`)).toEqual(expected);
      });

      it('takes the newest of what was known, within the range', async () => {
        const store = await storeWithHistory();
        const newest = await store.readBars('A', '1d', { asOf: 1_500, limit: 1 });
        expect(rows(newest)).toEqual([bar(5, 15)]);
        const cut = await store.readBars('A', '1d', { asOf: 1_500, from: 2 * DAY, to: 5 * DAY });
        expect(rows(cut)).toEqual([bar(2, 12), bar(4, 14)]);
        expect((await store.readBars('B', '1d', { asOf: 1_500 })).length).toBe(0);
      });

      it('counts revisions, not repeats', async () => {
        const store = await storeWithHistory();
        expect((await store.series())[0]).toMatchObject({ bars: 6, revisions: 2 });
      });

      it('keeps odd values of a replaced bar bit for bit', async () => {
        let now = 1;
        const store = await create(() => now);
        const odd = barsFromRows([
          { time: 5, open: -0, high: Math.PI, low: Number.NaN, close: 1e-300, volume: 0.1 },
        ]);
        await store.putBars('A', '1s', odd);
        now = 2;
        await store.putBars('A', '1s', barsFromRows([{ ...barAt(odd, 0), low: 1 }]));
        expect(rows(await store.readBars('A', '1s', { asOf: 1 }))).toStrictEqual(rows(odd));
      });

      it('is the first put alone, however the rest came, over many chunks', async () => {
        let now = 1;
        const store = await create(() => now);
        const all = walk(4_000, '1m');
        const even = barsFromRows(rows(all).filter((_, i) => i % 2 === 0));
        await store.putBars('A', '1m', even);
        for (now = 2; now < 6; now++) {
          const part = rows(all).filter((_, i) => i % 4 === now % 4);
          await store.putBars('A', '1m', barsFromRows(part.map((row) => ({ ...row, volume: now }))));
        }
        expect(await store.readBars('A', '1m', { asOf: 1 })).toEqual(even);
        expect((await store.readBars('A', '1m')).length).toBe(4_000);
      });
    });

    it.each([
      ['descending', [2, 1]],
      ['equal', [1, 1]],
      ['not a number', [1, Number.NaN]],
      ['infinite', [1, Number.POSITIVE_INFINITY]],
    ])('refuses %s times and keeps nothing', async (_, times) => {
      const store = await create();
      const bars = barsFromRows(
        times.map((time) => ({ time, open: 1, high: 1, low: 1, close: 1, volume: 1 })),
      );
      await expect(store.putBars('A', '1d', bars)).rejects.toThrow(/A 1d bar 1 of 2/);
      expect(await store.series()).toEqual([]);
    });

    it('replaces an instrument by symbol', async () => {
      const store = await create();
      const instrument: Instrument = {
        symbol: 'MSFT',
        name: 'Microsoft',
        assetClass: 'equity',
        currency: 'USD',
        pricePrecision: 2,
        venue: 'NASDAQ',
        timeZone: 'America/New_York',
        source: 'test',
        isTradable: true,
      };
      await store.putInstruments([instrument, { ...instrument, symbol: 'AAPL', isTradable: false }]);
      await store.putInstruments([{ ...instrument, name: 'Microsoft Corporation' }]);
      expect(await store.instruments()).toStrictEqual([
        { ...instrument, symbol: 'AAPL', isTradable: false },
        { ...instrument, name: 'Microsoft Corporation' },
      ]);
    });

    it('keeps one action of a kind and day, the newest, and tells which were new or changed', async () => {
      const store = await create();
      const split = { kind: 'split', time: 20, value: 2, isInPrices: false } as const;
      const dividend = { kind: 'dividend', time: 10, value: 0.25, isInPrices: false } as const;
      expect(await store.putCorporateActions('A', [split, dividend])).toBe(2);
      expect(await store.putCorporateActions('A', [{ ...split, isInPrices: true }, dividend])).toBe(1);
      expect(await store.putCorporateActions('B', [split])).toBe(1);
      expect(await store.corporateActions('A')).toStrictEqual([dividend, { ...split, isInPrices: true }]);
      expect(await store.corporateActions('C')).toEqual([]);
    });

    it('removes quarantined rows that came before a time, and weighs them first', async () => {
      const store = await create();
      const row = { symbol: 'A', source: 'f', line: 1, reason: 'bad', raw: 'x,y' };
      await store.putQuarantine([
        { ...row, id: 'old', receivedTime: 100 },
        { ...row, id: 'edge', receivedTime: 200 },
      ]);
      expect(await store.quarantineBefore(200)).toStrictEqual({ rows: 1, bytes: 6 });
      expect(await store.deleteQuarantineBefore(200)).toBe(1);
      expect((await store.quarantine(10)).rows.map(({ id }) => id)).toEqual(['edge']);
      expect(await store.quarantineBefore(200)).toStrictEqual({ rows: 0, bytes: 0 });
    });

    it('keeps each quarantined row once, newest first', async () => {
      const store = await create();
      const entry = (id: string, line: number): QuarantineEntry => ({
        id,
        symbol: 'A',
        source: 'bars.csv',
        line,
        reason: 'high 1 is below low 2',
        raw: '2013-01-01;"ü",\t',
        receivedTime: 5,
      });
      await store.putQuarantine([entry('q1', 2), entry('q2', 3)]);
      await store.putQuarantine([entry('q2', 3), entry('q3', 4)]);
      expect(await store.quarantine(2)).toStrictEqual({ total: 3, rows: [entry('q3', 4), entry('q2', 3)] });
    });

    it('finds headlines by symbol within a range, oldest first', async () => {
      const store = await create();
      const headline = (id: string, time: number, symbols: string[]) => ({
        id,
        time,
        title: `headline ${id}`,
        source: 'test',
        symbols,
      });
      const all = [
        headline('h1', 30, ['A', 'B']),
        headline('h2', 10, ['A']),
        headline('h3', 20, ['B']),
        headline('h4', 40, ['A']),
      ];
      expect(await store.putHeadlines(all)).toBe(4);
      expect(await store.putHeadlines([all[0]!, headline('h5', 50, ['C'])])).toBe(1);
      expect(await store.headlines('A', 10, 40)).toStrictEqual([all[1], all[0]]);
      expect(await store.headlines('A', 11, 41)).toStrictEqual([all[0], all[3]]);
      expect(await store.headlines('Z', 0, 99)).toEqual([]);
    });

    it('a headline that comes again gains symbols and keeps what it said first', async () => {
      const store = await create();
      const first = { id: 'h', time: 10, title: 'one', source: 'x', symbols: ['A'] };
      await store.putHeadlines([first]);
      const again = { ...first, time: 99, title: 'other', symbols: ['A', 'B'] };
      expect(await store.putHeadlines([again])).toBe(0);
      expect(await store.headlines('B', 0, 100)).toEqual([{ ...first, symbols: ['A', 'B'] }]);
      expect(await store.headlines('A', 0, 100)).toHaveLength(1);
    });

    it('lists headlines newest first, as it knew them, with address and time of arrival', async () => {
      const store = await create();
      const plain = { id: 'p', time: 20, title: 'plain', source: 'a file', symbols: [] };
      const full = {
        id: 'f',
        time: 10,
        title: 'full',
        source: 'a feed',
        symbols: ['A'],
        url: 'https://news.example/1',
        summary: 'more words',
        receivedTime: 35,
      };
      await store.putHeadlines([full, plain]);
      const ids = async (range: Partial<Parameters<MarketStore['newestHeadlines']>[0]>) =>
        (await store.newestHeadlines({ limit: 10, ...range })).map(({ id }) => id);
      expect(await store.newestHeadlines({ limit: 10 })).toStrictEqual([plain, full]);
      expect(await ids({ limit: 1 })).toEqual(['p']);
      expect(await ids({ symbol: 'A' })).toEqual(['f']);
      expect(await ids({ from: 10, to: 20 })).toEqual(['f']);
      expect(await ids({ asOf: 34 })).toEqual(['p']);
      expect(await ids({ asOf: 35 })).toEqual(['p', 'f']);
      expect(await store.searchHeadlines('full', { limit: 1, asOf: 34 })).toEqual([]);
    });

    describe('searching headlines', () => {
      async function storeWithHeadlines() {
        const store = await create();
        const headline = (id: string, time: number, title: string, symbols: string[]) => ({
          id,
          time,
          title,
          source: 'test',
          symbols,
        });
        await store.putHeadlines([
          headline('h1', 10, 'Apple sues over tablet design; shares fall', ['AAPL']),
          headline('h2', 20, 'Café chain profits rise', ['CAF']),
          headline('h3', 30, 'Shares of IBM and Apple rise', ['AAPL', 'IBM']),
          headline('h4', 40, 'AT&T "merger" NOT near, says CEO (again)', ['T']),
        ]);
        await store.putHeadlines([
          headline('h1', 10, 'Apple sues over tablet design; shares fall', ['AAPL']),
        ]);
        return store;
      }

      it.each([
        ['apple', ['h3', 'h1']],
        ['APPLE shares', ['h3', 'h1']],
        ['apple rise', ['h3']],
        ['cafe', ['h2']],
        ['tabl*', ['h1']],
        ['tabl', []],
        ['AT&T', ['h4']],
        ['"merger"', ['h4']],
        ['not OR near', []],
        ['not near', ['h4']],
        ['(again)', ['h4']],
        ['title:apple', []],
        ['* ^ " -', []],
        ['   ', []],
      ])('finds %s', async (words, ids) => {
        const found = await (await storeWithHeadlines()).searchHeadlines(words, { limit: 10 });
        expect(found.map((one) => one.id)).toEqual(ids);
      });

      it('within a range, of a symbol, so many of them', async () => {
        const store = await storeWithHeadlines();
        const ids = async (range: Parameters<MarketStore['searchHeadlines']>[1]) =>
          (await store.searchHeadlines('rise', range)).map((one) => one.id);
        expect(await ids({ limit: 10, from: 20, to: 30 })).toEqual(['h2']);
        expect(await ids({ limit: 10, symbol: 'IBM' })).toEqual(['h3']);
        expect(await ids({ limit: 1 })).toHaveLength(1);
        expect((await store.searchHeadlines('café', { limit: 1 }))[0]?.symbols).toEqual(['CAF']);
      });
    });
  });
}
