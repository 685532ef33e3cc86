import { onTestFinished } from 'vitest';
import { BrokerAccount } from '#agents/execution-manager/broker-account';
import type { OrderRequest } from '#contract/services/trading';
import { DECIMAL_ONE, type Decimal, parseDecimal } from '#domain/values/decimal';
import type { BrokerConnection, BrokerOrder, BrokerSink } from '#engine/ports/broker';
import { LiveAccount } from '#engine/trading/live-account';
import { openTestEngine } from '../test-engine.ts';
import { plainBroker } from './plain-broker.ts';

/** Of everything, at first. */
const PRICE = 100;
let requests = 0;

/** What a scripted venue was told, and what it says when the test wants it to. */
export interface ScriptedVenue {
  /** Ids of orders submitted, and of cancels asked for, in the order they came. */
  readonly submitted: BrokerOrder[];
  readonly cancelsAsked: string[];
  /** At {@link PRICE} unless told. */
  fill(clientOrderId: string, quantity: string, price?: string): void;
  cancelled(clientOrderId: string): void;
  cancelRejected(clientOrderId: string): void;
  disconnect(): void;
  /** Market orders fill at once and cancels are confirmed at once while it is so; at first it is. */
  isPrompt: boolean;
}

/** A live account over a broker that says nothing of itself, reconciled and ready, with a price for AAPL and MSFT. */
export async function openScriptedAccount() {
  const engine = await openTestEngine();
  const { journal, clock, roles, board, settings } = engine;
  for (const symbol of ['AAPL', 'MSFT'])
    board.publish(board.slot(symbol), clock.now(), PRICE, PRICE, PRICE, 0);
  const account = 'main';
  journal.record({
    kind: 'AccountOpened',
    payload: { account, broker: 'plain', environment: 'paper', currency: 'USD', startingCash: '100000' },
    eventTime: clock.now(),
    source: 'person',
  });
  const { venue, open } = scriptedVenue();
  const instrumentOf = (symbol: string) => ({
    symbol,
    assetClass: 'equity' as const,
    currency: 'USD',
    venue: 'XNAS',
    pricePrecision: 2,
  });
  const broker = new BrokerAccount({
    journal,
    account,
    definition: {
      ...plainBroker,
      capabilities: {
        ...plainBroker.capabilities,
        orderTypes: ['market', 'limit', 'stop'],
        timesInForce: ['day', 'gtc'],
      },
    },
    open,
    clock,
    postTrade: roles.compliance.postTrade,
    instrumentOf,
    whyHeldBack: () => undefined,
    cashTolerance: DECIMAL_ONE,
    reconcileEveryMs: 3_600_000,
    onFill: () => undefined,
    onTrouble: () => undefined,
  });
  const trading = new LiveAccount({
    account,
    journal,
    roles,
    desk: broker.desk,
    board,
    instruments: new Map(
      ['AAPL', 'MSFT'].map((symbol) => [
        symbol,
        {
          ...instrumentOf(symbol),
          name: symbol,
          timeZone: 'America/New_York',
          source: 'test',
          isTradable: true,
        },
      ]),
    ),
    settings: () => settings.current.get(),
    clock,
    quantityPrecision: 0,
    whyClosed: () => broker.whyClosed(),
    whyUnreachable: () =>
      broker.state.get().connection.kind === 'ready' ? undefined : 'Plain Broker is not connected',
    onChange: () => undefined,
  });
  onTestFinished(() => {
    broker.close();
    trading.close();
  });
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let looks = 0; !isSo(); looks++) {
      if (looks > 3_000) throw new Error('it never came to be');
      await clock.sleep(1);
    }
  };
  await until(() => broker.state.get().reconciliation !== null);
  return {
    engine,
    trading,
    venue,
    until,
    press: (nonce = 'press') => ({ reason: 'test', nonce, clock }),
    send: (change: Partial<OrderRequest>) =>
      trading.transact(() =>
        trading.orders.submit({
          symbol: 'AAPL',
          side: 'buy',
          type: 'market',
          quantity: '10',
          timeInForce: 'day',
          nonce: `n${++requests}`,
          ...change,
        }),
      ),
    held: (symbol = 'AAPL'): Decimal => trading.book.position(symbol)?.quantity ?? 0n,
  };
}

function scriptedVenue() {
  let sink: BrokerSink | undefined;
  let fills = 0;
  let isConnected = true;
  const positions = new Map<string, Decimal>();
  const orders = new Map<string, BrokerOrder>();
  const now = () => Date.now();
  const venue: ScriptedVenue = {
    submitted: [],
    cancelsAsked: [],
    isPrompt: true,
    fill(clientOrderId, quantity, price = String(PRICE)) {
      const { symbol, side } = orders.get(clientOrderId)!;
      const amount = parseDecimal(quantity);
      positions.set(symbol, (positions.get(symbol) ?? 0n) + (side === 'buy' ? amount : -amount));
      sink?.event({
        kind: 'filled',
        fill: {
          fillId: `f${++fills}`,
          clientOrderId,
          venueOrderId: `v-${clientOrderId}`,
          symbol,
          side,
          quantity: amount,
          price: parseDecimal(price),
          fee: 0n,
          eventTime: now(),
        },
      });
    },
    cancelled(clientOrderId) {
      sink?.event({ kind: 'cancelled', clientOrderId, reason: 'as asked', eventTime: now() });
    },
    cancelRejected(clientOrderId) {
      sink?.event({ kind: 'cancel-rejected', clientOrderId, reason: 'too late', eventTime: now() });
    },
    disconnect() {
      isConnected = false;
      sink?.state({ kind: 'waiting', retryTime: now() + 60_000, reason: 'the line is gone' });
    },
  };
  const open = (given: BrokerSink): BrokerConnection => {
    sink = given;
    queueMicrotask(() => given.state({ kind: 'ready', sinceTime: now() }));
    return {
      submit(order) {
        if (!isConnected) throw new Error('a command was sent down a line that is gone');
        const { clientOrderId } = order;
        venue.submitted.push(order);
        orders.set(clientOrderId, order);
        queueMicrotask(() => {
          const venueOrderId = `v-${clientOrderId}`;
          given.event({ kind: 'acknowledged', clientOrderId, venueOrderId, eventTime: now() });
          if (venue.isPrompt && order.type === 'market')
            venue.fill(clientOrderId, String(order.quantity / DECIMAL_ONE));
        });
      },
      cancel({ clientOrderId }) {
        if (!isConnected) throw new Error('a command was sent down a line that is gone');
        venue.cancelsAsked.push(clientOrderId);
        if (venue.isPrompt) queueMicrotask(() => venue.cancelled(clientOrderId));
      },
      replace: () => undefined,
      order: async () => null,
      openOrders: async () => [],
      fills: async () => [],
      positions: async () =>
        [...positions].map(([symbol, quantity]) => ({ symbol, quantity, averagePrice: DECIMAL_ONE })),
      balances: async () => [
        { currency: 'USD', cash: parseDecimal('100000'), buyingPower: null, equity: null },
      ],
      close: () => undefined,
    };
  };
  return { venue, open };
}
