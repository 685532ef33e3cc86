import { expect, it } from 'vitest';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { BrokerConnection, BrokerSink } from '#engine/ports/broker';
import { startTradingProcess } from '#test/simulation/orders/trading-process';
import { D } from '#test/support/brokers/quiet-account';
import { temporaryFolder } from '#test/support/temporary-folder';

async function open() {
  const sent: string[] = [];
  let sink: BrokerSink | undefined;
  const nothing = () => Promise.resolve([]);
  const connection: BrokerConnection = {
    submit: ({ clientOrderId }) => sent.push(clientOrderId),
    cancel: () => undefined,
    replace: () => undefined,
    order: () => Promise.resolve(null),
    openOrders: nothing,
    fills: nothing,
    positions: nothing,
    balances: () => Promise.resolve([{ currency: 'USD', cash: D('1000'), buyingPower: null, equity: null }]),
    close: () => undefined,
  };
  const clock = new SimulatedClock(1_000);
  const trader = startTradingProcess({
    folder: temporaryFolder(),
    clock,
    open: (opening) => {
      sink = opening;
      return connection;
    },
    wrap: (store) => store,
    synchronous: 'OFF',
    prices: new Map([['AAA', 100]]),
    startingCash: D('1000'),
    knowsLastDays: true,
  });
  sink?.state({ kind: 'ready', sinceTime: 1_000 });
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  const submit = (change: object) =>
    trader.trading.transact(() =>
      trader.trading.orders.submit({
        symbol: 'AAA',
        side: 'buy',
        type: 'limit',
        limitPrice: '100',
        quantity: '2',
        nonce: '1',
        ...change,
      }),
    );
  return { ...trader, sent, submit };
}

// Would catch: a position opened whose stop or target is refused, so that nothing protects it.
it('a bracket whose exit is beyond the collar is refused whole, before anything is sent', async () => {
  const { submit, sent, store } = await open();
  const order = submit({ bracket: { takeProfit: '45', stopLoss: '95' } });
  expect(order).toMatchObject({ status: 'refused', statusReason: expect.stringContaining('target') });
  expect(order.statusReason).toContain('beyond the collar');
  expect(sent).toEqual([]);
  expect(store.orders('sim', 10)).toHaveLength(1);
});

it('an exit with impossible terms is told at once, and nothing is journaled', async () => {
  const { submit, sent, store } = await open();
  expect(() => submit({ bracket: { takeProfit: '110', stopLoss: '0' } })).toThrow('stop price is 0');
  expect(sent).toEqual([]);
  expect(store.orders('sim', 10)).toEqual([]);
});

it('a sound bracket sends its entry and keeps its exits', async () => {
  const { submit, sent, store } = await open();
  const order = submit({ bracket: { takeProfit: '110', stopLoss: '95' } });
  expect(sent).toEqual([order.clientOrderId]);
  expect(store.orders('sim', 10).map(({ status }) => status)).toEqual(['held', 'held', 'sent']);
});

// Would catch: a refusal without a name, an order sent that the account cannot pay, or one of a symbol nobody knows.
it.each([
  ['an unknown symbol', { symbol: 'AAB' }, 'AAA'],
  ['a quantity of zero', { quantity: '0' }, 'must be above zero'],
  ['a negative quantity', { quantity: '-1' }, 'must be above zero'],
  ['a quantity that is too precise', { quantity: '1.5' }, 'whole units only'],
  ['a date that has passed', { timeInForce: 'gtd', expireTime: 999 }, 'has passed'],
])('%s is refused by name', async (_name, change, text) => {
  const { submit, sent } = await open();
  expect(() => submit(change)).toThrow(text);
  expect(sent).toEqual([]);
});

it.each([
  ['more than the buying power', { quantity: '11' }, 'buying power'],
  ['a limit far beyond the market', { limitPrice: '160', quantity: '1' }, 'beyond the collar'],
])('%s is refused by risk, and journaled', async (_name, change, text) => {
  const { submit, sent, store } = await open();
  const order = submit({ acceptPrecautions: ['unusual-quantity', 'large-value'], ...change });
  expect(order).toMatchObject({ status: 'refused', statusReason: expect.stringContaining(text) });
  expect(store.correlated(order.clientOrderId).map(({ kind }) => kind)).toContain('RiskChecked');
  expect(sent).toEqual([]);
});

// Would catch: a typing error in a price that no limit of risk minds, sent without a word.
it.each([
  ['a limit that waits far away', { limitPrice: '40' }, 'far-from-market'],
  ['a stop on the wrong side', { type: 'stop', stopPrice: '90', limitPrice: undefined }, 'triggers-at-once'],
] as const)('%s is sent once it is accepted by name', async (_name, change, name) => {
  const { submit, sent } = await open();
  expect(() => submit(change)).toThrow(expect.objectContaining({ details: { precautions: [name] } }));
  expect(sent).toEqual([]);
  const { clientOrderId } = submit({ ...change, acceptPrecautions: [name] });
  expect(sent).toEqual([clientOrderId]);
});

it('a replaced order that has ended and a cancel of an unknown one are refused by name', async () => {
  const { submit, trading, journal } = await open();
  const { clientOrderId } = submit({});
  journal.record({
    kind: 'OrderFilled',
    payload: { clientOrderId, fillId: 'F', quantity: '2', price: '100', fee: '0' },
    eventTime: 1,
    source: 'test',
    correlationId: clientOrderId,
  });
  expect(() => trading.orders.replace(clientOrderId, { quantity: D('3') })).toThrow(
    'filled cannot be replaced',
  );
  expect(() => trading.orders.cancel('nobody')).toThrow('no order nobody');
});
