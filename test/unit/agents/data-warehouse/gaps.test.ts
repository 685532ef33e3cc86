import { expect, it } from 'vitest';
import { barsFromRows } from '#domain/market/bar';
import { day, openSampleEngine, openTestEngine } from '#test/support/test-engine';

it('the bundled series are complete by the calendar of their venue, as a task and by its other name', async () => {
  const engine = await openSampleEngine();
  for (const type of ['gaps', 'data_processing.find_gaps']) {
    const task = engine.orchestrator.submit({
      agent: 'data_warehouse',
      type,
      data: { symbol: 'AAPL' },
      lane: 2,
    });
    const { task: end, result } = await engine.orchestrator.result(task.id, 20_000);
    expect(end).toMatchObject({ state: 'done', summary: expect.stringMatching(/AAPL 1d: 0 of .* XNAS/) });
    expect(result).toMatchObject({ calendar: 'XNAS', missingBars: 0, unexpectedBars: 0, gaps: [] });
  }
});

it('a crypto currency is judged by every day, not by New York’s', async () => {
  const engine = await openTestEngine();
  const { market } = engine.stores;
  const instrument = {
    symbol: 'BTCUSD',
    name: 'Bitcoin',
    assetClass: 'crypto' as const,
    currency: 'USD',
    pricePrecision: 2,
    venue: 'Kraken',
    timeZone: 'UTC',
    source: 'test',
    isTradable: true,
  };
  await market.putInstruments([instrument]);
  const row = { open: 1, high: 1, low: 1, close: 1, volume: 1 };
  const dates = ['2024-12-24', '2024-12-26', '2024-12-29'].map(day);
  await market.putBars('BTCUSD', '1d', barsFromRows(dates.map((time) => ({ time, ...row }))));
  const found = await engine.warehouse.gaps({ symbol: 'BTCUSD', timeframe: '1d', limit: 10 });
  expect(found.calendar).toBe('CRYPTO');
  expect(found.gaps).toEqual([
    { from: day('2024-12-25'), to: day('2024-12-25'), bars: 1 },
    { from: day('2024-12-27'), to: day('2024-12-28'), bars: 2 },
  ]);
});
