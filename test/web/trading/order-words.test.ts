import { expect, test } from 'vitest';
import { accountTakes } from '../../../src/renderer/trading/account-takes.ts';
import { stepText, tickOf } from '../../../src/renderer/trading/amount-text.ts';
import { orderSentence } from '../../../src/renderer/trading/order-words.ts';

const order = { symbol: 'GOOG', side: 'sell', quantity: '1045' } as const;

// Catches an instruction that is sent and not said.
test('everything an order asks for is in the sentence read before it is sent', () => {
  expect(
    orderSentence({
      ...order,
      type: 'limit',
      limitPrice: '800',
      timeInForce: 'gtc',
      isPostOnly: true,
      isReduceOnly: true,
      displayQuantity: '100',
      bracket: { takeProfit: '700', stopLoss: '850' },
    }),
  ).toBe(
    'Sell 1,045 GOOG limit 800.00, until it is cancelled, only if it rests in the book, only to reduce what is held, 100 shown at a time; once filled, target 700.00 and stop 850.00.',
  );
});

test('arrows step by ticks, begin at the market, and never leave a number behind', () => {
  const tick = tickOf(2);
  expect(stepText('12.5', 1, tick, null)).toBe('12.51');
  expect(stepText('1,012.504', -10, tick, null)).toBe('1012.4');
  expect(stepText('', 1, tick, 1_234_000_000n)).toBe('12.34');
  expect(stepText('0.01', -1, tick, null)).toBe('0.01');
  expect(stepText('abc', 1, tick, null)).toBe('abc');
});

test('a stop a broker lacks is emulated when it has what the stop becomes, and greyed when not', () => {
  const broker = {
    id: 'x',
    name: 'X',
    aliases: [],
    environments: [],
    fields: [],
    orderTypes: ['limit' as const],
    timesInForce: ['gtc' as const],
    takesPostOnly: true,
    takesReduceOnly: false,
    takesIceberg: false,
    quantityPrecision: 2,
    note: '',
    secrets: { kind: 'none' as const, note: '' },
  };
  const { types, validities, reduceOnly } = accountTakes('X', broker);
  expect([types.limit, types['stop-limit'], types.stop, types.market]).toEqual([
    'yes',
    'emulated',
    'no',
    'no',
  ]);
  expect([validities.gtc, validities.day, reduceOnly]).toEqual(['yes', 'no', false]);
  expect(Object.values(accountTakes('Paper', null).types).every((one) => one === 'yes')).toBe(true);
});
