import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barsFromRows } from '#domain/market/bar';
import { ReplayTimeline } from '#engine/session/replay-timeline';

const DAY = 86_400_000;
const row = (index: number) => ({ time: index * DAY, open: 5, high: 7, low: 4, close: 6, volume: 100 });
const instrument = (symbol: string, venue = 'test') => ({
  symbol,
  name: symbol,
  assetClass: 'equity' as const,
  currency: 'USD',
  pricePrecision: 2,
  venue,
  timeZone: 'America/New_York',
  source: 'test',
  isTradable: true,
});

/** Series with holes of their own: not every symbol has a bar on every day. */
const timeline = fc
  .record({
    series: fc.array(fc.uniqueArray(fc.nat(14), { minLength: 1, maxLength: 12 }), {
      minLength: 1,
      maxLength: 4,
    }),
    start: fc.nat(14),
    length: fc.nat(14),
    ticksPerDay: fc.integer({ min: 4, max: 7 }),
    seed: fc.nat(),
    venues: fc.array(fc.constantFrom('NYSE', 'LSE', 'XTKS', 'FX', 'CRYPTO'), { minLength: 4, maxLength: 4 }),
  })
  .map(({ series, start, length, ticksPerDay, seed, venues }) => {
    const symbols = series.map((days, i) => ({
      instrument: instrument(`S${i}`, venues[i]),
      daily: barsFromRows([...days].sort((a, b) => a - b).map(row)),
    }));
    return new ReplayTimeline({
      symbols,
      startDate: start * DAY,
      endDate: (start + length) * DAY,
      ticksPerDay,
      seed,
    });
  });

describe('the timeline of a replay', () => {
  it('numbers the days so that the first event of a day lies in it and the one before does not', () => {
    fc.assert(
      fc.property(timeline, (line) => {
        expect(line.firstEventOf(0)).toBe(0);
        expect(line.firstEventOf(line.days.length)).toBe(line.eventCount);
        for (let day = 0; day < line.days.length; day++) {
          expect(line.dayOf(line.firstEventOf(day))).toBe(day);
          expect(line.dayOf(line.firstEventOf(day + 1) - 1)).toBe(day);
        }
        expect(line.dayOf(line.eventCount)).toBe(line.days.length);
      }),
    );
  });

  it('is one total order: days and times ascend, each symbol ticks, the day ends, each symbol closes once', () => {
    fc.assert(
      fc.property(timeline, (line) => {
        let time = Number.NEGATIVE_INFINITY;
        let told = 0;
        for (let day = 0; day < line.days.length; day++) {
          const members = line.membersOf(day);
          expect(members.length).toBeGreaterThan(0);
          const seen = { tick: members.map(() => 0), close: members.map(() => 0), ends: 0 };
          const count = line.firstEventOf(day + 1) - line.firstEventOf(day);
          for (let offset = 0; offset < count; offset++) {
            const event = line.day(day).eventAt(offset);
            const at =
              event.kind === 'tick'
                ? line.day(day).tickTime(members[event.part]!.symbolIndex, event.tick)
                : line.day(day).close;
            expect(at).toBeGreaterThanOrEqual(time);
            time = at;
            told += 1;
            if (event.kind === 'day-end') {
              seen.ends += 1;
              expect(seen.tick.every((ticks) => ticks === line.ticksPerDay)).toBe(true);
            } else if (event.kind === 'close') {
              expect(seen.ends).toBe(1);
              seen.close[event.part]! += 1;
            } else {
              expect(event.tick).toBe(seen.tick[event.part]);
              expect(line.day(day).ticksBefore(offset, event.part)).toBe(event.tick);
              seen.tick[event.part]! += 1;
            }
          }
          expect(seen.ends).toBe(1);
          expect(seen.close.every((closes) => closes === 1)).toBe(true);
        }
        expect(told).toBe(line.eventCount);
      }),
    );
  });

  it('plays exactly the bars between its dates, both included', () => {
    fc.assert(
      fc.property(timeline, (line) => {
        const played = [...line.days].flatMap((_, day) =>
          line.membersOf(day).map(({ symbolIndex, barIndex }) => {
            const time = line.symbols[symbolIndex]!.daily.time[barIndex]!;
            expect(time).toBe(line.days[day]);
            return `${symbolIndex} ${time}`;
          }),
        );
        const wanted = line.symbols.flatMap(({ daily }, symbolIndex) =>
          [...daily.time]
            .filter((time) => time >= line.startDate && time <= line.endDate)
            .map((time) => `${symbolIndex} ${time}`),
        );
        expect(played.sort()).toEqual(wanted.sort());
      }),
    );
  });

  it('gives a symbol the same path whichever symbols play beside it', () => {
    const symbols = ['A', 'B'].map((symbol) => ({
      instrument: instrument(symbol),
      daily: barsFromRows([row(1), row(2)]),
    }));
    const options = { startDate: 0, endDate: 9 * DAY, ticksPerDay: 50, seed: 3 };
    const both = new ReplayTimeline({ ...options, symbols });
    const alone = new ReplayTimeline({ ...options, symbols: symbols.slice(1) });
    expect(both.partsOf(1)[1]!.path).toEqual(alone.partsOf(1)[0]!.path);
    expect(both.partsOf(1)[0]!.path).not.toEqual(both.partsOf(1)[1]!.path);
    expect(both.partsOf(0)[1]!.path).not.toEqual(both.partsOf(1)[1]!.path);
  });

  const clock = (venue: string, day: string, tick: number) => {
    const time = Date.parse(`${day}T00:00:00Z`);
    const symbols = [{ instrument: instrument('S', venue), daily: barsFromRows([{ ...row(0), time }]) }];
    const line = new ReplayTimeline({ symbols, startDate: time, endDate: time, ticksPerDay: 420, seed: 1 });
    return new Date(line.day(0).tickTime(0, tick)).toISOString().slice(0, 16);
  };

  it('shares the hours of a half day among as many ticks, and lets none fall into a lunch break', () => {
    expect(clock('NYSE', '2012-11-21', 0)).toBe('2012-11-21T14:30');
    expect(clock('NYSE', '2012-11-21', 210)).toBe('2012-11-21T17:45');
    expect(clock('NYSE', '2012-11-23', 0)).toBe('2012-11-23T14:30');
    expect(clock('NYSE', '2012-11-23', 210)).toBe('2012-11-23T16:15');
    expect(clock('XTKS', '2013-01-07', 209)).toBe('2013-01-07T02:29');
    expect(clock('XTKS', '2013-01-07', 210)).toBe('2013-01-07T03:30');
  });

  it('ends a half day at its close, and plays a bar on a holiday at the regular hours', () => {
    const [half, holiday] = ['2012-11-23', '2012-11-22'].map((text) => Date.parse(`${text}T00:00:00Z`));
    const daily = barsFromRows([
      { ...row(0), time: holiday! },
      { ...row(0), time: half! },
    ]);
    const symbols = [{ instrument: instrument('S', 'NYSE'), daily }];
    const line = new ReplayTimeline({ symbols, startDate: 0, endDate: half!, ticksPerDay: 4, seed: 1 });
    expect(line.day(0).close).toBe(holiday! + 21 * 3_600_000);
    expect(line.day(1).close).toBe(half! + 18 * 3_600_000);
  });
});
