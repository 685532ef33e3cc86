import { describe, expect, it } from 'vitest';
import { barsFromRows } from '#domain/market/bar';
import type { Fill } from '#domain/orders/order';
import { findStrategy } from '#domain/strategies/catalog';
import { createSeededRandom } from '#domain/values/seeded-random';
import { JournaledAccount } from '#engine/runs/journaled-account';
import { accountOutcome } from '#engine/simulation/backtest/account-result';
import { AccountRun } from '#engine/simulation/backtest/account-run';
import { signalStrategy } from '#engine/simulation/backtest/signal-strategy';
import { OrderListHash } from '#engine/simulation/order-list-hash';

const CASH = 100_000;

const cents = (price: number): number => Math.round(price * 100) / 100;

function walk(length: number) {
  const random = createSeededRandom(11);
  let price = 100;
  return barsFromRows(
    Array.from({ length }, (_, i) => {
      const open = cents(price * (1 + 0.01 * random.nextNormal()));
      const close = cents(open * (1 + 0.02 * Math.sin(i / 9) + 0.01 * random.nextNormal()));
      price = close;
      const [high, low] = [Math.max(open, close) * 1.01, Math.min(open, close) * 0.99];
      return { time: i * 86_400_000, open, high, low, close, volume: 1_000 };
    }),
  );
}

describe('an account as its fills tell it', () => {
  // A fee counted twice, a fill in the wrong bar or a trade cut in two would show in one of these.
  it('has the statistics, trades and curve of the backtest that made the fills', () => {
    const bars = walk(400);
    const parameters = { fast: 5, slow: 15 };
    const instruments = [{ symbol: 'A', series: [{ timeframe: '1d' as const, bars }] }];
    const terms = { direction: 'long-short', size: 0.8 } as const;
    const run = new AccountRun({
      instruments,
      parameters,
      strategy: signalStrategy(findStrategy('sma-crossover')!, parameters, instruments, terms),
      account: { cash: CASH, closeAtEnd: 'none', costs: { commission: { ofValue: 0.0007, minimum: 1 } } },
      keepsOrders: true,
    });
    while (!run.advance(1_000));
    const expected = accountOutcome(run, CASH, 0);
    const fills = expected.kept!.events.flatMap((event): Fill[] => {
      if (event.kind !== 'fill') return [];
      const { eventTime, quantity, price, fee, symbol = '', side = 'buy' } = event.fill;
      const exact = { quantity: BigInt(quantity), price: BigInt(price), fee: BigInt(fee) };
      return [{ fillId: '', clientOrderId: '', symbol, side, eventTime, ...exact }];
    });
    expect(fills.length).toBeGreaterThan(20);
    const account = new JournaledAccount({
      currency: 'USD',
      cash: CASH,
      timeframe: '1d',
      series: [{ symbol: 'A', bars }],
      fills,
      hash: new OrderListHash(),
      orders: 0,
    });
    const found = accountOutcome(account, CASH, 0);
    const { orderListHash: _, ...figures } = expected.statistics;
    expect({ ...found.statistics, orderListHash: undefined }).toEqual({
      ...figures,
      orderListHash: undefined,
    });
    expect(found.trades).toEqual(expected.trades);
    expect(found.equityCurve).toEqual(expected.equityCurve);
  });
});
