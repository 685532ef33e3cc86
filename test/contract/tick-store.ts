import { describe, expect, it } from 'vitest';
import { allocateTrades, QUOTE_FIELDS, TRADE_FIELDS, type TradeColumns } from '#domain/market/tick-columns';
import { createSeededRandom } from '#domain/values/seeded-random';
import type { Fundamental, MarketStore, TickLog } from '#engine/ports/market-store';
import { quoteWalk, tradeWalk } from '#test/support/synthetic-ticks';
import { walk } from './market-store.ts';
import { rangesOf } from './stored-ranges.ts';

type Row = readonly [time: number, price: number, size: number, sequence: number];

export function trades(rows: readonly Row[]): TradeColumns {
  const columns = allocateTrades(rows.length);
  rows.forEach((row, i) => {
    TRADE_FIELDS.forEach((field, c) => {
      columns[field][i] = row[c]!;
    });
  });
  return columns;
}

function rowsOf(columns: TradeColumns): Row[] {
  return Array.from(columns.time, (time, i) => [
    time,
    columns.price[i]!,
    columns.size[i]!,
    columns.sequence[i]!,
  ]);
}

export function sliceTrades(columns: TradeColumns, start: number, end: number): TradeColumns {
  return trades(rowsOf(columns).slice(start, end));
}

const NONE = Number.NaN;

/** What every store promises about trades, quotes, fundamentals and notes. */
export function tickStoreContract(name: string, create: () => MarketStore & TickLog): void {
  describe(`tick store: ${name}`, () => {
    it('gives trades and quotes back exactly, over many chunks', async () => {
      const store = create();
      const [sold, quoted] = [tradeWalk(60_000), quoteWalk(60_000)];
      expect(await store.putTrades('A', sold)).toEqual({ stored: 60_000, duplicate: 0 });
      expect(await store.putQuotes('A', quoted)).toEqual({ stored: 60_000, duplicate: 0 });
      expect(await store.readTrades('A')).toEqual(sold);
      expect(await store.readQuotes('A')).toEqual(quoted);
    });

    it.each<[string, Row[]]>([
      [
        'microseconds',
        [
          [1_700_000_000_000.123, 1, 1, 1],
          [1_700_000_000_000.124, 1, 1, 2],
        ],
      ],
      ['parts of a microsecond', [[1_700_000_000_000 + 2 ** -12, 1, 1, 1]]],
      [
        'times before 1970',
        [
          [-5.5, 1, 1, 1],
          [-1, 1, 1, 2],
          [0, 1, 1, 3],
        ],
      ],
      [
        'no round decimals',
        [
          [1, Math.PI, 1 / 3, 1],
          [2, 1e300, Number.MIN_VALUE, 2],
        ],
      ],
      [
        'negative zero',
        [
          [1, -0, -0, -0],
          [2, 0, 0, 0],
        ],
      ],
      [
        'prices below zero',
        [
          [1, -37.63, 5, 1],
          [2, -13.1, 5, 2],
        ],
      ],
      [
        'sequences that some lack',
        [
          [1, 1, 1, NONE],
          [2, 1, 1, 7],
          [3, 1, NONE, NONE],
        ],
      ],
      [
        'sequences that fall',
        [
          [1, 1, 1, 900],
          [2, 1, 1, 2 ** 53 - 1],
          [3, 1, 1, 5],
        ],
      ],
      [
        'huge sizes',
        [
          [1, 1, 2 ** 52, 1],
          [2, 1, 0.00000001, 2],
        ],
      ],
    ])('keeps %s bit for bit', async (_, rows) => {
      const store = create();
      await store.putTrades('X', trades(rows));
      expect(rowsOf(await store.readTrades('X'))).toStrictEqual(rows);
    });

    it('keeps quotes of unknown sizes', async () => {
      const store = create();
      const quotes = quoteWalk(3_000);
      quotes.bidSize.fill(NONE);
      quotes.askSize[7] = NONE;
      await store.putQuotes('X', quotes);
      expect(await store.readQuotes('X')).toEqual(quotes);
    });

    it('stores the same ticks once', async () => {
      const store = create();
      const [sold, quoted] = [tradeWalk(20_000), quoteWalk(20_000)];
      await store.putTrades('A', sold);
      await store.putQuotes('A', quoted);
      expect(await store.putTrades('A', sold)).toEqual({ stored: 0, duplicate: 20_000 });
      expect(await store.putQuotes('A', quoted)).toEqual({ stored: 0, duplicate: 20_000 });
      expect(await store.putTrades('A', sliceTrades(sold, 9_000, 9_100))).toEqual({
        stored: 0,
        duplicate: 100,
      });
      expect(await store.readTrades('A')).toEqual(sold);
    });

    it('knows a trade by its sequence, and two alike without one as two', async () => {
      const store = create();
      const first = trades([
        [1, 5, 1, 10],
        [1, 5, 1, 10],
        [1, 5, 1, 11],
        [2, 6, 1, NONE],
        [2, 6, 1, NONE],
      ]);
      expect(await store.putTrades('A', first)).toEqual({ stored: 4, duplicate: 1 });
      expect(await store.putTrades('A', first)).toEqual({ stored: 0, duplicate: 5 });
      const third = trades([
        [2, 6, 1, NONE],
        [2, 6, 1, NONE],
        [2, 6, 1, NONE],
      ]);
      expect(await store.putTrades('A', third)).toEqual({ stored: 1, duplicate: 2 });
      expect((await store.readTrades('A')).length).toBe(5);
    });

    it('counts a crowd of one instant as it counts a few', async () => {
      const store = create();
      const crowd = Array.from({ length: 3_000 }, (_, i): Row => [5, (i % 7) + 1, 1, i % 3 ? NONE : i]);
      expect(await store.putTrades('A', trades(crowd))).toEqual({ stored: 3_000, duplicate: 0 });
      expect(await store.putTrades('A', trades(crowd))).toEqual({ stored: 0, duplicate: 3_000 });
      expect(rowsOf(await store.readTrades('A'))).toStrictEqual(crowd);
    });

    it('merges late ticks into their place, behind what has the same time', async () => {
      const store = create();
      await store.putTrades(
        'A',
        trades([
          [10, 1, 1, 1],
          [20, 2, 1, 2],
          [30, 3, 1, 3],
        ]),
      );
      const late = trades([
        [5, 9, 1, 0],
        [20, 9, 1, 9],
        [25, 9, 1, 10],
        [40, 9, 1, 11],
      ]);
      expect(await store.putTrades('A', late)).toEqual({ stored: 4, duplicate: 0 });
      const prices = (await store.readTrades('A')).price;
      expect(Array.from(prices)).toEqual([9, 1, 2, 9, 9, 3, 9]);
      expect((await store.tickSeries())[0]).toMatchObject({ ticks: 7, firstTime: 5, lastTime: 40 });
    });

    it('comes out the same, in whatever pieces and order ticks came in', async () => {
      for (let seed = 1; seed <= 8; seed++) {
        const random = createSeededRandom(seed);
        const store = create();
        const whole = tradeWalk(30_000, seed);
        const cuts = Array.from({ length: 40 }, () => random.nextInteger(0, whole.length)).sort(
          (a, b) => a - b,
        );
        const pieces = [0, ...cuts].map((start, i) => [start, cuts[i] ?? whole.length] as const);
        for (let i = pieces.length - 1; i > 0; i--) {
          const other = random.nextInteger(0, i);
          [pieces[i], pieces[other]] = [pieces[other]!, pieces[i]!];
        }
        for (const [start, end] of pieces) {
          await store.putTrades('A', sliceTrades(whole, Math.max(0, start - random.nextInteger(0, 50)), end));
          if (random.nextInteger(0, 3) === 0) store.joinTicks(1e9);
        }
        const read = await store.readTrades('A');
        // Ticks of one time keep the order they came in, which the pieces changed.
        const byNumber = rowsOf(read).sort((a, b) => a[3] - b[3]);
        expect(byNumber, `seed ${seed}`).toStrictEqual(rowsOf(whole));
        expect(Array.from(read.time), `seed ${seed}`).toEqual(Array.from(whole.time));
        expect((await store.tickSeries())[0]?.ticks, `seed ${seed}`).toBe(whole.length);
      }
    });

    it('reads any range as the same range of the whole', async () => {
      const store = create();
      const whole = tradeWalk(40_000);
      for (let start = 0; start < whole.length; start += 9_000)
        await store.putTrades('A', sliceTrades(whole, start, start + 9_000));
      const all = rowsOf(whole);
      const at = (i: number): number => whole.time[i]!;
      const times = [
        undefined,
        0,
        at(0),
        at(1),
        at(8_999),
        at(9_000),
        at(20_000) + 0.5,
        at(39_999),
        at(39_999) + 1,
      ];
      for (const { range, expected } of rangesOf(all, ([time]) => time, times)) {
        const read = await store.readTrades('A', range);
        expect(Array.from(read.sequence), JSON.stringify(range)).toEqual(expected.map((row) => row[3]));
      }
    });

    it('gives ranges that own their memory', async () => {
      const store = create();
      await store.putQuotes('A', quoteWalk(9_000));
      const two = await store.readQuotes('A', { limit: 2 });
      expect(QUOTE_FIELDS.map((field) => two[field].buffer.byteLength)).toEqual([16, 16, 16, 16, 16, 16]);
    });

    it('keeps series apart by symbol and kind', async () => {
      const store = create();
      await store.putTrades('B', trades([[3, 1, 1, 1]]));
      await store.putQuotes('A', quoteWalk(2));
      await store.putTrades(
        'A',
        trades([
          [1, 1, 1, 1],
          [2, 1, 1, 2],
        ]),
      );
      await store.putTrades('C', trades([]));
      const found = (await store.tickSeries()).map(({ symbol, kind, ticks }) => `${symbol} ${kind} ${ticks}`);
      expect(found).toEqual(['A quotes 2', 'A trades 2', 'B trades 1']);
      expect((await store.readTrades('unknown')).length).toBe(0);
    });

    it('takes many series at once, all or none, from columns used again', async () => {
      const store = create();
      const columns = trades([
        [1, 1, 1, 1],
        [2, 2, 1, 2],
      ]);
      const twice = function* () {
        yield { symbol: 'A', kind: 'trades' as const, ticks: columns };
        columns.price[0] = 7;
        yield { symbol: 'B', kind: 'trades' as const, ticks: columns };
      };
      expect(store.putTickBatches(twice())).toEqual({ stored: 4, duplicate: 0 });
      expect(Array.from((await store.readTrades('A')).price)).toEqual([1, 2]);
      expect(Array.from((await store.readTrades('B')).price)).toEqual([7, 2]);
      const broken = [
        { symbol: 'C', kind: 'trades' as const, ticks: columns },
        {
          symbol: 'D',
          kind: 'trades' as const,
          ticks: trades([
            [2, 1, 1, 1],
            [1, 1, 1, 1],
          ]),
        },
      ];
      expect(() => store.putTickBatches(broken)).toThrow(/D trades row 1 of 2/);
      expect(await store.readTrades('C')).toMatchObject({ length: 0 });
    });

    it.each([
      ['descending', [2, 1]],
      ['not a number', [1, NONE]],
      ['infinite', [1, Number.POSITIVE_INFINITY]],
    ])('refuses %s times and keeps nothing', async (_, times) => {
      const store = create();
      const columns = trades(times.map((time, i): Row => [time, 1, 1, i]));
      await expect(store.putTrades('A', columns)).rejects.toThrow(/A trades row 1 of 2/);
      expect(await store.tickSeries()).toEqual([]);
    });

    it('keeps what many small puts brought, before and after it is joined', async () => {
      const store = create();
      const whole = tradeWalk(5_000);
      for (let start = 0; start < whole.length; start += 7)
        await store.putTrades('A', sliceTrades(whole, start, start + 7));
      expect(await store.readTrades('A')).toEqual(whole);
      while (store.joinTicks(1_000) > 0);
      expect(await store.readTrades('A')).toEqual(whole);
      expect(await store.putTrades('A', whole)).toEqual({ stored: 0, duplicate: 5_000 });
    });

    it('removes old ticks, of whole chunks and of the one that is cut', async () => {
      const store = create();
      const whole = tradeWalk(50_000);
      await store.putTrades('A', whole);
      const cut = whole.time[30_001]!;
      const kept = rowsOf(whole).filter(([time]) => time >= cut);
      expect(await store.deleteTicksBefore('A', 'trades', cut)).toBe(50_000 - kept.length);
      expect(rowsOf(await store.readTrades('A'))).toStrictEqual(kept);
      expect((await store.tickSeries())[0]).toMatchObject({ ticks: kept.length, firstTime: kept[0]![0] });
      expect(await store.deleteTicksBefore('A', 'trades', cut)).toBe(0);
      expect(await store.deleteTicksBefore('A', 'quotes', cut)).toBe(0);
      expect(await store.deleteTicksBefore('A', 'trades', 1e15)).toBe(kept.length);
      expect(await store.tickSeries()).toEqual([]);
      await store.putTrades('A', trades([[1, 1, 1, 1]]));
      expect(await store.tickSeries()).toMatchObject([{ ticks: 1, firstTime: 1, lastTime: 1 }]);
    });

    it('removes old bars and what they replaced', async () => {
      const store = create();
      const bars = walk(3_000, '1h');
      await store.putBars('A', '1h', bars);
      const revised = walk(3_000, '1h');
      revised.close.fill(1);
      await store.putBars('A', '1h', revised);
      const before = await store.storeBytesOf('A', '1h');
      const cut = bars.time[2_345]!;
      expect(await store.deleteBarsBefore('A', '1h', cut)).toBe(2_345);
      const left = await store.readBars('A', '1h');
      expect([left.length, left.time[0], left.close[0]]).toEqual([655, cut, 1]);
      expect(await store.series()).toMatchObject([{ bars: 655, firstTime: cut, revisions: 655 }]);
      expect(await store.storeBytesOf('A', '1h')).toBeLessThan(before);
      expect(await store.deleteBarsBefore('A', '1h', cut)).toBe(0);
      expect(await store.deleteBarsBefore('A', '1d', cut)).toBe(0);
      expect(await store.deleteBarsBefore('A', '1h', 1e15)).toBe(655);
      expect(await store.series()).toEqual([]);
    });

    it('tells what a series takes', async () => {
      const store = create();
      await store.putTrades('A', tradeWalk(20_000));
      const bytes = await store.storeBytesOf('A', 'trades');
      expect(bytes).toBeGreaterThan(20_000);
      expect(bytes).toBeLessThan(20_000 * 8);
      expect(await store.storeBytesOf('A', 'quotes')).toBe(0);
    });

    it('tells fundamentals as they were known', async () => {
      const store = create();
      const fact = (periodEnd: number, knownTime: number, value: number): Fundamental => ({
        symbol: 'A',
        metric: 'revenue',
        periodEnd,
        value,
        unit: 'USD',
        knownTime,
        source: 'test',
      });
      const all = [fact(100, 130, 5), fact(100, 200, 4), fact(190, 230, 6)];
      expect(await store.putFundamentals(all)).toBe(3);
      expect(await store.putFundamentals([all[0]!, { ...all[2]!, value: 7 }])).toBe(1);
      const known = async (asOf?: number) => (await store.fundamentals('A', asOf)).map(({ value }) => value);
      expect(await known(129)).toEqual([]);
      expect(await known(130)).toEqual([5]);
      expect(await known(200)).toEqual([4]);
      expect(await known()).toEqual([4, 7]);
      expect((await store.fundamentals('A', 150))[0]).toStrictEqual(all[0]);
      expect(await store.fundamentals('B')).toEqual([]);
    });

    it('finds notes by their words, the newest wording of each', async () => {
      const store = create();
      await store.putNote({ id: 'n1', symbol: 'A', time: 10, text: 'Margins look stretched' });
      await store.putNote({ id: 'n2', symbol: '', time: 20, text: 'Café talk: rates, margins' });
      await store.putNote({ id: 'n1', symbol: 'A', time: 30, text: 'Guidance cut' });
      const ids = async (words: string, range: object = {}) =>
        (await store.searchNotes(words, { limit: 10, ...range })).map(({ id }) => id);
      expect(await ids('margins')).toEqual(['n2']);
      expect(await ids('GUID* cut')).toEqual(['n1']);
      expect(await ids('cafe', { symbol: 'A' })).toEqual([]);
      expect(await ids('')).toEqual(['n1', 'n2']);
      expect(await ids('', { to: 30 })).toEqual(['n2']);
      expect(await ids('" OR -')).toEqual([]);
    });
  });
}
