import { expect, test } from 'vitest';
import {
  dueSlice,
  evenWeights,
  nextSlice,
  planSlices,
  sliceQuantity,
  weightsOfShares,
} from '#domain/orders/algorithms/slice-plan';
import { DECIMAL_ONE, formatDecimal, parseDecimal } from '#domain/values/decimal';

const HOUR = 3_600_000;
const plan = (count: number) => planSlices({ startTime: 0, endTime: HOUR, weights: evenWeights(count) });

/** Sends every slice in turn. */
function quantities(total: string, slices: ReturnType<typeof plan>, lot = DECIMAL_ONE): string[] {
  let left = parseDecimal(total);
  return slices.map(({ number }) => {
    const quantity = sliceQuantity(left, slices, number, lot);
    left -= quantity;
    return formatDecimal(quantity);
  });
}

// Would catch: a last slice that loses or doubles what rounding left over.
test('1,000 over ten slices are ten hundreds, six minutes apart', () => {
  const slices = plan(10);
  expect(quantities('1000', slices)).toEqual(Array.from({ length: 10 }, () => '100'));
  expect(slices.map(({ time }) => time)).toEqual(Array.from({ length: 10 }, (_, i) => i * 360_000));
});

test('no slice is off its part by more than a lot, and all of them add up', () => {
  for (const total of ['1003', '997', '11', '10']) {
    const sent = quantities(total, plan(10)).map(Number);
    expect(sent.reduce((sum, one) => sum + one)).toBe(Number(total));
    for (const one of sent) expect(Math.abs(one - Number(total) / 10)).toBeLessThanOrEqual(1);
  }
  expect(quantities('0.001', plan(3), parseDecimal('0.0001'))).toEqual(['0.0003', '0.0003', '0.0004']);
});

test('weights are followed, and parts without volume get nothing', () => {
  const weights = weightsOfShares([0.5, 0, 0.3, 0.2, 0]);
  const slices = planSlices({ startTime: 0, endTime: 5_000, weights });
  expect(quantities('100', slices)).toEqual(['50', '0', '30', '20', '0']);
});

test('weights that say nothing are refused', () => {
  expect(() => weightsOfShares([0, 0])).toThrow(RangeError);
  expect(() => weightsOfShares([0.5, -0.1])).toThrow(RangeError);
  expect(() => weightsOfShares([Number.NaN])).toThrow(RangeError);
});

// Would catch: a burst of everything that was missed when a pause or an outage ends.
test('missed slices are spread over those that are left', () => {
  const slices = plan(10);
  const due = dueSlice(slices, 2, 7 * 360_000 + 1);
  expect(due?.number).toBe(8);
  expect(formatDecimal(sliceQuantity(parseDecimal('800'), slices, 8, DECIMAL_ONE))).toBe('266');
  expect(dueSlice(slices, 8, 7 * 360_000 + 1)).toBeUndefined();
  expect(nextSlice(slices, 8, 7 * 360_000 + 1)?.time).toBe(8 * 360_000);
});

test('a jitter of one seed is the same on every machine, keeps the order and stays within its share', () => {
  const options = { startTime: 0, endTime: HOUR, weights: evenWeights(20), jitter: 0.5 };
  const slices = planSlices({ ...options, seed: 7 });
  expect(planSlices({ ...options, seed: 7 })).toEqual(slices);
  expect(planSlices({ ...options, seed: 8 })).not.toEqual(slices);
  slices.forEach(({ time }, i) => {
    expect(time).toBeGreaterThanOrEqual(i * 180_000);
    expect(time).toBeLessThan(i * 180_000 + 90_000);
  });
});
