import { expect, test } from 'vitest';
import { orderLine } from '#domain/orders/order-line';

const order = { symbol: 'GOOG', side: 'sell', quantity: '1045' } as const;

// Catches a price told twice or without its meaning: "stop stop 100".
test.each([
  [{ type: 'market' }, 'Sell 1,045 GOOG at market'],
  [{ type: 'limit', limitPrice: '776.9' }, 'Sell 1,045 GOOG limit 776.90'],
  [{ type: 'stop-limit', stopPrice: '770', limitPrice: '769.5' }, 'Sell 1,045 GOOG stop 770.00 limit 769.50'],
  [
    { type: 'limit-if-touched', stopPrice: '800', limitPrice: '799' },
    'Sell 1,045 GOOG touched 800.00 limit 799.00',
  ],
  [{ type: 'stop', stopPrice: '1234.5' }, 'Sell 1,045 GOOG stop 1,234.50'],
  [{ type: 'trailing-stop', trailPercent: '1.5' }, 'Sell 1,045 GOOG trailing 1.5 %'],
  [
    { type: 'trailing-stop', trailAmount: '2.5', stopPrice: '760' },
    'Sell 1,045 GOOG trailing 2.50 stop 760.00',
  ],
  [{ type: 'market-to-limit' }, 'Sell 1,045 GOOG at market, the rest as a limit'],
] as const)('%j is one line', (terms, line) => {
  expect(orderLine({ ...order, ...terms })).toBe(line);
});

test('a combination is told by its legs, an option by its contract', () => {
  const terms = { side: 'buy', type: 'limit', quantity: '2', limitPrice: '-1.25' } as const;
  expect(orderLine({ ...terms, symbol: '+AAPL261218C00150000-AAPL261218C00160000' })).toBe(
    '2 × buy 1 AAPL 18 Dec 2026 150 call, sell 1 AAPL 18 Dec 2026 160 call limit −1.25',
  );
  expect(orderLine({ ...terms, symbol: 'AAPL261218C00150000', limitPrice: '6.2' })).toBe(
    'Buy 2 AAPL 18 Dec 2026 150 call limit 6.20',
  );
});
