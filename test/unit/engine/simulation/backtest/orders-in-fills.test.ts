import { describe, expect, it } from 'vitest';
import type { FillView } from '#domain/strategies/sdk/strategy-context';
import { AccountRun } from '#engine/simulation/backtest/account-run';
import { dailyBars, instrument } from './scripted-run.ts';

const BARS = dailyBars([
  [100, 100, 100, 100],
  [100, 101, 90, 95],
  [95, 96, 80, 85],
]);

/** Quantity and price of every fill. */
function fillsOf(symbols: readonly string[]): readonly number[][] {
  const fills: FillView[] = [];
  const run = new AccountRun({
    instruments: symbols.map((symbol) => instrument(symbol, BARS)),
    account: { cash: 100_000, closeAtEnd: 'none', fillsAtClose: true },
    rates: [],
    parameters: {},
    strategy: {
      name: 'answers fills',
      onBar(context) {
        if (context.bars !== 1) return;
        for (const limit of [99, 98, 97]) context.buy({ quantity: limit }, { type: 'limit', limit });
      },
      onFill(context, _memory, fill) {
        fills.push(fill);
        // Fills at once, in the middle of the walk over the orders that rest.
        if (fill.quantity > 90) {
          context.buy({ quantity: fill.quantity - 90 });
          context.buy({ quantity: fill.quantity - 95 }, { type: 'limit', limit: 82 });
        }
      },
    },
  });
  while (!run.advance(1));
  expect(run.desk.orders.all()).toEqual([]);
  return fills.map(({ quantity, price }) => [quantity, price]);
}

describe('orders placed in answer to a fill, filled at once', () => {
  const filled = [
    ...[99, 9, 98, 8, 97, 7].map((quantity) => [quantity, quantity > 90 ? quantity : 100]),
    ...[4, 3, 2].map((quantity) => [quantity, 82]),
  ];

  it('leave the walk over the others whole', () => {
    expect(fillsOf(['A'])).toEqual(filled);
  });

  it('do so for each of two instruments', () => {
    expect(fillsOf(['A', 'B'])).toHaveLength(2 * filled.length);
  });
});
