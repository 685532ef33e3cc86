import { describe, expect, it } from 'vitest';
import { barsFromRows } from '#domain/market/bar';
import { exportPart, removeSeries, storedSizes } from '#runtime/market-data/stored-series';
import { openSampleEngine, SHORT_REPLAY } from '#test/support/test-engine';

const MINUTE = 60_000;
const START = Date.UTC(2024, 0, 2, 14, 30);
const minutes = (count: number) =>
  barsFromRows(
    Array.from({ length: count }, (_, i) => ({
      time: START + i * MINUTE,
      open: 1,
      high: 2,
      low: 0.5,
      close: 1.5,
      volume: i,
    })),
  );

describe('a stored series', () => {
  it('is removed only by who knows how long it is, and the journal tells of it', async () => {
    const engine = await openSampleEngine();
    const { market } = engine.stores;
    await market.putBars('X', '1m', minutes(500));
    const sizes = await storedSizes(market);
    expect(sizes.find(({ symbol }) => symbol === 'X')).toEqual({
      symbol: 'X',
      kind: '1m',
      bytes: await market.storeBytesOf('X', '1m'),
    });
    const asked = { symbol: 'X', kind: '1m' } as const;
    expect(await removeSeries(engine, asked)).toMatchObject({ rows: 500, isRemoved: false });
    await expect(removeSeries(engine, { ...asked, rows: 499 })).rejects.toThrow('500 rows by now, not 499');
    expect((await market.readBars('X', '1m')).length).toBe(500);
    expect(await removeSeries(engine, { ...asked, rows: 500 })).toMatchObject({ isRemoved: true });
    expect((await market.series()).some(({ symbol }) => symbol === 'X')).toBe(false);
    const [record] = engine.journal.store.readNewest({ kind: 'DataRemoved', limit: 1 });
    expect(JSON.parse(record!.payload)).toMatchObject({ symbol: 'X', series: '1m', rows: 500 });
    await expect(removeSeries(engine, asked)).rejects.toThrow('unknown symbol "X"');
  });

  it('stays while the session plays it', async () => {
    const engine = await openSampleEngine();
    await engine.keeper.start(SHORT_REPLAY);
    const [symbol] = SHORT_REPLAY.symbols;
    const { rows } = await removeSeries(engine, { symbol: symbol!, kind: '1d' });
    await expect(removeSeries(engine, { symbol: symbol!, kind: '1d', rows })).rejects.toThrow(
      'the session plays',
    );
  });
});

describe('an export in parts', () => {
  it('joined is every bar once under one header', async () => {
    const { stores } = await openSampleEngine();
    await stores.market.putBars('X', '1m', minutes(120_000));
    let part = await exportPart(stores.market, { symbol: 'X', timeframe: '1m', adjust: 'none' });
    let text = part.text;
    for (let count = 1; part.continueAt !== null; count++) {
      expect(count).toBeLessThan(10);
      const { continueAt } = part;
      part = await exportPart(stores.market, { symbol: 'X', timeframe: '1m', adjust: 'none', continueAt });
      text += part.text;
    }
    const lines = text.trimEnd().split('\n');
    expect(lines[0]).toBe('date,open,high,low,close,volume');
    expect(lines).toHaveLength(120_001);
    expect(lines[1]).toBe('2024-01-02T14:30:00.000Z,1,2,0.5,1.5,0');
    expect(lines.at(-1)).toBe(`${new Date(START + 119_999 * MINUTE).toISOString()},1,2,0.5,1.5,119999`);
    expect(part.fileName).toBe('X_1m.csv');
  });

  it('of days bears dates, made of minutes where only they are stored', async () => {
    const { stores } = await openSampleEngine();
    await stores.market.putBars('X', '1m', minutes(300));
    const part = await exportPart(stores.market, { symbol: 'X', timeframe: '1d', adjust: 'none' });
    expect(part.text).toBe('date,open,high,low,close,volume\n2024-01-02,1,2,0.5,1.5,44850\n');
    await expect(exportPart(stores.market, { symbol: 'X', timeframe: '1s', adjust: 'none' })).rejects.toThrow(
      'X has no 1s; stored are 1m',
    );
  });
});
