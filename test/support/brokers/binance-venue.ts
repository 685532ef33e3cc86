import { createHmac } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { OrderType, TimeInForce } from '#domain/orders/order';
import { formatDecimal, multiplyDecimal, parseDecimal } from '#domain/values/decimal';
import type { BrokerVenueDouble } from './broker-vendor.ts';
import { exchangeDouble, type Holdings, meetCommand, type VenueTidings } from './exchange-venue.ts';
import { averageOf, filledOf, termsOf, VenueBook, type VenueFill, type VenueOrder } from './venue-book.ts';
import { startVenueServer, type VenueReply, type VenueRequest } from './venue-server.ts';

const TYPES: Readonly<Record<string, OrderType>> = {
  MARKET: 'market',
  LIMIT: 'limit',
  LIMIT_MAKER: 'limit',
  STOP_LOSS: 'stop',
  STOP_LOSS_LIMIT: 'stop-limit',
  TAKE_PROFIT: 'market-if-touched',
  TAKE_PROFIT_LIMIT: 'limit-if-touched',
};
const STATUSES = {
  open: 'NEW',
  replaced: 'CANCELED',
  filled: 'FILLED',
  cancelled: 'CANCELED',
  expired: 'EXPIRED',
  rejected: 'REJECTED',
} as const;
const RECV_WINDOW_MS = 5_000;
const REFUSED = { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' };

interface Greeting {
  readonly id: string;
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Binance's spot REST and WebSocket API as documented at developers.binance.com, for one account. */
export async function startBinanceVenue(
  now: () => number,
  keys: { readonly apiKey: string; readonly secret: string },
): Promise<BrokerVenueDouble> {
  let isLoginEnded = false;
  const book = new VenueBook(now, (count) => String(8_000_000 + count));
  const holdings: Holdings = { positions: [], balances: [] };
  const listening = new Set<WebSocket>();
  const server = await startVenueServer(answer, (socket) => {
    socket.on('message', (data) => greet(socket, JSON.parse(String(data)) as Greeting));
    socket.on('close', () => listening.delete(socket));
  });
  const tell = (tidings: VenueTidings): void => {
    const text = JSON.stringify({ subscriptionId: 0, event: executionReport(tidings) });
    for (const socket of listening) socket.send(text);
  };

  function greet(socket: WebSocket, { id, method, params }: Greeting): void {
    const { signature, ...signed } = params;
    const isKnown =
      method === 'userDataStream.subscribe.signature' && isSigned(new URLSearchParams(signed), signature);
    if (isKnown && !isLoginEnded) listening.add(socket);
    socket.send(
      JSON.stringify(
        listening.has(socket)
          ? { id, status: 200, result: { subscriptionId: 0 } }
          : { id, status: 401, error: REFUSED },
      ),
    );
  }

  function isSigned(query: URLSearchParams, signature: string | null | undefined): boolean {
    return signature === createHmac('sha256', keys.secret).update(query.toString()).digest('hex');
  }

  function answer({ method, url, headers, body }: VenueRequest): VenueReply {
    const path = url.pathname.replace('/api/v3/', '');
    const query = method === 'POST' ? new URLSearchParams(body) : url.searchParams;
    if (path === 'time') return { status: 200, body: { serverTime: now() } };
    if (path === 'exchangeInfo') return exchangeInfo(query.get('symbol') ?? '');
    const signature = query.get('signature');
    query.delete('signature');
    if (headers['x-mbx-apikey'] !== keys.apiKey || isLoginEnded) return { status: 401, body: REFUSED };
    if (!isSigned(query, signature))
      return { status: 400, body: { code: -1022, msg: 'Signature for this request is not valid.' } };
    if (Math.abs(Number(query.get('timestamp')) - now()) > RECV_WINDOW_MS)
      return {
        status: 400,
        body: { code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' },
      };
    switch (`${method} ${path}`) {
      case 'GET account':
        return { status: 200, body: account() };
      case 'POST order':
        return submit(query);
      case 'DELETE order':
        return cancel(query);
      case 'GET order': {
        const order = ordered(query);
        return order
          ? { status: 200, body: orderRow(order) }
          : { status: 400, body: { code: -2013, msg: 'Order does not exist.' } };
      }
      case 'GET openOrders':
        return { status: 200, body: book.open().map(orderRow) };
      case 'GET myTrades':
        return { status: 200, body: trades(query) };
      default:
        return { status: 404, body: { code: -1100, msg: `no ${method} ${path}` } };
    }
  }

  function ordered(query: URLSearchParams): VenueOrder | undefined {
    const id = query.get('orderId');
    return id === null ? book.byClientId(query.get('origClientOrderId') ?? '') : book.orders.get(id);
  }

  function submit(query: URLSearchParams): VenueReply {
    const clientId = query.get('newClientOrderId')!;
    const terms = readTerms(query);
    if (book.byClientId(clientId))
      return { status: 400, body: { code: -2010, msg: 'Duplicate order sent.' } };
    return meetCommand(
      book,
      { command: 'submit', clientId, venueOrderId: null, terms },
      {
        tell,
        take() {
          const order = book.add(terms, clientId);
          const { id, enteredTime: transactTime } = order;
          const symbol = query.get('symbol');
          return {
            order,
            body: { symbol, orderId: Number(id), orderListId: -1, clientOrderId: clientId, transactTime },
          };
        },
        refuse: (msg) => ({ status: 400, body: { code: -2010, msg } }),
      },
    );
  }

  function cancel(query: URLSearchParams): VenueReply {
    const order = ordered(query);
    if (order?.status !== 'open') return { status: 400, body: { code: -2011, msg: 'Unknown order sent.' } };
    return meetCommand(
      book,
      { command: 'cancel', clientId: order.clientId, venueOrderId: order.id, terms: {} },
      {
        tell,
        take() {
          book.end(order.id, 'cancelled', '');
          const row = { ...orderRow(order), clientOrderId: 'cancel-1', origClientOrderId: order.clientId };
          return { order, body: { ...row, transactTime: now() } };
        },
        refuse: (msg) => ({ status: 400, body: { code: -2011, msg } }),
      },
    );
  }

  function trades(query: URLSearchParams): unknown[] {
    const from = Number(query.get('startTime') ?? 0);
    const to = Number(query.get('endTime') ?? Number.MAX_SAFE_INTEGER);
    const number = query.get('orderId');
    return [...book.orders.values()]
      .filter((order) => number === null || order.id === number)
      .flatMap((order) => order.fills.map((fill) => ({ order, fill })))
      .filter(
        ({ fill }) => fill.time >= from && fill.time <= to && fill.number >= Number(query.get('fromId') ?? 0),
      )
      .sort((a, b) => a.fill.number - b.fill.number)
      .slice(0, Number(query.get('limit')))
      .map(({ order, fill }) => ({
        symbol: 'BTCUSD',
        id: fill.number,
        orderId: Number(order.id),
        price: formatDecimal(fill.price),
        qty: formatDecimal(fill.quantity),
        commission: '0.00000000',
        commissionAsset: 'USD',
        time: fill.time,
        isBuyer: order.terms.side === 'buy',
        isMaker: true,
      }));
  }

  function account() {
    const rows = [
      ...holdings.balances.map(({ currency, cash, buyingPower }) =>
        balance(currency, cash, buyingPower ?? cash),
      ),
      ...holdings.positions.map(({ symbol, quantity }) => balance(symbol.split('-')[0]!, quantity, quantity)),
    ];
    return { canTrade: true, accountType: 'SPOT', balances: rows };
  }

  return {
    ...exchangeDouble(book, server, { holdings, listening, tell }),
    endLogin() {
      isLoginEnded = true;
    },
  };
}

function exchangeInfo(symbol: string): VenueReply {
  const [, baseAsset] = /^(BTC|ETH)USD$/.exec(symbol) ?? [];
  if (!baseAsset) return { status: 400, body: { code: -1121, msg: 'Invalid symbol.' } };
  return { status: 200, body: { symbols: [{ symbol, status: 'TRADING', baseAsset, quoteAsset: 'USD' }] } };
}

function balance(asset: string, total: bigint, free: bigint) {
  return { asset, free: formatDecimal(free), locked: formatDecimal(total - free) };
}

/** Reads a new order back from its wire. */
function readTerms(query: URLSearchParams): VenueOrder['terms'] {
  const theirs = query.get('type')!;
  const type = TYPES[theirs]!;
  const validity = query.get('timeInForce')?.toLowerCase() as TimeInForce | undefined;
  const amount = (field: string) => (query.has(field) ? parseDecimal(query.get(field)!) : undefined);
  return termsOf({
    symbol: query.get('symbol')!.replace(/USD$/, '-USD'),
    side: query.get('side') === 'BUY' ? 'buy' : 'sell',
    type,
    quantity: amount('quantity'),
    // A market order bears no validity; it ends what does not fill at once.
    timeInForce: validity ?? (type === 'market' ? 'ioc' : 'gtc'),
    limitPrice: amount('price'),
    stopPrice: amount('stopPrice'),
    displayQuantity: amount('icebergQty'),
    isPostOnly: theirs === 'LIMIT_MAKER' || undefined,
  });
}

function theirType({ terms }: VenueOrder): string {
  if (terms.isPostOnly) return 'LIMIT_MAKER';
  return Object.entries(TYPES).find(([, ours]) => ours === terms.type)![0];
}

function statusOf({ status, fills }: VenueOrder): string {
  return status === 'open' && fills.length > 0 ? 'PARTIALLY_FILLED' : STATUSES[status];
}

function orderRow(order: VenueOrder) {
  const { terms, id, clientId, enteredTime, updatedTime } = order;
  return {
    symbol: 'BTCUSD',
    orderId: Number(id),
    orderListId: -1,
    clientOrderId: clientId,
    price: formatDecimal(terms.limitPrice ?? 0n),
    origQty: formatDecimal(terms.quantity ?? 0n),
    executedQty: formatDecimal(filledOf(order)),
    cummulativeQuoteQty: formatDecimal(multiplyDecimal(averageOf(order), filledOf(order))),
    status: statusOf(order),
    timeInForce: (terms.timeInForce ?? 'gtc').toUpperCase(),
    type: theirType(order),
    side: terms.side?.toUpperCase(),
    stopPrice: formatDecimal(terms.stopPrice ?? 0n),
    icebergQty: formatDecimal(terms.displayQuantity ?? 0n),
    time: enteredTime,
    updateTime: updatedTime,
    isWorking: true,
  };
}

function executionReport({ order, fill }: VenueTidings) {
  const row = orderRow(order);
  const isCancel = order.status === 'cancelled' && !fill;
  return {
    e: 'executionReport',
    E: order.updatedTime,
    s: row.symbol,
    c: isCancel ? 'cancel-1' : order.clientId,
    S: row.side,
    o: row.type,
    f: row.timeInForce,
    q: row.origQty,
    p: row.price,
    P: row.stopPrice,
    F: row.icebergQty,
    g: -1,
    C: isCancel ? order.clientId : '',
    x: fill ? 'TRADE' : row.status,
    X: row.status,
    r: order.reason || 'NONE',
    i: row.orderId,
    z: row.executedQty,
    Z: row.cummulativeQuoteQty,
    T: fill?.time ?? order.updatedTime,
    O: order.enteredTime,
    w: order.status === 'open',
    m: true,
    ...fillFields(fill),
  };
}

function fillFields(fill: VenueFill | undefined) {
  return {
    l: formatDecimal(fill?.quantity ?? 0n),
    L: formatDecimal(fill?.price ?? 0n),
    n: '0',
    N: fill ? 'USD' : null,
    t: fill?.number ?? -1,
  };
}
