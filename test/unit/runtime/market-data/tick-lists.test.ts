import { expect, it } from 'vitest';
import { tickColumns, ticksRequest } from '#contract/services/ticks';
import { readTickLists } from '#runtime/services/tick-lists';
import { openMarketStore } from '#test/support/market-store';
import { quoteWalk, tradeWalk } from '#test/support/synthetic-ticks';

async function setUp() {
  const market = openMarketStore();
  const trades = tradeWalk(5_000);
  trades.size[4_999] = Number.NaN;
  await market.putTrades('A', trades);
  await market.putQuotes('A', quoteWalk(2_000));
  const ask = async (input: object) => readTickLists(market, ticksRequest.parse({ symbol: 'A', ...input }));
  return { trades, ask };
}

it('gives ticks that survive JSON and the contract, what is unknown as null', async () => {
  const { trades, ask } = await setUp();
  for (const kind of ['trades', 'quotes']) {
    const answer = await ask({ kind });
    expect(tickColumns.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer);
    expect(answer.time).toHaveLength(1_000);
  }
  const newest = await ask({ limit: 2 });
  expect(newest).toMatchObject({ kind: 'trades', sequence: [...trades.sequence.slice(-2)] });
  expect(newest).toMatchObject({ size: [trades.size[4_998], null] });
  expect(await ask({ from: trades.time[10], to: trades.time[10], limit: 5 })).toMatchObject({ time: [] });
  expect(() => ticksRequest.parse({ symbol: 'A', limit: 50_001 })).toThrow();
});

it('names the nearest symbol when nothing of one is stored', async () => {
  const { ask } = await setUp();
  await expect(ask({ symbol: 'AA' })).rejects.toThrow(/symbol "AA"/);
});
