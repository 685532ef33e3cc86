import { describe, expect, test } from 'vitest';
import { coarseHeatMap } from '../../../src/renderer/charts/coarse-heat-map.ts';

const axis = (name: string, count: number) => ({
  name,
  values: Array.from({ length: count }, (_, i) => i + 1),
});
const map = (columns: number, rows: number, value: (place: number) => number | null) => ({
  x: axis('fast', columns),
  y: axis('slow', rows),
  objective: Array.from({ length: columns * rows }, (_, place) => value(place)),
});

describe('a map with more values than cells to be told apart', () => {
  test('one that is full and small enough is drawn as it is', () => {
    const whole = map(39, 39, (place) => place);
    expect(coarseHeatMap(whole)).toMatchObject({ ...whole, xShared: 1, yShared: 1 });
  });

  // Catches a cell that shows one value and, pressed, runs the parameters of another.
  test('a cell shows the largest value it holds, and knows which that is', () => {
    const tried = new Map([
      [0, 0.1],
      [101, 0.9],
      [99, 0.4],
    ]);
    const coarse = coarseHeatMap(map(100, 4, (place) => tried.get(place) ?? null));
    expect(coarse.xShared).toBe(3);
    expect(coarse.objective.filter((value) => value !== null)).toEqual([0.1, 0.4, 0.9]);
    expect(coarse.source[coarse.objective.indexOf(0.9)]).toBe(101);
    expect(coarse.source[1]).toBe(-1);
  });
});
