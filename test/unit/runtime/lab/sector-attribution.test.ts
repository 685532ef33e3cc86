import { createRouterClient } from '@orpc/server';
import { expect, test } from 'vitest';
import { createRouter } from '#runtime/services/create-router';
import { openSampleEngine } from '#test/support/test-engine';

test('profits of a run of several companies are told by sector, as the store knows them, and what a person says of one stays', async () => {
  const engine = await openSampleEngine();
  const { market } = engine.stores;
  const instruments = await market.instruments();
  const sectorOf = (symbol: string) => instruments.find((one) => one.symbol === symbol)?.sector;
  expect([sectorOf('AAPL'), sectorOf('GOOG'), sectorOf('SPX')]).toEqual([
    'Information technology',
    'Communication services',
    undefined,
  ]);
  const { sector: _, ...plain } = instruments.find(({ symbol }) => symbol === 'IBM')!;
  await market.putInstruments([{ ...plain, sector: 'Consulting' }]);
  // A provider that knows no sector takes none away.
  await market.putInstruments([plain]);

  const { backtests, runs } = createRouterClient(createRouter(engine), { context: { client: 'test' } });
  const { id } = await backtests.run({
    ...{ symbol: 'AAPL', others: ['GOOG', 'MSFT', 'IBM'], strategy: 'sma-crossover' },
    from: Date.UTC(2008, 0, 1),
  });
  await engine.orchestrator.settled(id);
  const sheet = await runs.tearSheet({ run: 'latest' });
  const bySector = sheet.attribution.find(({ by }) => by === 'sector')!;
  expect(bySector.rows.map(({ name }) => name).sort()).toEqual([
    'Communication services',
    'Consulting',
    'Information technology',
  ]);
  const bySymbol = sheet.attribution.find(({ by }) => by === 'symbol')!;
  const pnlOf = (...symbols: string[]) =>
    bySymbol.rows.filter(({ name }) => symbols.includes(name)).reduce((sum, { pnl }) => sum + pnl, 0);
  const technology = bySector.rows.find(({ name }) => name === 'Information technology')!;
  expect(technology.pnl).toBeCloseTo(pnlOf('AAPL', 'MSFT'), 6);
});
