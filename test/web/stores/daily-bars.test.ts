import { expect, test } from 'vitest';
import { barsFromRows } from '#domain/market/bar';
import { DAILY_BARS_KEPT, mergeDailyBars } from '../../../src/renderer/stores/daily-bars.ts';

const bars = (closes: readonly number[], firstDay = 0) =>
  barsFromRows(
    closes.map((close, i) => ({
      time: firstDay + i,
      open: close,
      high: close,
      low: close,
      close,
      volume: 1,
    })),
  );
const closes = ({ bars: kept }: { bars: { close: Float64Array; length: number } }) => [
  ...kept.close.subarray(0, kept.length),
];

test('the day being formed is written over, not appended', () => {
  const kept = { bars: bars([1, 2, 3]), firstIndex: 10 };
  const merged = mergeDailyBars(kept, { kind: 'updated', firstIndex: 12, bars: bars([3.5, 4], 2) });
  expect(closes(merged)).toEqual([1, 2, 3.5, 4]);
  expect(merged.firstIndex).toBe(10);
});

test('only the newest are kept, and updates still find their place', () => {
  const many = Array.from({ length: DAILY_BARS_KEPT }, (_, i) => i);
  const kept = { bars: bars(many), firstIndex: 0 };
  const merged = mergeDailyBars(kept, {
    kind: 'updated',
    firstIndex: DAILY_BARS_KEPT - 1,
    bars: bars([500, 501]),
  });
  expect(merged.bars.length).toBe(DAILY_BARS_KEPT);
  expect(merged.firstIndex).toBe(1);
  expect(closes(merged).slice(-2)).toEqual([500, 501]);
});

test('an update that leaves a gap replaces what it cannot join', () => {
  const merged = mergeDailyBars(
    { bars: bars([1]), firstIndex: 0 },
    { kind: 'updated', firstIndex: 9, bars: bars([7]) },
  );
  expect(closes(merged)).toEqual([7]);
});
