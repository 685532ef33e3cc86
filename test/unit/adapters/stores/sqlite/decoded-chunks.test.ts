import { describe, expect, it } from 'vitest';
import { createDecodedChunks } from '#adapters/stores/sqlite/decoded-chunks';
import { allocateBars } from '#domain/market/bar';

const hash = (value: number): Uint8Array => Uint8Array.of(value);

describe('decoded chunks', () => {
  it('are given only for the content they were decoded from', () => {
    const chunks = createDecodedChunks();
    const bars = allocateBars(10);
    chunks.keep(1, 5, hash(1), bars);
    expect(chunks.get(1, 5, hash(1))).toBe(bars);
    expect(chunks.get(1, 5, hash(2))).toBeUndefined();
    expect(chunks.get(2, 5, hash(1))).toBeUndefined();
  });

  it('stay within their bytes: the one not asked for longest goes first', () => {
    const chunks = createDecodedChunks();
    for (let period = 0; period < 4; period++) chunks.keep(1, period, hash(0), allocateBars(40_000));
    chunks.get(1, 0, hash(0));
    chunks.keep(1, 4, hash(0), allocateBars(40_000));
    const kept = [0, 1, 2, 3, 4].filter((period) => chunks.get(1, period, hash(0)));
    expect(kept).toEqual([0, 2, 3, 4]);
  });

  it('are counted once when kept again', () => {
    const chunks = createDecodedChunks();
    chunks.keep(1, 0, hash(0), allocateBars(40_000));
    for (let value = 1; value < 20; value++) chunks.keep(1, 1, hash(value), allocateBars(40_000));
    expect(chunks.get(1, 0, hash(0))).toBeDefined();
  });
});
