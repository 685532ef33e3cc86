import { netPrice } from '#domain/orders/combo';
import { formatDecimal } from '#domain/values/decimal';
import {
  type AlpacaBody,
  alpacaActivityJson,
  alpacaExecutionId,
  alpacaOrderJson,
  alpacaTime,
  readAlpacaTerms,
} from './alpaca-order-json.ts';
import type { BrokerVenueDouble, VenueAnswer } from './broker-vendor.ts';
import { filledOf, termsOf, VenueBook, type VenueOrder } from './venue-book.ts';
import { startVenueServer, type VenueReply, type VenueRequest } from './venue-server.ts';

export const ALPACA_KEYS = {
  keyId: 'PKTESTOCTOPUSKEYID01',
  secretKey: 'oCtoSecretAlpaca0123456789abcdefghijklmn',
};

/**
 * The trading API and the stream of trade_updates as Alpaca documents them: docs.alpaca.markets/reference (postorder,
 * patchorderbyorderid-1, deleteorderbyorderid, getaccountactivitiesbyactivitytype) and docs/websocket-streaming. As on
 * paper, frames are binary. A replacement opens a new order for its own quantity (Alpaca-API issue 165).
 */
export async function startAlpacaVenue(now: () => number): Promise<BrokerVenueDouble> {
  const book = new VenueBook(now, (count) => `61e69015-8549-4bfd-b9c3-${String(count).padStart(12, '0')}`);
  let positions: readonly unknown[] = [];
  let account: Readonly<Record<string, string>> = {
    cash: '0',
    buying_power: '0',
    equity: '0',
    currency: 'USD',
  };
  let isLoginTaken = true;
  let lastFill: unknown = null;

  const server = await startVenueServer(answer, (socket) => {
    socket.on('message', (bytes: Buffer) => {
      const { action, data } = JSON.parse(bytes.toString()) as { action: string; data: AlpacaBody };
      if (action === 'authenticate') {
        const isTaken =
          isLoginTaken &&
          data['key_id'] === ALPACA_KEYS.keyId &&
          data['secret_key'] === ALPACA_KEYS.secretKey;
        const status = isTaken ? 'authorized' : 'unauthorized';
        socket.send(frame('authorization', { action: 'authenticate', status }));
      } else if (action === 'listen') socket.send(frame('listening', { streams: ['trade_updates'] }));
    });
  });

  const tell = (event: string, order: VenueOrder, more: object = {}): unknown => {
    const data = { event, timestamp: alpacaTime(now()), order: alpacaOrderJson(order), ...more };
    for (const socket of server.sockets) socket.send(frame('trade_updates', data));
    return data;
  };

  function answer(request: VenueRequest): VenueReply {
    const { method, url, headers } = request;
    const isKnown =
      headers['apca-api-key-id'] === ALPACA_KEYS.keyId &&
      headers['apca-api-secret-key'] === ALPACA_KEYS.secretKey;
    // The keys stand in the answer, so that a leak of it would be found.
    if (!isKnown || !isLoginTaken)
      return { status: 403, body: { message: `forbidden. ${ALPACA_KEYS.secretKey}` } };
    const [, id] = /^\/v2\/orders\/([^/]+)$/.exec(url.pathname) ?? [];
    if (method === 'POST') return submit(JSON.parse(request.body) as AlpacaBody);
    if (method === 'DELETE' && id) return cancel(id);
    if (method === 'PATCH' && id) return replace(id, JSON.parse(request.body) as AlpacaBody);
    if (id) return found(book.orders.get(id));
    switch (url.pathname) {
      case '/v2/orders:by_client_order_id':
        return found(book.byClientId(url.searchParams.get('client_order_id') ?? ''));
      case '/v2/orders':
        return { status: 200, body: ordersOf(url.searchParams) };
      case '/v2/account':
        return {
          status: 200,
          body: { id: 'e6fe16f3-64a4-4921-8928-cadf02f92f98', status: 'ACTIVE', ...account },
        };
      case '/v2/positions':
        return { status: 200, body: positions };
      case '/v2/account/activities/FILL':
        return { status: 200, body: activities(url.searchParams) };
      default:
        return { status: 404, body: { code: 40410000, message: 'endpoint not found' } };
    }
  }

  function submit(body: AlpacaBody): VenueReply {
    const how = book.take('submit');
    const terms = readAlpacaTerms(body);
    const clientId = body['client_order_id'] ?? null;
    if (clientId !== null && book.byClientId(clientId)) {
      book.commands.push({ command: 'submit', clientId, venueOrderId: null, terms });
      return { status: 422, body: { code: 40010001, message: 'client_order_id must be unique' } };
    }
    const isTaken = how.kind.startsWith('accept') || (how.kind === 'trouble' && how.isTaken);
    const order = isTaken ? book.add(terms, clientId) : null;
    book.commands.push({ command: 'submit', clientId, venueOrderId: order?.id ?? null, terms });
    if (!order || how.kind !== 'accept') return otherwise(how, 403, 40310000);
    setImmediate(() => {
      tell('pending_new', order);
      tell('new', order);
    });
    return { status: 200, body: { ...alpacaOrderJson(order), status: 'pending_new' } };
  }

  function cancel(id: string): VenueReply {
    const how = book.take('cancel');
    const order = book.orders.get(id);
    book.commands.push({ command: 'cancel', clientId: null, venueOrderId: id, terms: {} });
    if (!order) return { status: 404, body: { code: 40410000, message: `order not found for ${id}` } };
    if (order.status !== 'open')
      return {
        status: 422,
        body: { code: 42210000, message: `order is already in "${order.status}" state` },
      };
    if (how.kind.startsWith('accept')) book.end(id, 'cancelled', '');
    if (how.kind !== 'accept') return otherwise(how, 422, 42210000);
    setImmediate(() => {
      tell('pending_cancel', order);
      tell('canceled', order);
    });
    return { status: 204 };
  }

  function replace(id: string, body: AlpacaBody): VenueReply {
    const how = book.take('replace');
    const change = readAlpacaTerms(body);
    const clientId = body['client_order_id'] ?? null;
    const old = book.orders.get(id);
    const isTaken = old?.status === 'open' && how.kind.startsWith('accept');
    const order = isTaken ? book.replace(old, change, clientId) : null;
    book.commands.push({ command: 'replace', clientId, venueOrderId: order?.id ?? null, terms: change });
    if (!old) return { status: 404, body: { code: 40410000, message: `order not found for ${id}` } };
    if (!order || how.kind !== 'accept') return otherwise(how, 422, 42210000);
    setImmediate(() => {
      tell('pending_replace', old);
      tell('replaced', old);
      tell('new', order);
    });
    return { status: 200, body: { ...alpacaOrderJson(order), status: 'accepted' } };
  }

  function ordersOf(query: URLSearchParams): unknown[] {
    const after = Date.parse(query.get('after') ?? '');
    const orders = query.get('status') === 'all' ? [...book.orders.values()] : book.open();
    return orders.filter(({ enteredTime }) => !(enteredTime <= after)).map(alpacaOrderJson);
  }

  function activities(query: URLSearchParams): unknown[] {
    const after = Date.parse(query.get('after') ?? '');
    return [...book.orders.values()]
      .flatMap((order) => order.fills.map((fill) => ({ order, fill })))
      .filter(({ fill }) => !(fill.time <= after))
      .sort((a, b) => a.fill.number - b.fill.number)
      .slice(0, Number(query.get('page_size') ?? 100))
      .map(({ order, fill }) => alpacaActivityJson(order, fill));
  }

  return {
    addresses: { trading: server.httpUrl, stream: `${server.socketUrl}/stream` },
    commands: book.commands,
    lines: () => server.sockets.size,
    answerNext: (command, how) => book.answerNext(command, how),
    fill(id, quantity, price, { isTold = true } = {}) {
      const fill = book.fill(id, quantity, price);
      const order = book.get(id);
      if (!isTold) return;
      lastFill = tell(order.status === 'filled' ? 'fill' : 'partial_fill', order, {
        execution_id: alpacaExecutionId(fill),
        price: formatDecimal(price),
        qty: formatDecimal(quantity),
        position_qty: formatDecimal(filledOf(order)),
        timestamp: alpacaTime(fill.time),
      });
    },
    fillLegs(id, quantity, prices) {
      const fills = book.fillLegs(id, quantity, prices);
      const order = book.get(id);
      lastFill = tell(order.status === 'filled' ? 'fill' : 'partial_fill', order, {
        execution_id: alpacaExecutionId(fills[0]!),
        price: formatDecimal(netPrice(order.terms.legs ?? [], prices)),
        qty: formatDecimal(quantity),
        timestamp: alpacaTime(now()),
      });
    },
    end(id, kind, reason, { isTold = true } = {}) {
      const order = book.end(id, kind, reason);
      if (isTold) tell(kind === 'cancelled' ? 'canceled' : kind, order);
    },
    repeatFill() {
      for (const socket of server.sockets) socket.send(frame('trade_updates', lastFill));
    },
    placeElsewhere(terms) {
      const order = book.add(
        { symbol: 'AAPL', type: 'limit', timeInForce: 'day', ...termsOf(terms) },
        'b1a7f0d2-6f4c-4a52-9a37-9d3a0a5c1c11',
      );
      tell('new', order);
      return order.id;
    },
    setPositions(next) {
      positions = next.map(({ symbol, quantity, averagePrice }) => ({
        asset_id: 'b0b6dd9d-8b9b-48a9-ba46-b9d54906e415',
        symbol,
        exchange: 'NASDAQ',
        asset_class: 'us_equity',
        qty: formatDecimal(quantity),
        avg_entry_price: formatDecimal(averagePrice),
        side: quantity < 0n ? 'short' : 'long',
      }));
    },
    setBalances([balance]) {
      if (!balance) return;
      account = {
        currency: balance.currency,
        cash: formatDecimal(balance.cash),
        buying_power: formatDecimal(balance.buyingPower ?? 0n),
        equity: formatDecimal(balance.equity ?? 0n),
      };
    },
    say(text) {
      for (const socket of server.sockets) socket.send(Buffer.from(text));
    },
    goAway: () => server.goAway(),
    comeBack: () => server.comeBack(),
    endLogin() {
      isLoginTaken = false;
    },
    close: () => server.close(),
  };
}

function found(order: VenueOrder | undefined): VenueReply {
  return order
    ? { status: 200, body: alpacaOrderJson(order) }
    : { status: 404, body: { code: 40410000, message: 'order not found' } };
}

function otherwise(how: VenueAnswer, status: number, code: number): VenueReply {
  switch (how.kind) {
    case 'reject':
      return { status, body: { code, message: how.reason } };
    case 'trouble':
      return { status: 500, body: { code: 50010000, message: 'internal server error occurred' } };
    case 'busy':
      return {
        status: 429,
        body: { code: 42910000, message: 'rate limit exceeded' },
        headers: { 'retry-after': String(how.retryAfterSeconds) },
      };
    case 'accept-and-cut':
      return 'cut';
    case 'accept-silently':
      return 'silent';
    case 'accept':
      return { status: 422, body: { code: 42210000, message: 'cannot be done in its state' } };
  }
}

function frame(stream: string, data: unknown): Buffer {
  return Buffer.from(JSON.stringify({ stream, data }));
}
