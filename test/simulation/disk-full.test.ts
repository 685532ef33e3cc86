import Database from 'better-sqlite3';
import { expect, it, vi } from 'vitest';
import type { Engine } from '#runtime/engine/create-engine';
import { day, finished, openSampleEngine } from '#test/support/test-engine';

const REPLAY = {
  symbols: ['GOOG', 'AAPL', 'IBM'],
  startDate: day('2012-01-03'),
  endDate: day('2012-06-29'),
  seed: 11,
  daysPerSecond: 0,
};

const turn = () => new Promise((resolve) => setImmediate(resolve));
const outcome = ({ keeper, journal }: Engine) => ({
  state: keeper.require().state(),
  kinds: journal.store.read(0, 99_999).map(({ kind, eventTime }) => `${eventTime} ${kind}`),
  hashes: journal.store.read(0, 99_999).map(({ hash }) => hash),
});

it('stops the replay with a notice when the disk is full, loses nothing, and goes on when there is room again', async () => {
  const pragma = vi.spyOn(Database.prototype, 'pragma');
  const engine = await openSampleEngine();
  const connections = new Set(
    (pragma.mock.contexts as Database.Database[]).filter(
      (database) => database.open && database.name.endsWith('journal.sqlite'),
    ),
  );
  pragma.mockRestore();
  expect(connections.size).toBe(1);
  const [connection] = connections;
  const leaveRoom = (pages: number) => {
    const used = Number(connection?.pragma('page_count', { simple: true }));
    connection?.pragma(`max_page_count = ${used + pages}`);
  };

  const first = await engine.keeper.start(REPLAY);
  for (const pages of [8, 0, 40]) {
    const session = engine.keeper.require();
    // A chart somebody looks at must survive as well.
    const chart = await engine.charts.open('AAPL', '5m');
    leaveRoom(pages);
    session.resume();
    while (!session.isClosed) await turn();
    while (engine.keeper.require() === session) await turn();

    const reopened = engine.keeper.require();
    expect(reopened.state()).toMatchObject({ id: first.id, state: 'paused' });
    expect(reopened.cursor).toBeLessThanOrEqual(session.cursor);
    const notice = engine.views.notifications.items().at(-1);
    expect(notice).toMatchObject({ severity: 'error', title: expect.stringContaining('The replay stopped') });
    expect(notice?.text).toContain('journal.sqlite: the disk is full, so nothing of this change was kept');
    expect(chart.bars().length).toBeGreaterThan(0);
    expect(await engine.verifyJournal()).toMatchObject({ isValid: true, isLedgerEqual: true });
    leaveRoom(1_000_000);
    // The broken session writes no more, although the disk would take it.
    const records = engine.journal.length;
    await session.step(1).catch(() => undefined);
    expect(engine.journal.length).toBe(records);
  }
  engine.keeper.require().resume();
  await finished(engine.keeper.require());
  expect(await engine.verifyJournal()).toMatchObject({ isValid: true, isLedgerEqual: true });

  const whole = await openSampleEngine();
  await finished(await whole.keeper.start(REPLAY));
  expect(outcome(engine)).toEqual(outcome(whole));
}, 60_000);
