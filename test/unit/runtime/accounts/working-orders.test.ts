import { expect, it } from 'vitest';
import type { OrderRequest } from '#contract/services/trading';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';
import { openPaperAccount } from '#test/support/paper-account';

const CALL = 'AAPL261218C00150000';
const PUT = 'AAPL261218P00140000';

async function open(type?: 'cash' | 'margin') {
  const paper = await openPaperAccount('2026-12-14T15:00:00Z', type ? { type } : {});
  const prices: [string, number][] = [
    ['AAPL', 100],
    ['MSFT', 100],
    [CALL, 5],
    [PUT, 2],
  ];
  for (const [symbol, price] of prices) paper.tick(symbol, price);
  const { trading, pass, tick, send } = paper;
  return {
    ...paper,
    /** Sends an order that fills, and its exits with it. */
    enter(request: Partial<OrderRequest>): void {
      const { symbol } = send(request);
      pass(100);
      tick(symbol, prices.find(([known]) => known === symbol)![1]);
      pass(100);
    },
    stop: () => trading.orders.openOrders().find(({ type: one }) => one === 'stop')!.clientOrderId,
    buyingPower: () => trading.portfolio().buyingPower,
  };
}

const EXITS = { targets: [{ distance: '1', share: '0.5' }], stop: { distance: '1' } };

// Would catch: the target of a bracket taken for sold when its stop is moved, which then looks like a sale of what is not held.
it.each([
  ['AAPL', 'cash', { bracket: { takeProfit: '110', stopLoss: '90' } }, '95'],
  ['AAPL', 'margin', { exits: EXITS }, '99.5'],
  [CALL, 'cash', { exits: EXITS }, '4.5'],
  [CALL, undefined, { exits: EXITS }, '4.5'],
] as const)('the stop of %s in a %s account can be moved', async (symbol, type, exits, stopPrice) => {
  const { enter, stop, trading, order } = await open(type);
  enter({ symbol, quantity: '2', ...exits });
  const id = stop();
  trading.transact(() => trading.orders.replace(id, { stopPrice: parseDecimal(stopPrice) }));
  expect(formatDecimal(order(id)!.stopPrice!)).toBe(stopPrice);
});

// Would catch: exits that give way to one another each counted as a sale, so that no option on the share is sold or bought any more.
it('exits of an option leave other options on the share as they were', async () => {
  const { enter, send } = await open('cash');
  enter({ symbol: CALL, quantity: '2', exits: EXITS });
  expect(send({ symbol: PUT, quantity: '1' }).status).toBe('working');
  expect(send({ symbol: CALL, side: 'sell', quantity: '1', type: 'limit', limitPrice: '9' })).toMatchObject({
    status: 'refused',
    statusReason: expect.stringContaining('nothing would cover'),
  });
});

// Would catch: sales that open shorts reserving nothing, so that any number of them is taken at once.
it.each(['margin', undefined] as const)(
  'sales that would open shorts use up buying power while they wait (%s)',
  async (type) => {
    const { send, buyingPower, tick, trading } = await open(type);
    const before = Number(buyingPower());
    const sale = { side: 'sell', type: 'limit', limitPrice: '100', quantity: '190' } as const;
    const symbols = Array.from({ length: 15 }, (_, i) => `SIM:S${i}`);
    for (const symbol of symbols) tick(symbol, 99);
    const statuses = symbols.map((symbol) => send({ ...sale, symbol }).status);
    const taken = statuses.filter((status) => status === 'working').length;
    expect(taken).toBe(Math.floor(before / 19_000));
    expect(Number(buyingPower())).toBe(before - taken * 19_000);
    expect(trading.orders.openOrders()).toHaveLength(taken);
  },
);

// Would catch: orders that close a short reserving its price twice, as if they bought.
it('orders that close a position use up nothing', async () => {
  const { enter, buyingPower, trading } = await open('margin');
  enter({ side: 'sell', quantity: '100', bracket: { takeProfit: '90', stopLoss: '110' } });
  const { equity } = trading.portfolio();
  expect(Number(buyingPower())).toBe(2 * equity - 10_000);
});

// Would catch: a preview that counts what a short brings in as buying power, or forgets what a margin account is lent.
it.each([
  ['margin', 'buy', '5000', 200_000 - 10_000 - 2],
  ['margin', 'sell', '5000', 200_000 - 10_000 - 2],
  [undefined, 'buy', '10000', 100_000 - 10_000 - 1],
  [undefined, 'sell', '10000', 100_000 - 10_000 - 1],
] as const)('a preview in a %s account tells what is left after a %s', async (type, side, margin, left) => {
  const { trading, enter, buyingPower } = await open(type);
  const order = { symbol: 'AAPL', side, quantity: '100' } as const;
  const asked = { ...order, type: 'market', timeInForce: 'day', nonce: 'p' } as const;
  expect(trading.orders.preview(asked)).toMatchObject({ margin, buyingPowerAfter: String(left) });
  enter(order);
  expect(Number(buyingPower())).toBe(left);
});

// Would catch: the profit of an option's exit told for one share instead of a hundred.
it('exits of an option are previewed with what a contract brings', async () => {
  const { trading } = await open();
  const request = { symbol: CALL, side: 'buy', type: 'market', quantity: '2', nonce: 'p' } as const;
  const { exits } = trading.orders.preview({ ...request, timeInForce: 'day', exits: EXITS });
  expect(exits.map(({ kind, profit }) => [kind, profit])).toEqual([
    ['stop', '-200'],
    ['target', '100'],
  ]);
});
