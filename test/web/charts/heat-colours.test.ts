import { describe, expect, test } from 'vitest';
import {
  heatColour,
  heatNeighbour,
  heatScale,
  heatTicks,
} from '../../../src/renderer/charts/heat-colours.ts';

/** Relative luminance of `rgb(r g b)`, 0 to 1. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map((channel) => {
    const share = Number(channel) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('the colours of a heat map', () => {
  // Catches a scale whose order is told by hue alone, which some readers do not see.
  test('a larger value is always a lighter colour', () => {
    const scale = { least: -1, most: 3 };
    const lights = Array.from({ length: 41 }, (_, i) => luminance(heatColour(-1 + i / 10, scale)));
    for (let i = 1; i < lights.length; i++) expect(lights[i]).toBeGreaterThan(lights[i - 1] ?? 1);
  });

  test('a map without values has no scale, and one value alone is not divided by nothing', () => {
    expect(heatScale([null])).toBeNull();
    expect(heatColour(1, { least: 1, most: 1 })).toBe('rgb(254 232 56)');
  });

  test.each([
    [{ least: 0.2, most: 0.99 }, [0.2, 0.4, 0.6, 0.8]],
    [{ least: -13, most: 41 }, [0, 20, 40]],
    [{ least: 2, most: 2 }, [2]],
  ])('the scale %o is marked at round values', (scale, ticks) => {
    expect(heatTicks(scale, 5)).toEqual(ticks);
  });

  test('arrows stay within the map; up is a larger value of y', () => {
    const size = { columns: 3, rows: 2 };
    expect(heatNeighbour('ArrowUp', { x: 0, y: 0 }, size)).toEqual({ x: 0, y: 1 });
    expect(heatNeighbour('ArrowLeft', { x: 0, y: 0 }, size)).toEqual({ x: 0, y: 0 });
    expect(heatNeighbour('a', { x: 0, y: 0 }, size)).toBeNull();
  });
});
