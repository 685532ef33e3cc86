import { expect, it } from 'vitest';
import { OrderEmulator } from '#agents/execution-manager/order-emulator';
import type { Order } from '#domain/orders/order';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';

const d = parseDecimal;

function orderOf(terms: Partial<Order>): Order {
  return {
    clientOrderId: 'A',
    origin: 'person',
    account: 'x',
    symbol: 'ES',
    side: 'sell',
    type: 'stop',
    quantity: d('1'),
    timeInForce: 'gtc',
    reason: '',
    nonce: '1',
    status: 'held',
    isEmulated: true,
    filledQuantity: 0n,
    averagePrice: 0n,
    createdTime: 0,
    updatedTime: 0,
    ...terms,
  };
}

const BARE = {
  orderTypes: ['market', 'limit'],
  timesInForce: ['day', 'gtc'],
  takesReduceOnly: false,
} as const;

/** Prices as they come, and what the emulator said at each: where a stop moved to, or what was sent. */
function courseOf(terms: Partial<Order>, prices: readonly number[]): string[] {
  const emulator = new OrderEmulator('Bare', BARE);
  emulator.watch(orderOf(terms));
  return prices.map((price) => {
    let said = '';
    emulator.onTick('ES', price, {
      triggered: (_id, { type, change }) => {
        const { limitPrice, stopPrice } = change;
        said = `${type} ${formatDecimal(limitPrice ?? stopPrice ?? 0n)}`;
      },
      moved: (_id, stopPrice) => {
        said = `moved ${formatDecimal(stopPrice)}`;
      },
    });
    return said;
  });
}

it.each<[string, Partial<Order>, readonly number[], readonly string[]]>([
  ['a stop', { stopPrice: d('98') }, [99, 98.01, 97, 90], ['', '', 'market 98', '']],
  ['a buy stop', { side: 'buy', stopPrice: d('102') }, [101, 103], ['', 'market 102']],
  [
    'a stop-limit',
    { type: 'stop-limit', stopPrice: d('98'), limitPrice: d('97.5') },
    [99, 97.9],
    ['', 'limit 98'],
  ],
  ['a touch', { type: 'market-if-touched', stopPrice: d('105') }, [104, 105.5], ['', 'market 105']],
  [
    'a stop that trails, told when it has gone a tenth of its distance',
    { type: 'trailing-stop', trailAmount: d('2') },
    [100, 100.1, 101, 99.5, 99],
    ['moved 98', '', 'moved 99', '', 'market 99'],
  ],
  [
    'a stop that breaks even once, also when the price jumps',
    { stopPrice: d('98'), breakEvenAt: d('101'), breakEvenTo: d('100.25') },
    [100.9, 103, 101, 100.25],
    ['', 'moved 100.25', '', 'market 100.25'],
  ],
  [
    'a short that breaks even',
    { side: 'buy', stopPrice: d('102'), breakEvenAt: d('99'), breakEvenTo: d('99.75') },
    [99.5, 98, 99.8],
    ['', 'moved 99.75', 'market 99.75'],
  ],
  [
    'break-even never takes back what the trail has gained',
    { type: 'trailing-stop', trailAmount: d('1'), breakEvenAt: d('102'), breakEvenTo: d('100.1') },
    [100, 101.9, 102.2, 103],
    ['moved 99', 'moved 100.9', 'moved 101.2', 'moved 102'],
  ],
])('%s', (_name, terms, prices, said) => {
  expect(courseOf(terms, prices)).toEqual(said);
});

it('knows what a broker takes, and says why not', () => {
  const emulator = new OrderEmulator('Bare', BARE);
  const able = new OrderEmulator('Able', { ...BARE, orderTypes: ['market', 'stop', 'trailing-stop'] });
  const breakEven = { breakEvenAt: d('101'), breakEvenTo: d('100') };
  expect(emulator.whyEmulated({ type: 'stop' })).toContain('Bare takes no stop orders');
  expect(able.whyEmulated({ type: 'stop', ...breakEven })).toBeUndefined();
  expect(able.whyEmulated({ type: 'trailing-stop' })).toBeUndefined();
  expect(able.whyEmulated({ type: 'trailing-stop', ...breakEven })).toContain('no broker moves');
  const exit = orderOf({ parentOrderId: 'E', isReduceOnly: true });
  expect(emulator.sendable(exit)).not.toHaveProperty('isReduceOnly');
  expect(emulator.sendable(orderOf({ isReduceOnly: true }))).toHaveProperty('isReduceOnly');
});
