import { describe, expect, it } from 'vitest';
import { AlertBook, type FiredAlert } from '#agents/realtime-processor/alert-book';
import type { AlertDefinition } from '#domain/alerts/alert-definition';
import { INDICATORS, resolveParameters } from '#domain/indicators/catalog';
import { type Bar, barsFromRows, sliceBars } from '#domain/market/bar';
import { allocateTicks, QUOTE_TICK, TRADE_TICK } from '#domain/market/tick-batch';
import { createQuoteBoard } from '#engine/cache/columnar-quote-board';
import { syntheticBars } from '#test/support/synthetic-bars';

const DAY = Date.UTC(2012, 2, 5);
const OPEN = Date.UTC(2012, 2, 5, 14, 30);

const definition = (change: Partial<AlertDefinition>): AlertDefinition => ({
  name: '',
  symbol: 'A',
  rule: 'price crosses-above 10',
  frequency: 'once',
  expiresTime: null,
  message: '',
  severity: 'info',
  isSoundOn: false,
  ...change,
});

function bookOf(change: Partial<AlertDefinition> = {}, restsSince: number | null = null, isReplayed = true) {
  const fired: FiredAlert[] = [];
  const board = createQuoteBoard();
  const book = new AlertBook({
    board,
    contextOf: () => ({ timeZone: 'America/New_York', calendar: 'XNAS' }),
    isReplayed: () => isReplayed,
    onFired: (one) => fired.push(one),
  });
  book.put({ id: 'a', definition: definition(change), state: 'active', restsSince });
  let now = OPEN;
  /** One tick a second unless told. */
  const tick = (price: number, { symbol = 'A', time = now + 1_000, size = 1, isNew = true } = {}) => {
    now = time;
    book.onTick(symbol, DAY, time, price, size, 8, isNew);
  };
  const prices = () => fired.map(({ cause }) => cause.price);
  return { book, board, fired, tick, prices };
}

const see = (rule: string, values: readonly number[], change: Partial<AlertDefinition> = {}) => {
  const { tick, prices } = bookOf({ rule, ...change });
  for (const value of values) tick(value);
  return prices();
};

describe('an alert on the price', () => {
  it.each([
    ['price crosses-above 10', [9, 9.99, 10, 11], [10]],
    ['price crosses-above 10', [11, 12], []],
    ['price crosses-above 10', [10, 11], []],
    ['price crosses-above 10', [9, 100], [100]],
    ['price crosses-above 10', [9, 11, 9, 11], [11]],
    ['price crosses-below 10', [11, 10], [10]],
    ['price crosses-below 10', [9, 8], []],
    ['price crosses 10', [9, 8, 11], [11]],
    ['price crosses-above 10', [9, Number.NaN, 11], [11]],
    ['price crosses-above 10', [9, Number.POSITIVE_INFINITY, 9], []],
    ['price is-above 10', [9, 10, 10.5, 11], [10.5]],
    ['price is-below 10', [10], []],
    ['price enters 10 to 12', [9, 13, 11, 12], [11]],
    ['price enters 10 to 12', [11, 12], []],
    ['price leaves 10 to 12', [11, 12, 12.5], [12.5]],
    ['change crosses-above 25', [8, 9.9, 10.1], [10.1]],
    ['change(open) is-below -10', [8, 7.5, 7.1], [7.1]],
    ['volume is-above 3', [8, 8, 8, 9], [9]],
    ['price rises-by 10% in 3s', [10, 10.5, 10.8, 11.05], [11.05]],
    ['price rises-by 10% in 1s', [10, 10.5, 10.8, 11.05], []],
    ['price falls-by 10% in 1m', [10, 11, 9.8], [9.8]],
    ['change(2s) is-above 10', [10, 10.5, 10.8, 11.6], [11.6]],
    ['price crosses mid', [9, 11], []],
  ] as const)('%s, seeing %j, fires once at %j', (rule, values, expected) => {
    expect(see(rule, values)).toEqual(expected);
  });

  it.each([
    ['once-per-bar(1m)', [OPEN + 1_000, OPEN + 2_000, OPEN + 59_999, OPEN + 60_000], 2],
    ['once-per-minute', [OPEN + 1_000, OPEN + 60_999, OPEN + 61_000], 2],
    ['every-time(30s)', [OPEN, OPEN + 29_999, OPEN + 30_000], 2],
    // Midnight in New York is five o'clock UTC.
    ['once-per-day', [OPEN, Date.UTC(2012, 2, 6, 4, 59), Date.UTC(2012, 2, 6, 5)], 2],
    ['once', [OPEN, OPEN + 1e9], 1],
  ])('%s fires as often as it says while the rule holds', (frequency, times, expected) => {
    const { tick, fired } = bookOf({ rule: 'price is-above 10', frequency });
    for (const time of times) tick(11, { time });
    expect(fired).toHaveLength(expected);
  });

  it('remembers what is shown again after a start without firing, and fires at the next crossing', () => {
    const { tick, prices } = bookOf();
    for (const price of [9, 11, 9]) tick(price, { isNew: false });
    tick(10.5);
    expect(prices()).toEqual([10.5]);
  });

  it('rests after a restart as if it had never stopped', () => {
    const { tick, fired } = bookOf({ rule: 'price is-above 10', frequency: 'once-per-minute' }, OPEN);
    tick(11, { time: OPEN + 59_000 });
    expect(fired).toHaveLength(0);
    tick(11, { time: OPEN + 60_000 });
    expect(fired).toHaveLength(1);
  });

  it('expires by the time of its prices', () => {
    const { tick, fired, book } = bookOf({ expiresTime: OPEN + 10_000 });
    tick(9);
    tick(11, { time: OPEN + 10_000 });
    expect(fired).toHaveLength(0);
    expect(book.status('a')?.state).toBe('expired');
  });
});

describe('joined conditions', () => {
  it('fire when all hold at one tick: a crossing must be of that very tick', () => {
    const joint = 'price crosses-above 10 and volume is-above 3';
    expect(see(joint, [9, 11, 12, 13, 14])).toEqual([]);
    expect(see(joint, [9, 9, 9, 11])).toEqual([11]);
    expect(see('price crosses-above 10 or volume is-above 3', [9, 9, 9, 9.5])).toEqual([9.5]);
  });

  it('look at several symbols, a crossing of one counts at its own tick only', () => {
    const { tick, fired } = bookOf({ rule: 'price crosses-above 10 and price@B is-above 5' });
    tick(9);
    tick(4, { symbol: 'B' });
    tick(11);
    tick(6, { symbol: 'B' });
    expect(fired).toHaveLength(0);
    tick(9);
    tick(12);
    expect(fired).toMatchObject([{ cause: { symbol: 'A', price: 12 } }]);
    expect(fired[0]?.conditions).toEqual([
      { text: 'price crosses-above 10', value: 12, threshold: 10 },
      { text: 'price@B is-above 5', value: 6, threshold: 5 },
    ]);
  });
});

/** The newest value as a status tells it: none where there is no number. */
function orNull(column: Float64Array | undefined): number | null {
  const value = column?.at(-1) ?? Number.NaN;
  return Number.isNaN(value) ? null : value;
}

describe('an alert on an indicator', () => {
  const bars = syntheticBars(220, 5);

  it('hears the close of each bar, and is never fired by its warming up', () => {
    const { book, fired } = bookOf({ rule: 'sma(20,1d) is-above 0', frequency: 'every-time(1s)' });
    for (let i = 1; i <= 25; i++) book.onBarClosed('A', '1d', sliceBars(bars, 0, i), i * 86_400_000);
    expect(fired.map(({ cause }) => cause.eventTime / 86_400_000)).toEqual([20, 21, 22, 23, 24, 25]);
    expect(fired[0]?.cause).toMatchObject({ kind: 'bar', price: bars.close[19] });
  });

  it.each(INDICATORS.map((one) => [one.slug, one] as const))(
    '%s within the bar is what it would be if the bar closed now, and closed bars stay as they were',
    (slug, one) => {
      const { book, tick } = bookOf({ rule: `${slug}(1d,live) > 1` });
      book.onBarClosed('A', '1d', sliceBars(bars, 0, 200), 0);
      const price = bars.close[199]! * 1.01;
      for (const factor of [1.02, 0.97, 1]) tick(price * factor, { size: 5 });
      const forming: Bar = {
        time: DAY,
        open: price * 1.02,
        high: price * 1.02,
        low: price * 0.97,
        close: price,
        volume: 15,
      };
      const rows = Array.from({ length: 200 }, (_, i) => ({
        time: bars.time[i]!,
        open: bars.open[i]!,
        high: bars.high[i]!,
        low: bars.low[i]!,
        close: bars.close[i]!,
        volume: bars.volume[i]!,
      }));
      const whole = barsFromRows([...rows, forming]);
      const [values] = one.batch(whole, resolveParameters(one, {}));
      expect(book.status('a')?.conditions[0]?.value).toBe(orNull(values));
      book.onBarClosed('A', '1d', sliceBars(bars, 0, 201), 1);
      const [closed] = one.batch(sliceBars(bars, 0, 201), resolveParameters(one, {}));
      expect(book.status('a')?.conditions[0]?.value).toBe(orNull(closed));
    },
  );

  it('forms shorter bars from ticks itself, and does not hear a bar twice that is told from outside too', () => {
    const { book, fired, tick } = bookOf({ rule: 'volume(1m) is-above 1', frequency: 'every-time(1s)' });
    for (const second of [0, 20, 61]) tick(10, { time: OPEN + second * 1_000 });
    expect(fired.map(({ cause }) => cause.kind)).toEqual(['bar']);
    const bar = { time: OPEN, open: 10, high: 10, low: 10, close: 10, volume: 2 };
    book.onBarClosed('A', '1m', barsFromRows([bar]), OPEN + 62_000);
    expect(fired).toHaveLength(1);
  });

  it('knows its past from bars it is given, as history that is no news', () => {
    const { book, fired } = bookOf({ rule: 'rsi(5,1d) is-above 0' });
    expect(book.wantedBars()).toEqual([{ symbol: 'A', timeframe: '1d' }]);
    book.seed('A', '1d', bars);
    expect(book.wantedBars()).toEqual([]);
    expect(book.status('a')?.conditions[0]?.value).toBeGreaterThan(0);
    expect(fired).toEqual([]);
  });

  it('goes on from the bars it knows with one that comes alone, as live bars do', () => {
    const [whole, single] = [
      bookOf({ rule: 'ema(5,1d) > 1' }, null, false),
      bookOf({ rule: 'ema(5,1d) > 1' }, null, false),
    ];
    whole.book.seed('A', '1d', sliceBars(bars, 0, 40));
    single.book.seed('A', '1d', sliceBars(bars, 0, 40));
    whole.book.onBarClosed('A', '1d', sliceBars(bars, 0, 41), 1);
    whole.book.onBarClosed('A', '1d', sliceBars(bars, 0, 42), 2);
    for (const i of [40, 41]) single.book.onBarClosed('A', '1d', sliceBars(bars, i, i + 1), i);
    expect(single.book.status('a')?.conditions).toEqual(whole.book.status('a')?.conditions);
  });

  it('compares the newest volume with the mean of those before it', () => {
    const { book } = bookOf({ rule: 'relative-volume(2,1d) > 100' });
    const row = (time: number, volume: number) => ({ time, open: 1, high: 1, low: 1, close: 1, volume });
    book.onBarClosed('A', '1d', barsFromRows([row(1, 10), row(2, 20), row(3, 45)]), 3);
    expect(book.status('a')?.conditions[0]?.value).toBe(3);
  });
});

describe('an alert on the time', () => {
  it('of a replay fires at the first tick at or after its moment, once a day', () => {
    const { tick, fired } = bookOf({ rule: 'time at 09:35', frequency: 'once-per-day' });
    for (const [day, minute] of [
      [5, 33],
      [5, 36],
      [5, 37],
      [6, 30],
      [6, 35],
    ] as const)
      tick(10, { time: Date.UTC(2012, 2, day, 14, minute) });
    expect(fired.map(({ cause }) => new Date(cause.eventTime).toISOString().slice(8, 16))).toEqual([
      '05T14:36',
      '06T14:35',
    ]);
  });

  it('of the live market needs no tick', () => {
    const { book, fired } = bookOf({ rule: 'time at 5m before-close' }, null, false);
    book.onTime(Date.UTC(2012, 2, 5, 20, 54));
    book.onTime(Date.UTC(2012, 2, 5, 20, 55));
    expect(fired).toMatchObject([{ cause: { kind: 'time', price: null }, isReplayed: false }]);
  });

  it('holds through the hours it names', () => {
    const { tick, prices } = bookOf({
      rule: 'price is-above 1 and time after 10:00 and time before 11:00',
      frequency: 'every-time(1s)',
    });
    for (const [price, hour] of [
      [2, 14.9],
      [3, 15],
      [4, 15.9],
      [5, 16],
    ] as const)
      tick(price, { time: DAY + hour * 3_600_000 });
    expect(prices()).toEqual([3, 4]);
  });
});

describe('live ticks in batches', () => {
  it('fire with the number the venue gave; quotes move bid, ask and mid; symbols without alerts are passed by', () => {
    const { book, board, fired } = bookOf({ rule: 'price crosses-above 10 or mid crosses-below 5' });
    board.slot('OTHER');
    const slot = board.slot('A');
    board.openDay(slot, 8);
    const batch = allocateTicks(8);
    const put = (row: { slot: number; kind: number; price?: number; bid?: number; sequence: number }) => {
      const i = batch.length++;
      batch.slot[i] = row.slot;
      batch.kind[i] = row.kind;
      batch.eventTime[i] = OPEN + i;
      batch.price[i] = row.price ?? Number.NaN;
      batch.size[i] = 1;
      batch.bid[i] = row.bid ?? Number.NaN;
      batch.ask[i] = row.bid ?? Number.NaN;
      batch.sequence[i] = row.sequence;
    };
    put({ slot: 0, kind: TRADE_TICK, price: 99, sequence: 1 });
    put({ slot, kind: TRADE_TICK, price: 9, sequence: 2 });
    put({ slot, kind: QUOTE_TICK, bid: 6, sequence: 3 });
    put({ slot, kind: TRADE_TICK, price: 11, sequence: 4 });
    book.onBatch(batch, (one) => board.symbols[one]);
    expect(fired.map(({ cause }) => cause)).toEqual([
      { kind: 'tick', symbol: 'A', eventTime: OPEN + 3, price: 11, sequence: 4 },
    ]);
    book.put({
      id: 'a',
      definition: definition({ rule: 'mid crosses-below 5' }),
      state: 'active',
      restsSince: null,
    });
    batch.length = 0;
    put({ slot, kind: QUOTE_TICK, bid: 4, sequence: 5 });
    book.onBatch(batch, (one) => board.symbols[one]);
    expect(fired).toHaveLength(2);
  });
});
