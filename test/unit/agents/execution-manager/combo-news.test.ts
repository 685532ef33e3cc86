import { expect, it } from 'vitest';
import { comboSymbol } from '#domain/orders/combo';
import type { OrderLeg } from '#domain/orders/order';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { BrokerConnection, BrokerFill, BrokerOrder, BrokerSink } from '#engine/ports/broker';
import { startTradingProcess } from '#test/simulation/orders/trading-process';
import { D } from '#test/support/brokers/quiet-account';
import { temporaryFolder } from '#test/support/temporary-folder';

const LOW = 'AAA261218C00100000';
const HIGH = 'AAA261218C00110000';
const LEGS: OrderLeg[] = [
  { symbol: LOW, side: 'buy', ratio: 1 },
  { symbol: HIGH, side: 'sell', ratio: 1 },
];
const NOW = Date.parse('2026-12-14T15:00:00Z');

async function open() {
  const sent: BrokerOrder[] = [];
  let sink: BrokerSink | undefined;
  const nothing = () => Promise.resolve([]);
  const connection: BrokerConnection = {
    submit: (order) => sent.push(order),
    cancel: () => undefined,
    replace: () => undefined,
    order: () => Promise.resolve(null),
    openOrders: nothing,
    fills: nothing,
    positions: nothing,
    balances: () => Promise.resolve([{ currency: 'USD', cash: D('1000'), buyingPower: null, equity: null }]),
    close: () => undefined,
  };
  const clock = new SimulatedClock(NOW);
  const process = startTradingProcess({
    folder: temporaryFolder(),
    clock,
    open: (opening) => {
      sink = opening;
      return connection;
    },
    wrap: (store) => store,
    synchronous: 'OFF',
    prices: new Map([
      ['AAA', 105],
      [LOW, 6],
      [HIGH, 1],
    ]),
    startingCash: D('1000'),
    knowsLastDays: true,
  });
  sink?.state({ kind: 'ready', sinceTime: NOW });
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  process.tick(LOW, 6);
  process.tick(HIGH, 1);
  const { trading, journal } = process;
  const order = trading.transact(() =>
    trading.orders.submit({
      symbol: comboSymbol(LEGS),
      side: 'buy',
      type: 'limit',
      limitPrice: '5',
      quantity: '2',
      nonce: '1',
      acceptPrecautions: ['large-value', 'unusual-quantity'],
    }),
  );
  const { clientOrderId } = order;
  let number = 0;
  const fill = async (part: Pick<BrokerFill, 'symbol' | 'side' | 'quantity' | 'price'>) => {
    const fillId = `F${++number}`;
    const told = { ...part, fillId, clientOrderId, venueOrderId: 'V1', fee: 0n, eventTime: NOW };
    sink?.event({ kind: 'filled', fill: told });
    clock.advance(1);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const now = () => journal.projection.order(clientOrderId);
  const aside = () => journal.store.readNewest({ kind: 'VenueEventQuarantined', limit: 9 }).length;
  return { ...process, sent, order, fill, now, aside };
}

// Would catch: legs that are taken for fills of something else, and half a spread taken for a whole one.
it('a combination at a broker is one order, filled leg by leg', async () => {
  const { sent, order, fill, now, aside, journal } = await open();
  expect(order.statusReason).toBeUndefined();
  expect(sent).toMatchObject([{ symbol: comboSymbol(LEGS), legs: LEGS, effects: ['open', 'open'] }]);
  await fill({ symbol: LOW, side: 'buy', quantity: D('2'), price: D('6') });
  expect(now()).toMatchObject({ status: 'partially-filled', filledQuantity: 0n });
  expect(aside()).toBe(0);
  // The other side of the leg, a symbol that is none of them, and more than was ordered.
  await fill({ symbol: HIGH, side: 'buy', quantity: D('1'), price: D('1') });
  await fill({ symbol: 'AAA', side: 'buy', quantity: D('1'), price: D('1') });
  expect(aside()).toBe(2);
  await fill({ symbol: HIGH, side: 'sell', quantity: D('2'), price: D('1.1') });
  expect(now()).toMatchObject({ status: 'filled', filledQuantity: D('2'), averagePrice: D('4.9') });
  const { projection } = journal;
  expect(projection.position('sim', LOW)?.quantity).toBe(D('2'));
  expect(projection.position('sim', HIGH)?.quantity).toBe(D('-2'));
  // 1,000 − 2 × 600 + 2 × 110.
  expect(projection.account('sim')?.cash).toBe(D('20'));
});
