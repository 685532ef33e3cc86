import { expect, it } from 'vitest';
import { day, finished, openSampleEngine } from '#test/support/test-engine';

it('a replay decides at the early close of a half day, and at the regular one before and after', async () => {
  const engine = await openSampleEngine();
  await finished(
    await engine.keeper.start({
      symbols: ['GOOG', 'AAPL'],
      startDate: day('2012-11-21'),
      endDate: day('2012-11-26'),
      seed: 7,
      daysPerSecond: 0,
    }),
  );
  const decided = engine.journal.store
    .read(0, 100_000)
    .filter(({ kind }) => kind === 'DecisionMade')
    .map(({ eventTime }) => new Date(eventTime).toISOString().slice(0, 16));
  expect(decided).toEqual([
    ...['2012-11-21T21:00', '2012-11-21T21:00'],
    ...['2012-11-23T18:00', '2012-11-23T18:00'],
    ...['2012-11-26T21:00', '2012-11-26T21:00'],
  ]);
  expect(await engine.verifyJournal()).toMatchObject({ isValid: true, isLedgerEqual: true });
});
