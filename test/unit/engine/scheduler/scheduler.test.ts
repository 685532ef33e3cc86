import { describe, expect, it } from 'vitest';
import { createDocumentStore } from '#adapters/stores/sqlite/document-store';
import { journalDatabase } from '#adapters/stores/sqlite/journal-database';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { calendarById } from '#domain/instruments/calendar/catalog';
import type { CalendarId } from '#domain/instruments/calendar/exchange-calendar';
import { nextDue, type Schedule } from '#engine/scheduler/schedule';
import { Scheduler } from '#engine/scheduler/scheduler';
import { quietLog } from '#test/support/quiet-log';
import { SleepingClock } from '#test/support/sleeping-clock';
import { temporaryFolder } from '#test/support/temporary-folder';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (text: string): number => Date.parse(`${text}:00Z`);
const utc = (time: number | null): string =>
  time === null ? 'never' : new Date(time).toISOString().slice(0, 16);

const whileOpen = (...ids: CalendarId[]): Schedule => ({
  everyMs: 5 * MINUTE,
  during: 'session',
  calendars: () => ids.map(calendarById),
});
const tenMinutes: Schedule = { everyMs: 10 * MINUTE, during: 'always' };

function counting(start: string, schedule: Schedule, documents?: ReturnType<typeof createDocumentStore>) {
  const clock = new SleepingClock(at(start));
  const scheduler = new Scheduler({ clock, log: quietLog(), documents });
  const runs: string[] = [];
  scheduler.add({ name: 'job', schedule, run: () => `run ${runs.push(utc(clock.now()))}` });
  return { clock, scheduler, runs };
}

describe('a day at the exchange', () => {
  it('has twelve runs an hour while open, none before and after', async () => {
    // 2024-01-03: New York opens 14:30 UTC and closes 21:00.
    const { clock, runs } = counting('2024-01-03T13:59', whileOpen('XNYS'));
    await clock.pass(8 * HOUR);
    expect(runs[0]).toBe('2024-01-03T14:30');
    expect(runs.at(-1)).toBe('2024-01-03T20:55');
    expect(runs.filter((run) => run.startsWith('2024-01-03T15')).length).toBe(12);
    expect(runs).toHaveLength(6.5 * 12);
  });

  it('that is half ends at its early close', async () => {
    // Day after Thanksgiving: 13:00 in New York is 18:00 UTC.
    const { clock, runs } = counting('2023-11-24T17:30', whileOpen('XNYS'));
    await clock.pass(3 * HOUR);
    expect(runs.at(-1)).toBe('2023-11-24T17:55');
    expect(runs).toHaveLength(5);
  });

  it('does not come at the weekend; any exchange that is open counts', () => {
    expect(utc(nextDue(whileOpen('XNYS'), at('2024-01-05T21:00')))).toBe('2024-01-08T14:30');
    expect(utc(nextDue(whileOpen('XNYS', 'XLON'), at('2024-01-05T21:00')))).toBe('2024-01-08T08:00');
    expect(utc(nextDue(whileOpen('XNYS', 'CRYPTO'), at('2024-01-06T03:01')))).toBe('2024-01-06T03:05');
    expect(nextDue(whileOpen(), at('2024-01-05T21:00'))).toBeNull();
  });

  it('pauses over lunch in Tokyo', () => {
    expect(utc(nextDue(whileOpen('XTKS'), at('2024-01-10T02:25')))).toBe('2024-01-10T03:30');
  });
});

describe('periods and days', () => {
  it('a period of ten minutes is six runs an hour', async () => {
    const { clock, runs } = counting('2024-01-06T10:00', tenMinutes);
    await clock.pass(HOUR);
    expect(runs).toHaveLength(6);
    expect(runs[0]).toBe('2024-01-06T10:10');
  });

  it('a time of day stays that time when clocks change, and comes once where it is skipped or shown twice', () => {
    const daily = (dailyAt: string): Schedule => ({ dailyAt, zone: 'America/New_York' });
    const dues = (schedule: Schedule, after: string, count: number): string[] => {
      let time = at(after);
      return Array.from({ length: count }, () => {
        time = nextDue(schedule, time) ?? Number.NaN;
        return utc(time);
      });
    };
    expect(dues(daily('18:30'), '2024-03-09T12:00', 3)).toEqual([
      '2024-03-09T23:30',
      '2024-03-10T22:30',
      '2024-03-11T22:30',
    ]);
    expect(dues(daily('02:30'), '2024-03-09T12:00', 2).map((text) => text.slice(0, 10))).toEqual([
      '2024-03-10',
      '2024-03-11',
    ]);
    expect(dues(daily('01:30'), '2024-11-02T12:00', 2).map((text) => text.slice(0, 10))).toEqual([
      '2024-11-03',
      '2024-11-04',
    ]);
  });
});

describe('what was missed', () => {
  it('in three hours of sleep is made up by one run', async () => {
    const { clock, runs, scheduler } = counting('2024-01-06T10:00', tenMinutes);
    await clock.pass(10 * MINUTE);
    clock.jump(3 * HOUR);
    await clock.pass(1_000);
    expect(runs).toHaveLength(2);
    expect(scheduler.list()[0]).toMatchObject({ missed: 17, outcome: 'done', text: 'run 2' });
    await clock.pass(10 * MINUTE);
    expect(runs).toHaveLength(3);
    expect(scheduler.list()[0]?.missed).toBe(0);
  });

  it('over a weekend of sleep is nothing when the exchange was closed', async () => {
    const { clock, runs } = counting('2024-01-05T20:58', whileOpen('XNYS'));
    await clock.pass(5 * MINUTE);
    clock.jump(40 * HOUR);
    await clock.pass(MINUTE);
    expect(runs).toHaveLength(0);
  });

  it('while Octopus was closed is made up once after a restart, and a first start owes nothing', async () => {
    const file = openDatabase(journalDatabase, temporaryFolder(), 0);
    const daily: Schedule = { dailyAt: '18:30', zone: 'America/New_York' };
    const first = counting('2024-01-03T12:00', daily, createDocumentStore(file));
    await first.clock.pass(1_000);
    expect(first.runs).toHaveLength(0);
    await first.clock.pass(12 * HOUR);
    expect(first.runs).toEqual(['2024-01-03T23:30']);
    first.scheduler.stop();
    const soon = counting('2024-01-04T12:00', daily, createDocumentStore(file));
    await soon.clock.pass(MINUTE);
    expect(soon.runs).toHaveLength(0);
    soon.scheduler.stop();
    const later = counting('2024-01-08T12:00', daily, createDocumentStore(file));
    await later.clock.pass(MINUTE);
    expect(later.runs).toHaveLength(1);
    expect(later.scheduler.list()[0]).toMatchObject({ missed: 3 });
    file.close();
  });
});

describe('a job that falls due only while Octopus is closed', () => {
  it('runs at the next start', async () => {
    const file = openDatabase(journalDatabase, temporaryFolder(), 0);
    const daily: Schedule = { dailyAt: '18:30', zone: 'America/New_York' };
    counting('2024-01-03T12:00', daily, createDocumentStore(file)).scheduler.stop();
    const next = counting('2024-01-04T12:00', daily, createDocumentStore(file));
    await next.clock.pass(1_000);
    expect(next.runs).toHaveLength(1);
    file.close();
  });
});

describe('a clock set back', () => {
  it('by an hour runs nothing twice, and a period goes on', async () => {
    const { clock, runs } = counting('2024-01-06T10:05', tenMinutes);
    await clock.pass(30 * MINUTE);
    expect(runs).toHaveLength(3);
    clock.jump(-HOUR);
    await clock.pass(4 * MINUTE);
    expect(runs).toHaveLength(3);
    await clock.pass(HOUR);
    expect(runs.length).toBeGreaterThanOrEqual(8);
    expect(runs.length).toBeLessThanOrEqual(9);
  });

  it('over the time of a daily job does not run it again that day', async () => {
    const { clock, runs } = counting('2024-01-03T23:00', { dailyAt: '18:30', zone: 'America/New_York' });
    await clock.pass(HOUR);
    clock.jump(-HOUR);
    await clock.pass(2 * HOUR);
    expect(runs).toHaveLength(1);
    await clock.pass(23 * HOUR);
    expect(runs).toHaveLength(2);
  });

  it('from a year ahead does not silence a daily job for that year', async () => {
    const { clock, runs } = counting('2025-01-03T23:00', { dailyAt: '18:30', zone: 'America/New_York' });
    await clock.pass(HOUR);
    clock.jump(-365 * 24 * HOUR);
    await clock.pass(25 * HOUR);
    expect(runs).toHaveLength(2);
  });
});

describe('a job', () => {
  it('never overlaps itself, and is made up once behind', async () => {
    const clock = new SleepingClock(at('2024-01-06T10:00'));
    const scheduler = new Scheduler({ clock, log: quietLog() });
    let running = 0;
    let most = 0;
    let runs = 0;
    scheduler.add({
      name: 'slow',
      schedule: { everyMs: MINUTE, during: 'always' },
      run: async () => {
        runs += 1;
        running += 1;
        most = Math.max(most, running);
        await clock.sleep(150_000);
        running -= 1;
      },
    });
    await clock.pass(61_000);
    await expect(scheduler.runNow('slow')).rejects.toThrow(/is running/);
    await clock.pass(9 * MINUTE);
    expect(most).toBe(1);
    expect(runs).toBe(4);
  });

  it('that fails says why, and runs again', async () => {
    const clock = new SleepingClock(at('2024-01-06T10:00'));
    const scheduler = new Scheduler({ clock, log: quietLog() });
    scheduler.add({ name: 'bad', schedule: tenMinutes, run: () => Promise.reject(new Error('no disk')) });
    await clock.pass(20 * MINUTE);
    expect(scheduler.list()[0]).toMatchObject({ outcome: 'failed', text: 'no disk', isRunning: false });
    await expect(scheduler.runNow('badd')).rejects.toThrow(/did you mean bad/);
    expect(() => scheduler.add({ name: 'bad', schedule: tenMinutes, run: () => undefined })).toThrow(
      /already/,
    );
  });
});
