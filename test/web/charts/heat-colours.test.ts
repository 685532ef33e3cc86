import { describe, expect, test } from 'vitest';
import { readChartTheme } from '../../../src/renderer/charts/chart-theme.ts';
import { heatColour, heatNeighbour, heatScale } from '../../../src/renderer/charts/heat-colours.ts';

const theme = { ...readChartTheme(document.body), up: '#00ff00', down: '#ff0000' };
const strength = (colour: string): number => Number.parseInt(colour.slice(7), 16);

describe('the colours of a heat map', () => {
  test('gains and losses have their own colour, the stronger the larger', () => {
    const scale = heatScale([-2, null, 1, 3]) ?? { least: 0, most: 0 };
    expect(heatColour(3, scale, theme).slice(0, 7)).toBe('#00ff00');
    expect(heatColour(-2, scale, theme).slice(0, 7)).toBe('#ff0000');
    expect(strength(heatColour(3, scale, theme))).toBeGreaterThan(strength(heatColour(1, scale, theme)));
  });

  test('when all are gains, the least of them is the faintest, so that they differ', () => {
    const scale = heatScale([0.8, 0.9, 1]) ?? { least: 0, most: 0 };
    expect(strength(heatColour(0.8, scale, theme))).toBeLessThan(20);
    expect(strength(heatColour(1, scale, theme))).toBeGreaterThan(230);
  });

  test('a map without values has no scale, and one value alone is not divided by nothing', () => {
    expect(heatScale([null])).toBeNull();
    expect(heatColour(1, { least: 1, most: 1 }, theme)).toMatch(/^#00ff00[\da-f]{2}$/);
  });

  test('arrows stay within the map; up is a larger value of y', () => {
    const size = { columns: 3, rows: 2 };
    expect(heatNeighbour('ArrowUp', { x: 0, y: 0 }, size)).toEqual({ x: 0, y: 1 });
    expect(heatNeighbour('ArrowLeft', { x: 0, y: 0 }, size)).toEqual({ x: 0, y: 0 });
    expect(heatNeighbour('a', { x: 0, y: 0 }, size)).toBeNull();
  });
});
