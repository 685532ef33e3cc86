import { describe, expect, test } from 'vitest';
import { timeTicks } from '../../../src/renderer/charts/time-axis.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Weekdays from a date on. */
function weekdays(start: number, count: number): Float64Array {
  const days: number[] = [];
  for (let day = start; days.length < count; day += DAY)
    if (new Date(day).getUTCDay() % 6 !== 0) days.push(day);
  return Float64Array.from(days);
}

/** Bars of a New York session, 9:30 to 16:00, on weekdays from a date on. */
function sessions(start: number, days: number, barMinutes: number): Float64Array {
  const perDay = 390 / barMinutes;
  return Float64Array.from(
    [...weekdays(start, days)].flatMap((day) =>
      Array.from({ length: perDay }, (_, i) => day + (14.5 * 60 + i * barMinutes) * MINUTE),
    ),
  );
}

const daily = { pricePrecision: 2, timeZone: 'America/New_York', barMs: DAY };
const texts = (ticks: readonly { text: string }[]) => ticks.map(({ text }) => text);

describe('time labels on an axis of bars', () => {
  test('months of a year are named once each, the new year by its number', () => {
    const time = weekdays(Date.UTC(2012, 2, 1), 262);
    const ticks = timeTicks(
      time,
      time.length,
      { from: 0, to: 261 },
      { format: daily, plotWidth: 1_000, labelSpace: 60 },
    );
    expect(texts(ticks)).toEqual([
      '2012',
      'Apr',
      'May',
      'Jun',
      'Jul',
      'Aug',
      'Sep',
      'Oct',
      'Nov',
      'Dec',
      '2013',
      'Feb',
      'Mar',
    ]);
  });

  test('a label stands on the first bar of its month, also when the month begins at a weekend', () => {
    const time = weekdays(Date.UTC(2012, 7, 20), 30);
    const ticks = timeTicks(time, 30, { from: 0, to: 29 }, { format: daily, plotWidth: 600, labelSpace: 60 });
    const september = ticks.find(({ text }) => text === 'Sep');
    expect(time[september!.index]).toBe(Date.UTC(2012, 8, 3));
  });

  test('intraday labels follow the exchange clock over a change to summer time', () => {
    const before = sessions(Date.UTC(2013, 2, 8), 1, 5);
    // The clocks of New York went forward on 10 March 2013: its sessions began an hour earlier in UTC.
    const after = sessions(Date.UTC(2013, 2, 11), 1, 5).map((time) => time - 60 * MINUTE);
    const time = Float64Array.from([...before, ...after]);
    const format = { ...daily, barMs: 5 * MINUTE };
    const ticks = timeTicks(
      time,
      time.length,
      { from: 0, to: 155 },
      { format, plotWidth: 1_000, labelSpace: 70 },
    );
    expect(texts(ticks)).toContain('11');
    expect(texts(ticks).filter((text) => text === '12:00')).toHaveLength(2);
  });

  test('a million minute bars need a handful of labels, found without reading every bar', () => {
    const time = sessions(Date.UTC(2003, 0, 1), 2_565, 1);
    let reads = 0;
    const counted = new Proxy(time, {
      get: (target, key) => {
        if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
        return Reflect.get(target, key);
      },
    });
    const format = { ...daily, barMs: MINUTE };
    const ticks = timeTicks(
      counted,
      time.length,
      { from: 0, to: time.length },
      { format, plotWidth: 1_200, labelSpace: 70 },
    );
    expect(texts(ticks)).toContain('2010');
    expect(ticks.length).toBeLessThan(18);
    expect(reads).toBeLessThan(2_000);
  });

  test('labels never come closer than they are wide', () => {
    const time = sessions(Date.UTC(2013, 0, 2), 20, 5);
    const format = { ...daily, barMs: 5 * MINUTE };
    for (const span of [12, 40, 150, 500, 1_500]) {
      const ticks = timeTicks(
        time,
        time.length,
        { from: 30, to: 30 + span },
        { format, plotWidth: 900, labelSpace: 70 },
      );
      const gaps = ticks.slice(1).map(({ index }, i) => (index - ticks[i]!.index) * (900 / span));
      expect(Math.min(...gaps, 1_000)).toBeGreaterThanOrEqual(56);
    }
  });

  test.each([0, 1])('%i bars are no error', (count) => {
    const time = weekdays(Date.UTC(2013, 0, 2), count);
    const ticks = timeTicks(
      time,
      count,
      { from: -50, to: 10 },
      { format: daily, plotWidth: 800, labelSpace: 70 },
    );
    expect(texts(ticks)).toEqual(count === 0 ? [] : ['2013']);
  });
});
