import { describe, expect, it } from 'vitest';
import {
  priceAtPoint,
  priceOnRest,
  priceWithin,
  tradablePrice,
} from '#engine/simulation/matching/matching-rules';
import { type MatchingTerms, RestingOrder } from '#engine/simulation/matching/resting-order';

type Row = [side: 'buy' | 'sell', terms: MatchingTerms, expected: number | null, why: string];

const order = (side: 'buy' | 'sell', terms: MatchingTerms) =>
  new RestingOrder(1, 0, side === 'buy', terms, 0);
const orNull = (price: number) => (Number.isNaN(price) ? null : price);

/** As a bar is met: its opening first, then the rest of it. */
function onBar(resting: RestingOrder, open: number, high: number, low: number, close = open): number | null {
  return orNull(priceAtPoint(resting, open, open)) ?? orNull(priceWithin(resting, open, high, low, close));
}

describe('a bar with open 100, high 105, low 95', () => {
  it.each<Row>([
    ['buy', {}, 100, 'a market order fills at the open'],
    ['sell', {}, 100, 'a market order fills at the open'],
    ['buy', { type: 'limit', limit: 97 }, 97, 'touched within the bar'],
    ['buy', { type: 'limit', limit: 95 }, 95, 'the low itself counts'],
    ['buy', { type: 'limit', limit: 94.99 }, null, 'never reached'],
    ['buy', { type: 'limit', limit: 103 }, 100, 'a gap below the limit fills at the better open'],
    ['sell', { type: 'limit', limit: 103 }, 103, 'touched within the bar'],
    ['sell', { type: 'limit', limit: 105 }, 105, 'the high itself counts'],
    ['sell', { type: 'limit', limit: 105.01 }, null, 'never reached'],
    ['sell', { type: 'limit', limit: 97 }, 100, 'a gap above the limit fills at the better open'],
    ['buy', { type: 'stop', stop: 103 }, 103, 'triggered within the bar'],
    ['buy', { type: 'stop', stop: 105 }, 105, 'the high itself triggers'],
    ['buy', { type: 'stop', stop: 106 }, null, 'never triggered'],
    ['buy', { type: 'stop', stop: 98 }, 100, 'a gap through the stop fills at the worse open'],
    ['sell', { type: 'stop', stop: 97 }, 97, 'triggered within the bar'],
    ['sell', { type: 'stop', stop: 95 }, 95, 'the low itself triggers'],
    ['sell', { type: 'stop', stop: 94 }, null, 'never triggered'],
    ['sell', { type: 'stop', stop: 102 }, 100, 'a gap through the stop fills at the worse open'],
    ['buy', { type: 'stop-limit', stop: 103, limit: 104 }, 103, 'its limit lies beyond its stop'],
    [
      'buy',
      { type: 'stop-limit', stop: 103, limit: 101 },
      101,
      'the close, 100, shows that the price came back',
    ],
    ['buy', { type: 'market-if-touched', stop: 97 }, 97, 'touched from above'],
    ['buy', { type: 'market-if-touched', stop: 94 }, null, 'never touched'],
    [
      'sell',
      { type: 'market-if-touched', stop: 99 },
      100,
      'a gap through the touch fills at the better open',
    ],
    ['buy', { type: 'limit-if-touched', stop: 97, limit: 98 }, 97, 'touched below its limit'],
    ['buy', { type: 'limit-if-touched', stop: 97, limit: 96 }, 96, 'touched, then on to its limit'],
    ['buy', { type: 'limit-if-touched', stop: 97, limit: 94 }, null, 'touched, and never at its limit'],
    ['sell', { type: 'limit-if-touched', stop: 103, limit: 104 }, 104, 'touched, then on to its limit'],
    ['buy', { type: 'market-to-limit' }, 100, 'at the open like a market order'],
  ])('%s %j → %s: %s', (side, terms, expected) => {
    expect(onBar(order(side, terms), 100, 105, 95)).toBe(expected);
  });

  it('keeps a stop-limit back where the close does not show that the price came back to its limit', () => {
    const resting = order('buy', { type: 'stop-limit', stop: 103, limit: 101 });
    expect(onBar(resting, 100, 105, 95, 104)).toBeNull();
    expect(resting.working).toBe('limit');
    expect(onBar(resting, 104, 105, 100)).toBe(101);
  });
});

describe('a tick at 100, bid 99.5, ask 100.5', () => {
  it.each<Row>([
    ['buy', {}, 100.5, 'pays the ask'],
    ['sell', {}, 99.5, 'receives the bid'],
    ['buy', { type: 'limit', limit: 100.5 }, 100.5, 'the ask reached the limit'],
    ['buy', { type: 'limit', limit: 102 }, 100.5, 'better than the limit'],
    ['buy', { type: 'limit', limit: 100 }, null, 'the last price is there, the ask is not'],
    ['sell', { type: 'limit', limit: 99.5 }, 99.5, 'the bid reached the limit'],
    ['sell', { type: 'limit', limit: 100 }, null, 'the last price is there, the bid is not'],
    ['buy', { type: 'stop', stop: 100 }, 100.5, 'triggered by the last price, pays the ask'],
    ['buy', { type: 'stop', stop: 100.2 }, null, 'not triggered by the ask'],
    ['sell', { type: 'stop', stop: 100 }, 99.5, 'triggered by the last price, receives the bid'],
    ['sell', { type: 'stop', stop: 99.8 }, null, 'not triggered by the bid'],
    ['buy', { type: 'market-if-touched', stop: 100 }, 100.5, 'touched by the last price, pays the ask'],
    ['buy', { type: 'market-if-touched', stop: 99.9 }, null, 'not touched'],
    [
      'sell',
      { type: 'limit-if-touched', stop: 99, limit: 99.5 },
      99.5,
      'touched, and the bid is at its limit',
    ],
    ['sell', { type: 'limit-if-touched', stop: 99, limit: 99.9 }, null, 'touched, and the bid is not'],
    [
      'buy',
      { type: 'stop-limit', stop: 99, limit: 100.4 },
      null,
      'triggered, and the ask is beyond its limit',
    ],
  ])('%s %j → %s: %s', (side, terms, expected) => {
    const isBuy = side === 'buy';
    expect(orNull(priceAtPoint(order(side, terms), 100, tradablePrice(isBuy, 100, 99.5, 100.5)))).toBe(
      expected,
    );
  });

  it('trades at the last price where there is no quote, and at nothing where there is neither', () => {
    expect(tradablePrice(true, 100, 0, 0)).toBe(100);
    expect(tradablePrice(false, 100, Number.NaN, Number.NaN)).toBe(100);
    expect(priceAtPoint(order('buy', {}), Number.NaN, Number.NaN)).toBeNaN();
  });
});

describe('stops that follow', () => {
  it('trail the best price of ticks by an amount, and never go back', () => {
    const resting = order('sell', { type: 'trailing-stop', trailAmount: 5 });
    const met = [100, 103, 99, 104, 100].map((price) => orNull(priceAtPoint(resting, price, price)));
    expect(met).toEqual([null, null, null, null, null]);
    expect(resting.stop).toBe(99);
    expect(priceAtPoint(resting, 98.5, 98.5)).toBe(98.5);
    expect(resting.working).toBe('market');
  });

  it('trail by a percentage, on the other side too', () => {
    const resting = order('buy', { type: 'trailing-stop', trailPercent: 10 });
    for (const price of [100, 90, 95]) priceAtPoint(resting, price, price);
    expect(resting.stop).toBeCloseTo(99, 12);
    expect(priceAtPoint(resting, 99.5, 99.6)).toBe(99.6);
  });

  it('stand on a bar where they stood at its opening, and follow its best price afterwards', () => {
    const resting = order('sell', { type: 'trailing-stop', trailAmount: 5, stop: 95 });
    // The low, 96, may have come before the high, 108: it is let be; the stop is at 103 now.
    expect(onBar(resting, 100, 108, 96, 107)).toBeNull();
    expect(resting.stop).toBe(103);
    expect(onBar(resting, 106, 107, 102, 104)).toBe(103);
  });

  it('fill where a bar has moved them when it closes beyond', () => {
    const resting = order('sell', { type: 'trailing-stop', trailAmount: 5, stop: 95 });
    expect(onBar(resting, 100, 108, 97, 99)).toBe(103);
  });

  it('become limit orders at their offset', () => {
    const terms = { type: 'trailing-stop-limit', trailAmount: 5, limitOffset: 1 } as const;
    const resting = order('sell', terms);
    priceAtPoint(resting, 100, 100);
    expect(priceAtPoint(resting, 93, 93)).toBeNaN();
    expect([resting.working, resting.limit]).toEqual(['limit', 94]);
    expect(priceAtPoint(resting, 94.5, 94.5)).toBe(94.5);
  });

  it('break even once, and keep what they have', () => {
    const resting = order('sell', { type: 'stop', stop: 95, breakEven: { at: 104, to: 100 } });
    expect(onBar(resting, 101, 103, 96, 102)).toBeNull();
    expect(resting.stop).toBe(95);
    expect(onBar(resting, 102, 105, 101, 104)).toBeNull();
    expect(resting.stop).toBe(100);
    expect(onBar(resting, 103, 103, 99, 99)).toBe(100);
  });
});

describe('the rest of the bar that an entry filled within', () => {
  it.each<Row>([
    ['sell', { type: 'stop', stop: 96 }, 96, 'touched at any time, before the entry or after it'],
    ['sell', { type: 'limit', limit: 104 }, null, 'touched, and the close is not there'],
    ['sell', { type: 'limit', limit: 101 }, 101, 'the close is there'],
  ])('%s %j → %s: %s', (side, terms, expected) => {
    expect(orNull(priceOnRest(order(side, terms), 105, 95, 102))).toBe(expected);
  });
});
