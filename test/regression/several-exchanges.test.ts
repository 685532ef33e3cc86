import { expect, it } from 'vitest';
import { createEngine, type Engine } from '#runtime/engine/create-engine';
import { createInProcessHost } from '#runtime/processes/in-process-host';
import { runWorker } from '#runtime/processes/run-worker';
import { quietLog } from '#test/support/quiet-log';
import { temporaryFolder } from '#test/support/temporary-folder';
import { day, finished } from '#test/support/test-engine';

/** Recorded prices of New York, played as if two of the shares were listed in London and Tokyo. */
const VENUES: Readonly<Record<string, string>> = { AAPL: 'XTKS', GOOG: 'XLON' };
const REPLAY = {
  symbols: ['GOOG', 'AAPL', 'IBM'],
  startDate: day('2012-03-01'),
  endDate: day('2012-04-30'),
  seed: 5,
  daysPerSecond: 0,
};

function openEngine(dataFolder: string): Promise<Engine> {
  return createEngine({
    dataFolder,
    host: 'command-line',
    log: quietLog(),
    processHost: createInProcessHost(runWorker),
    isSessionWanted: false,
  });
}

async function openListed(dataFolder: string): Promise<Engine> {
  const engine = await openEngine(dataFolder);
  await engine.collector.importSampleData();
  const { market } = engine.stores;
  await market.putInstruments(
    (await market.instruments()).map((each) => ({ ...each, venue: VENUES[each.symbol] ?? each.venue })),
  );
  return engine;
}

/** What a replay came to, and its records in order. */
function outcome(engine: Engine) {
  const { decisionHash, decisionCount, orderListHash } = engine.keeper.require().state();
  const records = engine.journal.store.read(0, 100_000);
  return { decisionHash, decisionCount, orderListHash, chain: records.map(({ hash }) => hash) };
}

it('a replay over three exchanges goes on in order of time, and is the same when stopped and opened again', async () => {
  const engine = await openListed(temporaryFolder());
  await finished(await engine.keeper.start(REPLAY));
  const whole = outcome(engine);
  const played = engine.journal.store.read(0, 100_000).filter(({ kind }) => kind !== 'DataImported');
  const fills = played.filter(({ kind }) => kind === 'OrderFilled');
  const times = played
    .slice(played.findIndex(({ kind }) => kind === 'DecisionMade'))
    .map((one) => one.eventTime);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  // Tokyo opens at midnight UTC, London at 7:00 or 8:00, New York at 13:30 or 14:30.
  const hours = new Set(fills.map(({ eventTime }) => new Date(eventTime).getUTCHours()));
  expect([...hours].some((hour) => hour < 6)).toBe(true);
  expect([...hours].some((hour) => hour >= 13)).toBe(true);
  await engine.stop();

  const folder = temporaryFolder();
  let again = await openListed(folder);
  await again.keeper.start(REPLAY);
  for (let slices = 1; again.keeper.require().state().state !== 'finished'; slices = (slices * 3) % 7) {
    for (let i = 0; i < slices; i++) await new Promise((resolve) => setImmediate(resolve));
    await again.stop();
    again = await openEngine(folder);
    await again.keeper.openLatest();
  }
  expect(outcome(again)).toEqual(whole);
  expect(await again.verifyJournal()).toMatchObject({ isValid: true, isLedgerEqual: true });
  await again.stop();
}, 60_000);
