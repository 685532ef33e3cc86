import { expect, it } from 'vitest';
import { benchEngines } from './backtest.ts';

/** Catches a bench that no longer runs, and engines that no longer agree; how fast they are is not judged here. */
it('times the same backtest in three engines that agree', () => {
  const rows = benchEngines(20_000);
  expect(rows.map(({ unit }) => unit)).toEqual(['M bars/s', 'M bars/s']);
  expect(rows.every(({ value, ratio }) => value > 0 && ratio !== undefined && ratio > 0)).toBe(true);
});
