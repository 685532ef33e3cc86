import { describe, expect, it } from 'vitest';
import { processTicks } from '#agents/realtime-processor/bars-of-stored-ticks';
import { processTicksRequest } from '#contract/services/ticks';
import { barAt } from '#domain/market/bar';
import { openMarketStore, taskContext } from '#test/support/market-store';

const START = Date.UTC(2024, 0, 3, 15);
const ticks = [
  { time: START, price: 10, size: 1 },
  { time: START + 59_999, price: 12, size: 2 },
  { time: START + 60_000, price: 9, size: 3 },
  { time: START + 300_000, price: 11, size: 4 },
];
const given = (input: unknown) => processTicksRequest.parse(input);

describe('ticks handed over', () => {
  it('make rows of every length once, however often they come', async () => {
    const market = openMarketStore();
    const first = await processTicks(market, given({ symbol: 'X', ticks }), taskContext);
    expect(first).toEqual({
      symbols: ['X'],
      ticksStored: 4,
      ticksDuplicate: 0,
      ticks: 4,
      barsMade: 7,
      barsStored: 7,
      barsKept: 0,
    });
    const minutes = await market.readBars('X', '1m');
    expect(Array.from(minutes.time.keys(), (i) => barAt(minutes, i))).toEqual([
      { time: START, open: 10, high: 12, low: 10, close: 12, volume: 3 },
      { time: START + 60_000, open: 9, high: 9, low: 9, close: 9, volume: 3 },
      { time: START + 300_000, open: 11, high: 11, low: 11, close: 11, volume: 4 },
    ]);
    expect([...(await market.readBars('X', '1d')).volume]).toEqual([10]);
    const again = await processTicks(market, given({ symbol: 'X', ticks }), taskContext);
    expect(again).toMatchObject({ ticksStored: 0, ticksDuplicate: 4, barsStored: 0, barsKept: 7 });
    const all = await processTicks(market, given({}), taskContext);
    expect(all).toMatchObject({ symbols: ['X'], barsStored: 0, barsKept: 7 });
  });

  it('never take the place of a bar that is stored', async () => {
    const market = openMarketStore();
    const bar = (values: number[]) => Float64Array.from(values);
    await market.putBars('X', '1m', {
      length: 1,
      time: bar([START]),
      open: bar([1]),
      high: bar([1]),
      low: bar([1]),
      close: bar([1]),
      volume: bar([1]),
    });
    await processTicks(market, given({ symbol: 'X', ticks }), taskContext);
    expect([...(await market.readBars('X', '1m')).close]).toEqual([1, 9, 11]);
  });

  it('are refused unless they are in order, and of a symbol', async () => {
    const market = openMarketStore();
    await expect(
      processTicks(market, given({ symbol: 'X', ticks: ticks.toReversed() }), taskContext),
    ).rejects.toThrow('ticks[1] of X is older than the one before it');
    await expect(processTicks(market, given({ ticks }), taskContext)).rejects.toThrow('name the symbol');
    await expect(processTicks(market, given({ symbol: 'Y' }), taskContext)).rejects.toThrow(
      'no trades are stored',
    );
  });
});
