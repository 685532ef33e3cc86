import { BrokerAccount } from '#agents/execution-manager/broker-account';
import type { OrderIntent } from '#domain/orders/order';
import { DECIMAL_ZERO, parseDecimal } from '#domain/values/decimal';
import { clientOrderId } from '#engine/journal/hashing';
import { intentPayload } from '#engine/journal/intent-payload';
import type {
  BrokerConnection,
  BrokerEvent,
  BrokerFill,
  BrokerOrderReport,
  BrokerSink,
} from '#engine/ports/broker';
import { openJournalAt } from '../journal-at.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export const D = parseDecimal;

/** What the broker answers when it is asked; a test changes it. */
export interface BrokerTruth {
  orders: BrokerOrderReport[];
  fills: BrokerFill[];
  positions: { symbol: string; quantity: bigint; averagePrice: bigint }[];
  cash: bigint;
}

/** A broker's account on a real journal, whose broker says only what a test has it say; it keeps our ids unless told. */
export async function openQuietAccount(folder = temporaryFolder(), findsByClientId = true) {
  const opened = openJournalAt(folder, 1_000_000);
  const { journal, clock, store } = opened;
  if (!store.account('A'))
    journal.record({
      kind: 'AccountOpened',
      payload: { account: 'A', broker: 'quiet', environment: 'paper', currency: 'USD', startingCash: '1000' },
      eventTime: clock.now(),
      source: 'test',
    });
  const truth: BrokerTruth = { orders: [], fills: [], positions: [], cash: D('1000') };
  const sent: string[] = [];
  const troubles: string[] = [];
  let sink: BrokerSink | undefined;
  const connection: BrokerConnection = {
    submit: ({ clientOrderId: id }) => sent.push(`submit ${id}`),
    cancel: ({ clientOrderId: id }) => sent.push(`cancel ${id}`),
    replace: ({ clientOrderId: id }) => sent.push(`replace ${id}`),
    order: async (ref) =>
      truth.orders.find((one) => one.clientOrderId === ref.clientOrderId) ??
      truth.orders.find((one) => one.venueOrderId === ref.venueOrderId) ??
      null,
    openOrders: async () =>
      truth.orders.filter(({ status }) => status === 'working' || status === 'partially-filled'),
    fills: async (since) => truth.fills.filter(({ eventTime }) => eventTime >= since),
    positions: async () => truth.positions,
    balances: async () => [{ currency: 'USD', cash: truth.cash, buyingPower: null, equity: null }],
    close: () => undefined,
  };
  const broker = new BrokerAccount({
    journal,
    account: 'A',
    definition: {
      id: 'quiet',
      name: 'Quiet',
      capabilities: {
        assetClasses: ['equity'],
        orderTypes: ['market', 'limit', 'stop'],
        timesInForce: ['day', 'gtc', 'ioc'],
        takesPostOnly: false,
        takesReduceOnly: false,
        takesIceberg: false,
        takesReplace: true,
        takesShort: true,
        findsByClientId,
        quantityPrecision: 8,
        clientIdLengthMax: 40,
        note: '',
      },
    },
    open: (opening) => {
      sink = opening;
      return connection;
    },
    clock,
    postTrade: () => ({ id: 'P', findings: [] }),
    instrumentOf: (symbol) => ({
      symbol,
      assetClass: 'equity',
      currency: 'USD',
      venue: 'XNYS',
      pricePrecision: 2,
    }),
    whyHeldBack: () => undefined,
    cashTolerance: DECIMAL_ZERO,
    reconcileEveryMs: 60_000,
    onFill: () => undefined,
    onTrouble: (sentence) => troubles.push(sentence),
  });
  /** Time goes by, and what was asked is answered. */
  const pass = async (milliseconds: number): Promise<void> => {
    for (let left = milliseconds; left >= 0; left -= 1_000) {
      clock.advance(Math.min(1_000, left));
      for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const say = async (...events: BrokerEvent[]): Promise<void> => {
    for (const event of events) sink?.event(event);
    await pass(0);
  };
  let count = 0;
  /** Sends an order as it was approved; answers its id. */
  const submit = (change: Partial<OrderIntent> = {}): string => {
    count += 1;
    const intent: OrderIntent = {
      origin: 'person',
      account: 'A',
      symbol: 'AAPL',
      side: 'buy',
      type: 'limit',
      quantity: D('10'),
      ...(change.type === undefined ? { limitPrice: D('10') } : {}),
      timeInForce: 'gtc',
      reason: '',
      nonce: String(count),
      ...change,
    };
    const id = clientOrderId(intent);
    journal.add({
      kind: 'OrderIntended',
      payload: { clientOrderId: id, intent: intentPayload(intent) },
      eventTime: clock.now(),
      source: 'test',
      correlationId: id,
    });
    broker.desk.submit({ intent, clientOrderId: id, verdictId: 'R', '~approved': true }, clock.now());
    journal.commit();
    return id;
  };
  const acknowledged = (id: string, venueOrderId = `V-${id.slice(0, 4)}`): BrokerEvent => ({
    kind: 'acknowledged',
    clientOrderId: id,
    venueOrderId,
    eventTime: clock.now(),
  });
  const filled = (
    id: string,
    change: Partial<BrokerFill> = {},
  ): Extract<BrokerEvent, { kind: 'filled' }> => ({
    kind: 'filled',
    fill: {
      fillId: 'F1',
      clientOrderId: id,
      venueOrderId: `V-${id.slice(0, 4)}`,
      symbol: 'AAPL',
      side: 'buy',
      quantity: D('10'),
      price: D('10'),
      fee: D('1'),
      eventTime: clock.now(),
      ...change,
    },
  });
  const report = (id: string, change: Partial<BrokerOrderReport> = {}): BrokerOrderReport => ({
    clientOrderId: id,
    venueOrderId: `V-${id.slice(0, 4)}`,
    symbol: 'AAPL',
    side: 'buy',
    type: 'limit',
    timeInForce: 'gtc',
    quantity: D('10'),
    limitPrice: D('10'),
    status: 'working',
    filledQuantity: DECIMAL_ZERO,
    averagePrice: DECIMAL_ZERO,
    updatedTime: clock.now(),
    ...change,
  });
  const kinds = (id: string): string[] => store.correlated(id).map(({ kind }) => kind);
  const order = (id: string) => journal.projection.order(id);
  sink?.state({ kind: 'ready', sinceTime: clock.now() });
  await pass(0);
  return {
    ...opened,
    broker,
    truth,
    sent,
    troubles,
    pass,
    say,
    submit,
    acknowledged,
    filled,
    report,
    kinds,
    order,
    state: (state: Parameters<BrokerSink['state']>[0]) => sink?.state(state),
  };
}
