import { describe, expect, it } from 'vitest';
import type { Engine } from '#runtime/engine/create-engine';
import { temporaryFolder } from '#test/support/temporary-folder';
import { day, finished, openSampleEngine, openTestEngine, SHORT_REPLAY } from '#test/support/test-engine';

const legacy = (measure: string, state: string) => ({
  id: `old-${measure}`,
  condition: { symbol: 'AAPL', measure, operator: 'crosses-above', threshold: 70 },
  state,
  createdTime: 1,
  triggeredTime: state === 'triggered' ? 5 : null,
  triggeredBy: state === 'triggered' ? { eventTime: 5, value: 71 } : null,
  currentValue: null,
});

/** A live tick, by the door that needs no session. */
const tick = ({ roles, board }: Engine, price: number, time: number) => {
  board.slot('AAPL');
  roles.watch.onTick('AAPL', 0, time, price, 1, 1, true);
};

describe('alerts that are kept', () => {
  it('from before rules were text are read as what they meant, and their records too', async () => {
    const dataFolder = temporaryFolder();
    const before = await openTestEngine({ dataFolder });
    for (const [measure, state] of [
      ['price', 'active'],
      ['change-pct', 'active'],
      ['rsi', 'triggered'],
    ] as const)
      before.stores.documents.put('alerts', `old-${measure}`, legacy(measure, state));
    before.journal.record({
      kind: 'AlertTriggered',
      payload: {
        alertId: 'old-rsi',
        symbol: 'AAPL',
        measure: 'rsi',
        operator: 'crosses-above',
        threshold: 70,
        value: 71.5,
      },
      eventTime: 5,
      source: 'realtime_processor',
      correlationId: 'old-rsi',
    });
    await before.stop();
    const { views, alerts, verifyJournal } = await openTestEngine({ dataFolder });
    expect(views.alerts.items().map(({ rule, state, frequency }) => [rule, state, frequency])).toEqual([
      ['price crosses-above 70', 'active', 'once'],
      ['change crosses-above 70', 'active', 'once'],
      ['rsi(14,1d) crosses-above 70', 'triggered', 'once'],
    ]);
    expect(alerts.history({}).rows).toMatchObject([
      {
        alertId: 'old-rsi',
        rule: 'rsi(14,1d) crosses-above 70',
        cause: null,
        message: expect.stringContaining('71.5'),
      },
    ]);
    expect(await verifyJournal()).toMatchObject({ isValid: true });
  });

  it('fire once into journal, history and one notification, and rest across a restart', async () => {
    const dataFolder = temporaryFolder();
    const first = await openTestEngine({ dataFolder });
    first.board.slot('AAPL');
    await first.alerts.create({
      symbol: 'AAPL',
      rule: 'price > 10',
      frequency: 'once-per-minute',
      name: 'high',
      message: '{symbol} at {price}, {value} over {threshold}: {rule} {nothing}',
      severity: 'warning',
    });
    tick(first, 11, 1_000);
    tick(first, 12, 2_000);
    await first.stop();
    const again = await openTestEngine({ dataFolder });
    tick(again, 13, 60_999);
    tick(again, 14, 61_000);
    const { rows, nextBefore } = again.alerts.history({ limit: 1 });
    expect(rows).toMatchObject([
      {
        name: 'high',
        cause: { kind: 'tick', symbol: 'AAPL', price: 14, sequence: null },
        conditions: [{ text: 'price is-above 10', value: 14, threshold: 10 }],
        message: 'AAPL at 14, 14 over 10: price is-above 10 {nothing}',
        sessionId: null,
      },
    ]);
    const older = again.alerts.history({ limit: 1, before: nextBefore ?? 0 });
    expect(older.rows.map(({ cause }) => cause?.price)).toEqual([11]);
    expect(older.nextBefore).toBeNull();
    expect(again.views.notifications.items()).toMatchObject([{ title: 'high', severity: 'warning' }]);
    expect(again.views.alerts.items()).toMatchObject([{ triggerCount: 2, state: 'active' }]);
    expect(again.alerts.history({ id: rows[0]?.alertId }).rows).toHaveLength(2);
  });

  it('are changed, switched off and on, re-armed and removed, and refuse what cannot be read', async () => {
    const { alerts, views, board } = await openTestEngine();
    board.slot('AAPL');
    const { id } = await alerts.create({ symbol: 'AAPL', rule: 'price > 10' });
    expect(alerts.disable(id).state).toBe('disabled');
    expect(await alerts.update(id, { symbol: 'AAPL', rule: 'rsi<20' })).toMatchObject({
      state: 'disabled',
      rule: 'rsi(14,1d) is-below 20',
    });
    expect(alerts.enable(id).state).toBe('active');
    await expect(alerts.update(id, { symbol: 'AAPL', rule: 'price >' })).rejects.toThrow('column 8');
    await expect(alerts.create({ symbol: 'NONE', rule: 'price > 1' })).rejects.toThrow(
      'unknown symbol "NONE"',
    );
    expect(views.alerts.items()).toMatchObject([{ rule: 'rsi(14,1d) is-below 20' }]);
    expect([alerts.remove(id), alerts.remove(id)]).toEqual([true, false]);
    expect(() => alerts.rearm(id)).toThrow(`no alert ${id}`);
  });
});

describe('alerts in replay sessions', () => {
  it('that fired are armed again when another session begins, and fire at the same tick as before', async () => {
    const engine = await openSampleEngine();
    await engine.alerts.create({
      symbol: 'AAPL',
      rule: 'price crosses-above 450 and sma(5,1d) is-above 400 and price@GOOG is-above 1',
    });
    await engine.alerts.create({
      symbol: 'GOOG',
      rule: 'time at 5m before-close',
      frequency: 'once-per-day',
    });
    for (let session = 1; session <= 2; session++) await finished(await engine.keeper.start(SHORT_REPLAY));
    const { rows } = engine.alerts.history({ limit: 500 });
    const of = (session: number, symbol: string) =>
      rows.filter((row) => row.sessionId === `replay-${session}` && row.symbol === symbol);
    expect(of(1, 'AAPL')).toHaveLength(1);
    expect(of(2, 'AAPL').map(({ cause }) => cause)).toEqual(of(1, 'AAPL').map(({ cause }) => cause));
    const days = engine.journal.store.readNewest({ kind: 'DayClosed', limit: 500 }).length / 2;
    expect(of(1, 'GOOG')).toHaveLength(days);
    expect(of(2, 'GOOG')).toHaveLength(days);
    expect(new Date(of(1, 'GOOG')[0]?.eventTime ?? 0).toISOString()).toMatch(/T20:5[5-9]/);
    expect(await engine.verifyJournal()).toMatchObject({ isValid: true, isLedgerEqual: true });
  });

  it('expire by the time of the replay', async () => {
    const engine = await openSampleEngine();
    const expiresTime = day('2012-02-01');
    await engine.alerts.create({ symbol: 'AAPL', rule: 'price crosses-above 500', expiresTime });
    await finished(await engine.keeper.start(SHORT_REPLAY));
    engine.alerts.tend();
    expect(engine.views.alerts.items()).toMatchObject([{ state: 'expired', triggerCount: 0 }]);
  });
});
