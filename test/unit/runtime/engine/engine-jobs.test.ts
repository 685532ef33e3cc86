import { describe, expect, it } from 'vitest';
import { barsFromRows } from '#domain/market/bar';
import type { Engine } from '#runtime/engine/create-engine';
import { addEngineJobs } from '#runtime/engine/engine-jobs';
import { openTestEngine } from '#test/support/test-engine';
import { waitingClock } from '#test/support/waiting-clock';

const DAY = 86_400_000;
// Wednesday, New York is open.
const NOW = Date.UTC(2024, 0, 10, 15);
const NOWHERE = { baseUrl: 'http://127.0.0.1:9' };
const providerOverrides = { 'yahoo-finance': NOWHERE, 'alpha-vantage': NOWHERE, finnhub: NOWHERE };

async function engineWith(source: string, lastBar: number): Promise<Engine> {
  const engine = await openTestEngine({ clock: waitingClock(NOW), providerOverrides });
  await engine.stores.market.putInstruments([
    {
      symbol: 'ACME',
      name: 'Acme',
      assetClass: 'equity',
      currency: 'USD',
      pricePrecision: 2,
      venue: 'NYSE',
      timeZone: 'America/New_York',
      source,
      isTradable: true,
    },
  ]);
  const bar = { open: 1, high: 1, low: 1, close: 1, volume: 1 };
  await engine.stores.market.putBars('ACME', '1d', barsFromRows([{ time: lastBar, ...bar }]));
  engine.settings.update({ watchlists: [{ id: 'own', name: 'Own', rows: [{ symbol: 'ACME' }] }] });
  addEngineJobs(engine);
  return engine;
}

const turnOn = (engine: Engine) => engine.settings.update({ marketDataRefresh: { isOn: true } });
const downloads = (engine: Engine) =>
  engine.orchestrator.tasks.items().filter(({ type }) => type === 'api_fetch');

describe('market data refresh', () => {
  it('asks nobody unless a person switched it on', async () => {
    const engine = await engineWith('downloaded from Yahoo Finance', NOW - 5 * DAY);
    const job = await engine.scheduler.runNow('market data refresh');
    expect(job).toMatchObject({ outcome: 'done', text: 'switched off in the settings', nextTime: null });
    expect(downloads(engine)).toHaveLength(0);
  });

  it('asks for what is missing at the end of a downloaded symbol, in the session of its exchange', async () => {
    const engine = await engineWith('downloaded from Yahoo Finance', Date.UTC(2024, 0, 8));
    turnOn(engine);
    const job = await engine.scheduler.runNow('market data refresh');
    expect(job.text).toBe('1 of 1 symbols asked for');
    expect(job.schedule).toBe('every 5 minutes in session: New York Stock Exchange');
    expect(new Date(job.nextTime!).toISOString()).toBe('2024-01-10T15:05:00.000Z');
    expect(downloads(engine)).toHaveLength(1);
  });

  it('asks for nothing before another bar can have ended, nor for what came from a file', async () => {
    const fresh = await engineWith('downloaded from Yahoo Finance', Date.UTC(2024, 0, 9));
    turnOn(fresh);
    expect((await fresh.scheduler.runNow('market data refresh')).text).toBe('0 of 1 symbols asked for');
    const file = await engineWith('imported from acme.csv', Date.UTC(2024, 0, 2));
    turnOn(file);
    expect((await file.scheduler.runNow('market data refresh')).text).toBe('0 of 0 symbols asked for');
    expect([...downloads(fresh), ...downloads(file)]).toHaveLength(0);
  });
});

it('the clean-up runs as a task and says what it removed; a snapshot without a session says so', async () => {
  const engine = await engineWith('imported from acme.csv', NOW - 5 * DAY);
  const row = { symbol: 'ACME', source: 'f', line: 1, reason: 'bad', raw: 'x' };
  await engine.stores.market.putQuarantine([{ ...row, id: 'old', receivedTime: NOW - 400 * DAY }]);
  expect((await engine.scheduler.runNow('clean-up')).text).toMatch(/^1 rows, .* removed$/);
  expect((await engine.stores.market.quarantine(10)).total).toBe(0);
  expect((await engine.scheduler.runNow('portfolio snapshot')).text).toBe('no session is open');
  expect(engine.scheduler.list().map(({ name }) => name)).toEqual([
    'market data refresh',
    'portfolio snapshot',
    'end of day',
    'clean-up',
    'strategy runs held against backtests',
    'news',
  ]);
});

describe('end of day', () => {
  const hour = 3_600_000;

  it('ends the day of an account once, at the close of the exchanges it trades on, also when the engine was away', async () => {
    let now = NOW;
    const clock = { ...waitingClock(NOW), now: () => now };
    const engine = await openTestEngine({ clock, providerOverrides });
    addEngineJobs(engine);
    expect((await engine.scheduler.runNow('end of day')).nextTime).toBeNull();
    engine.accounts.openPaper('paper', '1000', 'USD');
    const idle = await engine.scheduler.runNow('end of day');
    expect(idle).toMatchObject({
      text: 'no account had a day to end',
      schedule: 'at the close of New York Stock Exchange',
      nextTime: NOW + 6 * hour,
    });
    now = NOW + 6 * hour;
    expect((await engine.scheduler.runNow('end of day')).text).toBe('ended for paper');
    expect((await engine.scheduler.runNow('end of day')).text).toBe('no account had a day to end');
    now = NOW + 9 * DAY;
    expect((await engine.scheduler.runNow('end of day')).text).toBe('ended for paper');
    const days = engine.journal.store.equity('paper').map(({ time, equity }) => [time, equity]);
    expect(days).toEqual([
      [NOW + 6 * hour, 1_000],
      // Friday 19 January at 15:00 UTC: the day before was the last to close.
      [NOW + 8 * DAY + 6 * hour, 1_000],
    ]);
  });
});
