import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';
import type { BrokerConnection, BrokerDefinition, BrokerOrderReport } from '#engine/ports/broker';
import { BrokerError } from '#engine/ports/broker-error';

/** A broker over plain HTTP, to see what becomes of orders when the process of an adapter dies. */
export const plainBroker: BrokerDefinition = {
  id: 'plain',
  name: 'Plain Broker',
  aliases: [
    { id: 'plain-old', name: 'Plain Old', notice: 'Plain Old is closed; Plain Broker takes its place.' },
  ],
  capabilities: {
    assetClasses: ['equity'],
    orderTypes: ['limit'],
    timesInForce: ['day'],
    takesPostOnly: false,
    takesReduceOnly: false,
    takesIceberg: false,
    takesReplace: false,
    takesShort: true,
    findsByClientId: true,
    quantityPrecision: 8,
    clientIdLengthMax: 32,
    note: 'For tests.',
  },
  fields: [
    { name: 'secretKey', label: 'secret key', isSecret: true, isRequired: true },
    { name: 'desk', label: 'desk', isSecret: false, isRequired: false, default: 'main' },
  ],
  environments: ['paper'],
  addresses: { paper: { rest: 'http://127.0.0.1:1' }, live: { rest: 'http://127.0.0.1:1' } },
  open({ addresses, clock, fields, keepField, log }, sink) {
    const ask = async (path: string, body?: unknown): Promise<unknown> => {
      const answer = await fetch(`${addresses['rest']}${path}`, {
        headers: { 'x-key': fields['secretKey'] ?? '' },
        ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      });
      if (!answer.ok) throw new BrokerError('unavailable', 'Plain Broker', `refused ${fields['secretKey']}`);
      return answer.json();
    };
    log.info('opened', { desk: fields['desk'], header: `Key ${fields['secretKey']}` });
    sink.state({ kind: 'ready', sinceTime: clock.now(), note: `as ${fields['secretKey']}` });
    const never = (): Promise<never> => new Promise(() => undefined);
    const connection: BrokerConnection = {
      submit(order) {
        const { clientOrderId } = order;
        const eventTime = clock.now();
        ask('/orders', { clientOrderId, quantity: formatDecimal(order.quantity) }).then(
          () => sink.event({ kind: 'acknowledged', clientOrderId, venueOrderId: '1', eventTime }),
          (error) =>
            sink.event({
              kind: 'outcome-unknown',
              command: 'submit',
              clientOrderId,
              reason: String(error),
              eventTime,
            }),
        );
      },
      cancel({ clientOrderId }) {
        if (clientOrderId === 'RENEW') keepField('secretKey', 'renewed-secret');
        if (clientOrderId === 'CRASH')
          setTimeout(() => Promise.reject(new Error(`lost ${fields['secretKey']}`)));
      },
      replace: () => undefined,
      order: async ({ clientOrderId, symbol }) => {
        const quantities = (await ask('/orders')) as Record<string, string>;
        const quantity = quantities[clientOrderId];
        return quantity === undefined
          ? null
          : { ...working, clientOrderId, symbol, quantity: parseDecimal(quantity) };
      },
      openOrders: never,
      fills: async () => JSON.parse('[{ "fillId": 7 }]'),
      positions: async () => [{ symbol: 'X', quantity: -(2n ** 70n), averagePrice: 1n }],
      balances: () => Promise.reject(new BrokerError('rate-limited', 'Plain Broker', 'too often', 1_500)),
      close: () => sink.state({ kind: 'closed', reason: 'said goodbye' }),
    };
    return connection;
  },
};

const working: BrokerOrderReport = {
  clientOrderId: null,
  venueOrderId: '1',
  symbol: '',
  side: 'buy',
  type: 'limit',
  timeInForce: 'day',
  quantity: 0n,
  status: 'working',
  filledQuantity: 0n,
  averagePrice: 0n,
  updatedTime: 0,
};

/** What {@link plainBroker} speaks to: takes orders at once, and answers when it is let. */
export async function startPlainVenue() {
  const orders: Record<string, string> = {};
  const posted: string[] = [];
  const held: ServerResponse[] = [];
  const keys = new Set<string>();
  let isHolding = false;
  let arrived: () => void = () => undefined;
  const server = createServer(async (request, response) => {
    keys.add(String(request.headers['x-key']));
    if (request.method === 'POST') {
      const chunks = await request.toArray();
      const { clientOrderId, quantity } = JSON.parse(Buffer.concat(chunks).toString()) as Record<
        string,
        string
      >;
      orders[clientOrderId!] = quantity!;
      posted.push(clientOrderId!);
      arrived();
      if (isHolding) {
        held.push(response);
        return;
      }
    }
    response.end(JSON.stringify(orders));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    keys,
    hold(value: boolean) {
      isHolding = value;
    },
    untilPosted: () =>
      new Promise<void>((resolve) => {
        arrived = resolve;
      }),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
