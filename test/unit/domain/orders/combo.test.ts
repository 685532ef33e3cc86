import { describe, expect, it } from 'vitest';
import { optionSymbol, parseOptionSymbol } from '#domain/instruments/option-contract';
import { canonicalIntent } from '#domain/orders/canonical-intent';
import { comboSymbol, legsLabel, legsOfComboSymbol, netPrice } from '#domain/orders/combo';
import { hasFilled, partOf, withFill } from '#domain/orders/combo-fills';
import type { OrderIntent, OrderLeg } from '#domain/orders/order';
import { nextOrderStatus } from '#domain/orders/order-state';
import { parseLegs } from '#domain/orders/parse-legs';
import { positionEffects } from '#domain/orders/position-effects';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';

const d = parseDecimal;
const LOW = 'AAPL261218C00150000';
const HIGH = 'AAPL261218C00160000';
const LEGS: readonly OrderLeg[] = [
  { symbol: LOW, side: 'buy', ratio: 1 },
  { symbol: HIGH, side: 'sell', ratio: 2 },
];

describe('the symbol of an option', () => {
  it.each([
    ['AAPL261218C00150000', 'AAPL', '2026-12-18', '150', 'call', 'physical'],
    ['BRKB  270115P00412500', 'BRK.B', '2027-01-15', '412.5', 'put', 'physical'],
    ['SPXW261231C06000000', 'SPX', '2026-12-31', '6000', 'call', 'cash'],
  ])('%s tells the contract', (symbol, underlying, expiration, strike, right, settlement) => {
    const option = parseOptionSymbol(symbol)!;
    expect({ ...option, strike: formatDecimal(option.strike) }).toMatchObject({
      underlying,
      expiration,
      strike,
      right,
      settlement,
      multiplier: 100,
    });
  });

  it.each([
    'AAPL',
    'AAPL261318C00150000',
    'AAPL260230C00150000',
    'AAPL1261218C00150000',
    'AAPL261218C00000000',
  ])('%s is none', (symbol) => {
    expect(parseOptionSymbol(symbol)).toBeUndefined();
  });

  it('is written from the contract, and back', () => {
    const contract = parseOptionSymbol('BRKB270115P00412500')!;
    expect(optionSymbol(contract)).toBe('BRKB270115P00412500');
    expect(() => optionSymbol({ ...contract, strike: d('0.0005') })).toThrow(/strike of 0.0005/);
  });
});

describe('a combination', () => {
  it('has one name, whatever the order and multiple of its legs', () => {
    const other = [...LEGS].reverse().map((leg) => ({ ...leg, ratio: leg.ratio * 3 }));
    expect(comboSymbol(LEGS)).toBe(`+${LOW}-2*${HIGH}`);
    expect(comboSymbol(other)).toBe(comboSymbol(LEGS));
    expect(legsOfComboSymbol(comboSymbol(LEGS))).toEqual(LEGS);
    expect(legsOfComboSymbol('AAPL')).toBeUndefined();
    expect(legsOfComboSymbol('+AAPL*')).toBeUndefined();
  });

  it('is another order with other legs', () => {
    const intent: OrderIntent = {
      origin: 'person',
      account: 'A',
      symbol: comboSymbol(LEGS),
      legs: LEGS,
      side: 'buy',
      type: 'market',
      quantity: d('1'),
      timeInForce: 'day',
      reason: 'test',
      nonce: '1',
    };
    const turned = LEGS.map((leg) => ({ ...leg, ratio: leg.ratio + 1 }));
    expect(canonicalIntent(intent)).not.toBe(canonicalIntent({ ...intent, legs: turned }));
  });

  it('costs its legs net, and a hundred shares as one', () => {
    expect(netPrice(LEGS, [d('5'), d('1.5')])).toBe(d('2'));
    expect(netPrice(LEGS, [d('5'), d('3')])).toBe(d('-1'));
    const covered: OrderLeg[] = [
      { symbol: 'AAPL', side: 'buy', ratio: 100 },
      { symbol: HIGH, side: 'sell', ratio: 1 },
    ];
    expect(netPrice(covered, [d('152'), d('1.1')])).toBe(d('150.9'));
  });

  it.each([
    ['buy 1 AAPL 2026-12-18 150 C, sell 2 AAPL261218C00160000', LEGS],
    ['SELL 2 aapl 2026-12-18 160 call,BUY 1 AAPL  261218C00150000', LEGS],
  ])('is read from "%s"', (text, legs) => {
    expect(parseLegs(text)).toEqual(legs);
    expect(legsLabel(legs)).toBe('buy 1 AAPL 18 Dec 2026 150 call, sell 2 AAPL 18 Dec 2026 160 call');
  });

  it.each(['AAPL', 'buy AAPL', 'buy 1 AAPL 2026-13-18 150 C'])('"%s" is no leg', (text) => {
    expect(() => parseLegs(text)).toThrow(/no leg|no option/);
  });

  // Would catch: a combination taken for filled while one leg is missing.
  it('has filled as far as every leg has', () => {
    const order = {
      symbol: comboSymbol(LEGS),
      side: 'buy',
      quantity: d('3'),
      filledQuantity: 0n,
      averagePrice: 0n,
      legs: LEGS,
    } as const;
    const first = { ...order, ...withFill(order, { symbol: LOW, quantity: d('3'), price: d('5') }) };
    expect(first).toMatchObject({ filledQuantity: 0n, averagePrice: 0n });
    expect(hasFilled(order)).toBe(false);
    expect(hasFilled(first)).toBe(true);
    expect(partOf(first, HIGH)).toEqual({ side: 'sell', ordered: d('6'), filled: 0n });
    expect(partOf(first, 'AAPL')).toBeUndefined();
    const second = { ...first, ...withFill(first, { symbol: HIGH, quantity: d('4'), price: d('1.5') }) };
    expect(second).toMatchObject({ filledQuantity: d('2'), averagePrice: d('2') });
    const third = withFill(second, { symbol: HIGH, quantity: d('2'), price: d('1.2') });
    expect(third).toMatchObject({ filledQuantity: d('3'), averagePrice: d('2.2') });
  });

  // Would catch: an order taken for untouched because no combination is complete yet.
  it('is partly filled from its first leg on', () => {
    const order = {
      status: 'pending-replace',
      filledQuantity: 0n,
      legFills: [{ quantity: d('1'), averagePrice: d('5') }],
    } as const;
    expect(nextOrderStatus(order, 'replace-rejected')).toBe('partially-filled');
    expect(nextOrderStatus({ ...order, legFills: [] }, 'replace-rejected')).toBe('working');
  });

  it('closes what is held and opens the rest, leg by leg', () => {
    const held = (symbol: string) => (symbol === LOW ? d('-1') : d('1'));
    const order = { symbol: comboSymbol(LEGS), side: 'buy', legs: LEGS } as const;
    expect(positionEffects({ ...order, quantity: d('1') }, held)).toEqual(['close', 'open']);
    expect(positionEffects({ ...order, quantity: d('2') }, held)).toEqual(['open', 'open']);
  });
});
