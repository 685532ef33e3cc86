import { describe, expect, it } from 'vitest';
import { type MatchableOrder, matchOnBar } from '#domain/orders/bar-matching';
import { feeOfValue, feePerUnit } from '#domain/orders/fee-model';
import type { Side } from '#domain/orders/order';
import { slippageOfPrice } from '#domain/orders/slippage-model';
import { matchOnTick } from '#domain/orders/tick-matching';
import { parseDecimal } from '#domain/values/decimal';

type Row = [side: Side, type: MatchableOrder['type'], trigger: number, expected: number | null, why: string];

describe('matching on a bar with open 100, high 105, low 95', () => {
  it.each<Row>([
    ['buy', 'market', 0, 100, 'a market order fills at the open'],
    ['sell', 'market', 0, 100, 'a market order fills at the open'],
    ['buy', 'limit', 97, 97, 'touched within the bar'],
    ['buy', 'limit', 95, 95, 'the low itself counts'],
    ['buy', 'limit', 94.99, null, 'never reached'],
    ['buy', 'limit', 103, 100, 'a gap below the limit fills at the better open'],
    ['sell', 'limit', 103, 103, 'touched within the bar'],
    ['sell', 'limit', 105, 105, 'the high itself counts'],
    ['sell', 'limit', 105.01, null, 'never reached'],
    ['sell', 'limit', 97, 100, 'a gap above the limit fills at the better open'],
    ['buy', 'stop', 103, 103, 'triggered within the bar'],
    ['buy', 'stop', 105, 105, 'the high itself triggers'],
    ['buy', 'stop', 106, null, 'never triggered'],
    ['buy', 'stop', 98, 100, 'a gap through the stop fills at the worse open'],
    ['sell', 'stop', 97, 97, 'triggered within the bar'],
    ['sell', 'stop', 95, 95, 'the low itself triggers'],
    ['sell', 'stop', 94, null, 'never triggered'],
    ['sell', 'stop', 102, 100, 'a gap through the stop fills at the worse open'],
  ])('%s %s %s → %s: %s', (side, type, trigger, expected) => {
    expect(matchOnBar({ side, type, trigger }, 100, 105, 95)).toBe(expected);
  });
});

describe('matching on a tick at 100, bid 99.5, ask 100.5', () => {
  it.each<Row>([
    ['buy', 'market', 0, 100.5, 'pays the ask'],
    ['sell', 'market', 0, 99.5, 'receives the bid'],
    ['buy', 'limit', 100.5, 100.5, 'the ask reached the limit'],
    ['buy', 'limit', 102, 100.5, 'better than the limit'],
    ['buy', 'limit', 100, null, 'the last price is there, the ask is not'],
    ['sell', 'limit', 99.5, 99.5, 'the bid reached the limit'],
    ['sell', 'limit', 100, null, 'the last price is there, the bid is not'],
    ['buy', 'stop', 100, 100.5, 'triggered by the last price, pays the ask'],
    ['buy', 'stop', 100.2, null, 'not triggered by the ask'],
    ['sell', 'stop', 100, 99.5, 'triggered by the last price, receives the bid'],
    ['sell', 'stop', 99.8, null, 'not triggered by the bid'],
  ])('%s %s %s → %s: %s', (side, type, trigger, expected) => {
    expect(matchOnTick({ side, type, trigger }, 100, 99.5, 100.5)).toBe(expected);
  });

  it('trades at the last price where there is no quote', () => {
    expect(matchOnTick({ side: 'buy', type: 'market', trigger: 0 }, 100, 0, 0)).toBe(100);
    expect(matchOnTick({ side: 'sell', type: 'limit', trigger: 100 }, 100, Number.NaN, Number.NaN)).toBe(100);
  });
});

describe('fees and slippage', () => {
  it('are exact and never help the order', () => {
    expect(feeOfValue(parseDecimal('0.002'))(parseDecimal('10.5'), parseDecimal('3'))).toBe(
      parseDecimal('0.063'),
    );
    expect(
      feePerUnit(parseDecimal('0.005'), parseDecimal('1'))(parseDecimal('10'), parseDecimal('100')),
    ).toBe(parseDecimal('1'));
    expect(feePerUnit(parseDecimal('0.005'))(parseDecimal('10'), parseDecimal('100'))).toBe(
      parseDecimal('0.5'),
    );
    const slip = slippageOfPrice(parseDecimal('0.001'));
    expect(slip(parseDecimal('100'), 'buy')).toBe(parseDecimal('100.1'));
    expect(slip(parseDecimal('100'), 'sell')).toBe(parseDecimal('99.9'));
  });

  it('refuse a fee that would be the whole value', () => {
    expect(() => feeOfValue(parseDecimal('1'))).toThrow('from 0 (inclusive) to 1 (exclusive)');
  });
});
