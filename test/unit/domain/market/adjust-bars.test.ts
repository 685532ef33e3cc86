import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustBars } from '#domain/market/adjust-bars';
import { barAt, barsFromRows } from '#domain/market/bar';
import { type Adjustment, adjustmentFactors, type CorporateAction } from '#domain/market/corporate-action';
import { findPriceConvention } from '#domain/market/price-convention';

const DAY = 86_400_000;
const day = (number: number, close: number, open = close) => ({
  time: number * DAY,
  open,
  high: Math.max(open, close) + 1,
  low: Math.min(open, close) - 1,
  close,
  volume: 600,
});
const action = (
  kind: CorporateAction['kind'],
  number: number,
  value: number,
  isInPrices = false,
): CorporateAction => ({ kind, time: number * DAY, value, isInPrices });

const bars = barsFromRows([day(1, 120), day(2, 126), day(3, 60), day(4, 63), day(5, 20)]);
const closes = (actions: readonly CorporateAction[], adjustment: Adjustment) => {
  const closeBefore = (time: number) => bars.close[Math.round(time / DAY) - 2];
  return Array.from(adjustBars(bars, adjustmentFactors(actions, adjustment, closeBefore)).close);
};

describe('adjusting bars', () => {
  it('divides prices before a split and multiplies their volumes, all splits together', () => {
    const factors = adjustmentFactors(
      [action('split', 5, 3), action('split', 3, 2)],
      'splits',
      () => undefined,
    );
    const adjusted = adjustBars(bars, factors);
    expect(Array.from(adjusted.close)).toEqual([20, 21, 20, 21, 20]);
    expect(Array.from(adjusted.volume)).toEqual([3_600, 3_600, 1_800, 1_800, 600]);
    expect(barAt(adjusted, 2)).toMatchObject({
      time: 3 * DAY,
      open: 20,
      high: expect.closeTo(61 / 3, 12),
      low: expect.closeTo(59 / 3, 12),
    });
    expect(barAt(bars, 0)).toEqual(day(1, 120));
  });

  it('takes a dividend out of what was paid for it, and only when asked', () => {
    const actions = [action('dividend', 2, 12)];
    expect(closes(actions, 'all')).toEqual([108, 126, 60, 63, 20]);
    expect(closes(actions, 'splits')).toEqual([120, 126, 60, 63, 20]);
    expect(closes(actions, 'none')).toEqual([120, 126, 60, 63, 20]);
  });

  it('counts a dividend of a split’s own day in new shares', () => {
    const [first, second] = closes([action('split', 3, 2), action('dividend', 3, 6.3)], 'all');
    expect(second).toBeCloseTo(63 - 6.3, 12);
    expect(first).toBeCloseTo(60 * 0.9, 12);
  });

  it('does not apply twice what the prices already hold', () => {
    expect(closes([action('split', 3, 2, true)], 'all')).toEqual([120, 126, 60, 63, 20]);
  });

  it.each([
    ['a dividend above the close', action('dividend', 2, 500)],
    ['a dividend before the first bar', action('dividend', 1, 5)],
    ['a split before the first bar', action('split', 1, 2)],
  ])('leaves prices alone for %s', (_, one) => {
    expect(closes([one], 'all')).toEqual([120, 126, 60, 63, 20]);
  });

  it('keeps returns within a day and the order of prices', () => {
    const splits = fc.array(fc.tuple(fc.integer({ min: 2, max: 5 }), fc.constantFrom(2, 3, 0.1, 1.5, 7)), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(splits, (list) => {
        const factors = adjustmentFactors(
          list.map(([at, ratio]) => action('split', at, ratio)),
          'splits',
          () => undefined,
        );
        const adjusted = adjustBars(bars, factors);
        for (let i = 0; i < bars.length; i++) {
          expect(adjusted.high[i]).toBeGreaterThanOrEqual(adjusted.low[i]!);
          expect(adjusted.close[i]! / adjusted.open[i]!).toBeCloseTo(bars.close[i]! / bars.open[i]!, 12);
          expect(adjusted.close[i]! * adjusted.volume[i]!).toBeCloseTo(bars.close[i]! * bars.volume[i]!, 6);
        }
        expect(adjusted.close[4]).toBe(20);
      }),
    );
  });
});

describe('how prices stand to their splits', () => {
  it.each([
    ['raw', bars, [action('split', 3, 2), action('split', 5, 3)]],
    ['adjusted', barsFromRows([day(1, 20), day(2, 21), day(3, 20), day(4, 21)]), [action('split', 3, 2)]],
    ['raw', bars, [action('split', 1, 2)]],
    ['raw', bars, [action('dividend', 3, 2)]],
    ['raw', barsFromRows([day(1, 1), day(2, 10)]), [action('split', 2, 0.1)]],
  ] as const)('is found to be %s', (expected, prices, actions) => {
    expect(findPriceConvention(prices, actions)).toBe(expected);
  });
});
