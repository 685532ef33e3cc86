import type { SlotLookup } from '#domain/market/slot-lookup';
import { QUOTE_TICK, type TickBatch, TRADE_TICK } from '#domain/market/tick-batch';

/** `tick`: a row was added. `other`: no trade or book ticker, or of a symbol nobody asked for. `unreadable`: no message of Binance at all. */
export type BinanceReading = 'tick' | 'other' | 'unreadable';

type Fields = Readonly<Record<string, unknown>>;

const DECIMAL = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** The same as the byte scanner for a message in any order of fields, with any more fields in it. Never throws. */
export function readBinanceJson(
  bytes: Uint8Array,
  receivedTime: number,
  symbols: SlotLookup,
  batch: TickBatch,
): BinanceReading {
  let message: unknown;
  try {
    message = JSON.parse(decoder.decode(bytes));
  } catch {
    return 'unreadable';
  }
  if (!isFields(message)) return 'unreadable';
  const fields = 'stream' in message && 'data' in message ? message['data'] : message;
  if (!isFields(fields)) return fields === message ? 'unreadable' : 'other';
  if (fields['e'] === 'trade') return readTrade(fields, receivedTime, symbols, batch);
  const isBookTicker = fields['e'] === 'bookTicker' || (!('e' in fields) && 'u' in fields && 's' in fields);
  return isBookTicker ? readBookTicker(fields, receivedTime, symbols, batch) : 'other';
}

function readTrade(
  fields: Fields,
  receivedTime: number,
  symbols: SlotLookup,
  batch: TickBatch,
): BinanceReading {
  const sequence = wholeOf(fields['t']);
  const price = decimalOf(fields['p']);
  const size = decimalOf(fields['q']);
  const eventTime = wholeOf(fields['T']);
  const symbol = fields['s'];
  if (typeof symbol !== 'string' || Number.isNaN(sequence + price + size + eventTime)) return 'unreadable';
  const slot = slotOf(symbol, symbols);
  if (slot < 0) return 'other';
  writeRow(batch, slot, TRADE_TICK, [eventTime, receivedTime, sequence], [price, size], []);
  return 'tick';
}

function readBookTicker(
  fields: Fields,
  receivedTime: number,
  symbols: SlotLookup,
  batch: TickBatch,
): BinanceReading {
  const sequence = wholeOf(fields['u']);
  const quote = ['b', 'a', 'B', 'A'].map((name) => decimalOf(fields[name]));
  // Spot tells no time; the futures' book ticker has the same fields and the time of its match as `T`.
  const eventTime = 'T' in fields ? wholeOf(fields['T']) : receivedTime;
  const symbol = fields['s'];
  if (typeof symbol !== 'string' || [sequence, eventTime, ...quote].some(Number.isNaN)) return 'unreadable';
  const slot = slotOf(symbol, symbols);
  if (slot < 0) return 'other';
  writeRow(batch, slot, QUOTE_TICK, [eventTime, receivedTime, sequence], [], quote);
  return 'tick';
}

function writeRow(
  batch: TickBatch,
  slot: number,
  kind: number,
  [eventTime = Number.NaN, receivedTime = Number.NaN, sequence = Number.NaN]: readonly number[],
  [price = Number.NaN, size = Number.NaN]: readonly number[],
  [bid = Number.NaN, ask = Number.NaN, bidSize = Number.NaN, askSize = Number.NaN]: readonly number[],
): void {
  const row = batch.length++;
  batch.slot[row] = slot;
  batch.kind[row] = kind;
  batch.eventTime[row] = eventTime;
  batch.receivedTime[row] = receivedTime;
  batch.price[row] = price;
  batch.size[row] = size;
  batch.bid[row] = bid;
  batch.ask[row] = ask;
  batch.bidSize[row] = bidSize;
  batch.askSize[row] = askSize;
  batch.sequence[row] = sequence;
}

function slotOf(symbol: string, symbols: SlotLookup): number {
  const name = encoder.encode(symbol);
  return symbols.find(name, 0, name.length);
}

/** A number of Binance's is written as text. */
function decimalOf(value: unknown): number {
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : Number.NaN;
}

function wholeOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : Number.NaN;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
