import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affordableQuantity } from '#domain/portfolio/affordable-quantity';
import {
  applyFill,
  FLAT_POSITION,
  fillCashFlow,
  type LedgerAccount,
  unrealizedPnl,
} from '#domain/portfolio/ledger';
import { DECIMAL_ONE, type Decimal, multiplyDecimal, parseDecimal } from '#domain/values/decimal';

const d = parseDecimal;
const START: LedgerAccount = { cash: d('10000'), feesPaid: 0n, realizedPnl: 0n };

interface TestFill {
  side: 'buy' | 'sell';
  quantity: Decimal;
  price: Decimal;
  fee: Decimal;
}

const fill = (side: 'buy' | 'sell', quantity: string, price: string, fee = '0'): TestFill => ({
  side,
  quantity: d(quantity),
  price: d(price),
  fee: d(fee),
});

function book(fills: readonly TestFill[]) {
  let account = START;
  let position = FLAT_POSITION;
  for (const entry of fills) ({ account, position } = applyFill({ account, position, fill: entry }));
  return { account, position };
}

describe('ledger', () => {
  it.each([
    ['opens long', [fill('buy', '10', '100')], '10', '100', '0', '9000'],
    ['opens short', [fill('sell', '10', '100')], '-10', '100', '0', '11000'],
    [
      'adds at a weighted average',
      [fill('buy', '10', '100'), fill('buy', '30', '120')],
      '40',
      '115',
      '0',
      '5400',
    ],
    [
      'reduces at the average',
      [fill('buy', '10', '100'), fill('sell', '4', '110')],
      '6',
      '100',
      '40',
      '9440',
    ],
    ['closes flat', [fill('buy', '10', '100'), fill('sell', '10', '90')], '0', '0', '-100', '9900'],
    ['covers a short', [fill('sell', '10', '100'), fill('buy', '4', '90')], '-6', '100', '40', '10640'],
    [
      'reverses long to short at one price',
      [fill('buy', '10', '100'), fill('sell', '15', '110')],
      '-5',
      '110',
      '100',
      '10650',
    ],
    [
      'reverses short to long at one price',
      [fill('sell', '10', '100'), fill('buy', '15', '110')],
      '5',
      '110',
      '-100',
      '9350',
    ],
    [
      'charges fees to cash only',
      [fill('buy', '10', '100', '1'), fill('sell', '10', '100', '1.5')],
      '0',
      '0',
      '0',
      '9997.5',
    ],
  ] as const)('%s', (_name, fills, quantity, averagePrice, realizedPnl, cash) => {
    const { account, position } = book(fills);
    expect(position).toEqual({
      quantity: d(quantity),
      averagePrice: d(averagePrice),
      realizedPnl: d(realizedPnl),
    });
    expect(account.cash).toBe(d(cash));
    expect(account.realizedPnl).toBe(d(realizedPnl));
  });

  it('refuses a fill without quantity or price', () => {
    expect(() => book([fill('buy', '0', '100')])).toThrow('must be positive');
    expect(() => book([fill('buy', '1', '0')])).toThrow('must be positive');
  });

  const anyFill = fc.record({
    side: fc.constantFrom<'buy' | 'sell'>('buy', 'sell'),
    quantity: fc.bigInt({ min: 1n, max: 1_000_000n * DECIMAL_ONE }),
    price: fc.bigInt({ min: 1n, max: 1_000_000n * DECIMAL_ONE }),
    fee: fc.bigInt({ min: 0n, max: 100n * DECIMAL_ONE }),
  });

  it('conserves cash to the unit, holds the sum of its fills, and realised + unrealised is the total', () => {
    fc.assert(
      fc.property(
        fc.array(anyFill, { minLength: 1, maxLength: 40 }),
        fc.bigInt({ min: 1n, max: 1_000_000n * DECIMAL_ONE }),
        (fills, price) => {
          const { account, position } = book(fills);
          const flows = fills.reduce((sum, one) => sum + fillCashFlow(one), 0n);
          const fees = fills.reduce((sum, one) => sum + one.fee, 0n);
          expect(account.cash).toBe(START.cash + flows - fees);
          expect(account.feesPaid).toBe(fees);
          expect(position.quantity).toBe(
            fills.reduce((sum, one) => sum + (one.side === 'buy' ? one.quantity : -one.quantity), 0n),
          );
          const total = account.cash + multiplyDecimal(position.quantity, price) - START.cash;
          expect(account.realizedPnl + unrealizedPnl(position, price) - fees).toBe(total);
        },
      ),
    );
  });
});

describe('affordable quantity', () => {
  it.each([
    ['whole', '10000', '101', '0', '99'],
    ['whole', '100', '101', '0', '0'],
    ['whole', '10000', '100', '0', '100'],
    ['whole', '10000', '100', '0.002', '99'],
    ['fractional', '10000', '3', '0', '3333.33333333'],
    ['fractional', '0', '3', '0', '0'],
    ['fractional', '-5', '3', '0', '0'],
  ] as const)('%s units for %s at %s with commission %s → %s', (units, cash, price, commission, expected) => {
    expect(affordableQuantity({ cash: d(cash), price: d(price), commission: d(commission), units })).toBe(
      d(expected),
    );
  });

  it('fits the cash, and one unit more would not', () => {
    const amount = fc.bigInt({ min: 1n, max: 10_000_000n * DECIMAL_ONE });
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.bigInt({ min: 0n, max: DECIMAL_ONE / 2n }),
        fc.boolean(),
        (cash, price, commission, isWhole) => {
          const units = isWhole ? 'whole' : 'fractional';
          const cost = (quantity: Decimal) => {
            const value = multiplyDecimal(price, quantity);
            return value + multiplyDecimal(value, commission);
          };
          const quantity = affordableQuantity({ cash, price, commission, units });
          expect(cost(quantity)).toBeLessThanOrEqual(cash);
          // Two units of slack: value and commission are each rounded to the eighth place.
          const step = isWhole ? DECIMAL_ONE : 1n + (2n * DECIMAL_ONE) / price;
          expect(cost(quantity + step)).toBeGreaterThanOrEqual(cash - 2n);
        },
      ),
    );
  });
});
