import { describe, expect, it } from 'vitest';
import { createDataWarehouse } from '#agents/data-warehouse/agent';
import type { BarVerification } from '#agents/data-warehouse/verify-bars';
import { allocateBars, BAR_FIELDS, barAt, barsFromRows } from '#domain/market/bar';
import { BarBuilder } from '#domain/market/bar-builder';
import type { ClosedBars } from '#domain/market/closed-bars';
import { allocateTicks, TRADE_TICK } from '#domain/market/tick-batch';
import type { TradeColumns } from '#domain/market/tick-columns';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { MarketStore } from '#engine/ports/market-store';
import { openMarketStore, runTask } from '#test/support/market-store';
import { quoteWalk, tradeWalk } from '#test/support/synthetic-ticks';

const MINUTE = 60_000;

/** A walk that takes hours, so that there are bars of every length. */
function longWalk(length: number): TradeColumns {
  const trades = tradeWalk(length);
  for (let i = 0; i < length; i++) trades.time[i] = trades.time[0]! + i * 1_700;
  return trades;
}

/** Bars as the live builder makes them, stored as they close. */
async function storeLiveBars(market: MarketStore, trades: TradeColumns): Promise<void> {
  const puts: Promise<unknown>[] = [];
  const builder = new BarBuilder({
    onClosed: (timeframe, closed: ClosedBars) => {
      const bars = allocateBars(closed.length);
      for (const field of BAR_FIELDS) bars[field].set(closed[field].subarray(0, closed.length));
      puts.push(market.putBars('A', timeframe, bars));
    },
  });
  const batch = allocateTicks(1_000);
  for (let i = 0; i < trades.length; i++) {
    const row = batch.length++;
    batch.kind[row] = TRADE_TICK;
    batch.eventTime[row] = trades.time[i]!;
    batch.price[row] = trades.price[i]!;
    batch.size[row] = trades.size[i]!;
    if (batch.length < batch.capacity && i < trades.length - 1) continue;
    builder.take(batch);
    batch.length = 0;
  }
  await Promise.all(puts);
}

async function setUp() {
  const market = openMarketStore();
  const trades = longWalk(20_000);
  await market.putTrades('A', trades);
  await storeLiveBars(market, trades);
  const { tasks } = createDataWarehouse({ market, clock: new SimulatedClock(0) });
  const verify = async (input: object) => {
    const { result, summary } = await runTask(tasks, 'verify_bars', { symbol: 'A', ...input });
    return { ...(result as BarVerification), summary };
  };
  return { market, trades, verify };
}

describe('verify_bars', () => {
  it.each(['1s', '1m', '5m', '1h'])(
    'finds the %s bars of the live builder equal to those of stored ticks',
    async (timeframe) => {
      const { verify } = await setUp();
      const found = await verify({ timeframe });
      expect(found).toMatchObject({ ticks: 20_000, different: 0, missing: 0, unexpected: 0, findings: [] });
      expect(found.bars).toBeGreaterThan(7);
      expect(found.equal).toBe(found.bars);
      expect(found.summary).toMatch(/bars equal those made of 20,000 trades$/);
    },
  );

  it('names a bar that differs, one that lacks and one that no tick makes', async () => {
    const { market, trades, verify } = await setUp();
    const start = Math.floor(trades.time[0]! / MINUTE) * MINUTE;
    const bars = await market.readBars('A', '1m', { from: start + 5 * MINUTE, to: start + 6 * MINUTE });
    await market.putBars('A', '1m', barsFromRows([{ ...barAt(bars, 0), high: 999 }]));
    await market.putTrades('B', trades);
    const found = await verify({});
    expect(found).toMatchObject({ different: 1, missing: 0, unexpected: 0 });
    expect(found.findings).toEqual([
      { time: start + 5 * MINUTE, problem: `high 999 is stored, ticks make ${bars.high[0]}` },
    ]);
    const lacking = await verify({ symbol: 'B', from: start + MINUTE, to: start + 4 * MINUTE + 1 });
    expect(lacking).toMatchObject({ bars: 3, equal: 0, missing: 3 });
    await market.putBars(
      'A',
      '1s',
      barsFromRows([
        { ...barAt(bars, 0), time: trades.time[100]! + 300 - (trades.time[100]! % 1_000) + 700 },
      ]),
    );
    const extra = await verify({ timeframe: '1s' });
    expect(extra.different + extra.unexpected).toBe(1);
  });

  it('makes bars of quotes when asked, and says when there are none', async () => {
    const { market, verify } = await setUp();
    await expect(verify({ kind: 'quotes' })).rejects.toThrow('no quotes are stored');
    await market.putQuotes('A', quoteWalk(100));
    expect(await verify({ kind: 'quotes' })).toMatchObject({ ticks: 100, bars: 0 });
    await expect(verify({ symbol: 'AA' })).rejects.toThrow(/symbol "AA"/);
  });
});
