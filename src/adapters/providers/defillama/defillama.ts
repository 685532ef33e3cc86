import { listOf, numberOf, objectOf } from '#domain/values/json-value';
import type {
  BarRequest,
  DataProviderDefinition,
  ProviderBars,
  ProviderRow,
} from '#engine/ports/data-provider';
import type { HttpClient } from '#engine/ports/http-client';
import { malformedAnswer, ProviderError, symbolNotFound } from '#engine/ports/provider-error';

const NAME = 'DefiLlama';
const DAY_MS = 86_400_000;
/** What protocols are told from chains by. */
const PROTOCOL_PREFIX = 'protocol:';

/** Value locked, in dollars a day: on a chain (`Ethereum`) or in a protocol (`protocol:aave`). */
export const defillama: DataProviderDefinition = {
  id: 'defillama',
  name: NAME,
  baseUrl: 'https://api.llama.fi',
  keyUrl: '',
  capabilities: {
    assetClasses: ['economic'],
    timeframes: ['1d'],
    historyDepth: {},
    isStreaming: false,
    access: 'free',
    budget: [{ requests: 60, perMs: 60_000 }],
    note: 'Value locked on a chain (Ethereum) or in a protocol (protocol:aave), in dollars; one value stands for the whole day and may be restated later. The budget is our own restraint.',
  },
  create: ({ http }) => ({
    id: defillama.id,
    name: NAME,
    capabilities: defillama.capabilities,
    bars: (request) => bars(http, request),
    async check(signal) {
      await chainValues(http, 'Ethereum', signal);
    },
  }),
};

async function bars(http: HttpClient, request: BarRequest): Promise<ProviderBars> {
  const { symbol, timeframe, from, to, signal, onProgress } = request;
  if (timeframe !== '1d')
    throw new ProviderError('unsupported', NAME, `it has no ${timeframe} bars; ask for 1d`);
  const points = symbol.startsWith(PROTOCOL_PREFIX)
    ? await protocolValues(http, symbol, signal)
    : await chainValues(http, symbol, signal);
  onProgress?.(1);
  return {
    // All there is comes at once, back to the first day.
    rows: points.map(rowOf).filter(({ time }) => !(time < from || time >= to)),
    facts: {
      adjustment: 'none',
      assetClass: 'index',
      isTradable: false,
      currency: 'USD',
      venue: NAME,
      timeZone: 'UTC',
      name: `Value locked, ${symbol.replace(PROTOCOL_PREFIX, '')}`,
    },
  };
}

async function chainValues(http: HttpClient, chain: string, signal: AbortSignal | undefined) {
  const path = `/v2/historicalChainTvl/${encodeURIComponent(chain)}`;
  const { status, body } = await http.getJson({ path, ...(signal ? { signal } : {}) });
  if (status !== 200) throw symbolNotFound(NAME, chain, 'chains bear names such as Ethereum or Solana');
  const points = listOf(body);
  if (!points) throw malformedAnswer(NAME, 'is no list of days');
  return points;
}

async function protocolValues(http: HttpClient, symbol: string, signal: AbortSignal | undefined) {
  const path = `/protocol/${encodeURIComponent(symbol.slice(PROTOCOL_PREFIX.length))}`;
  const { status, body } = await http.getJson({ path, ...(signal ? { signal } : {}) });
  if (status !== 200) throw symbolNotFound(NAME, symbol, 'protocols bear names such as protocol:aave');
  const points = listOf(objectOf(body)?.['tvl']);
  if (!points) throw malformedAnswer(NAME, 'has no list "tvl"');
  return points;
}

/** A point of a day: its value for all of the day; the newest point may bear the moment. */
function rowOf(entry: unknown): ProviderRow {
  const point = objectOf(entry);
  const value = point?.['tvl'] ?? point?.['totalLiquidityUSD'];
  const time = Math.floor((numberOf(point?.['date']) * 1_000) / DAY_MS) * DAY_MS;
  return { time, open: value, high: value, low: value, close: value, volume: 0, raw: JSON.stringify(entry) };
}
