import { expect, it } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import type { BrokerDefinition, BrokerOrder, BrokerOrderReport } from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';
import { createLiveClock } from '#runtime/processes/live-clock';
import { actForAccount } from '#runtime/watchdog/act-for-account';
import { plainBroker } from '../../../support/brokers/plain-broker.ts';
import { quietLog } from '../../../support/quiet-log.ts';

const OURS = 'AAAAAAAAAAAAAAAAAAAAAAAAAA';
const instrument = {
  symbol: 'AAPL',
  assetClass: 'equity',
  currency: 'USD',
  venue: 'XNAS',
  pricePrecision: 2,
} as const;

/** A broker with an order of ours, one without our id, one placed elsewhere, and ten shares held. */
function brokerWith({ isCancelling }: { isCancelling: boolean }) {
  const live = createLiveClock();
  // Waits are a thirtieth of what they are.
  const clock: Clock = {
    ...live,
    monotonic: () => live.monotonic() * 30,
    sleep: (delayMs) => live.sleep(delayMs / 30),
  };
  const report: BrokerOrderReport = {
    clientOrderId: OURS,
    venueOrderId: 'v1',
    symbol: 'AAPL',
    side: 'sell',
    type: 'limit',
    timeInForce: 'gtc',
    quantity: 1n,
    status: 'working',
    filledQuantity: 0n,
    averagePrice: 0n,
    updatedTime: 0,
  };
  let open = [
    report,
    { ...report, clientOrderId: null, venueOrderId: 'v2', symbol: 'MSFT' },
    { ...report, clientOrderId: null, venueOrderId: 'elsewhere', symbol: 'IBM' },
  ];
  const said: (string | BrokerOrder)[] = [];
  const definition: BrokerDefinition = {
    ...plainBroker,
    open: (_ports, sink) => {
      queueMicrotask(() => sink.state({ kind: 'ready', sinceTime: clock.now() }));
      return {
        submit(order) {
          said.push(order);
          const { clientOrderId } = order;
          queueMicrotask(() =>
            sink.event({ kind: 'acknowledged', clientOrderId, venueOrderId: 'v9', eventTime: clock.now() }),
          );
        },
        cancel({ venueOrderId }) {
          said.push(`cancel ${venueOrderId}`);
          if (isCancelling || venueOrderId !== 'v1')
            open = open.filter((order) => order.venueOrderId !== venueOrderId);
        },
        replace: () => undefined,
        order: async () => null,
        openOrders: async () => open,
        fills: async () => [],
        positions: async () => [
          { symbol: 'AAPL', quantity: parseDecimal('10'), averagePrice: 1n },
          { symbol: 'IBM', quantity: parseDecimal('-3'), averagePrice: 1n },
        ],
        balances: async () => [],
        close: () => undefined,
      };
    },
  };
  const act = () =>
    actForAccount({
      guarded: {
        account: 'main',
        broker: 'plain',
        environment: 'paper',
        fields: {},
        addresses: {},
        orders: [{ clientOrderId: 'B'.repeat(26), venueOrderId: 'v2', symbol: 'MSFT', revision: 0 }],
        held: [instrument],
      },
      definition,
      action: 'flatten',
      engineId: 'life-1',
      silentMs: () => 5_000,
      fields: async () => ({}),
      clock,
      log: quietLog(),
      random: () => 0,
      keepField: () => undefined,
    });
  return { act, said };
}

it('cancels what is ours, by our id or by the number the venue gave it, and only then closes what the engine held', async () => {
  const { act, said } = brokerWith({ isCancelling: true });
  expect(await act()).toMatchObject({ cancelled: 2, flattened: ['AAPL'], notDone: [] });
  expect(said).toMatchObject([
    'cancel v1',
    'cancel v2',
    { symbol: 'AAPL', side: 'sell', type: 'market', quantity: parseDecimal('10') },
  ]);
});

it('leaves a position open whose order the venue keeps: closing it twice would turn it round', async () => {
  const { act, said } = brokerWith({ isCancelling: false });
  const { cancelled, flattened, notDone } = await act();
  expect({ cancelled, flattened }).toEqual({ cancelled: 1, flattened: [] });
  expect(notDone).toEqual([
    `order ${OURS} of AAPL still works`,
    'AAPL was not closed: an order of it still works',
  ]);
  expect(said.filter((one) => typeof one !== 'string')).toEqual([]);
});
