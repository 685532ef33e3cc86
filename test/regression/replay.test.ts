import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '#domain/values/seeded-random';
import { createEngine, type Engine } from '#runtime/engine/create-engine';
import { createInProcessHost } from '#runtime/processes/in-process-host';
import { runWorker } from '#runtime/processes/run-worker';
import { quietLog } from '#test/support/quiet-log';
import { temporaryFolder } from '#test/support/temporary-folder';
import { day, finished, openSampleEngine, openTestEngine } from '#test/support/test-engine';

const REPLAY = {
  symbols: ['GOOG', 'AAPL', 'IBM'],
  startDate: day('2012-01-03'),
  endDate: day('2012-06-29'),
  seed: 11,
  daysPerSecond: 0,
};

/** What two runs compare: hashes of decisions, of orders and fills, and of every journal record. */
function outcome({ keeper, journal }: Engine) {
  const { decisionHash, decisionCount, orderListHash, state } = keeper.require().state();
  const chain = journal.store.read(0, 100_000).map(({ hash }) => hash);
  return { decisionHash, decisionCount, orderListHash, state, chain };
}

const ALERT = { symbol: 'AAPL', rule: 'price crosses-above 600 and sma(5,1d) is-above 100' } as const;

async function uninterrupted(change: Partial<typeof REPLAY> = {}) {
  const engine = await openSampleEngine();
  await engine.alerts.create(ALERT);
  await finished(await engine.keeper.start({ ...REPLAY, ...change }));
  return { ...outcome(engine), untilAlert: untilAlert(engine), kinds: kinds(engine) };
}

let known: ReturnType<typeof uninterrupted> | undefined;
/** The replay that nothing interrupts, run once for all that are held against it. */
function whole(): ReturnType<typeof uninterrupted> {
  known ??= uninterrupted();
  return known;
}

/** Alerts have ids of their own in each store, so chains are compared by kind and hash only up to the first. */
const untilAlert = (engine: Engine) => {
  const records = engine.journal.store.read(0, 100_000);
  const first = records.findIndex(({ kind }) => kind === 'AlertTriggered');
  return records.slice(0, first < 0 ? undefined : first).map(({ hash }) => hash);
};
const kinds = (engine: Engine) =>
  engine.journal.store.read(0, 100_000).map(({ kind, eventTime }) => `${eventTime} ${kind}`);

describe('the same replay', () => {
  it('twice in fresh stores makes the same decisions, orders and journal, to the byte', async () => {
    const run = async () => {
      const engine = await openSampleEngine();
      await finished(await engine.keeper.start(REPLAY));
      return engine;
    };
    const [one, two] = [await run(), await run()];
    expect(outcome(one)).toEqual(outcome(two));
    expect(outcome(one).decisionCount).toBe(3 * 125);
    expect(one.journal.store.orders('paper-1', 999).length).toBeGreaterThan(5);
    expect(await one.verifyJournal()).toMatchObject({ isValid: true, isLedgerEqual: true });
    // The hash of this very run: a change of meaning anywhere in the loop shows here.
    expect(outcome(one).decisionHash).toMatchInlineSnapshot(
      `"aca8a7c02d65391df1563a4fab5cd1eaf72e93543d1ede06c1bad3bf8d884fe3"`,
    );
    expect(outcome(one).orderListHash).toMatchInlineSnapshot(
      `"066e4d03c56fcc412ec50b4130c9b664da033007ab707a97c355f657f1f786c9"`,
    );
  });

  it.each([1, 2, 3])(
    'closed and opened again at random moments (seed %i) is the same replay, alerts included',
    async (seed) => {
      const expected = await whole();
      const random = createSeededRandom(seed);
      const folder = temporaryFolder();
      const open = () =>
        createEngine({
          dataFolder: folder,
          host: 'command-line',
          log: quietLog(),
          processHost: createInProcessHost(runWorker),
          isSessionWanted: false,
        });
      let engine = await open();
      await engine.collector.importSampleData();
      await engine.alerts.create(ALERT);
      await engine.keeper.start(REPLAY);
      let openings = 1;
      for (; engine.keeper.require().state().state !== 'finished'; openings++) {
        const slices = random.nextInteger(0, 24);
        for (let i = 0; i < slices; i++) await new Promise((resolve) => setImmediate(resolve));
        await engine.stop();
        engine = await open();
        await engine.keeper.openLatest();
      }
      await engine.stop();
      const reopened = await openTestEngine({ dataFolder: folder });
      await reopened.keeper.openLatest();
      expect(openings).toBeGreaterThan(10);
      expect(untilAlert(reopened)).toEqual(expected.untilAlert);
      expect(kinds(reopened)).toEqual(expected.kinds);
      expect(kinds(reopened).filter((kind) => kind.includes('AlertTriggered'))).toHaveLength(1);
      const { chain: _, ...found } = outcome(reopened);
      expect(expected).toMatchObject(found);
      expect(await reopened.verifyJournal()).toMatchObject({ isValid: true, isLedgerEqual: true });
    },
  );

  it('with another seed decides the same at the same closes, and is filled at the same opens, by other ticks', async () => {
    const [one, two] = [await whole(), await uninterrupted({ seed: 12 })];
    // Strategies see closes and market orders fill at opens, which both paths share.
    expect(two.decisionHash).toBe(one.decisionHash);
    expect(two.orderListHash).toBe(one.orderListHash);
    expect(two.chain).not.toEqual(one.chain);
  });
});
