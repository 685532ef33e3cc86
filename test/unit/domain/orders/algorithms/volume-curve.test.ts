import { expect, test } from 'vitest';
import { barsFromRows } from '#domain/market/bar';
import { volumeCurve, windowsBefore } from '#domain/orders/algorithms/volume-curve';

const MINUTE = 60_000;
const at = (text: string): number => Date.parse(text);
const bar = (time: number, volume: number) => ({ time, open: 1, high: 1, low: 1, close: 1, volume });

// Would catch: a curve an hour off after the clocks change.
test('windows before are at the same time of the exchange', () => {
  const windows = windowsBefore(
    { startTime: at('2024-03-11T14:00:00Z'), endTime: at('2024-03-11T15:00:00Z') },
    3,
    'America/New_York',
  );
  // New York went to summer time on 10 March 2024: 10:00 there was 14:00 UTC on the 10th and 15:00 before.
  expect(windows.map(({ from }) => new Date(from).toISOString())).toEqual([
    '2024-03-10T14:00:00.000Z',
    '2024-03-09T15:00:00.000Z',
    '2024-03-08T15:00:00.000Z',
  ]);
});

test('each day counts the same, however much it traded', () => {
  const windows = [0, 1, 2].map((day) => ({ from: day * 86_400_000, to: day * 86_400_000 + 2 * MINUTE }));
  const bars = barsFromRows(
    windows.flatMap(({ from }, day) => [
      bar(from, (day === 0 ? 1_000 : 1) * 3),
      bar(from + MINUTE, day === 0 ? 1_000 : 1),
    ]),
  );
  expect(volumeCurve(bars, MINUTE, windows, 2)).toEqual({ shares: [0.75, 0.25], days: 3 });
});

test('a bar across parts is divided by time', () => {
  const windows = [0, 1, 2].map((day) => ({ from: day * 86_400_000, to: day * 86_400_000 + 4 * MINUTE }));
  const bars = barsFromRows(windows.map(({ from }) => bar(from, 12)));
  expect(
    volumeCurve(bars, 3 * MINUTE, windows, 4)?.shares.map((share) => Math.round(share * 1e9) / 1e9),
  ).toEqual([0.333333333, 0.333333333, 0.333333333, 0]);
});

// Would catch: two quiet days taken for what a day usually looks like.
test('fewer than three days with volume make no curve', () => {
  const windows = [0, 1, 2].map((day) => ({ from: day * 86_400_000, to: day * 86_400_000 + MINUTE }));
  expect(volumeCurve(barsFromRows([bar(0, 5), bar(86_400_000, 5)]), MINUTE, windows, 1)).toBeNull();
});
