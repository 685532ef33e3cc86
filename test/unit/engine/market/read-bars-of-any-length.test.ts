import { describe, expect, it } from 'vitest';
import { aggregateBars } from '#domain/market/aggregate-bars';
import { type BarColumns, barAt, barsFromRows } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { readBarsOfAnyLength } from '#engine/market/read-bars-of-any-length';
import type { BarRange, MarketStore } from '#engine/ports/market-store';
import { openMarketStore } from '#test/support/market-store';

const MINUTE = 60_000;
const START = Date.UTC(2024, 0, 2, 14, 30);

/** Minutes one after another, every seventh missing. */
function minutes(count: number, start = START): BarColumns {
  const rows = Array.from({ length: count }, (_, i) => {
    const open = 100 + ((i * 7919) % 13);
    return {
      time: start + i * MINUTE,
      open,
      high: open + (i % 5),
      low: open - (i % 3),
      close: open,
      volume: i + 1,
    };
  });
  return barsFromRows(rows.filter((_, i) => i % 7 !== 3));
}

async function withMinutes(bars = minutes(2_000)): Promise<MarketStore> {
  const market = openMarketStore();
  await market.putBars('X', '1m', bars);
  return market;
}

const rowsOf = (bars: BarColumns) => Array.from(bars.time.keys(), (i) => barAt(bars, i));
const read = async (market: MarketStore, timeframe: Timeframe, range?: BarRange) => {
  const { bars, madeOf } = await readBarsOfAnyLength(market, 'X', timeframe, range);
  return { rows: rowsOf(bars), madeOf };
};

describe('a length that is not stored', () => {
  it.each(['5m', '1h', '1d'] as const)('is made of minutes: %s', async (timeframe) => {
    const market = await withMinutes();
    const { rows, madeOf } = await read(market, timeframe);
    expect(rows).toEqual(rowsOf(aggregateBars(minutes(2_000), timeframe)));
    expect(madeOf).toBe('1m');
  });

  it.each([1, 2, 5, 40])('a range and the newest %i of it are those of the whole', async (limit) => {
    const market = await withMinutes();
    const whole = (await read(market, '5m')).rows;
    const from = START + 33 * MINUTE;
    const to = START + 903 * MINUTE;
    const within = whole.filter(({ time }) => time >= from && time < to);
    expect((await read(market, '5m', { from, to })).rows).toEqual(within);
    expect((await read(market, '5m', { from, to, limit })).rows).toEqual(within.slice(-limit));
    expect((await read(market, '5m', { limit })).rows).toEqual(whole.slice(-limit));
    const days = (await read(market, '1d')).rows;
    expect((await read(market, '1d', { limit })).rows).toEqual(days.slice(-limit));
  });

  it('is made of the longest shorter one', async () => {
    const market = await withMinutes();
    await market.putBars('X', '5m', aggregateBars(minutes(2_000), '5m'));
    expect((await read(market, '1h')).madeOf).toBe('5m');
    expect((await read(market, '5m')).madeOf).toBeNull();
  });

  it('is nothing where only longer ones are stored', async () => {
    const market = openMarketStore();
    await market.putBars('X', '1h', aggregateBars(minutes(200), '1h'));
    expect(await read(market, '5m')).toEqual({ rows: [], madeOf: null });
  });
});

describe('a length of which a part is stored', () => {
  it('keeps what is stored and is made before and behind it', async () => {
    const market = await withMinutes();
    const made = rowsOf(aggregateBars(minutes(2_000), '5m'));
    const stored = made.slice(100, 120).map((bar) => ({ ...bar, volume: 9_999 }));
    await market.putBars('X', '5m', barsFromRows(stored));
    const expected = [...made.slice(0, 100), ...stored, ...made.slice(120)];
    expect(await read(market, '5m')).toEqual({ rows: expected, madeOf: '1m' });
    for (const limit of [1, 279, 285, 299, 300, 310])
      expect((await read(market, '5m', { limit })).rows).toEqual(expected.slice(-limit));
    const from = made[110]!.time;
    const to = made[130]!.time;
    expect((await read(market, '5m', { from, to })).rows).toEqual(expected.slice(110, 130));
    expect(await read(market, '5m', { from, to: made[115]!.time })).toEqual({
      rows: expected.slice(110, 115),
      madeOf: null,
    });
  });
});

describe('days', () => {
  it('are those of the exchange, not of Greenwich', async () => {
    const market = openMarketStore();
    await market.putInstruments([
      {
        symbol: 'X',
        name: 'X',
        assetClass: 'forex',
        currency: 'USD',
        pricePrecision: 5,
        venue: 'FX',
        timeZone: 'America/New_York',
        source: 'test',
        isTradable: true,
      },
    ]);
    // 22:30 in London is half past five in New York: the next day of currencies.
    await market.putBars('X', '1m', minutes(10, Date.UTC(2024, 0, 2, 21, 30)));
    await market.putBars('X', '1m', minutes(10, Date.UTC(2024, 0, 2, 22, 30)));
    const { rows } = await read(market, '1d');
    expect(rows.map(({ time }) => time)).toEqual([Date.UTC(2024, 0, 2), Date.UTC(2024, 0, 3)]);
    const second = (await read(market, '1d', { from: Date.UTC(2024, 0, 3) })).rows;
    expect(second).toEqual(rows.slice(1));
  });
});
