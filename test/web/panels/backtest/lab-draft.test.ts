import { describe, expect, test } from 'vitest';
import {
  draftRanges,
  draftWindows,
  neighbourMean,
  rangeAround,
  rangesOf,
} from '../../../../src/renderer/panels/backtest/lab/lab-draft.ts';
import { strategyFixture } from '../../support/strategy-fixture.ts';

const whole = { name: 'fast', label: 'Fast', default: 10, minimum: 1, maximum: 10_000, isInteger: true };
const slow = { ...whole, name: 'slow', default: 30, minimum: 2 };
const strategy = strategyFixture([whole, slow]);

describe('what the lab proposes to try', () => {
  test.each([
    ['a small whole number', whole, '2:40'],
    ['a larger one in steps', slow, '6:120:3'],
    ['within its limits', { ...whole, maximum: 15 }, '2:15'],
    ['a fraction', { ...whole, default: 2, minimum: 0.1, isInteger: false }, '0.4:8:0.19'],
  ])('%s', (_, parameter, range) => {
    expect(rangeAround(parameter)).toBe(range);
  });

  test('a fast and a slow period are constrained, and an emptied range takes the value of the form', () => {
    const draft = draftRanges(strategy);
    expect(draft.constraint).toBe('fast < slow');
    const typed = { ...draft, ranges: { fast: ' 2:9 ', slow: ' ' }, constraint: '' };
    expect(rangesOf(typed, { fast: 5, slow: 40 })).toEqual({
      ranges: { fast: '2:9', slow: '40' },
      objective: 'sharpe',
    });
  });

  test('a file declares what its parameters are tried with', () => {
    expect(draftRanges({ ...strategy, ranges: { slow: '20:200:20' } }).ranges['slow']).toBe('20:200:20');
  });

  test.each([[2_148], [300], [20]])('windows over %i bars leave room for several tests', (bars) => {
    const { trainBars, testBars } = draftWindows(bars);
    expect(trainBars).toBeGreaterThanOrEqual(2);
    expect(trainBars + 5 * testBars).toBeLessThanOrEqual(bars);
  });

  test('the mean around a cell leaves out the cell itself, what was not tried and what is beyond the edge', () => {
    const values = [1, 2, null, 4, 100, 6, 7, 8, 9];
    expect(neighbourMean(values, 3, { x: 1, y: 1 })).toBeCloseTo((1 + 2 + 4 + 6 + 7 + 8 + 9) / 7, 12);
    expect(neighbourMean(values, 3, { x: 0, y: 0 })).toBeCloseTo((2 + 4 + 100) / 3, 12);
    expect(neighbourMean([5], 1, { x: 0, y: 0 })).toBeNull();
  });
});
