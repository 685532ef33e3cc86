import { describe, expect, test } from 'vitest';
import { MinMaxPyramid } from '../../../src/renderer/charts/min-max-pyramid.ts';
import { seededNumbers } from '../support/synthetic-bars.ts';

function measured(pyramid: MinMaxPyramid, start: number, end: number): [number, number] {
  pyramid.measure(start, end);
  return [pyramid.minimum, pyramid.maximum];
}

describe('extremes of a stretch of a column', () => {
  test('equal those of reading every row, after changes at the end and growth', () => {
    const next = seededNumbers(3);
    let values = Float64Array.from({ length: 1_000 }, () => next());
    const pyramid = new MinMaxPyramid();
    pyramid.setColumns(values, values, values.length, 0);
    for (let round = 0; round < 300; round++) {
      const start = Math.floor(next() * values.length);
      const end = start + 1 + Math.floor(next() * (values.length - start));
      const part = values.subarray(start, end);
      expect(measured(pyramid, start, end)).toEqual([Math.min(...part), Math.max(...part)]);
      const from = values.length - 1 - Math.floor(next() * 70);
      const grown = new Float64Array(values.length + Math.floor(next() * 3));
      grown.set(values);
      for (let i = from; i < grown.length; i++) grown[i] = next() * 2;
      values = grown;
      pyramid.setColumns(values, values, values.length, from);
    }
  });

  test('rows without a number are passed over; a stretch of only such has no extremes', () => {
    const values = new Float64Array(500).fill(Number.NaN);
    values[400] = 7;
    const pyramid = new MinMaxPyramid();
    pyramid.setColumns(values, values, values.length, 0);
    expect(measured(pyramid, 0, 500)).toEqual([7, 7]);
    expect(measured(pyramid, 0, 300)).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });
});
