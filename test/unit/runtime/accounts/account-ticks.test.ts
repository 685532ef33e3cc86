import { expect, test } from 'vitest';
import { allocateTicks, TRADE_TICK } from '#domain/market/tick-batch';
import { AccountTicks } from '#runtime/accounts/account-ticks';
import { openPaperAccount } from '#test/support/paper-account';

// Would catch: a position whose last price and profit stand still on the screen while its market moves.
test('a batch that moves what an account holds says so, any other does not', async () => {
  const { engine, trading, tick, send } = await openPaperAccount('2026-11-20T15:00:00Z');
  tick('AAPL', 100);
  tick('MSFT', 100);
  await send({});
  tick('AAPL', 100);
  expect(trading.portfolio().positions.map(({ symbol, quantity }) => [symbol, quantity])).toEqual([
    ['AAPL', '10'],
  ]);
  const ticks = new AccountTicks(engine.board);
  const told = (symbol: string): boolean => {
    const batch = allocateTicks(1);
    batch.length = 1;
    batch.kind[0] = TRADE_TICK;
    batch.slot[0] = engine.board.slot(symbol);
    batch.eventTime[0] = Date.parse('2026-11-20T15:00:01Z');
    batch.price[0] = 101;
    batch.size[0] = 1;
    batch.bid[0] = Number.NaN;
    batch.ask[0] = Number.NaN;
    return ticks.deliver(batch, new Map([['desk', { trading }]]));
  };
  expect(told('AAPL')).toBe(true);
  expect(told('MSFT')).toBe(false);
});
