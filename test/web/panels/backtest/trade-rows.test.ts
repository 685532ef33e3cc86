import { describe, expect, test } from 'vitest';
import { tradeMarkers, tradeRows } from '../../../../src/renderer/panels/backtest/lab/trade-rows.ts';

const trade = (side: 'long' | 'short', bars: number) => ({
  side,
  quantity: 2.5,
  entryTime: 86_400_000,
  entryPrice: 10,
  exitTime: bars === 0 ? null : 86_400_000 * (1 + bars),
  exitPrice: bars === 0 ? null : 11,
  pnl: 2.5,
  returnPct: 10,
  bars,
});
const measured = (side: 'long' | 'short', bars: number, maePct: number) => ({
  side,
  bars,
  maePct,
  mfePct: 1,
  returnPct: 10,
});

describe('trades of a result', () => {
  test('excursions belong to the newest trades when the sheet has fewer, never to another trade', () => {
    const rows = tradeRows(
      [trade('long', 3), trade('short', 4), trade('long', 5)],
      [measured('short', 4, -2), measured('short', 9, -7)],
    );
    expect(rows.map(({ id, maePct }) => [id, maePct])).toEqual([
      ['1', null],
      ['2', -2],
      ['3', null],
    ]);
  });

  test('a short trade sells first, and an open one has no exit', () => {
    const marks = tradeMarkers(tradeRows([trade('short', 2), trade('long', 0)], null));
    expect(marks.map(({ side }) => side)).toEqual(['sell', 'buy', 'buy']);
    expect(marks[1]?.text).toContain('+10.00 %');
  });
});
