import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBars, encodeBars } from '#adapters/stores/sqlite/bar-codec';
import { packBars } from '#adapters/stores/sqlite/chunk-body';
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
  const encoded = encodeBars(bars);
  const bytes = { packed: encoded.packed.slice(), dense: encoded.dense.slice() };
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

  it('gives long series back, whose planes are as good as noise', () => {
    const price = fc.integer({ min: 1, max: 2 ** 30 }).map((n) => n / 100);
    const rows = fc
      .array(bar(fc.constant(0), price), { minLength: 1_030, maxLength: 1_100, size: 'max' })
      .map((list) => list.map((row, i) => ({ ...row, time: i * 60_000 })));
    fc.assert(fc.property(rows, expectRoundTrip), { numRuns: 10 });
    const long = fc.sample(rows, { seed: 1, numRuns: 1 })[0]!;
    expect(encodeBars(barsFromRows(long)).dense.length).toBeGreaterThan(0);
  });

  it.each([
    ['a scale found late, too fine for an early value', [2 ** 49, 0.00000001]],
    ['negative zero', [0, -0]],
    ['the largest column value', [2 ** 50, -(2 ** 50)]],
    ['just beyond it', [2 ** 50 + 1, 1]],
    ['infinities', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    ['the borders of 32-bit sums', [2 ** 28, 0, 2 ** 28 + 1, 1, 2 ** 28 - 1, -(2 ** 28)]],
    ['byte borders', [127, 255, 256, 65_535, 65_536, 2 ** 24, 2 ** 32, 2 ** 40]],
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
    expect(packBars(barsFromRows(rows)).body.length / rows.length).toBeLessThan(4);
  });

  it.each([
    ['another form', Uint8Array.of(9, 1), /form 9/],
    ['too many bars', Uint8Array.of(2, 5), /5 stored bars do not fit where 3/],
  ])('refuses bytes of %s', (_, packed, message) => {
    expect(() => decodeBars({ packed, dense: Uint8Array.of() }, allocateBars(3), 0)).toThrow(message);
  });
});
