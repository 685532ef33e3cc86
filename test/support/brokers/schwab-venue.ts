import { decimalToNumber } from '#domain/values/decimal';
import type { BrokerBalance, BrokerPosition } from '#engine/ports/broker';
import type { BrokerVenueDouble } from './broker-vendor.ts';
import {
  readSchwabTerms,
  SCHWAB_ACCOUNT,
  type SchwabBody,
  schwabOrderJson,
  schwabTime,
} from './schwab-order-json.ts';
import { termsOf, VenueBook } from './venue-book.ts';
import { startVenueServer, type VenueReply, type VenueRequest } from './venue-server.ts';

export const SCHWAB_FIELDS = {
  appKey: 'OctopusTestAppKey00000000000000001',
  appSecret: 'schwabAppSecretX9',
  callbackUrl: 'https://127.0.0.1',
  refreshToken: 'refresh-token-of-yesterday-0001@',
  refreshTokenTime: String(Date.parse('2026-03-02T15:00:00Z')),
};
export const SCHWAB_CODE = 'C0.b2F1dGgyLmNkYy5zY2h3YWIuY29t.first@';

/** What more a Schwab test can do. */
export interface SchwabVenue extends BrokerVenueDouble {
  /** The access token of now ends; the refresh token is still good. */
  endAccess(): void;
  /** Access that is granted from now on lasts this long; 30 minutes unless told. */
  shortenAccess(seconds: number): void;
  /** Grants asked for so far: `refresh_token`, `authorization_code`. */
  readonly grants: readonly string[];
  /** Requests that reached it, without bodies. */
  readonly requests: readonly string[];
}

/**
 * Login and Trader API as developer.schwab.com documents them (Accounts and Trading Production; OAuth with
 * authorisation code): a new order is answered by 201 and a Location, a refusal by `message` and `errors`; orders and
 * their executions are read from `/accounts/{hash}/orders`.
 */
export async function startSchwabVenue(now: () => number): Promise<SchwabVenue> {
  const book = new VenueBook(now, (count) => String(1_004_123_456_000 + count));
  const grants: string[] = [];
  const requests: string[] = [];
  let positions: readonly BrokerPosition[] = [];
  let balance: BrokerBalance = { currency: 'USD', cash: 0n, buyingPower: 0n, equity: 0n };
  let refreshToken = SCHWAB_FIELDS.refreshToken;
  let accessToken = '';
  let accessSeconds = 1_800;
  let accessUntil = 0;
  let tokenCount = 0;
  let isLoginTaken = true;
  let nextWords: string | null = null;

  const server = await startVenueServer(answer);

  function answer(request: VenueRequest): VenueReply {
    const { method, url, headers } = request;
    requests.push(`${method} ${url.pathname}`);
    if (url.pathname === '/v1/oauth/token') return grant(request);
    if (headers.authorization !== `Bearer ${accessToken}` || accessUntil <= now())
      return { status: 401, body: { message: `Unauthorized ${headers.authorization}`, errors: [] } };
    if (url.pathname === '/trader/v1/accounts/accountNumbers') return { status: 200, body: [SCHWAB_ACCOUNT] };
    const [, hash, rest = ''] = /^\/trader\/v1\/accounts\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
    if (hash !== SCHWAB_ACCOUNT.hashValue) return { status: 404, body: { message: 'account not found' } };
    const [, number] = /^\/orders\/(\d+)$/.exec(rest) ?? [];
    if (rest === '/orders' && method === 'POST') return submit(JSON.parse(request.body) as SchwabBody);
    if (number && method === 'DELETE') return cancel(number);
    if (number) {
      const order = book.orders.get(number);
      return order
        ? { status: 200, body: schwabOrderJson(order) }
        : { status: 404, body: { message: 'Order not found' } };
    }
    if (rest === '/orders') {
      const text = nextWords;
      nextWords = null;
      return text === null ? { status: 200, body: ordersWithin(url.searchParams) } : { status: 200, text };
    }
    if (rest === '/transactions') return { status: 200, body: transactions(url.searchParams) };
    return { status: 200, body: accountJson() };
  }

  function grant({ headers, body }: VenueRequest): VenueReply {
    const form = new URLSearchParams(body);
    const kind = form.get('grant_type') ?? '';
    grants.push(kind);
    const basic = Buffer.from(`${SCHWAB_FIELDS.appKey}:${SCHWAB_FIELDS.appSecret}`).toString('base64');
    const isTaken =
      isLoginTaken &&
      headers.authorization === `Basic ${basic}` &&
      (kind === 'refresh_token'
        ? form.get('refresh_token') === refreshToken
        : form.get('code') === SCHWAB_CODE && form.get('redirect_uri') === SCHWAB_FIELDS.callbackUrl);
    if (!isTaken)
      return {
        status: 400,
        body: { error: 'unsupported_token_type', error_description: `refresh token invalid ${refreshToken}` },
      };
    tokenCount++;
    accessToken = `I0.access-token-number-${tokenCount}@`;
    accessUntil = now() + accessSeconds * 1_000;
    refreshToken = `refresh-token-of-login-${tokenCount}@`;
    return {
      status: 200,
      body: {
        expires_in: accessSeconds,
        token_type: 'Bearer',
        scope: 'api',
        refresh_token: refreshToken,
        access_token: accessToken,
        id_token: 'id',
      },
    };
  }

  function submit(body: SchwabBody): VenueReply {
    const how = book.take('submit');
    const terms = readSchwabTerms(body);
    const isTaken = how.kind.startsWith('accept') || (how.kind === 'trouble' && how.isTaken);
    const order = isTaken ? book.add(terms, null) : null;
    book.commands.push({ command: 'submit', clientId: null, venueOrderId: order?.id ?? null, terms });
    switch (how.kind) {
      case 'accept':
        return {
          status: 201,
          headers: {
            location: `${server.httpUrl}/trader/v1/accounts/${SCHWAB_ACCOUNT.hashValue}/orders/${order?.id}`,
          },
        };
      case 'reject':
        return { status: 400, body: { message: 'Validation problem', errors: [how.reason] } };
      case 'trouble':
        return { status: 500, body: { message: 'Application encountered unexpected error' } };
      case 'busy':
        return { status: 429, headers: { 'retry-after': String(how.retryAfterSeconds) }, body: {} };
      case 'accept-and-cut':
        return 'cut';
      case 'accept-silently':
        return 'silent';
    }
  }

  function cancel(number: string): VenueReply {
    const how = book.take('cancel');
    const order = book.orders.get(number);
    book.commands.push({ command: 'cancel', clientId: null, venueOrderId: number, terms: {} });
    if (!order) return { status: 404, body: { message: 'Order not found' } };
    if (how.kind === 'reject') return { status: 400, body: { message: how.reason, errors: [] } };
    if (order.status !== 'open')
      return {
        status: 400,
        body: { message: 'Order cannot be canceled', errors: [`it is ${order.status}`] },
      };
    book.end(number, 'cancelled', '');
    if (how.kind === 'accept-silently') return 'silent';
    return how.kind === 'accept-and-cut' ? 'cut' : { status: 200 };
  }

  function ordersWithin(query: URLSearchParams): unknown[] {
    const from = Date.parse(query.get('fromEnteredTime') ?? '');
    const to = Date.parse(query.get('toEnteredTime') ?? '');
    return [...book.orders.values()]
      .filter(({ enteredTime }) => enteredTime >= from && enteredTime <= to)
      .map(schwabOrderJson);
  }

  function transactions(query: URLSearchParams): unknown[] {
    const from = Date.parse(query.get('startDate') ?? '');
    return [...book.orders.values()].flatMap((order) =>
      order.fills
        .filter(({ time }) => time >= from)
        .map((fill) => ({
          activityId: 93_401_981_000 + fill.number,
          time: schwabTime(fill.time),
          type: 'TRADE',
          status: 'VALID',
          orderId: Number(order.id),
          netAmount: -decimalToNumber(fill.price),
          transferItems: [],
        })),
    );
  }

  function accountJson() {
    return {
      securitiesAccount: {
        type: 'MARGIN',
        accountNumber: SCHWAB_ACCOUNT.accountNumber,
        positions: positions.map(({ symbol, quantity, averagePrice }) => ({
          shortQuantity: quantity < 0n ? decimalToNumber(-quantity) : 0,
          longQuantity: quantity > 0n ? decimalToNumber(quantity) : 0,
          averagePrice: decimalToNumber(averagePrice),
          instrument: { assetType: 'EQUITY', symbol },
        })),
        currentBalances: {
          cashBalance: decimalToNumber(balance.cash),
          buyingPower: decimalToNumber(balance.buyingPower ?? 0n),
          liquidationValue: decimalToNumber(balance.equity ?? 0n),
        },
      },
    };
  }

  return {
    addresses: { trader: `${server.httpUrl}/trader/v1`, oauth: `${server.httpUrl}/v1/oauth` },
    commands: book.commands,
    grants,
    requests,
    lines: () => 0,
    answerNext: (command, how) => book.answerNext(command, how),
    fill: (id, quantity, price) => void book.fill(id, quantity, price),
    fillLegs: (id, quantity, prices) => void book.fillLegs(id, quantity, prices),
    end: (id, kind, reason) => void book.end(id, kind, reason),
    // The list says the same for as long as nothing else happens.
    repeatFill: () => undefined,
    placeElsewhere: (terms) =>
      book.add({ symbol: 'AAPL', type: 'limit', timeInForce: 'day', ...termsOf(terms) }, null).id,
    setPositions(next) {
      positions = next;
    },
    setBalances([next]) {
      if (next) balance = next;
    },
    say(text) {
      nextWords = text;
    },
    goAway: () => server.goAway(),
    comeBack: () => server.comeBack(),
    endLogin() {
      isLoginTaken = false;
      accessUntil = 0;
    },
    endAccess() {
      accessUntil = 0;
    },
    shortenAccess(seconds) {
      accessSeconds = seconds;
    },
    close: () => server.close(),
  };
}
