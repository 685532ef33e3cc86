import { expect, it } from 'vitest';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { SessionOrderList } from '#engine/session/session-order-list';
import { day, openTestEngine, SHORT_REPLAY } from '#test/support/test-engine';

// Would catch: a hash that depends on how many events of a replay were made durable together.
it('tells an order as it went out, also where it changed before it was durable', async () => {
  // The time of the machine stands still: whole days are one commit.
  const engine = await openTestEngine({ clock: new SimulatedClock(day('2024-03-04')) });
  await engine.collector.importSampleData();
  const session = await engine.keeper.start({ ...SHORT_REPLAY, cash: '100000', daysPerSecond: 1 });
  session.pause();
  session.configure({ autonomy: 'off' });
  void session.step(1);
  const { orders } = session;
  const terms = { symbol: 'AAPL', side: 'buy', type: 'market', quantity: '10', nonce: 'one' } as const;
  const exits = { stop: { distance: '3' }, trail: { distance: '3' }, targets: [] };
  session.transact(() => orders.submit({ ...terms, exits }));
  void session.step(1);
  const again = new SessionOrderList(engine.journal, session.account);
  expect(engine.journal.store.fills(session.account, 9)).toHaveLength(2);
  expect(session.state().orderListHash).toBe(again.digest());
});
