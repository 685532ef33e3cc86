import { type TickBatch, TRADE_TICK } from '#domain/market/tick-batch';
import { listOf, numberOf, objectOf, textOf } from '#domain/values/json-value';
import type { MarketStreamDefinition } from '#engine/ports/market-stream';
import { SocketStream, type StreamDialect } from '#engine/ports/socket-stream';
import { finnhub } from './finnhub.ts';

/** A pair of coins as Binance writes it; a share's symbol has no more than five letters. */
const COIN_PAIR = /^[A-Z0-9]{2,}(USDT|USDC|FDUSD)$/;
/** What the free plan takes. */
const SYMBOLS_MAX = 50;
const REQUEST_GAP_MS = 20;
/** It sends a ping of its own every minute or two, and answers ours at once. */
const IDLE_MS = 60_000;

/** Trades of shares, currency pairs (`OANDA:EUR_USD`) and coins (`BINANCE:BTCUSDT`) from Finnhub. */
export const finnhubStream: MarketStreamDefinition = {
  id: finnhub.id,
  name: finnhub.name,
  streamUrl: 'wss://ws.finnhub.io',
  baseUrl: finnhub.baseUrl,
  keyUrl: finnhub.keyUrl,
  capabilities: {
    assetClasses: finnhub.capabilities.assetClasses,
    gives: ['trades'],
    symbolsMax: SYMBOLS_MAX,
    access: 'keyed',
    isSimulated: false,
    note: 'One connection a key: a second program with the same key ends this one. Trades bear no number, and a change of price without a trade comes as a trade of unknown size.',
  },
  open: (ports, sink) => new SocketStream(ports, sink, createDialect(ports.key)),
};

function createDialect(key: string): StreamDialect {
  const slots = new Map<string, number>();
  const request = (type: string, names: readonly string[]): string =>
    JSON.stringify({ type, symbol: names[0] });
  return {
    name: finnhub.name,
    request: { path: '/', secretQuery: { token: key }, idleMs: IDLE_MS },
    symbolsMax: SYMBOLS_MAX,
    symbolsARequest: 1,
    requestGapMs: REQUEST_GAP_MS,
    nameOf: finnhubName,
    subscribe: (names) => request('subscribe', names),
    unsubscribe: (names) => request('unsubscribe', names),
    added: (name, slot) => slots.set(name, slot),
    removed: (name) => slots.delete(name),
    read(bytes, receivedTime, stream) {
      const message = objectOf(parse(bytes));
      const type = message?.['type'];
      const trades = listOf(message?.['data']);
      if (type === 'trade' && trades) {
        for (const trade of trades) {
          if (addTrade(trade, receivedTime, slots, stream.ticks.batch)) stream.ticks.added();
          else if (!isOfOthers(trade, slots))
            stream.setAside(
              encoder.encode(JSON.stringify(trade)),
              'a trade without price or time; it was left out',
            );
        }
      } else if (type === 'error') refuse(bytes, textOf(message?.['msg']) ?? 'it does not say why', stream);
      else if (type !== 'ping')
        stream.unreadable(
          bytes,
          'this is no message of its stream; if it goes on, its interface has changed',
        );
    },
  };
}

const encoder = new TextEncoder();

/** The vendor's form of a symbol: coins bear their exchange, `BTCUSDT` as `BINANCE:BTCUSDT`. */
function finnhubName(symbol: string): string {
  const name = symbol.toUpperCase();
  return COIN_PAIR.test(name) ? `BINANCE:${name}` : name;
}

/** `{"p":7296.89,"s":"BINANCE:BTCUSDT","t":1575526691134,"v":0.011467}`; false when nothing was added. */
function addTrade(
  trade: unknown,
  receivedTime: number,
  slots: ReadonlyMap<string, number>,
  batch: TickBatch,
): boolean {
  const fields = objectOf(trade);
  const slot = slots.get(String(fields?.['s']));
  const price = numberOf(fields?.['p']);
  const eventTime = numberOf(fields?.['t']);
  if (slot === undefined || Number.isNaN(price + eventTime)) return false;
  const volume = numberOf(fields?.['v']);
  const row = batch.length++;
  batch.slot[row] = slot;
  batch.kind[row] = TRADE_TICK;
  batch.eventTime[row] = eventTime;
  batch.receivedTime[row] = receivedTime;
  batch.price[row] = price;
  // No volume is how it marks a change of price without a trade.
  batch.size[row] = volume === 0 ? Number.NaN : volume;
  batch.bid[row] = Number.NaN;
  batch.ask[row] = Number.NaN;
  batch.bidSize[row] = Number.NaN;
  batch.askSize[row] = Number.NaN;
  batch.sequence[row] = Number.NaN;
  return true;
}

/** A trade that still comes after its symbol was let go. */
function isOfOthers(trade: unknown, slots: ReadonlyMap<string, number>): boolean {
  const symbol = textOf(objectOf(trade)?.['s']);
  return symbol !== undefined && !slots.has(symbol);
}

function refuse(bytes: Uint8Array, said: string, stream: SocketStream): void {
  stream.setAside(bytes, `it refuses a request (${said}); check the symbols and what your plan includes`);
  if (/api key|token/i.test(said))
    stream.end(`${finnhub.name}: it refuses the key; check it, or get one at ${finnhub.keyUrl}`);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
