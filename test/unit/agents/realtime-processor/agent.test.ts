import { describe, expect, it } from 'vitest';
import { createRealtimeProcessor } from '#agents/realtime-processor/agent';
import { barsFromRows } from '#domain/market/bar';
import { createQuoteBoard } from '#engine/cache/columnar-quote-board';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { openTestEngine } from '#test/support/test-engine';

async function processor() {
  const { stores } = await openTestEngine();
  const board = createQuoteBoard();
  const clock = new SimulatedClock(0);
  const agent = createRealtimeProcessor({
    board,
    clock,
    market: stores.market,
    contextOf: () => ({ timeZone: 'UTC', calendar: 'XNYS' }),
    isReplayed: () => true,
    onAlert: () => undefined,
  });
  const tick = (day: number, time: number, price: number, size: number) =>
    agent.role.onTick('A', day, time, price, size, 1, true);
  return { agent, board, clock, tick };
}

const bar = { time: 5, open: 10, high: 12, low: 9, close: 11, volume: 60 };

describe('the real-time processor', () => {
  it('compares the bar its ticks make with the stored one, also when a day is told again', async () => {
    const { agent, tick } = await processor();
    const check = (change = {}) => agent.role.checkDay('A', barsFromRows([{ ...bar, ...change }]));
    expect(check()).toBeNull();
    for (let again = 0; again < 2; again++)
      for (const [time, price] of [
        [6, 10],
        [7, 12],
        [8, 9],
        [9, 11],
      ] as const)
        tick(5, time, price, 15);
    expect(check()).toEqual({ isSound: true, summary: '4 ticks make up the stored bar, close 11' });
    expect(check({ high: 13 })).toEqual({
      isSound: false,
      summary: '4 ticks make high 12, the stored bar says 13',
    });
    expect(check({ volume: 61 })?.summary).toBe('4 ticks make volume 60, the stored bar says 61');
    expect(check({ time: 4 })?.summary).toBe('4 ticks of the day so far, last 11');
  });

  it('counts the ticks of the last second', async () => {
    const { agent, board, clock } = await processor();
    await agent.start?.();
    const slot = board.slot('A');
    for (let i = 0; i < 1_234; i++) board.publish(slot, i, 1, 1, 1, 1);
    clock.advance(1_000);
    expect(agent.report().headline).toBe('1,234/s');
    clock.advance(1_000);
    expect(agent.ticksPerSecond()).toBe(0);
    await agent.stop?.();
  });

  it.each([
    [{ symbol: 'A', from: '1h', to: '1m' }, 'BAD_REQUEST', '1h bars cannot make 1m bars'],
    [{ symbol: 'A', from: '1m', to: '1m' }, 'BAD_REQUEST', '1m bars cannot make 1m bars'],
    [{ symbol: 'NONE', from: '1m', to: '1h' }, 'UNKNOWN_SYMBOL', 'unknown symbol "NONE"'],
  ])('refuses to aggregate %j', async (data, code, message) => {
    const { orchestrator } = await openTestEngine();
    const run = orchestrator.run({ agent: 'realtime_processor', type: 'aggregate', data, lane: 1 });
    await expect(run).rejects.toMatchObject({ message: expect.stringContaining(message) });
    expect(code).toBeDefined();
  });
});
