import { describe, expect, it } from 'vitest';
import { barNotes } from '#cli/bar-notes';
import { barsFromRows } from '#domain/market/bar';

const DAY = 86_400_000;
const on = (...days: number[]) =>
  barsFromRows(days.map((day) => ({ time: day * DAY, open: 1, high: 1, low: 1, close: 1, volume: 1 })));

/** Catches a run over broken or too few bars whose figures look like any other's. */
describe('what is said of the bars of a backtest', () => {
  it('names bars too few to decide on', () => {
    expect(barNotes(on(1), 31)).toEqual([
      'there is 1 bar, and the strategy needs 31 before its first decision: it could not trade',
    ]);
    expect(barNotes(on(1, 2, 3), 2)).toEqual([]);
  });

  it('names the longest gap, and not the ends of weeks nor the length of months', () => {
    expect(barNotes(on(0, 1, 4, 5, 20, 21, 22, 60, 61), 1)).toEqual([
      'no bar from 1970-01-23 to 1970-03-02 (38 days), the longest of 2 gaps: what was held went through it unseen',
    ]);
    expect(barNotes(on(0, 31, 59, 90, 120, 151), 1)).toEqual([]);
  });
});
