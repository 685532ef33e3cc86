import { describe, expect, it } from 'vitest';
import type { ClosedTrade } from '#domain/risk/protections/breach';
import { dailyLossBreach, drawdownBreach } from '#domain/risk/protections/equity-breach';
import { MinuteCount, orderRateBreach } from '#domain/risk/protections/order-rate';
import { type ProtectionSettings, usualProtections } from '#domain/risk/protections/protection-settings';
import { sizePrecautions, usualQuantity } from '#domain/risk/protections/size-precaution';
import { tradeBreaches } from '#domain/risk/protections/trade-breaches';

const OFF = usualProtections('paper');
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const NOON = 20_000 * DAY + DAY / 2;

const on = (change: Partial<ProtectionSettings>): ProtectionSettings => ({ ...OFF, ...change });
const trade = (change: Partial<ClosedTrade> = {}): ClosedTrade => ({
  clientOrderId: 'o',
  symbol: 'AAPL',
  closedTime: NOON,
  profit: -10,
  cost: 100,
  isStop: true,
  ...change,
});

describe('daily loss', () => {
  const settings = on({ dailyLoss: { isOn: true, lossPctMax: 5, effect: 'halt' } });
  it.each([
    [95.01, null],
    [95, { protection: 'daily-loss', effect: 'halt', symbol: null, untilTime: NOON + DAY / 2 }],
    [60, { reason: 'the account has lost 40 % today; the limit is 5 %' }],
  ])('at equity %d of 100', (equity, expected) => {
    const now = { eventTime: NOON, equity, dayStartEquity: 100, peakEquity: 200 };
    const found = dailyLossBreach(settings, now);
    if (expected) expect(found).toMatchObject(expected);
    else expect(found).toBeNull();
    expect(dailyLossBreach(OFF, now)).toBeNull();
  });
});

it('drawdown counts from the highest close and holds for its pause', () => {
  const settings = on({ drawdown: { isOn: true, fallPctMax: 10, pauseMinutes: 90, effect: 'reduce' } });
  const at = (equity: number) =>
    drawdownBreach(settings, { eventTime: NOON, equity, dayStartEquity: 100, peakEquity: 200 });
  expect(at(181)).toBeNull();
  expect(at(180)).toMatchObject({
    untilTime: NOON + 90 * MINUTE,
    reason: expect.stringContaining('10 % below'),
  });
});

describe('trades', () => {
  it('with a loss send their symbol to rest, others and profits do not', () => {
    const settings = on({ coolDown: { isOn: true, minutes: 30 } });
    expect(tradeBreaches(settings, [trade()])).toMatchObject([
      { protection: 'cool-down', symbol: 'AAPL', untilTime: NOON + 30 * MINUTE, effect: 'reduce' },
    ]);
    expect(tradeBreaches(settings, [trade(), trade({ profit: 0 })])).toEqual([]);
    expect(tradeBreaches(settings, [])).toEqual([]);
  });

  it.each([
    ['one too few', [0, 0], false, []],
    ['one outside the window, to the millisecond', [-60 * MINUTE, 0, 0], false, []],
    ['three of the window', [-59 * MINUTE, 0, 0], false, [null]],
    ['three of which two are of the symbol', [0, 0, 0], true, []],
  ] as const)('stop-loss guard: %s', (_, offsets, isPerSymbol, expected) => {
    const stopLossGuard = { isOn: true, stopOutsMax: 3, windowMinutes: 60, pauseMinutes: 120, isPerSymbol };
    const trades = offsets.map((offset, i) =>
      trade({ closedTime: NOON + offset, symbol: isPerSymbol && i === 0 ? 'MSFT' : 'AAPL' }),
    );
    const found = tradeBreaches(on({ stopLossGuard }), trades);
    expect(found.map(({ symbol }) => symbol)).toEqual(expected);
    const others = [...trades.slice(0, -1), trade({ isStop: false })];
    expect(tradeBreaches(on({ stopLossGuard }), others)).toEqual([]);
  });

  it('of little profit send their symbol to rest by the sum, once there are enough', () => {
    const settings = on({
      lowProfit: { isOn: true, tradesMin: 2, windowMinutes: 60, profitPctMin: 1, pauseMinutes: 60 },
    });
    const sold = (profit: number) => trade({ profit, isStop: false });
    expect(tradeBreaches(settings, [sold(-50)])).toEqual([]);
    expect(tradeBreaches(settings, [sold(5), sold(-3)])).toEqual([]);
    expect(tradeBreaches(settings, [sold(5), sold(-4)])).toMatchObject([
      { symbol: 'AAPL', reason: '2 trades of AAPL within 1 hour made 0.5 %; 1 % is wanted' },
    ]);
    expect(tradeBreaches(settings, [sold(5), sold(-9)])[0]?.reason).toContain('made −2 %');
  });
});

describe('order rate', () => {
  const settings = on({ orderRate: { isOn: true, ordersPerMinuteMax: 20, cancelPctMax: 80 } });
  it.each([
    [19, 0, null],
    [20, 0, 'order-rate'],
    [9, 9, null],
    [10, 8, null],
    [10, 9, 'cancel-ratio'],
  ])('%d orders and %d cancels', (orders, cancels, expected) => {
    const found = orderRateBreach(settings, { eventTime: NOON, orders, cancels });
    expect(found?.protection ?? null).toBe(expected);
    expect(orderRateBreach(OFF, { eventTime: NOON, orders, cancels })).toBeNull();
  });

  it('counts the minute up to now and forgets what is older', () => {
    const count = new MinuteCount();
    for (const offset of [0, 1, MINUTE - 1]) count.add(NOON + offset);
    expect(count.within(NOON + MINUTE - 1)).toBe(3);
    expect(count.within(NOON + MINUTE)).toBe(2);
    expect(count.within(NOON + 3 * MINUTE)).toBe(0);
    count.add(NOON + 3 * MINUTE);
    expect(count.within(NOON + 3 * MINUTE)).toBe(1);
  });
});

describe('size', () => {
  const order = { symbol: 'AAPL', quantity: 51, value: 100_000, usualQuantity: 10 };
  it('is unusual above so many times the middle of earlier orders, or above a value', () => {
    expect(sizePrecautions(OFF, order)).toEqual([
      {
        name: 'unusual-quantity',
        text: '51 AAPL is 5.1 times the usual 10; more than 5 times is asked about',
      },
    ]);
    expect(sizePrecautions(OFF, { ...order, quantity: 50, value: 1_234_567.5 })).toEqual([
      { name: 'large-value', text: 'the order is worth 1,234,567.50; more than 100,000.00 is asked about' },
    ]);
    expect(sizePrecautions(OFF, { ...order, usualQuantity: null, value: null })).toEqual([]);
  });

  it.each([
    [[], null],
    [[1, 9], null],
    [[9, 1, 2], 2],
    [[4, 1, 9, 2], 3],
  ])('of %j the usual one is %s', (quantities, expected) => {
    expect(usualQuantity(quantities)).toBe(expected);
  });
});

it('an account of money is guarded from its first order, a paper account only against slips', () => {
  const isOn = (settings: ProtectionSettings) =>
    Object.entries(settings).flatMap(([name, one]) => (one.isOn ? [name] : []));
  expect(isOn(usualProtections('live'))).toEqual(['dailyLoss', 'orderRate', 'sizePrecaution']);
  expect(isOn(OFF)).toEqual(['sizePrecaution']);
});
