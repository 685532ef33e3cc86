import { expect, it } from 'vitest';
import { checkBars } from '#agents/data-warehouse/check-bars';
import { barsFromRows } from '#domain/market/bar';

const good = { time: 0, open: 10, high: 12, low: 9, close: 11, volume: 1 };

it.each([
  ['nothing in sound bars', [good, { ...good, time: 1 }], []],
  ['a repeated time', [good, good], ['its time does not follow the bar before']],
  ['a future bar', [{ ...good, time: 1e12 }], ['it lies in the future']],
  ['a price of zero', [{ ...good, low: 0 }], ['its prices 0 to 12 are not positive numbers']],
  [
    'a close above the high',
    [{ ...good, close: 13 }],
    ['high 12 and low 9 do not hold open 10 and close 13'],
  ],
  ['a negative volume', [{ ...good, volume: -1 }], ['volume -1 is below zero']],
])('finds %s', (_, rows, problems) => {
  const findings = checkBars(barsFromRows(rows), { promised: rows.length, now: 0, limit: 9 });
  expect(findings.map((finding) => finding.problem)).toEqual(problems);
});

it('finds a series shorter than its index says, and stops at the limit', () => {
  const bars = barsFromRows([good, good, good]);
  expect(checkBars(bars, { promised: 5, now: 0, limit: 9 })[0]?.problem).toBe(
    '3 bars are stored where the index promises 5',
  );
  expect(checkBars(bars, { promised: 3, now: 0, limit: 1 })).toHaveLength(1);
});
