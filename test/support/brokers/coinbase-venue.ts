import { generateKeyPairSync, verify } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { OrderType, TimeInForce } from '#domain/orders/order';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';
import type { BrokerVenueDouble } from './broker-vendor.ts';
import { exchangeDouble, type Holdings, meetCommand, type VenueTidings } from './exchange-venue.ts';
import { averageOf, filledOf, termsOf, VenueBook, type VenueFill, type VenueOrder } from './venue-book.ts';
import { startVenueServer, type VenueReply, type VenueRequest } from './venue-server.ts';

const CONFIGURATIONS: Readonly<Record<string, readonly [OrderType, TimeInForce]>> = {
  market_market_ioc: ['market', 'ioc'],
  market_market_fok: ['market', 'fok'],
  sor_limit_ioc: ['limit', 'ioc'],
  limit_limit_gtc: ['limit', 'gtc'],
  limit_limit_gtd: ['limit', 'gtd'],
  limit_limit_fok: ['limit', 'fok'],
  stop_limit_stop_limit_gtc: ['stop-limit', 'gtc'],
  stop_limit_stop_limit_gtd: ['stop-limit', 'gtd'],
};
const STATUSES = {
  open: 'OPEN',
  filled: 'FILLED',
  cancelled: 'CANCELLED',
  expired: 'EXPIRED',
  rejected: 'FAILED',
  replaced: 'CANCELLED',
} as const;
const VALIDITIES: Readonly<Partial<Record<TimeInForce, string>>> = {
  gtc: 'GOOD_UNTIL_CANCELLED',
  gtd: 'GOOD_UNTIL_DATE_TIME',
  ioc: 'IMMEDIATE_OR_CANCEL',
  fok: 'FILL_OR_KILL',
};
const REFUSED: VenueReply = { status: 401, text: 'Unauthorized' };
const NO_TIME = '0001-01-01T00:00:00Z';

/** A key as Coinbase gives out: its name, and a private key on the curve P-256. */
export function coinbaseKeys() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const secret = privateKey.export({ type: 'sec1', format: 'pem' }).toString();
  return { apiKey: 'organizations/2f0e9a4c/apiKeys/77d1c0de', secret, publicKey };
}

/** Coinbase Advanced Trade, REST and the channel `user`, as documented at docs.cdp.coinbase.com, for one account. */
export async function startCoinbaseVenue(
  now: () => number,
  keys: ReturnType<typeof coinbaseKeys>,
): Promise<BrokerVenueDouble> {
  let isLoginEnded = false;
  let sequence = 0;
  const book = new VenueBook(now, (count) => `0000-${String(count).padStart(4, '0')}`);
  const holdings: Holdings = { positions: [], balances: [] };
  const listening = new Set<WebSocket>();
  const server = await startVenueServer(answer, (socket) => {
    socket.on('message', (data) => greet(socket, JSON.parse(String(data)) as Record<string, string>));
    socket.on('close', () => listening.delete(socket));
  });
  const said = (events: readonly unknown[], channel = 'user'): string =>
    JSON.stringify({
      channel,
      client_id: '',
      timestamp: new Date(now()).toISOString(),
      sequence_num: sequence++,
      events,
    });
  const tell = ({ order }: VenueTidings): void => {
    for (const socket of listening) socket.send(said([{ type: 'update', orders: [streamRow(order)] }]));
  };

  function greet(socket: WebSocket, { type, channel, jwt = '' }: Record<string, string>): void {
    if (type !== 'subscribe' || isLoginEnded || !isOurs(jwt, null)) {
      socket.send(JSON.stringify({ type: 'error', message: 'authentication failure' }));
      return;
    }
    if (channel !== 'user') return;
    socket.send(said([{ subscriptions: { user: ['organizations'] } }], 'subscriptions'));
    socket.send(said([{ type: 'snapshot', orders: book.open().map(streamRow) }]));
    listening.add(socket);
  }

  /** Whether a token is signed with our key, for this request, and still good. */
  function isOurs(token: string, request: string | null): boolean {
    const [head = '', body = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(body || 'e30', 'base64url').toString()) as Record<string, unknown>;
    const key = { key: keys.publicKey, dsaEncoding: 'ieee-p1363' as const };
    const isSigned = verify(
      'sha256',
      Buffer.from(`${head}.${body}`),
      key,
      Buffer.from(signature, 'base64url'),
    );
    const isInTime = Number(claims['nbf']) <= now() / 1_000 + 1 && Number(claims['exp']) >= now() / 1_000;
    return (
      isSigned && isInTime && claims['sub'] === keys.apiKey && (request === null || claims['uri'] === request)
    );
  }

  function answer({ method, url, headers, body }: VenueRequest): VenueReply {
    const path = url.pathname.replace('/api/v3/brokerage/', '');
    if (path === 'time')
      return { status: 200, body: { iso: '', epochSeconds: '', epochMillis: String(now()) } };
    const token = headers.authorization?.replace('Bearer ', '') ?? '';
    if (isLoginEnded || !isOurs(token, `${method} ${server.httpUrl}${url.pathname}`)) return REFUSED;
    const asked = method === 'POST' ? (JSON.parse(body) as Record<string, unknown>) : {};
    if (`${method} ${path}` === 'POST orders') return submit(asked);
    if (`${method} ${path}` === 'POST orders/batch_cancel')
      return cancel(String((asked['order_ids'] as string[])[0]));
    if (path === 'accounts') return paged(accounts(), 'accounts', url);
    if (path === 'orders/historical/batch') return paged(listed(url), 'orders', url);
    if (path === 'orders/historical/fills') return paged(fills(url), 'fills', url);
    const order = book.orders.get(path.replace('orders/historical/', ''));
    if (order) return { status: 200, body: { order: orderRow(order) } };
    const message = `order with this orderID was not found`;
    return { status: 404, body: { error: 'NOT_FOUND', error_details: message, message } };
  }

  function submit(asked: Readonly<Record<string, unknown>>): VenueReply {
    const clientId = String(asked['client_order_id']);
    const success = (order: VenueOrder) => ({
      success: true,
      success_response: {
        order_id: order.id,
        product_id: 'BTC-USD',
        side: asked['side'],
        client_order_id: clientId,
      },
      order_configuration: asked['order_configuration'],
    });
    const known = book.byClientId(clientId);
    if (known) return { status: 200, body: success(known) };
    const terms = readTerms(asked);
    return meetCommand(
      book,
      { command: 'submit', clientId, venueOrderId: null, terms },
      {
        tell,
        take() {
          const order = book.add(terms, clientId);
          return { order, body: success(order) };
        },
        refuse: (message) => ({
          status: 200,
          body: {
            success: false,
            failure_reason: 'UNKNOWN_FAILURE_REASON',
            order_id: '',
            error_response: {
              error: 'INSUFFICIENT_FUND',
              message,
              error_details: '',
              new_order_failure_reason: 'INSUFFICIENT_FUND',
            },
          },
        }),
      },
    );
  }

  function cancel(id: string): VenueReply {
    const order = book.orders.get(id);
    const refuse = (failure_reason: string): VenueReply => ({
      status: 200,
      body: { results: [{ success: false, failure_reason, order_id: id }] },
    });
    if (order?.status !== 'open') return refuse('UNKNOWN_CANCEL_ORDER');
    return meetCommand(
      book,
      { command: 'cancel', clientId: order.clientId, venueOrderId: id, terms: {} },
      {
        tell,
        refuse,
        take() {
          book.end(id, 'cancelled', 'User requested cancel');
          return {
            order,
            body: {
              results: [{ success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: id }],
            },
          };
        },
      },
    );
  }

  function listed(url: URL): unknown[] {
    const isOpen = url.searchParams.get('order_status') === 'OPEN';
    return [...book.orders.values()]
      .filter(({ status }) => !isOpen || status === 'open')
      .reverse()
      .map(orderRow);
  }

  function fills(url: URL): unknown[] {
    const ids = url.searchParams.getAll('order_ids');
    const since = Date.parse(url.searchParams.get('start_sequence_timestamp') ?? '1970-01-01T00:00:00Z');
    return [...book.orders.values()]
      .filter(({ id }) => ids.length === 0 || ids.includes(id))
      .flatMap((order) => order.fills.map((fill) => fillRow(order, fill)))
      .filter(({ trade_time }) => Date.parse(trade_time) >= since)
      .sort((a, b) => (a.entry_id < b.entry_id ? 1 : -1));
  }

  function accounts() {
    const row = (currency: string, total: bigint, free: bigint) => ({
      uuid: `account-${currency}`,
      name: `${currency} Wallet`,
      currency,
      available_balance: { value: formatDecimal(free), currency },
      hold: { value: formatDecimal(total - free), currency },
    });
    return [
      ...holdings.balances.map(({ currency, cash, buyingPower }) => row(currency, cash, buyingPower ?? cash)),
      ...holdings.positions.map(({ symbol, quantity }) => row(symbol.split('-')[0]!, quantity, quantity)),
    ];
  }

  return {
    ...exchangeDouble(book, server, { holdings, listening, tell }),
    // The channel tells how much is filled; the fills themselves have to be asked for.
    endLogin() {
      isLoginEnded = true;
    },
  };
}

/** One row a page, so that whoever forgets to turn pages is found out. */
function paged(rows: readonly unknown[], name: string, url: URL): VenueReply {
  const at = Number(url.searchParams.get('cursor') || 0);
  const hasNext = at + 1 < rows.length;
  const page = { [name]: rows.slice(at, at + 1), has_next: hasNext, cursor: hasNext ? String(at + 1) : '' };
  return { status: 200, body: page };
}

/** Reads a new order back from its wire. */
function readTerms(asked: Readonly<Record<string, unknown>>): VenueOrder['terms'] {
  const [[name, values]] = Object.entries(
    asked['order_configuration'] as Record<string, Record<string, unknown>>,
  ) as [[string, Record<string, unknown>]];
  const [type, timeInForce] = CONFIGURATIONS[name]!;
  const side = asked['side'] === 'BUY' ? 'buy' : 'sell';
  const amount = (field: string) => (field in values ? parseDecimal(values[field] as string) : undefined);
  const isAway = (values['stop_direction'] === 'STOP_DIRECTION_STOP_UP') === (side === 'buy');
  return termsOf({
    symbol: String(asked['product_id']),
    side,
    type: type === 'stop-limit' && !isAway ? 'limit-if-touched' : type,
    quantity: amount('base_size'),
    timeInForce,
    limitPrice: amount('limit_price'),
    stopPrice: amount('stop_price'),
    expireTime: 'end_time' in values ? Date.parse(values['end_time'] as string) : undefined,
    isPostOnly: values['post_only'] === true || undefined,
  });
}

function configurationOf({ terms }: VenueOrder) {
  const type = terms.type === 'limit-if-touched' ? 'stop-limit' : terms.type;
  const [name = ''] =
    Object.entries(CONFIGURATIONS).find(
      ([, [one, validity]]) => one === type && validity === terms.timeInForce,
    ) ?? [];
  const isUp = (terms.type === 'stop-limit') === (terms.side === 'buy');
  return {
    [name]: {
      base_size: formatDecimal(terms.quantity ?? 0n),
      ...(terms.limitPrice === undefined ? {} : { limit_price: formatDecimal(terms.limitPrice) }),
      ...(terms.stopPrice === undefined
        ? {}
        : {
            stop_price: formatDecimal(terms.stopPrice),
            stop_direction: isUp ? 'STOP_DIRECTION_STOP_UP' : 'STOP_DIRECTION_STOP_DOWN',
          }),
    },
  };
}

function orderRow(order: VenueOrder) {
  const { id, clientId, terms, enteredTime, updatedTime, fills } = order;
  return {
    order_id: id,
    product_id: terms.symbol,
    client_order_id: clientId,
    order_configuration: configurationOf(order),
    side: terms.side?.toUpperCase(),
    status: STATUSES[order.status],
    created_time: new Date(enteredTime).toISOString(),
    last_update_time: new Date(updatedTime).toISOString(),
    last_fill_time: fills.length > 0 ? new Date(fills.at(-1)!.time).toISOString() : null,
    filled_size: formatDecimal(filledOf(order)),
    average_filled_price: `${formatDecimal(averageOf(order))}`,
    number_of_fills: String(fills.length),
    reject_message: order.status === 'rejected' ? order.reason : '',
    cancel_message: order.status === 'cancelled' ? order.reason : '',
  };
}

function streamRow(order: VenueOrder) {
  const { id, clientId, terms, enteredTime, fills } = order;
  const filled = filledOf(order);
  return {
    avg_price: formatDecimal(averageOf(order)),
    cancel_reason: order.status === 'cancelled' ? order.reason : '',
    client_order_id: clientId,
    creation_time: new Date(enteredTime).toISOString(),
    cumulative_quantity: formatDecimal(filled),
    end_time: NO_TIME,
    leaves_quantity: formatDecimal((terms.quantity ?? 0n) - filled),
    limit_price: formatDecimal(terms.limitPrice ?? 0n),
    number_of_fills: String(fills.length),
    order_id: id,
    order_side: terms.side?.toUpperCase(),
    order_type: terms.type === 'market' ? 'Market' : terms.stopPrice === undefined ? 'Limit' : 'Stop Limit',
    product_id: terms.symbol,
    product_type: 'SPOT',
    reject_reason: order.status === 'rejected' ? order.reason : '',
    status: STATUSES[order.status],
    stop_price: terms.stopPrice === undefined ? '' : formatDecimal(terms.stopPrice),
    time_in_force: VALIDITIES[terms.timeInForce ?? 'gtc'],
  };
}

function fillRow({ id, terms }: VenueOrder, fill: VenueFill) {
  return {
    entry_id: `entry-${String(fill.number).padStart(6, '0')}`,
    trade_id: `trade-${fill.number}`,
    order_id: id,
    trade_time: new Date(fill.time).toISOString(),
    trade_type: 'FILL',
    price: formatDecimal(fill.price),
    size: formatDecimal(fill.quantity),
    commission: '0.0123456789',
    product_id: terms.symbol,
    liquidity_indicator: 'TAKER',
    size_in_quote: false,
    side: terms.side?.toUpperCase(),
  };
}
