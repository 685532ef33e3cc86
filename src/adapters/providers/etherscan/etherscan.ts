import { listOf, numberOf, objectOf, textOf } from '#domain/values/json-value';
import type {
  BarRequest,
  DataProviderDefinition,
  ProviderBars,
  ProviderRow,
} from '#engine/ports/data-provider';
import type { HttpClient } from '#engine/ports/http-client';
import { malformedAnswer, ProviderError, symbolNotFound } from '#engine/ports/provider-error';

const NAME = 'Etherscan';
const DAY_MS = 86_400_000;

interface Series {
  readonly action: string;
  /** Field of a day's entry that holds the value. */
  readonly field: string;
  readonly name: string;
  /** What a value is divided by. */
  readonly unit: number;
}

const WEI_A_GWEI = 1e9;
const SERIES: Readonly<Record<string, Series>> = {
  'eth-transactions': {
    action: 'dailytx',
    field: 'transactionCount',
    name: 'Transactions a day',
    unit: 1,
  },
  'eth-new-addresses': {
    action: 'dailynewaddress',
    field: 'newAddressCount',
    name: 'New addresses a day',
    unit: 1,
  },
  'eth-gas-price': {
    action: 'dailyavggasprice',
    field: 'avgGasPrice_Wei',
    name: 'Mean gas price in gwei',
    unit: WEI_A_GWEI,
  },
  'eth-price': { action: 'ethdailyprice', field: 'value', name: 'Price of ether in dollars', unit: 1 },
};

/** Daily figures of the Ethereum chain. */
export const etherscan: DataProviderDefinition = {
  id: 'etherscan',
  name: NAME,
  baseUrl: 'https://api.etherscan.io',
  keyUrl: 'https://etherscan.io/apidashboard',
  capabilities: {
    assetClasses: ['economic'],
    timeframes: ['1d'],
    historyDepth: {},
    isStreaming: false,
    access: 'keyed',
    budget: [
      { requests: 3, perMs: 1_000 },
      { requests: 100_000, perMs: DAY_MS },
    ],
    note: `Symbols: ${Object.keys(SERIES).join(', ')}. Daily figures need a paid plan; one value stands for the whole day.`,
  },
  create: ({ http, key }) => ({
    id: etherscan.id,
    name: NAME,
    capabilities: etherscan.capabilities,
    bars: (request) => bars(http, key, request),
    async check(signal) {
      const result = await ask(http, key, { action: 'ethprice' }, '', signal);
      if (Number.isNaN(numberOf(objectOf(result)?.['ethusd']))) throw malformedAnswer(NAME, 'has no price');
    },
  }),
};

async function bars(http: HttpClient, key: string, request: BarRequest): Promise<ProviderBars> {
  const { symbol, timeframe, from, to, signal, onProgress } = request;
  if (timeframe !== '1d')
    throw new ProviderError('unsupported', NAME, `it has no ${timeframe} bars; ask for 1d`);
  const series = SERIES[symbol.toLowerCase()];
  if (!series) throw symbolNotFound(NAME, symbol, `it has ${Object.keys(SERIES).join(', ')}`);
  const query = {
    action: series.action,
    startdate: dateText(Math.max(from, 0)),
    enddate: dateText(to - 1),
    sort: 'asc',
  };
  const days = listOf(await ask(http, key, query, symbol, signal));
  if (!days) throw malformedAnswer(NAME, 'has no list of days');
  onProgress?.(1);
  return {
    rows: days.map((day) => rowOf(day, series)),
    facts: {
      adjustment: 'none',
      assetClass: 'index',
      isTradable: false,
      venue: NAME,
      timeZone: 'UTC',
      name: series.name,
    },
  };
}

function rowOf(entry: unknown, { field, unit }: Series): ProviderRow {
  const day = objectOf(entry);
  const given = day?.[field];
  const number = numberOf(given);
  const value = Number.isNaN(number) ? given : number / unit;
  const time = Date.parse(`${textOf(day?.['UTCDate']) ?? ''}T00:00:00Z`);
  return { time, open: value, high: value, low: value, close: value, volume: 0, raw: JSON.stringify(entry) };
}

async function ask(
  http: HttpClient,
  key: string,
  query: Record<string, string>,
  symbol: string,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const { body } = await http.getJson({
    path: '/v2/api',
    query: { chainid: 1, module: 'stats', ...query },
    secretQuery: { apikey: key },
    ...(signal ? { signal } : {}),
  });
  const answer = objectOf(body);
  const status = textOf(answer?.['status']);
  if (!answer || status === undefined) throw malformedAnswer(NAME, 'has no status');
  if (status === '1' || /no (records|transactions) found/i.test(textOf(answer['message']) ?? ''))
    return answer['result'];
  throw refusalOf(textOf(answer['result']) ?? textOf(answer['message']) ?? '', symbol);
}

/** What a successful status hides: refusals come as sentences. */
function refusalOf(said: string, symbol: string): ProviderError {
  if (/api pro|upgrade/i.test(said))
    return new ProviderError(
      'unauthorised',
      NAME,
      'the plan of the key does not include daily figures; use another plan or provider',
    );
  if (/api ?key/i.test(said))
    return new ProviderError('unauthorised', NAME, 'it does not accept the key; check it');
  if (/rate limit/i.test(said))
    return new ProviderError('rate-limited', NAME, 'it takes no more requests for now; retry soon', 1_000);
  if (/missing|unsupported|invalid action/i.test(said))
    return symbolNotFound(NAME, symbol, `it has ${Object.keys(SERIES).join(', ')}`);
  return new ProviderError('unsupported', NAME, `it refuses the request (${said}); ask for other dates`);
}

function dateText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
