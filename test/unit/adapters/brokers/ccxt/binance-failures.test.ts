import { afterEach, beforeEach, expect, test } from 'vitest';
import { binance } from '#adapters/brokers/ccxt/binance';
import { exact, type OpenBroker, openBroker } from '../../../../support/brokers/open-broker.ts';
import { startVenueServer, type VenueServer } from '../../../../support/brokers/venue-server.ts';

const KEYS = { apiKey: 'a-key-of-the-account', secret: 'a-secret-of-the-account' };
const OK = (body: unknown) => ({ status: 200, body });
let server: VenueServer;
let broker: OpenBroker;
let refusal: { status: number; body?: unknown; text?: string };
let aheadMs: number;
let sent: number;

/** A Binance that takes the login and meets each order with `refusal`. */
beforeEach(async () => {
  aheadMs = 0;
  sent = 0;
  broker = await openBroker({
    definition: binance,
    environment: 'paper',
    fields: KEYS,
    instrument: {
      symbol: 'BTC-USDT',
      assetClass: 'crypto',
      currency: 'USDT',
      venue: 'BINANCE',
      pricePrecision: 2,
    },
    quantity: exact('1'),
    part: exact('0.5'),
    answers: [],
    async start(now) {
      server = await startVenueServer(
        ({ method, url }) => {
          if (url.pathname.endsWith('/time')) return OK({ serverTime: now() - aheadMs });
          if (url.pathname.endsWith('/account')) return OK({ balances: [] });
          if (method === 'POST') sent++;
          return refusal;
        },
        (socket) => {
          socket.on('message', () =>
            socket.send('{"id":"subscribe","status":200,"result":{"subscriptionId":0}}'),
          );
        },
      );
      const nothing = () => undefined;
      return {
        addresses: { rest: server.httpUrl, stream: server.socketUrl },
        commands: [],
        lines: () => server.sockets.size,
        answerNext: nothing,
        fill: nothing,
        end: nothing,
        repeatFill: nothing,
        placeElsewhere: () => '',
        setPositions: nothing,
        setBalances: nothing,
        say: nothing,
        goAway: nothing,
        comeBack: async () => undefined,
        close: () => server.close(),
      };
    },
  });
  await broker.ready();
});
afterEach(async () => {
  broker.connection.close();
  await server.close();
});

test.each([
  [400, -2010, 'Account has insufficient balance for requested action.', 'rejected'],
  [400, -1013, 'Filter failure: LOT_SIZE', 'rejected'],
  [400, -1111, 'Parameter price has too much precision.', 'rejected'],
  [400, -1121, 'Invalid symbol.', 'rejected'],
  [400, -2010, 'Duplicate order sent.', 'outcome-unknown'],
  [
    400,
    -1006,
    'An unexpected response was received from the message bus. Execution status unknown.',
    'outcome-unknown',
  ],
  [408, -1007, 'Timeout waiting for response from backend server.', 'outcome-unknown'],
  [500, -1000, 'An unknown error occurred while processing the request.', 'outcome-unknown'],
  [400, -1021, 'Timestamp for this request is outside of the recvWindow.', 'unsent'],
  [418, -1003, 'Way too many requests; IP banned.', 'unsent'],
  [400, -1015, 'Too many new orders.', 'unsent'],
] as const)('an order met with %i, %i %s is %s', async (status, code, msg, kind) => {
  refusal = { status, body: { code, msg } };
  const order = broker.order();
  broker.connection.submit(order);
  await broker.until(() => broker.events.length > 0);
  await broker.pass(60_000);
  expect(broker.events).toMatchObject([{ kind, clientOrderId: order.clientOrderId }]);
  if (kind === 'rejected') expect(broker.of('rejected')[0]?.reason).toBe(msg);
  expect(sent).toBe(1);
});

test('an answer of no sense may be a yes', async () => {
  refusal = { status: 200, text: '<html>welcome' };
  broker.connection.submit(broker.order());
  await broker.until(() => broker.events.length > 0);
  expect(broker.events).toMatchObject([{ kind: 'outcome-unknown', command: 'submit' }]);
});

test('keys without the right to trade are asked for anew, and nothing more is sent', async () => {
  refusal = { status: 401, body: { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' } };
  broker.connection.submit(broker.order());
  await broker.until(() => broker.state() === 'needs-login');
  broker.connection.submit(broker.order());
  await broker.until(() => broker.of('unsent').length === 2);
  expect(sent).toBe(1);
});
