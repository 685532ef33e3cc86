import { expect, test } from 'vitest';
import { algorithmFault, lotOf } from '#domain/orders/algorithms/algorithm-fault';
import type { AlgorithmTerms } from '#domain/orders/algorithms/algorithm-terms';
import { participationQuantity } from '#domain/orders/algorithms/participation';
import { DECIMAL_ONE, type Decimal, formatDecimal, parseDecimal } from '#domain/values/decimal';

const units = (text: string): Decimal => parseDecimal(text);
const share = (volume: number, taken: string, left: string, most?: string) =>
  formatDecimal(
    participationQuantity({
      volume,
      share: 0.1,
      taken: units(taken),
      left: units(left),
      lot: DECIMAL_ONE,
      ...(most === undefined ? {} : { most: units(most) }),
    }),
  );

// Would catch: more than the share being taken, and the last odd lot never being sent.
test.each([
  [1_000, '0', '500', undefined, '100'],
  [1_000, '100', '500', undefined, '0'],
  [1_059, '100', '500', undefined, '5'],
  [1_000, '120', '500', undefined, '0'],
  [1_000, '0', '30', undefined, '30'],
  [1_000, '0', '0.5', undefined, '0.5'],
  [1_000, '0', '500', '40', '40'],
])('of %d traded with %s taken and %s left, at most %s: %s', (volume, taken, left, most, expected) => {
  expect(share(volume, taken, left, most)).toBe(expected);
});

test('an order is cut in whole shares, and in parts of coins that the venue takes', () => {
  expect(formatDecimal(lotOf(units('1000'), 8, true))).toBe('1');
  expect(formatDecimal(lotOf(units('10.5'), 8, true))).toBe('0.0001');
  expect(formatDecimal(lotOf(units('2'), 8, false))).toBe('0.001');
  expect(formatDecimal(lotOf(units('2'), 2, false))).toBe('0.01');
  expect(formatDecimal(lotOf(units('0.12345678'), 8, false))).toBe('0.00000001');
});

const twap: AlgorithmTerms = {
  kind: 'twap',
  symbol: 'AAPL',
  side: 'buy',
  quantity: units('100'),
  startTime: 0,
  endTime: 60_000,
  atEnd: 'cancel',
  slices: 10,
};
const { slices: _slices, endTime: _endTime, ...bare } = twap;
test.each<[string, AlgorithmTerms, RegExp]>([
  ['no slices', { ...bare, endTime: 60_000 }, /needs a number of slices/],
  ['no end', { ...bare, slices: 10 }, /needs a duration/],
  ['a share of volume', { ...twap, participation: 0.1 }, /has no share of the volume/],
  ['an end that has passed', { ...twap, endTime: 5 }, /has passed/],
  ['slices too close', { ...twap, endTime: 500 }, /too many/],
  ['less than a lot a slice', { ...twap, quantity: units('9') }, /cannot be cut into 10/],
  [
    'an iceberg at the market',
    { ...bare, kind: 'iceberg', displayQuantity: units('10') },
    /needs a limit price/,
  ],
  [
    'an iceberg that shows all',
    { ...bare, kind: 'iceberg', displayQuantity: units('100'), limitPrice: units('5') },
    /must be at least 1 and below/,
  ],
  ['no share', { ...bare, kind: 'pov', endTime: 60_000 }, /needs a share of the volume/],
])('%s is refused with a reason', (_name, terms, reason) => {
  expect(algorithmFault(terms, 10, DECIMAL_ONE)).toMatch(reason);
});

test('sound terms have no fault', () => {
  expect(algorithmFault(twap, 10, DECIMAL_ONE)).toBeUndefined();
  expect(
    algorithmFault(
      { ...bare, kind: 'iceberg', displayQuantity: units('10'), limitPrice: units('5') },
      10,
      DECIMAL_ONE,
    ),
  ).toBeUndefined();
});
