import { expect, test } from 'vitest';
import { bidShare, bookRows } from '../../../src/renderer/panels/depth/book-rows.ts';
import { marketHours } from '../../../src/renderer/panels/instrument/market-hours.ts';
import { type DailyColumns, summarizeDays } from '../../../src/renderer/panels/instrument/price-summary.ts';

const DAY = 86_400_000;
const instrument = {
  symbol: 'AAPL',
  name: 'Apple',
  assetClass: 'equity',
  currency: 'USD',
  pricePrecision: 2,
  venue: 'NASDAQ',
  timeZone: 'America/New_York',
  source: 'a file',
  isTradable: true,
} as const;

function days(first: string, closes: readonly number[]): DailyColumns {
  const start = Date.parse(`${first}T00:00:00Z`);
  return {
    time: closes.map((_, index) => start + index * DAY),
    high: closes.map((close) => close + 1),
    low: closes.map((close) => close - 1),
    close: closes,
    volume: closes.map((_, index) => index + 1),
  };
}

test('no bars give no summary', () => {
  expect(summarizeDays(days('2024-01-01', []))).toBeNull();
});

// Catches periods counted in bars instead of dates, and a year that begins with its first close instead of the last before it.
test('performance is counted from the last close at or before the beginning of a period', () => {
  const closes = Array.from({ length: 400 }, (_, index) => 100 + index);
  const summary = summarizeDays(days('2023-02-25', closes));
  expect(summary?.lastTime).toBe(Date.UTC(2024, 2, 30));
  const from = (date: string): number =>
    100 + (Date.parse(`${date}T00:00:00Z`) - Date.UTC(2023, 1, 25)) / DAY;
  const pct = (date: string): number => (499 / from(date) - 1) * 100;
  expect(summary?.performancePct['1W']).toBeCloseTo(pct('2024-03-23'), 10);
  expect(summary?.performancePct['1M']).toBeCloseTo(pct('2024-02-29'), 10);
  expect(summary?.performancePct['3M']).toBeCloseTo(pct('2023-12-30'), 10);
  expect(summary?.performancePct.YTD).toBeCloseTo(pct('2023-12-31'), 10);
  expect(summary?.performancePct['1Y']).toBeCloseTo(pct('2023-03-30'), 10);
  expect(summary?.yearLow).toBe(from('2023-03-31') - 1);
  expect(summary?.yearHigh).toBe(500);
  expect(summary?.averageVolume).toBe(390.5);
});

test('a series too short for a period says so', () => {
  const summary = summarizeDays(days('2024-03-01', [10, 11, 12]));
  expect(summary?.performancePct).toEqual({ '1W': null, '1M': null, '3M': null, YTD: null, '1Y': null });
  expect(summary?.volatilityPct).toBeNull();
});

test.each([
  ['2024-03-04T17:00:00Z', true, '2024-03-04T21:00:00Z'],
  ['2024-03-04T21:00:00Z', false, '2024-03-05T14:30:00Z'],
  // Friday evening, before the Sunday on which the clocks change.
  ['2024-03-08T22:00:00Z', false, '2024-03-11T13:30:00Z'],
])('at %s Nasdaq is open: %s, until %s', (now, isOpen, next) => {
  const hours = marketHours(instrument, Date.parse(now));
  expect(hours.isOpen).toBe(isOpen);
  expect(new Date(hours.nextTime ?? 0).toISOString()).toBe(new Date(next).toISOString());
});

test('what always trades never closes', () => {
  const hours = marketHours({ ...instrument, venue: 'BINANCE', assetClass: 'crypto' }, Date.UTC(2024, 0, 1));
  expect(hours).toMatchObject({ isOpen: true, isAlways: true, nextTime: null });
});

// Catches bars of the two sides that are measured by different sizes.
test('levels have running totals, measured by the larger side', () => {
  const rows = bookRows(
    {
      bids: [
        [10, 1],
        [9, 3],
      ],
      asks: [[11, 2]],
    },
    10,
  );
  expect(rows).toEqual([
    { bid: { price: 10, size: 1, total: 1, share: 0.25 }, ask: { price: 11, size: 2, total: 2, share: 0.5 } },
    { bid: { price: 9, size: 3, total: 4, share: 1 }, ask: null },
  ]);
  expect(bidShare(rows)).toBeCloseTo(4 / 6);
  expect(bidShare([])).toBeNull();
});
