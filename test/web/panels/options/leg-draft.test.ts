import { describe, expect, it } from 'vitest';
import {
  addLeg,
  checkStrategy,
  EMPTY_STRATEGY,
  legsOfParts,
  readNet,
  roundedCents,
  setRatio,
  turnLegs,
} from '../../../../src/renderer/panels/options/leg-draft.ts';

const CALL = 'AAPL261218C00150000';
const HIGHER = 'AAPL261218C00160000';
const spread = [
  { symbol: CALL, side: 'buy' as const, ratio: 1 },
  { symbol: HIGHER, side: 'sell' as const, ratio: 1 },
];
const draft = (changes: object) => ({ ...EMPTY_STRATEGY, ...changes });

describe('legs', () => {
  it('of the same option add up; the opposite side takes away', () => {
    const once = addLeg([], { symbol: CALL, side: 'buy' });
    expect(once).toEqual([{ symbol: CALL, side: 'buy', ratio: 1 }]);
    expect(addLeg(once, { symbol: CALL, side: 'buy' })[0]!.ratio).toBe(2);
    expect(addLeg(once, { symbol: CALL, side: 'sell' })).toEqual([]);
  });

  it('keep ratios within what an order takes, and go at none', () => {
    expect(setRatio(spread, CALL, 5_000)[0]!.ratio).toBe(1_000);
    expect(setRatio(spread, CALL, 0)).toEqual([spread[1]]);
  });

  it('are turned round one by one or all together', () => {
    expect(turnLegs(spread, CALL).map(({ side }) => side)).toEqual(['sell', 'sell']);
    expect(turnLegs(spread).map(({ side }) => side)).toEqual(['sell', 'buy']);
  });

  it('are none when one of a strategy is not listed', () => {
    const part = {
      kind: 'option' as const,
      right: 'call' as const,
      expiration: '2026-12-18',
      side: 'buy' as const,
      ratio: 1,
    };
    const parts = [
      { ...part, strike: 150 },
      { ...part, strike: 151 },
    ];
    expect(legsOfParts(parts, 'AAPL', ({ strike }) => (strike === 150 ? CALL : undefined))).toEqual([]);
  });
});

describe('the order of a draft', () => {
  it('of several legs is one combination, bought at its net price', () => {
    const { request, errors } = checkStrategy(draft({ legs: spread, quantity: '3', price: '−1.25' }), 4);
    expect(errors).toEqual({});
    expect(request).toEqual({
      symbol: `+${CALL}-${HIGHER}`,
      legs: spread,
      side: 'buy',
      type: 'limit',
      quantity: '3',
      limitPrice: '-1.25',
      timeInForce: 'day',
    });
  });

  // Would catch: a ratio of 2:2 refused by the engine, or half of what was meant sent.
  it('is in lowest terms, as many times as it was meant', () => {
    const doubled = spread.map((leg) => ({ ...leg, ratio: 2 }));
    const { request, units } = checkStrategy(draft({ legs: doubled, quantity: '3' }), 1.5);
    expect(request).toMatchObject({ quantity: '6', legs: spread, limitPrice: '1.50' });
    expect(units).toBe(6);
  });

  it('of one leg is a plain order, its price above zero whichever way', () => {
    const sold = [{ symbol: CALL, side: 'sell' as const, ratio: 2 }];
    expect(checkStrategy(draft({ legs: sold }), -4.1).request).toEqual({
      symbol: CALL,
      side: 'sell',
      type: 'limit',
      quantity: '2',
      limitPrice: '4.10',
      timeInForce: 'day',
    });
    expect(checkStrategy(draft({ legs: sold, price: '4.1' }), -4.1).errors.price).toContain('above zero');
  });

  it.each([
    [{ legs: spread, quantity: '1.5' }, 'quantity', 'whole contracts'],
    [{ legs: spread, price: '1.255' }, 'price', 'is no price'],
    [{ legs: [{ symbol: 'AAPL', side: 'buy', ratio: 100 }], quantity: '1' }, 'legs', 'add an option'],
    [
      { legs: [...'ABCDE'].map((letter) => ({ symbol: `${letter}261218C00150000`, side: 'buy', ratio: 1 })) },
      'legs',
      'at most 4',
    ],
  ] as const)('%j is refused for its %s', (changes, field, text) => {
    const { request, errors } = checkStrategy(draft(changes), 1);
    expect(request).toBeNull();
    expect(errors[field]).toContain(text);
  });

  it('waits for a price while the legs have no middle, unless it goes at market', () => {
    expect(checkStrategy(draft({ legs: spread }), null).request).toBeNull();
    const market = checkStrategy(draft({ legs: spread, type: 'market' }), null).request;
    expect(market).toMatchObject({ type: 'market' });
    expect(market).not.toHaveProperty('limitPrice');
  });
});

describe('net prices', () => {
  it.each([
    ['', null],
    ['1.2', 1.2],
    ['−0.05', -0.05],
    ['-.5', -0.5],
    ['+2', 2],
    ['two', Number.NaN],
    ['1.234', Number.NaN],
  ])('%j is %d', (typed, value) => expect(readNet(typed)).toBe(value));

  it('are rounded to the cent towards paying more', () => {
    expect([7.505, -2.765, 1.2, null].map(roundedCents)).toEqual([7.51, -2.76, 1.2, null]);
  });
});
