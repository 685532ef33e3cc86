import { expect, it } from 'vitest';
import { barsFromRows, sliceBars } from '#domain/market/bar';
import { SeriesHash } from '#engine/session/series-hash';
import { syntheticBars } from '#test/support/synthetic-bars';

const bars = syntheticBars(40, 3);

it('names the rows and nothing else: grown row by row, at once, or after a look back', () => {
  const grown = new SeriesHash();
  for (let length = 1; length <= 40; length++) {
    const part = sliceBars(bars, 0, length);
    expect(grown.upTo(part)).toBe(new SeriesHash().upTo(part));
    // Looking at fewer rows, as an analysis before the close does, must not spoil what follows.
    if (length > 1)
      expect(grown.upTo(sliceBars(bars, 0, length - 1))).toBe(
        new SeriesHash().upTo(sliceBars(bars, 0, length - 1)),
      );
  }
});

it('changes with any field of any row', () => {
  const rows = [{ time: 1, open: 2, high: 3, low: 1, close: 2, volume: 4 }];
  const hash = new SeriesHash().upTo(barsFromRows(rows));
  for (const field of ['time', 'open', 'high', 'low', 'close', 'volume'] as const)
    expect(new SeriesHash().upTo(barsFromRows([{ ...rows[0]!, [field]: 9 }])), field).not.toBe(hash);
});
