import { binanceStream } from '#adapters/providers/binance/binance-stream';
import { finnhubStream } from '#adapters/providers/finnhub/finnhub-stream';
import type { MarketStreamDefinition } from '#engine/ports/market-stream';

export interface VendorTrade {
  readonly symbol: string;
  readonly price: number;
  readonly size: number;
  readonly time: number;
  readonly sequence: number;
}

/** How one vendor's stream speaks on the wire, written from its documentation. */
export interface StreamVendor {
  readonly definition: MarketStreamDefinition;
  /** Two, in the vendor's own form. */
  readonly symbols: readonly [string, string];
  readonly numbersTrades: boolean;
  trade(trade: VendorTrade): string;
  /** Symbols for which the vendor would send trades after these requests. */
  subscribed(requests: readonly string[]): string[];
  /** How it answers a request, if at all. */
  answer(request: string): string | undefined;
  /** What it says to refuse one. */
  readonly refusal: string;
  /** What it may say that is of no account. */
  readonly chatter: readonly string[];
}

export const binanceStreamVendor: StreamVendor = {
  definition: binanceStream,
  symbols: ['BTCUSDT', 'ETHUSDT'],
  numbersTrades: true,
  trade: ({ symbol, price, size, time, sequence }) =>
    JSON.stringify({
      stream: `${symbol.toLowerCase()}@trade`,
      data: {
        e: 'trade',
        E: time + 2,
        s: symbol,
        t: sequence,
        p: price.toFixed(8),
        q: size.toFixed(8),
        T: time,
        m: true,
        M: true,
      },
    }),
  subscribed(requests) {
    const streams = new Set<string>();
    for (const { method, params } of requests.map((text) => JSON.parse(text)))
      for (const stream of params as string[])
        if (method === 'SUBSCRIBE') streams.add(stream);
        else streams.delete(stream);
    return [...streams]
      .filter((stream) => stream.endsWith('@trade'))
      .map((stream) => stream.replace('@trade', '').toUpperCase())
      .sort();
  },
  answer: (request) => JSON.stringify({ result: null, id: JSON.parse(request).id }),
  refusal: '{"error":{"code":4,"msg":"Too many subscriptions"},"id":19}',
  chatter: [
    '{"result":null,"id":1}',
    '{"stream":"xrpusdt@trade","data":{"e":"trade","E":1,"s":"XRPUSDT","t":1,"p":"1","q":"1","T":1,"m":true,"M":true}}',
    '{"e":"serverShutdown","E":1770123456789}',
  ],
};

export const finnhubStreamVendor: StreamVendor = {
  definition: finnhubStream,
  symbols: ['AAPL', 'BINANCE:BTCUSDT'],
  numbersTrades: false,
  trade: ({ symbol, price, size, time }) =>
    JSON.stringify({ data: [{ c: ['1', '12'], p: price, s: symbol, t: time, v: size }], type: 'trade' }),
  subscribed(requests) {
    const symbols = new Set<string>();
    for (const { type, symbol } of requests.map((text) => JSON.parse(text)))
      if (type === 'subscribe') symbols.add(symbol);
      else symbols.delete(symbol);
    return [...symbols].sort();
  },
  answer: () => undefined,
  refusal: '{"msg":"Subscribing to too many symbols","type":"error"}',
  chatter: [
    '{"type":"ping"}',
    '{"data":[{"c":null,"p":1,"s":"MSFT","t":1575526691134,"v":1}],"type":"trade"}',
  ],
};

export const STREAM_VENDORS: readonly StreamVendor[] = [binanceStreamVendor, finnhubStreamVendor];
