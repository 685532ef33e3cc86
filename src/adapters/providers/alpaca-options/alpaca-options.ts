import { parseOptionSymbol } from '#domain/instruments/option-contract';
import type { OptionQuote } from '#domain/options/option-chain';
import { listOf, numberOf, objectOf, objectsOf, textOf } from '#domain/values/json-value';
import type { HttpClient } from '#engine/ports/http-client';
import type {
  OptionChainProviderDefinition,
  OptionChainRequest,
  ProviderChain,
} from '#engine/ports/option-chains';
import { malformedAnswer, ProviderError, symbolNotFound } from '#engine/ports/provider-error';

const NAME = 'Alpaca options';
/** Paper keys open the first, keys of accounts with money the second. */
const TRADING_URLS = ['https://paper-api.alpaca.markets', 'https://api.alpaca.markets'] as const;
const SNAPSHOTS_A_PAGE = 1_000;
const CONTRACTS_A_PAGE = 10_000;
/** A vendor that names a next page for ever would never be left otherwise. */
const PAGES_MAX = 40;

/**
 * Chains of US shares and funds from Alpaca (docs.alpaca.markets: option chain, option contracts, latest trade). Contracts
 * come from the trading interface, which also knows open interest.
 */
export const alpacaOptions: OptionChainProviderDefinition = {
  id: 'alpaca-options',
  name: NAME,
  baseUrl: 'https://data.alpaca.markets',
  keyUrl: 'https://app.alpaca.markets',
  keyForm: 'key ID and secret key joined by a colon',
  capabilities: {
    delayMs: 900_000,
    hasOpenInterest: true,
    isSimulated: false,
    access: 'keyed',
    budget: [{ requests: 200, perMs: 60_000 }],
    note: 'The free plan gives indicative quotes: derived from trades 15 minutes old, not those of the exchanges. Open interest is of the day before.',
  },
  create({ http, connect, key, now }) {
    const ask = createAsk(key);
    const contracts = createContracts(ask, connect);
    return {
      id: alpacaOptions.id,
      name: NAME,
      capabilities: alpacaOptions.capabilities,
      async expirations(underlying, signal) {
        const from = new Date(now()).toISOString().slice(0, 10);
        const listed = await contracts({ underlying, query: { expiration_date_gte: from } }, signal);
        const dates = new Set(listed.flatMap((one) => textOf(one['expiration_date']) ?? []));
        if (dates.size === 0)
          throw symbolNotFound(NAME, underlying, 'ask for a US share or fund with listed options');
        return [...dates].sort();
      },
      chain: (request) => chain({ http, ask, contracts }, request),
      async check(signal) {
        await spotOf(http, ask, 'SPY', signal);
      },
    };
  },
};

type Ask = (
  http: HttpClient,
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
  signal: AbortSignal | undefined,
) => Promise<Readonly<Record<string, unknown>>>;

type Contracts = (
  wanted: { readonly underlying: string; readonly query: Readonly<Record<string, string>> },
  signal: AbortSignal | undefined,
) => Promise<readonly Readonly<Record<string, unknown>>[]>;

function createAsk(key: string): Ask {
  const colon = key.indexOf(':');
  const [keyId, secret] = [key.slice(0, colon), key.slice(colon + 1)];
  return async (http, path, query, signal) => {
    if (colon <= 0 || secret === '')
      throw new ProviderError(
        'unauthorised',
        NAME,
        'its key must be key ID and secret key joined by a colon; copy both from your account',
      );
    const { status, body } = await http.getJson({
      path,
      query,
      secretHeaders: { 'apca-api-key-id': keyId, 'apca-api-secret-key': secret },
      secrets: [key, secret],
      ...(signal ? { signal } : {}),
    });
    const answer = objectOf(body);
    if (status !== 200) {
      const said = textOf(answer?.['message']) ?? `status ${status}`;
      throw new ProviderError(
        'not-found',
        NAME,
        `it does not answer for ${path} (${said}); check the symbol and the date`,
      );
    }
    if (!answer) throw malformedAnswer(NAME, 'is no object');
    return answer;
  };
}

/** All pages of the contracts, from whichever interface takes the key; the one that did is asked first from then on. */
function createContracts(ask: Ask, connect: (baseUrl: string) => HttpClient): Contracts {
  let urls: readonly string[] = TRADING_URLS;
  return async ({ underlying, query }, signal) => {
    for (const url of urls) {
      try {
        const http = connect(url);
        const rows = await pages(
          (token) =>
            ask(
              http,
              '/v2/options/contracts',
              {
                underlying_symbols: vendorSymbol(underlying),
                status: 'active',
                limit: CONTRACTS_A_PAGE,
                ...query,
                page_token: token,
              },
              signal,
            ),
          (answer) => listOf(answer['option_contracts']),
        );
        urls = [url, ...TRADING_URLS.filter((other) => other !== url)];
        return objectsOf(rows);
      } catch (error) {
        const isOtherAccount = error instanceof ProviderError && error.kind === 'unauthorised';
        if (!isOtherAccount || url === urls.at(-1)) throw error;
      }
    }
    return [];
  };
}

async function chain(
  { http, ask, contracts }: { readonly http: HttpClient; readonly ask: Ask; readonly contracts: Contracts },
  { underlying, expiration, signal }: OptionChainRequest,
): Promise<ProviderChain> {
  const name = vendorSymbol(underlying);
  const entries = await pages(
    (token) =>
      ask(
        http,
        `/v1beta1/options/snapshots/${encodeURIComponent(name)}`,
        { expiration_date: expiration, limit: SNAPSHOTS_A_PAGE, page_token: token },
        signal,
      ),
    (answer) => {
      const snapshots = objectOf(answer['snapshots']);
      return snapshots && Object.entries(snapshots);
    },
  );
  const listed = await contracts({ underlying, query: { expiration_date: expiration } }, signal);
  const interest = new Map(listed.map((one) => [textOf(one['symbol']), amount(one['open_interest'])]));
  const setAside: { raw: string; reason: string }[] = [];
  const quotes = entries.flatMap(([symbol, snapshot]): OptionQuote[] => {
    if (parseOptionSymbol(symbol) === undefined) {
      setAside.push({
        raw: symbol,
        reason: `${symbol} is no standard contract; what an adjusted one delivers no symbol tells`,
      });
      return [];
    }
    return [quoteOf(symbol, objectOf(snapshot), interest.get(symbol) ?? null)];
  });
  const { spot, spotTime } = await spotOf(http, ask, name, signal);
  return { underlying, quotes, spot, spotTime, setAside };
}

function quoteOf(
  symbol: string,
  snapshot: Readonly<Record<string, unknown>> | undefined,
  openInterest: number | null,
): OptionQuote {
  const quote = objectOf(snapshot?.['latestQuote']);
  const trade = objectOf(snapshot?.['latestTrade']);
  const day = objectOf(snapshot?.['dailyBar']);
  return {
    symbol,
    bid: price(quote?.['bp']),
    ask: price(quote?.['ap']),
    bidSize: amount(quote?.['bs']),
    askSize: amount(quote?.['as']),
    last: price(trade?.['p']),
    volume: amount(day?.['v']),
    openInterest,
    quoteTime: time(quote?.['t']),
    impliedVolatility: price(snapshot?.['impliedVolatility']),
  };
}

async function spotOf(
  http: HttpClient,
  ask: Ask,
  name: string,
  signal: AbortSignal | undefined,
): Promise<{ spot: number; spotTime: number | null }> {
  const answer = await ask(
    http,
    `/v2/stocks/${encodeURIComponent(name)}/trades/latest`,
    { feed: 'iex' },
    signal,
  );
  const trade = objectOf(answer['trade']);
  const spot = price(trade?.['p']);
  if (spot === null) throw malformedAnswer(NAME, `has no last trade of ${name}`);
  return { spot, spotTime: time(trade?.['t']) };
}

async function pages<Row>(
  ask: (token: string | undefined) => Promise<Readonly<Record<string, unknown>>>,
  rowsOf: (answer: Readonly<Record<string, unknown>>) => readonly Row[] | undefined,
): Promise<Row[]> {
  const rows: Row[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await ask(token);
    const found = rowsOf(answer);
    if (!found) throw malformedAnswer(NAME, 'has neither snapshots nor contracts');
    rows.push(...found);
    token = textOf(answer['next_page_token']);
    if (token === undefined) return rows;
  }
  throw malformedAnswer(NAME, `goes on for more than ${PAGES_MAX} pages`);
}

/** `BRK.B` is theirs too. */
function vendorSymbol(underlying: string): string {
  return underlying.toUpperCase();
}

/** A price above zero. */
function price(value: unknown): number | null {
  const number = numberOf(value);
  return number > 0 ? number : null;
}

/** A count. */
function amount(value: unknown): number | null {
  const number = numberOf(value);
  return number >= 0 ? number : null;
}

function time(value: unknown): number | null {
  const instant = Date.parse(textOf(value) ?? '');
  return Number.isNaN(instant) ? null : instant;
}
