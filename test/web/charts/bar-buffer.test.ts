import { describe, expect, test } from 'vitest';
import { sliceBars } from '#domain/market/bar';
import { BarBuffer } from '../../../src/renderer/charts/bar-buffer.ts';
import { syntheticBars } from '../support/synthetic-bars.ts';

describe('bars of one series on the screen', () => {
  test('a tail written over and grown many times equals the whole series', () => {
    const all = syntheticBars(1_000, 5);
    const buffer = new BarBuffer();
    // The engine's series is longer than what was asked for: indices do not start at 0.
    buffer.take({ kind: 'replaced', firstIndex: 7_000, bars: sliceBars(all, 0, 600) });
    for (let length = 601; length <= 1_000; length++) {
      const from = buffer.take({
        kind: 'updated',
        firstIndex: 7_000 + length - 2,
        bars: sliceBars(all, length - 2, length),
      });
      expect(from).toBe(length - 2);
    }
    expect(buffer.bars().close).toEqual(all.close);
    expect(buffer.bars().time).toEqual(all.time);
  });

  test('a replacement forgets what was there and counts', () => {
    const buffer = new BarBuffer();
    buffer.take({ kind: 'replaced', firstIndex: 0, bars: syntheticBars(100, 1) });
    buffer.take({ kind: 'replaced', firstIndex: 0, bars: syntheticBars(3, 2) });
    expect(buffer.bars().length).toBe(3);
    expect(buffer.epoch).toBe(2);
  });

  test('a batch that leaves a gap is refused by name, not drawn as zeros', () => {
    const buffer = new BarBuffer();
    buffer.take({ kind: 'replaced', firstIndex: 0, bars: syntheticBars(10, 1) });
    expect(() => buffer.take({ kind: 'updated', firstIndex: 12, bars: syntheticBars(1, 1) })).toThrow(
      /index 12 do not follow the 10 bars/,
    );
  });
});
