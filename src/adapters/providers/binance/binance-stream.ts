import { createSlotLookup } from '#domain/market/slot-lookup';
import { objectOf, textOf } from '#domain/values/json-value';
import type { MarketStreamDefinition, StreamPorts, StreamSink } from '#engine/ports/market-stream';
import { SocketStream, type StreamDialect } from '#engine/ports/socket-stream';
import { binance } from './binance.ts';
import { binanceSymbol } from './binance-symbol.ts';
import { DepthBooks } from './depth-books.ts';
import { readDepthUpdate } from './depth-update.ts';
import { readBinanceMessage } from './read-binance-message.ts';

const CHANNELS = ['trade', 'bookTicker', 'depth@100ms'];
/** One connection takes 1,024 channels. */
const SYMBOLS_MAX = Math.floor(1_024 / CHANNELS.length);
const SYMBOLS_A_REQUEST = 60;
/** At most five messages a second are taken, pings and pongs among them. */
const REQUEST_GAP_MS = 300;
const IDLE_MS = 20_000;
const CLOSING_BRACKET = 93;

/**
 * Spot trades, best bids and asks, and order books of Binance, from its address for market data, which takes no key.
 * Connections end after 24 hours at the latest and are made anew.
 */
export const binanceStream: MarketStreamDefinition = {
  id: binance.id,
  name: binance.name,
  streamUrl: 'wss://data-stream.binance.vision',
  baseUrl: binance.baseUrl,
  keyUrl: '',
  capabilities: {
    assetClasses: ['crypto'],
    gives: ['trades', 'quotes', 'book'],
    symbolsMax: SYMBOLS_MAX,
    access: 'free',
    isSimulated: false,
    note: 'Spot pairs such as BTCUSDT. Quotes bear the time they were received, as Binance gives none. Order books begin one a second. Not served everywhere.',
  },
  open: (ports, sink) => new SocketStream(ports, sink, createDialect(ports, sink)),
};

function createDialect(ports: StreamPorts, sink: StreamSink): StreamDialect {
  const symbols = createSlotLookup();
  const books = new DepthBooks(ports, sink);
  let requests = 0;
  const request = (method: string, names: readonly string[]): string =>
    JSON.stringify({
      method,
      params: names.flatMap((name) => CHANNELS.map((channel) => `${name.toLowerCase()}@${channel}`)),
      id: ++requests,
    });
  return {
    name: binance.name,
    request: { path: '/stream', idleMs: IDLE_MS },
    symbolsMax: SYMBOLS_MAX,
    symbolsARequest: SYMBOLS_A_REQUEST,
    requestGapMs: REQUEST_GAP_MS,
    nameOf: binanceSymbol,
    subscribe: (names) => request('SUBSCRIBE', names),
    unsubscribe: (names) => request('UNSUBSCRIBE', names),
    added(name, slot) {
      symbols.add(name, slot);
      books.add(name, slot);
    },
    removed(name) {
      symbols.remove(name);
      books.remove(name);
    },
    lost: () => books.lost(),
    counts: () => ({ bookResyncs: books.resyncs, snapshotsFailed: books.snapshotsFailed }),
    read(bytes, receivedTime, stream) {
      // Changes of books end in `]}}`, all else does not: those are parsed once, and ticks not at all.
      if (bytes[bytes.length - 3] === CLOSING_BRACKET && readBook(bytes, books)) return;
      const { batch } = stream.ticks;
      const reading = readBinanceMessage(bytes, receivedTime, symbols, batch);
      if (reading === 'tick') stream.ticks.added();
      else if (reading === 'other') readOther(bytes, stream, books);
      else
        stream.unreadable(
          bytes,
          'this is no message of its streams; if it goes on, its interface has changed',
        );
    },
  };
}

/** Whether it was a change of a book. */
function readBook(bytes: Uint8Array, books: DepthBooks): boolean {
  const update = readDepthUpdate(parse(bytes));
  if (update) books.take(update);
  return update !== undefined;
}

/** Answers to requests, and what was not asked for. */
function readOther(bytes: Uint8Array, stream: SocketStream, books: DepthBooks): void {
  const message = objectOf(parse(bytes));
  const refusal = objectOf(message?.['error']) ?? message;
  const said = textOf(refusal?.['msg']);
  if (said !== undefined) stream.setAside(bytes, `it refuses a request (${said}); check the symbols`);
  else if (!message || !isKnown(message, bytes, books))
    stream.unreadable(bytes, 'it documents no such message; if it goes on, its interface has changed');
}

function isKnown(message: Readonly<Record<string, unknown>>, bytes: Uint8Array, books: DepthBooks): boolean {
  if ('result' in message && 'id' in message) return true;
  const fields = objectOf(message['data']) ?? message;
  if (fields['e'] === 'depthUpdate') return readBook(bytes, books);
  return typeof fields['e'] === 'string' || ('u' in fields && 's' in fields);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
