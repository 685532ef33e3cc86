import { expect, test } from 'vitest';
import { nextAllowance } from '../../../src/renderer/stores/paced-quotes.ts';

// Catches a pace that swings into late frames again and again, and one that never recovers from a slow moment.
test('what a frame may write settles where its cost fits, from below and from above', () => {
  for (const first of [3, 400]) {
    let allowance = first;
    for (let frame = 0; frame < 500; frame++) allowance = nextAllowance(allowance, allowance * 0.5);
    expect(allowance * 0.5).toBeLessThanOrEqual(6);
    expect(allowance).toBeGreaterThanOrEqual(7);
    expect(nextAllowance(allowance, allowance * 0.5)).toBe(allowance);
  }
  expect(nextAllowance(3, 1_000)).toBe(3);
});
