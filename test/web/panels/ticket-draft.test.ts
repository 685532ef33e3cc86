import { describe, expect, test } from 'vitest';
import { DECIMAL_ONE } from '#domain/values/decimal';
import {
  checkAlgorithm,
  EMPTY_ALGORITHM,
} from '../../../src/renderer/panels/order-ticket/algorithm-draft.ts';
import {
  checkDraft,
  type DraftFacts,
  EMPTY_DRAFT,
  type TicketDraft,
} from '../../../src/renderer/panels/order-ticket/ticket-draft.ts';

const draft: TicketDraft = { ...EMPTY_DRAFT, quantity: '45' };
const facts: DraftFacts = {
  symbol: 'GOOG',
  pricePrecision: 2,
  quantityStep: DECIMAL_ONE,
  prices: { bid: 99.9, ask: 100, last: 99.95 },
  equity: 100_000,
};
const check = (changes: Partial<TicketDraft>, more: Partial<DraftFacts> = {}) =>
  checkDraft({ ...draft, ...changes }, { ...facts, ...more });

describe('a draft', () => {
  test('becomes a request with exact amounts as text', () => {
    expect(check({ type: 'limit', quantity: '1,000.50', limitPrice: '801.10' }).request).toEqual({
      symbol: 'GOOG',
      side: 'buy',
      type: 'limit',
      quantity: '1000.5',
      limitPrice: '801.1',
      timeInForce: 'day',
    });
  });

  // Catches a price, a date or an instruction left over from another type being sent.
  test('carries nothing that its type has no use for', () => {
    const { request } = check({
      type: 'market',
      limitPrice: '801',
      stopPrice: '700',
      trail: '1',
      expireTime: '2026-11-28T16:00',
      isPostOnly: true,
      displayQuantity: '5',
    });
    expect(request).toEqual({
      symbol: 'GOOG',
      side: 'buy',
      type: 'market',
      quantity: '45',
      timeInForce: 'day',
    });
  });

  test.each([
    ['stop', { stopPrice: '700' }, { stopPrice: '700' }],
    ['stop-limit', { stopPrice: '700', limitPrice: '701' }, { stopPrice: '700', limitPrice: '701' }],
    ['market-if-touched', { stopPrice: '90' }, { stopPrice: '90' }],
    ['trailing-stop', { trail: '1.5' }, { trailAmount: '1.5' }],
    ['trailing-stop', { trail: '2', trailUnit: 'percent' }, { trailPercent: '2' }],
    ['trailing-stop-limit', { trail: '2', limitOffset: '0.1' }, { trailAmount: '2', limitOffset: '0.1' }],
  ] as const)('%s asks for its own prices', (type, changes, wanted) => {
    expect(check({ type, ...changes }).request).toMatchObject(wanted);
    expect(check({ type }).request).toBeNull();
  });

  test('until a date needs the date', () => {
    expect(check({ timeInForce: 'gtd' }).request).toBeNull();
    const { request } = check({ timeInForce: 'gtd', expireTime: '2026-11-28T16:00' });
    expect(request?.expireTime).toBe(new Date(2026, 10, 28, 16).getTime());
  });

  test.each(['', ' '])('an empty quantity %j is missing, not wrong', (quantity) => {
    expect(check({ quantity })).toEqual({ request: null, errors: {}, exits: null, units: null });
  });

  test.each(['-5', '1e3', 'ten', '0', '0.000000001', '.', '1.2.3'])(
    'quantity %s is refused with a sentence',
    (quantity) => {
      const { request, errors } = check({ quantity });
      expect(request).toBeNull();
      expect(errors.quantity).toMatch(/quantity/);
    },
  );

  test('nothing is sent without a symbol', () => expect(check({}, { symbol: null }).request).toBeNull());
});

describe('a quantity told otherwise than in units', () => {
  test('money buys whole units at the price the order would meet, never one too many', () => {
    expect(check({ sizing: 'money', quantity: '1,999' })).toMatchObject({
      units: '19',
      request: { quantity: '19' },
    });
    const sell = check({ side: 'sell', sizing: 'money', quantity: '999' });
    expect(sell.units).toBe('10');
  });

  test('a share of equity is of the limit price when there is one', () => {
    expect(check({ sizing: 'equity', quantity: '10', type: 'limit', limitPrice: '50' }).units).toBe('200');
  });

  test('at risk is the way to the stop: 1 % of 100,000 over 4 a share', () => {
    expect(check({ sizing: 'risk', quantity: '1', stop: { text: '96', unit: 'price' } }).units).toBe('250');
    expect(check({ sizing: 'risk', quantity: '1', stop: { text: '400', unit: 'ticks' } }).units).toBe('250');
    expect(check({ sizing: 'risk', quantity: '1' }).errors.quantity).toMatch(/depends on a stop/);
  });

  test('less than one unit is said, not sent', () => {
    expect(check({ sizing: 'money', quantity: '50' }).errors.quantity).toMatch(/smallest quantity/);
  });
});

describe('exits', () => {
  test.each([
    ['buy', 'price', '110', '90', { takeProfit: '110', stopLoss: '90' }],
    ['buy', 'ticks', '100', '50', { takeProfit: '101', stopLoss: '99.5' }],
    ['buy', 'percent', '2', '1', { takeProfit: '102', stopLoss: '99' }],
    ['buy', 'money', '90', '45', { takeProfit: '102', stopLoss: '99' }],
    ['sell', 'ticks', '100', '50', { takeProfit: '98.9', stopLoss: '100.4' }],
  ] as const)(
    'of a %s told in %s stand on the right side of the entry',
    (side, unit, target, stop, bracket) => {
      const { request } = check({ side, target: { text: target, unit }, stop: { text: stop, unit } });
      expect(request?.bracket).toEqual(bracket);
    },
  );

  test('on the wrong side of the entry they are refused beside their field', () => {
    const { request, errors } = check({ stop: { text: '101', unit: 'price' } });
    expect(request).toBeNull();
    expect(errors.stop).toBe('the stop of a buy must be below its entry at 100');
  });
});

describe('an order worked in parts', () => {
  const { request } = check({});
  const twap = { ...EMPTY_ALGORITHM, working: 'twap' as const };

  test('carries the order and the numbers of its algorithm', () => {
    expect(checkAlgorithm(twap, request).request).toEqual({
      kind: 'twap',
      symbol: 'GOOG',
      side: 'buy',
      quantity: '45',
      atEnd: 'cancel',
      durationMs: 1_800_000,
      slices: 10,
    });
    const pov = { ...twap, working: 'pov' as const, participation: '12.5' };
    expect(checkAlgorithm(pov, request).request).toMatchObject({ kind: 'pov', participation: 0.125 });
  });

  test('says what it cannot work', () => {
    expect(checkAlgorithm(twap, check({ type: 'stop', stopPrice: '90' }).request).missing).toMatch(
      /market or limit/,
    );
    expect(checkAlgorithm({ ...twap, working: 'iceberg', display: '5' }, request).missing).toMatch(
      /limit price/,
    );
    expect(checkAlgorithm({ ...twap, slices: '2.5' }, request).errors.slices).toMatch(/whole number/);
  });
});
