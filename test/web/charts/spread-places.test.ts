import { describe, expect, test } from 'vitest';
import { spreadPlaces } from '../../../src/renderer/charts/spread-places.ts';

describe('labels', () => {
  test('that would cover each other move apart and stay in their order', () => {
    expect(spreadPlaces([50, 45, 48], 20, 500)).toEqual([85, 45, 65]);
  });
  test('at the foot go up instead of out of sight', () => {
    expect(spreadPlaces([95, 96, 97], 20, 100)).toEqual([60, 80, 100]);
  });
});
