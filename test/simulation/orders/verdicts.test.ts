import { expect, it } from 'vitest';
import { PRECAUTIONS } from '#domain/risk/protections/precaution-names';
import { createSeededRandom } from '#domain/values/seeded-random';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { verifyJournal } from '#engine/journal/verify-journal';
import type { BrokerConnection, BrokerSink } from '#engine/ports/broker';
import { D } from '#test/support/brokers/quiet-account';
import { temporaryFolder } from '#test/support/temporary-folder';
import { startTradingProcess } from './trading-process.ts';

const ORDERS = 10_000;
const TYPES = ['market', 'limit', 'stop', 'stop-limit', 'market-if-touched', 'trailing-stop'] as const;
const VALIDITIES = ['day', 'gtc', 'gtd', 'ioc', 'fok', 'at-open'] as const;

// Would catch: any way to the broker that does not lead past risk, whatever is asked for.
it(`of ${ORDERS} random orders none reaches the broker without the number of a risk verdict`, async () => {
  const random = createSeededRandom(20_260_302);
  const clock = new SimulatedClock(Date.UTC(2026, 2, 2, 15));
  const sent: string[] = [];
  const never = () => Promise.resolve([]);
  let sink: BrokerSink | undefined;
  const connection: BrokerConnection = {
    submit: ({ clientOrderId }) => sent.push(clientOrderId),
    cancel: () => undefined,
    replace: () => undefined,
    order: () => Promise.resolve(null),
    openOrders: never,
    fills: never,
    positions: never,
    balances: () =>
      Promise.resolve([{ currency: 'USD', cash: D('100000'), buyingPower: null, equity: null }]),
    close: () => undefined,
  };
  const trader = startTradingProcess({
    folder: temporaryFolder(),
    clock,
    open: (opening) => {
      sink = opening;
      return connection;
    },
    wrap: (store) => store,
    synchronous: 'OFF',
    prices: new Map([
      ['AAA', 100],
      ['BBB', 40],
    ]),
    startingCash: D('100000'),
    knowsLastDays: true,
  });
  sink?.state({ kind: 'ready', sinceTime: clock.now() });
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  const pick = <Item>(items: readonly Item[]): Item => items[random.nextInteger(0, items.length - 1)]!;
  const refusals = new Set<string>();
  const amount = (): string => pick(['-1', '0', '1', '7', '0.5', '100000', '39', '101', '1000']);
  for (let i = 0; i < ORDERS; i++) {
    clock.advance(10);
    try {
      trader.trading.transact(() =>
        trader.trading.orders.submit({
          symbol: pick(['AAA', 'BBB', 'CCC']),
          side: pick(['buy', 'sell']),
          type: pick(TYPES),
          quantity: pick(['1', '2', '3', '0', '-4', '0.3', '1000000']),
          timeInForce: pick(VALIDITIES),
          ...(random.next() < 0.5 ? { limitPrice: amount() } : {}),
          ...(random.next() < 0.4 ? { stopPrice: amount() } : {}),
          ...(random.next() < 0.2 ? { trailPercent: amount() } : {}),
          ...(random.next() < 0.2 ? { bracket: { takeProfit: amount(), stopLoss: amount() } } : {}),
          ...(random.next() < 0.8 ? { acceptPrecautions: [...PRECAUTIONS] } : {}),
          nonce: `n${random.nextInteger(0, ORDERS)}`,
        }),
      );
      for (const id of sent.slice(-3))
        if (random.next() < 0.2)
          sink?.event({ kind: 'cancelled', clientOrderId: id, reason: '', eventTime: clock.now() });
    } catch (error) {
      refusals.add(error instanceof Error && 'code' in error ? String(error.code) : String(error));
    }
  }
  expect(sent.length).toBeGreaterThan(100);
  expect(new Set(sent).size).toBe(sent.length);
  for (const id of sent) {
    const told = trader.store.correlated(id).map(({ kind, payload }) => `${kind} ${payload}`);
    const verdict = told.findIndex((text) =>
      /^RiskChecked .*"verdict":"approved","verdictId":"R-/.test(text),
    );
    expect(verdict, id).toBeGreaterThan(-1);
    expect(told.findIndex((text) => text.startsWith('OrderSent'))).toBeGreaterThan(verdict);
  }
  // Every refusal has a name; none is an accident.
  expect([...refusals].sort()).toEqual(['BAD_REQUEST', 'ORDER_REFUSED', 'UNKNOWN_SYMBOL']);
  expect(verifyJournal(trader.store, () => 0)).toMatchObject({ isValid: true, isLedgerEqual: true });
  trader.end();
}, 120_000);
