import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBars, encodeBars } from '#adapters/stores/sqlite/bar-codec';
import { allocateBars, BAR_FIELDS, type Bar, barsFromRows } from '#domain/market/bar';

const anyDouble = fc.double({ noNaN: false });
const decimal = fc
  .tuple(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.integer({ min: 0, max: 9 }))
  .map(([n, k]) => n / 10 ** k);
const value = fc.oneof(decimal, fc.maxSafeInteger(), anyDouble);
const bar = (time: fc.Arbitrary<number>, price: fc.Arbitrary<number>): fc.Arbitrary<Bar> =>
  fc.record({ time, open: price, high: price, low: price, close: price, volume: price });

function expectRoundTrip(rows: readonly Bar[]): void {
  const bars = barsFromRows(rows);
  const bytes = encodeBars(bars).slice();
  const target = allocateBars(rows.length + 2);
  expect(decodeBars(bytes, target, 1)).toBe(rows.length);
  for (const field of BAR_FIELDS) {
    const expected = Buffer.from(bars[field].buffer);
    const actual = Buffer.from(target[field].slice(1, rows.length + 1).buffer);
    expect(actual.equals(expected), `${field} of ${JSON.stringify(rows)}`).toBe(true);
    expect([target[field][0], target[field][rows.length + 1]]).toEqual([0, 0]);
  }
}

describe('bar codec', () => {
  it('gives every float64 back bit for bit', () => {
    fc.assert(fc.property(fc.array(bar(value, value), { maxLength: 40 }), expectRoundTrip), { numRuns: 400 });
  });

  it('gives prices of any tick size back bit for bit', () => {
    const series = fc.integer({ min: 0, max: 8 }).chain((places) => {
      const price = fc.integer({ min: 0, max: 10 ** 10 }).map((n) => n / 10 ** places);
      const time = fc.integer({ min: 0, max: 3e7 }).map((minutes) => minutes * 60_000);
      return fc
        .uniqueArray(bar(time, price), { maxLength: 60, selector: (row) => row.time })
        .map((rows) => rows.toSorted((a, b) => a.time - b.time));
    });
    fc.assert(fc.property(series, expectRoundTrip), { numRuns: 300 });
  });

  it.each([
    ['a scale found late, too fine for an early value', [2 ** 49, 0.00000001]],
    ['negative zero', [0, -0]],
    ['the largest column value', [2 ** 50, -(2 ** 50)]],
    ['just beyond it', [2 ** 50 + 1, 1]],
    ['infinities', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    ['varint borders', [127, 128, 16_383, 16_384, 2 ** 31 - 1, 2 ** 31, 2 ** 35]],
  ])('survives %s', (_, values) => {
    expectRoundTrip(
      values.map((v, i) => ({
        time: i * 86_400_000,
        open: v,
        high: v,
        low: -v,
        close: values[0]!,
        volume: v,
      })),
    );
    expectRoundTrip(values.map((v) => ({ time: v, open: 1, high: 1, low: 1, close: 1, volume: 1 })));
  });

  it('writes a trading minute of cents in a few bytes, not 48', () => {
    const rows = Array.from({ length: 390 }, (_, i) => {
      const cents = 10_000 + ((i * 7) % 40);
      const [open, high, low, close] = [cents, cents + 5, cents - 3, cents + 2].map((n) => n / 100) as [
        number,
        number,
        number,
        number,
      ];
      return { time: i * 60_000, open, high, low, close, volume: 1_000 + (i % 50) };
    });
    expect(encodeBars(barsFromRows(rows)).length / rows.length).toBeLessThan(7);
  });

  it.each([
    ['another form', Uint8Array.of(9, 1), /form 9/],
    ['too many bars', Uint8Array.of(1, 5), /5 stored bars do not fit where 3/],
  ])('refuses bytes of %s', (_, bytes, message) => {
    expect(() => decodeBars(bytes, allocateBars(3), 0)).toThrow(message);
  });
});
