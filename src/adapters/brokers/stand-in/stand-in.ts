import type { BrokerConnection, BrokerDefinition, BrokerOrderReport } from '#engine/ports/broker';
import { BrokerError } from '#engine/ports/broker-error';

const NAME = 'Stand-in venue';

/**
 * The venue that a drill brings along: orders are listed and cancelled over HTTP on this machine, and nothing can be
 * placed. It is in no list of brokers.
 */
export const standIn: BrokerDefinition = {
  id: 'stand-in',
  name: NAME,
  capabilities: {
    assetClasses: ['equity'],
    orderTypes: ['limit'],
    timesInForce: ['gtc'],
    takesPostOnly: false,
    takesReduceOnly: false,
    takesIceberg: false,
    takesReplace: false,
    takesShort: false,
    findsByClientId: true,
    quantityPrecision: 0,
    clientIdLengthMax: 32,
    note: 'For drills: it has orders that can be cancelled, and takes none.',
  },
  fields: [],
  environments: ['paper'],
  addresses: { paper: { rest: 'http://127.0.0.1' }, live: { rest: 'http://127.0.0.1' } },
  open({ addresses, clock }, sink) {
    const call = async (path: string, method = 'GET'): Promise<unknown> => {
      const answer = await fetch(`${addresses['rest']}${path}`, { method }).catch((error: unknown) => {
        throw new BrokerError('unavailable', NAME, String(error));
      });
      if (!answer.ok) throw new BrokerError('unavailable', NAME, `it answers with status ${answer.status}`);
      return answer.json();
    };
    const openOrders = async (): Promise<BrokerOrderReport[]> => {
      const ids = (await call('/orders')) as string[];
      return ids.map((clientOrderId) => ({ ...RESTING, clientOrderId, venueOrderId: clientOrderId }));
    };
    openOrders().then(
      () => sink.state({ kind: 'ready', sinceTime: clock.now() }),
      (error: unknown) => sink.state({ kind: 'closed', reason: String(error) }),
    );
    const takesNone = ({ clientOrderId }: { readonly clientOrderId: string }): void =>
      sink.event({
        kind: 'rejected',
        clientOrderId,
        reason: 'this venue takes no orders',
        eventTime: clock.now(),
      });
    const connection: BrokerConnection = {
      submit: (order) => queueMicrotask(() => takesNone(order)),
      replace: (order) => queueMicrotask(() => takesNone(order)),
      cancel({ clientOrderId }) {
        const eventTime = clock.now();
        call(`/orders/${clientOrderId}`, 'DELETE').then(
          () => sink.event({ kind: 'cancelled', clientOrderId, reason: 'as asked', eventTime }),
          (error: unknown) =>
            sink.event({ kind: 'cancel-rejected', clientOrderId, reason: String(error), eventTime }),
        );
      },
      openOrders,
      order: async ({ clientOrderId }) =>
        (await openOrders()).find((one) => one.clientOrderId === clientOrderId) ?? null,
      fills: async () => [],
      positions: async () => [],
      balances: async () => [],
      close: () => sink.state({ kind: 'closed', reason: 'closed on request' }),
    };
    return connection;
  },
};

const RESTING = {
  symbol: 'DRILL',
  side: 'buy',
  type: 'limit',
  timeInForce: 'gtc',
  quantity: 100_000_000n,
  status: 'working',
  filledQuantity: 0n,
  averagePrice: 0n,
  updatedTime: 0,
} as const;
