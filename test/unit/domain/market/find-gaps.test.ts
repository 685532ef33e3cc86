import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarById } from '#domain/instruments/calendar/catalog';
import { CALENDAR_IDS } from '#domain/instruments/calendar/exchange-calendar';
import { barsFromRows } from '#domain/market/bar';
import { findGaps } from '#domain/market/find-gaps';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import { hasDailyPrices, readDailyBars } from '#test/support/daily-bars';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const time = (text: string) => Date.parse(text.length === 10 ? `${text}T00:00:00Z` : `${text}:00Z`);
const text = (at: number) => new Date(at).toISOString().slice(0, 16);
const barsAt = (times: readonly number[]) =>
  barsFromRows(times.map((at) => ({ time: at, open: 1, high: 1, low: 1, close: 1, volume: 1 })));

/** Every bar a calendar expects, one after the other, found the slow way: bucket by bucket. */
function allTimes(
  id: (typeof CALENDAR_IDS)[number],
  timeframe: Timeframe,
  from: number,
  to: number,
): number[] {
  const calendar = calendarById(id);
  if (timeframe === '1d') return calendar.tradingDays(from, to);
  const length = timeframeMs(timeframe);
  const times: number[] = [];
  for (let bucket = from; bucket < to; bucket += length) {
    const sessions = calendar.sessionsBetween(bucket, bucket + length);
    const trades = sessions.some(({ segments }) =>
      segments.some(({ open, close }) => open < bucket + length && close > bucket),
    );
    if (trades) times.push(bucket);
  }
  return times;
}

describe('gaps of daily bars', () => {
  const days = calendarById('XNYS').tradingDays(time('2012-01-01'), time('2013-01-01'));
  const question = { timeframe: '1d', calendar: calendarById('XNYS') } as const;

  it('a year without holes has none, across holidays and a hurricane', () => {
    const report = findGaps(barsAt(days), question);
    expect(report).toMatchObject({ expectedBars: 250, missingBars: 0, unexpectedBars: 0, gaps: [] });
    expect(report.months).toHaveLength(12);
  });

  it('three removed days are those three, the two beside a weekend as one', () => {
    const removed = ['2012-03-09', '2012-03-12', '2012-11-23'].map(time);
    const report = findGaps(barsAt(days.filter((day) => !removed.includes(day))), question);
    expect(report.missingBars).toBe(3);
    expect(report.gaps).toEqual([
      { from: removed[0], to: removed[1], bars: 2 },
      { from: removed[2], to: removed[2], bars: 1 },
    ]);
    expect(report.months.filter(({ missing }) => missing > 0)).toEqual([
      { month: time('2012-03-01'), expected: 22, missing: 2 },
      { month: time('2012-11-01'), expected: 21, missing: 1 },
    ]);
  });

  it('a wider range shows what is missing before and after, a bar on a Sunday is counted apart', () => {
    const bars = barsAt([time('2012-01-05'), time('2012-01-08'), time('2012-01-09')]);
    const report = findGaps(bars, { ...question, from: time('2012-01-01'), to: time('2012-01-12') });
    expect(report.gaps.map(({ from, to, bars: count }) => [text(from), text(to), count])).toEqual([
      ['2012-01-03T00:00', '2012-01-04T00:00', 2],
      ['2012-01-06T00:00', '2012-01-06T00:00', 1],
      ['2012-01-10T00:00', '2012-01-11T00:00', 2],
    ]);
    expect(report).toMatchObject({ expectedBars: 7, missingBars: 5, unexpectedBars: 1 });
  });

  it('without bars and without a range there is nothing to say; with a range all is missing', () => {
    expect(findGaps(barsAt([]), question)).toMatchObject({ range: null, expectedBars: 0, gaps: [] });
    const report = findGaps(barsAt([]), { ...question, from: time('2012-01-01'), to: time('2012-02-01') });
    expect(report.gaps).toEqual([{ from: time('2012-01-03'), to: time('2012-01-31'), bars: 20 }]);
  });

  it('no more gaps than asked for, but all are counted', () => {
    const report = findGaps(barsAt(days.filter((_, i) => i % 2 === 0)), { ...question, gapsMax: 5 });
    expect(report.gaps).toHaveLength(5);
    expect(report.gapsTotal).toBe(124);
  });
});

describe('gaps within sessions', () => {
  it('a minute, and an evening to the next morning as one gap', () => {
    const all = allTimes('XNYS', '1m', time('2012-11-23'), time('2012-11-27'));
    expect(all).toHaveLength(210 + 390);
    const removed = new Set([
      time('2012-11-23T15:00'),
      time('2012-11-23T17:59'),
      time('2012-11-26T14:30'),
      time('2012-11-26T14:31'),
    ]);
    const report = findGaps(barsAt(all.filter((at) => !removed.has(at))), {
      timeframe: '1m',
      calendar: calendarById('XNYS'),
    });
    expect(report.gaps.map(({ from, to, bars }) => [text(from), text(to), bars])).toEqual([
      ['2012-11-23T15:00', '2012-11-23T15:00', 1],
      ['2012-11-23T17:59', '2012-11-26T14:31', 3],
    ]);
  });

  it('hours counted from the half-hour of the open fill the hours they lie in', () => {
    const open = time('2012-11-26T14:30');
    const bars = barsAt([0, 1, 2, 3, 4, 5, 6].map((hour) => open + hour * HOUR));
    const report = findGaps(bars, { timeframe: '1h', calendar: calendarById('XNYS') });
    expect(report).toMatchObject({ expectedBars: 7, missingBars: 0, unexpectedBars: 0 });
  });

  it('trading before the open is no gap and is counted apart', () => {
    const bars = barsAt(['2012-11-26T13:00', '2012-11-26T14:30', '2012-11-26T14:31'].map(time));
    const report = findGaps(bars, { timeframe: '1m', calendar: calendarById('XNYS') });
    expect(report).toMatchObject({ expectedBars: 2, missingBars: 0, unexpectedBars: 1 });
  });
});

it('what is removed is what is missing, whatever the calendar and the timeframe', () => {
  const start = fc.integer({ min: 7_305, max: 23_000 }).map((day) => day * DAY);
  fc.assert(
    fc.property(
      fc.constantFrom(...CALENDAR_IDS),
      fc.constantFrom<Timeframe>('5m', '1h', '1d'),
      start,
      fc.infiniteStream(fc.boolean()),
      (id, timeframe, from, keep) => {
        const to = from + (timeframe === '1d' ? 60 : 5) * DAY;
        const all = allTimes(id, timeframe, from, to);
        const kept = all.filter(() => keep.next().value);
        const report = findGaps(barsAt(kept), { timeframe, calendar: calendarById(id), from, to });
        const missing = new Set(all.filter((at) => !kept.includes(at)));
        expect(report.expectedBars).toBe(all.length);
        expect(report.missingBars).toBe(missing.size);
        expect(report.unexpectedBars).toBe(0);
        expect(report.gaps.reduce((sum, { bars }) => sum + bars, 0)).toBe(missing.size);
        for (const gap of report.gaps) {
          const within = all.filter((at) => at >= gap.from && at <= gap.to);
          expect(within).toHaveLength(gap.bars);
          expect(within.every((at) => missing.has(at))).toBe(true);
        }
      },
    ),
    { numRuns: 60 },
  );
});

it.skipIf(!hasDailyPrices)('eighteen years of a recorded index have no gap', () => {
  const report = findGaps(readDailyBars('SPX_1999-2018.csv'), {
    timeframe: '1d',
    calendar: calendarById('XNYS'),
  });
  expect(report.expectedBars).toBeGreaterThan(4_800);
  expect(report).toMatchObject({ missingBars: 0, unexpectedBars: 0 });
});
